import type { Reader } from '../../../platform/database.ts'
import type { Id } from '../../../shared/ids.ts'
import type { Translation } from '../../../synthesis/translations/model.ts'
import { isOf, listTranslationsOf } from '../../../synthesis/translations/queries.ts'

/** The translations that everybody may read, by what they translate: those made from just these words, as they are shown now. */
export async function loadTranslations(db: Reader, shown: readonly { readonly id: Id; readonly text: string }[]): Promise<Map<Id, readonly Translation[]>> {
  const all = await listTranslationsOf(db, shown.map(({ id }) => id))
  return new Map(shown.map(({ id, text }) => [id, (all.get(id) ?? []).filter((translation) => isOf(translation, text))]))
}
