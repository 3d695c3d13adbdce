import type { z } from 'zod'
import { group, id, instant, integer, language, optional, optionalShortText, shortText, text } from '../../shared/folder-fields.ts'
import { findNamed, type FolderScope, type Place, readRef, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { SourceKind } from '../model.ts'

/** A translation as `synthesis.yaml` has it, of an answer or a comment by its reference. */
export const translationItem = group({
  id: id(),
  of: shortText(),
  language: language(),
  text: text(),
  by: id(),
  machine: optionalShortText(),
  at: instant(),
  revision: optional(integer(1)),
  removedAt: optional(instant()),
  ofDigest: optionalShortText(),
})
type TranslationItem = z.output<typeof translationItem>

export interface FolderTranslation {
  readonly id: Id
  readonly item: TranslationItem
  readonly source: { readonly kind: SourceKind; readonly id: Id }
}

export function completeTranslations(scope: FolderScope, cycle: string, items: readonly TranslationItem[], place: Place): FolderTranslation[] {
  return items.flatMap((item, index) => {
    const at = within(place, index)
    const ref = readRef(item.of, cycle)
    if (ref === undefined || (ref.kind !== 'answer' && ref.kind !== 'comment')) {
      scope.mistake(within(at, 'of'), 'should name an answer (C-3/2) or a comment (R-4).')
      return []
    }
    const sourceId = findNamed(scope, ref.name, within(at, 'of'))
    return sourceId === undefined ? [] : [{ id: scope.takeId(item.id, at), item, source: { kind: ref.kind, id: sourceId } }]
  })
}
