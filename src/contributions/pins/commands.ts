import { sql } from 'kysely'
import { findCycleById } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { findChain } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import { dateInZone, type Instant } from '../../shared/time.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Lists } from '../overview/model.ts'
import { countCohorts } from '../overview/queries.ts'
import { countFigure, type Counting } from './model.ts'
import type { FolderPin } from './schema.ts'

export interface FigureToPin extends Counting {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly title: string
  readonly cutOff: string | null
  readonly lists: Lists
  /** Of the call that the filter names. */
  readonly callId?: Id | undefined
}

/**
 * Pins a figure: its values, counted here and now, keep a permanent address, whatever comes later. Refuses `not-yet`, a day that has
 * not begun anywhere: what is still to come cannot be held fast.
 */
export async function pinFigure(tx: Tx, actor: Actor, input: FigureToPin, now: Instant): Promise<{ number: number; pinId: Id<'pinned-figure'> } | Refusal<'not-yet'>> {
  const { forumId, cycleId, asOf, rowsBy, columnsBy, filter, title, cutOff } = input
  if (asOf > dateInZone(now, '+14:00')) return { refusal: 'not-yet' }
  await sql`select pg_advisory_xact_lock(hashtextextended(${`pins:${cycleId}`}, 0))`.execute(tx)
  const last = await tx.selectFrom('contributions_pinned_figure').select((select) => select.fn.max('number').as('number')).where('cycle_id', '=', cycleId).executeTakeFirst()
  const number = Number(last?.number ?? 0) + 1
  const counted = countFigure(await countCohorts(tx, cycleId, [asOf], input.callId), 0, input, input.lists)
  const chain = await findChain(tx, forumId)
  const id = newId<'pinned-figure'>()
  await tx
    .insertInto('contributions_pinned_figure')
    .values({
      id, forum_id: forumId, cycle_id: cycleId, number, title, as_of: asOf, cut_off: cutOff, row_dimension: rowsBy, column_dimension: columnsBy,
      filter: JSON.stringify(filter), cells: JSON.stringify(counted.cells), total: counted.total, pinned_at: now, sequence: chain?.length ?? 0,
    })
    .execute()
  const ref = formatRef((await findCycleById(tx, cycleId))?.slug ?? '', 'N', number)
  const detail = { ref, asOf, total: counted.total, rows: rowsBy ?? '', columns: columnsBy ?? '' }
  await appendAct(tx, actor, { forumId, cycleId, act: 'figure-pinned', subject: { kind: 'pinned-figure', id }, detail, texts: { title: { text: title, isPublic: true } } }, now)
  return { number, pinId: id }
}

/** Takes the pinned figures of a forum folder. Its import is the act. */
export async function insertPins(tx: Tx, forumId: Id, cycleId: Id, pins: readonly FolderPin[]): Promise<void> {
  if (pins.length === 0) return
  const rows = pins.map((pin) => ({
    id: pin.id, forum_id: forumId, cycle_id: cycleId, number: pin.number, title: pin.title, as_of: pin.asOf, cut_off: pin.cutOff ?? null, row_dimension: pin.rows ?? null, column_dimension: pin.columns ?? null,
    filter: JSON.stringify(Object.fromEntries(pin.filter.map(({ by, key }) => [by, key]))), cells: JSON.stringify(pin.cells.map(({ row, column, count }) => ({ row: row ?? '', column: column ?? '', count }))),
    total: pin.total, pinned_at: pin.pinnedAt, sequence: pin.sequence ?? 0,
  }))
  await tx.insertInto('contributions_pinned_figure').values(rows).execute()
}
