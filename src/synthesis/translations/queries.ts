import type { Reader } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
import type { FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Translation } from './model.ts'

/** The translations of these answers and comments, by what they translate, in the order of their languages. */
export async function listTranslationsOf(db: Reader, sourceIds: readonly Id[]): Promise<Map<Id, Translation[]>> {
  if (sourceIds.length === 0) return new Map()
  const rows = await db.selectFrom('synthesis_translation').selectAll().where('source_id', 'in', [...sourceIds]).where('removed_at', 'is', null).orderBy('language').execute()
  const all = rows.map((row) => ({
    id: row.id as Id<'translation'>,
    sourceId: row.source_id,
    language: row.language,
    text: row.text,
    madeBy: row.made_by,
    machine: row.machine,
    madeAt: row.made_at,
    revision: row.revision,
    ofDigest: row.of_digest,
  }))
  return Map.groupBy(all, ({ sourceId }) => sourceId)
}

/** Whether a translation was made from these very words: from others, it is shown to nobody before somebody has looked. */
export function isOf(translation: Pick<Translation, 'ofDigest'>, text: string): boolean {
  return translation.ofDigest === sha256(text)
}

/** The translations of a cycle as their file has them. */
export async function listTranslationsForFolder(db: Reader, cycleId: Id, names: FolderNames) {
  const rows = await db.selectFrom('synthesis_translation').selectAll().where('cycle_id', '=', cycleId).orderBy('made_at').orderBy('id').execute()
  return rows.map((row) => ({
    sourceId: row.source_id,
    item: { id: row.id, of: names.of(row.source_id), language: row.language, text: row.text, by: row.made_by, machine: row.machine, at: row.made_at, revision: row.revision, removedAt: row.removed_at, ofDigest: row.of_digest },
  }))
}
