import { sql, type Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { PlainDate } from '../../shared/time.ts'
import type { PublishedFigureRow } from '../tables.ts'
import type { Cohort, Dimension, PublishedFigure } from './model.ts'

/**
 * Counts a cycle's contributions for all days asked for, from the tallies that the commands keep of them. A contribution is counted from
 * the day by which it was received, that day included, until the day (UTC) on which it was withdrawn or declined; with a call, of that call
 * alone. Whole months are read as such, and only the days of the month of each day asked for one by one.
 */
export async function countCohorts(db: Reader, cycleId: Id, days: readonly PlainDate[], callId?: Id): Promise<Cohort[]> {
  const here = callId === undefined ? sql`cycle_id = ${cycleId}` : sql`cycle_id = ${cycleId} and call_id = ${callId}`
  const parts = days.map((day, place) => countDay(here, day, place))
  if (parts.length === 0) return []
  const { rows } = await sql<CountedCell>`
    select place, stakeholder_group, regional_group, capacity, sum(counted)::integer as counted, sum(perhaps)::integer as perhaps
    from (${sql.join(parts, sql` union all `)}) each group by 1, 2, 3, 4`.execute(db)
  return gatherCohorts(rows, days.length, await listCells(db, here))
}

/** Of other months than the day's own all of a cell stands or none, but where it ended in this month: what did is read day by day. */
function countDay(here: ReturnType<typeof sql>, day: PlainDate, place: number) {
  const month = sql`${`${day.slice(0, 7)}-01`}::date`
  const next = sql`(${month} + interval '1 month')::date`
  const on = sql`${day}::date`
  const ended = sql`least(withdrawn_on, declined_on)`
  const stands = sql`(${ended} is null or ${ended} > ${on})`
  return sql`
    select ${sql.lit(place)}::integer as place, stakeholder_group, regional_group, capacity,
      coalesce(sum(count) filter (where month < ${month}), 0) as counted, coalesce(sum(count) filter (where month > ${month} and is_bound), 0) as perhaps
    from contributions_tally_month where ${here} and month <> ${month} and (ended_month is null or ended_month > ${month}) group by 2, 3, 4
    union all
    select ${sql.lit(place)}::integer, stakeholder_group, regional_group, capacity,
      coalesce(sum(count) filter (where received_by <= ${on} and ${stands}), 0), coalesce(sum(count) filter (where received_by > ${on} and is_bound and ${stands}), 0)
    from contributions_tally where ${here} and received_by >= ${month} and received_by < ${next} group by 2, 3, 4
    union all
    select ${sql.lit(place)}::integer, stakeholder_group, regional_group, capacity,
      coalesce(sum(count) filter (where received_by < ${month}), 0), coalesce(sum(count) filter (where received_by >= ${next} and is_bound), 0)
    from contributions_tally where ${here} and ${ended} > ${on} and ${ended} < ${next} and (received_by < ${month} or received_by >= ${next}) group by 2, 3, 4`
}

interface Cell {
  readonly stakeholder_group: string | null
  readonly regional_group: string | null
  readonly capacity: string | null
}

interface CountedCell extends Cell {
  readonly place: number
  readonly counted: number
  readonly perhaps: number
}

/** Every combination of groups of which a contribution was ever counted: it stands among the cohorts with zeros where none is left. */
async function listCells(db: Reader, here: ReturnType<typeof sql>): Promise<Cell[]> {
  const { rows } = await sql<Cell>`select distinct stakeholder_group, regional_group, capacity from contributions_tally_month where ${here}`.execute(db)
  return rows
}

function gatherCohorts(rows: readonly CountedCell[], length: number, cells: readonly Cell[]): Cohort[] {
  const name = (cell: Cell): string => JSON.stringify([cell.stakeholder_group, cell.regional_group, cell.capacity])
  const byCell = Map.groupBy(rows, name)
  return cells.map((cell) => {
    const own = byCell.get(name(cell)) ?? []
    const at = (what: 'counted' | 'perhaps'): number[] => Array.from({ length }, (_, place) => own.find((row) => row.place === place)?.[what] ?? 0)
    return { stakeholderGroup: cell.stakeholder_group, regionalGroup: cell.regional_group, capacity: cell.capacity, counted: at('counted'), perhaps: at('perhaps') }
  })
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
