import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Translated, Translation } from './model.ts'
import type { TranslationRow } from './tables.ts'

/** The translations of some editions by language, those still prepared among them. */
export async function listTranslations(db: Reader, editionIds: readonly Id[]): Promise<Translation[]> {
  if (editionIds.length === 0) return []
  const rows = await db.selectFrom('publication_translation').selectAll().where('edition_id', 'in', editionIds).orderBy('edition_id').orderBy('language').execute()
  return rows.map(toTranslation)
}

export async function findTranslation(db: Reader, editionId: Id, language: string): Promise<Translation | undefined> {
  const row = await db.selectFrom('publication_translation').selectAll().where('edition_id', '=', editionId).where('language', '=', language).executeTakeFirst()
  return row === undefined ? undefined : toTranslation(row)
}

/** What is translated so far. */
export async function listTranslated(db: Reader, translationId: Id): Promise<Translated[]> {
  const rows = await db.selectFrom('publication_translated').selectAll().where('translation_id', '=', translationId).orderBy('part_id').execute()
  return rows.map((row) => ({ partId: row.part_id, kind: row.part_kind === 'section' ? 'section' : 'paragraph', text: row.text }))
}

function toTranslation(row: Selectable<TranslationRow>): Translation {
  return {
    id: row.id as Id<'translation'>,
    editionId: row.edition_id as Id<'edition'>,
    language: row.language,
    title: row.title,
    summary: row.summary,
    translator: row.translator,
    createdAt: row.created_at,
    publishedAt: row.published_at,
    revision: row.revision,
  }
}
