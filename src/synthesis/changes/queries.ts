import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { ThemeLineage } from '../codebook/model.ts'
import type { CodebookChange } from './model.ts'

/** What was done to a codebook that can be taken back, the latest first. */
export async function listChanges(db: Reader, cycleId: Id): Promise<CodebookChange[]> {
  const rows = await db.selectFrom('synthesis_change').selectAll().where('cycle_id', '=', cycleId).orderBy('number', 'desc').execute()
  return rows.map((row) => ({
    id: row.id as Id<'change'>,
    number: row.number,
    kind: row.kind,
    themeId: row.theme_id as Id<'theme'>,
    intoId: row.into_id as Id<'theme'> | null,
    madeBy: row.made_by,
    madeAt: row.made_at,
    undoneAt: row.undone_at,
  }))
}

/** All themes that a cycle has or had, with where they went and came from. */
export async function listLineage(db: Reader, cycleId: Id): Promise<ThemeLineage[]> {
  const rows = await db.selectFrom('synthesis_theme').select(['id', 'slug', 'title', 'merged_into', 'split_from', 'ended_at']).where('cycle_id', '=', cycleId).orderBy('position').orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id as Id<'theme'>,
    slug: row.slug,
    title: row.title,
    mergedInto: row.merged_into as Id<'theme'> | null,
    splitFrom: row.split_from as Id<'theme'> | null,
    endedAt: row.ended_at,
  }))
}

/** How many passages that stand have each theme of a cycle itself. */
export async function countPassagesByTheme(db: Reader, cycleId: Id): Promise<Map<Id, number>> {
  const rows = await db
    .selectFrom('synthesis_passage_theme')
    .innerJoin('synthesis_passage', 'synthesis_passage.id', 'passage_id')
    .select((select) => ['theme_id', select.fn.countAll<number>().as('count')])
    .where('cycle_id', '=', cycleId)
    .where('unmarked_at', 'is', null)
    .groupBy('theme_id')
    .execute()
  return new Map(rows.map((row) => [row.theme_id, row.count]))
}

/** The passages of a cycle whose words have these words in them, whatever their case, by number, `limit` at most. */
export async function searchPassages(db: Reader, cycleId: Id, words: string, limit: number): Promise<{ id: Id<'passage'>; number: number; quote: string }[]> {
  if (words.trim() === '') return []
  const pattern = `%${words.trim().replace(/[\\%_]/gu, (sign) => `\\${sign}`)}%`
  const rows = await db
    .selectFrom('synthesis_passage')
    .select(['id', 'number', 'quote'])
    .where('cycle_id', '=', cycleId)
    .where('unmarked_at', 'is', null)
    .where('quote', 'ilike', pattern)
    .orderBy('number')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ id: row.id as Id<'passage'>, number: row.number, quote: row.quote }))
}
