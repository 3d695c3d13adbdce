import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { PinnedFigure } from './model.ts'
import type { PinnedFigureRow } from './tables.ts'

/** The pinned figures of a cycle by number. */
export async function listPinnedFigures(db: Reader, cycleId: Id): Promise<PinnedFigure[]> {
  const rows = await db.selectFrom('contributions_pinned_figure').selectAll().where('cycle_id', '=', cycleId).orderBy('number').execute()
  return rows.map(toPinned)
}

export async function findPinnedFigure(db: Reader, cycleId: Id, number: number): Promise<PinnedFigure | undefined> {
  const row = await db.selectFrom('contributions_pinned_figure').selectAll().where('cycle_id', '=', cycleId).where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : toPinned(row)
}

/** Pinned figures by their ids; ids that are none are left out. */
export async function findPinnedFigures(db: Reader, ids: readonly Id[]): Promise<PinnedFigure[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('contributions_pinned_figure').selectAll().where('id', 'in', [...new Set(ids)]).orderBy('number').execute()
  return rows.map(toPinned)
}

function toPinned(row: Selectable<PinnedFigureRow>): PinnedFigure {
  return {
    id: row.id as Id<'pinned-figure'>,
    number: row.number,
    title: row.title,
    asOf: row.as_of,
    cutOff: row.cut_off,
    rowsBy: row.row_dimension,
    columnsBy: row.column_dimension,
    filter: row.filter,
    cells: row.cells,
    total: row.total,
    pinnedAt: row.pinned_at,
    sequence: row.sequence,
  }
}
