import { sql, type Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import type { PublishedFigureRow } from '../tables.ts'
import type { Cohort, Dimension, PublishedFigure } from './model.ts'

/**
 * Counts a cycle's contributions (of one call alone, where one is named) once for all days asked for, from the tallies that the commands keep of them. A contribution is
 * counted from the day by which it was received, that day included, until the day (UTC) on which it was withdrawn
 * or declined.
 */
export async function countCohorts(db: Reader, cycleId: Id, days: readonly PlainDate[], callId?: Id): Promise<Cohort[]> {
  const standing = (day: PlainDate) => sql`(withdrawn_on is null or withdrawn_on > ${day}::date) and (declined_on is null or declined_on > ${day}::date)`
  const counted = days.map((day) => sql`coalesce(sum(count) filter (where received_by <= ${day}::date and ${standing(day)}), 0)`)
  const perhaps = days.map((day) => sql`coalesce(sum(count) filter (where is_bound and received_by > ${day}::date and ${standing(day)}), 0)`)
  const { rows } = await sql<{ stakeholder_group: string | null; regional_group: string | null; capacity: string | null; counted: number[]; perhaps: number[] }>`
    select stakeholder_group, regional_group, capacity, array[${sql.join(counted)}]::integer[] as counted, array[${sql.join(perhaps)}]::integer[] as perhaps
    from contributions_tally where cycle_id = ${cycleId} ${callId === undefined ? sql`` : sql`and call_id = ${callId}`}
    group by stakeholder_group, regional_group, capacity`.execute(db)
  return rows.map((row) => ({
    stakeholderGroup: row.stakeholder_group,
    regionalGroup: row.regional_group,
    capacity: row.capacity,
    counted: row.counted,
    perhaps: row.perhaps,
  }))
}

/** What stands for a word's count among the published figures: a cloud is a figure for each of its words. */
const WORD = 'word'

/** A word with its count, as a document published it. */
export interface PublishedWord {
  readonly word: string
  readonly count: number
  readonly asOf: PlainDate
  readonly source: string
}

/** The word clouds published about a cycle, word by word, in the order of the document. */
export async function listPublishedWords(db: Reader, cycleId: Id): Promise<PublishedWord[]> {
  const rows = await db.selectFrom('contributions_published_figure').selectAll().where('cycle_id', '=', cycleId).where('dimension', '=', WORD).orderBy('position').orderBy('id').execute()
  return rows.map((row) => ({ word: row.key, count: row.published, asOf: row.as_of, source: row.source }))
}

/** The figures published about a cycle's contributions, in the order in which the desk gave them; its word clouds apart. */
export async function listPublishedFigures(db: Reader, cycleId: Id): Promise<PublishedFigure[]> {
  const rows = await db.selectFrom('contributions_published_figure').selectAll().where('cycle_id', '=', cycleId).where('dimension', '!=', WORD).orderBy('position').orderBy('id').execute()
  return rows.map(toFigure)
}

export async function findPublishedFigure(db: Reader, cycleId: Id, id: Id): Promise<PublishedFigure | undefined> {
  const row = await db.selectFrom('contributions_published_figure').selectAll().where('cycle_id', '=', cycleId).where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toFigure(row)
}

function toFigure(row: Selectable<PublishedFigureRow>): PublishedFigure {
  return {
    id: row.id as Id<'figure'>,
    asOf: row.as_of,
    dimension: row.dimension as Dimension,
    key: row.key,
    published: row.published,
    source: row.source,
    revision: row.revision,
  }
}
