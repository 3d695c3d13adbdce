import { findCall } from '../../../calls/queries.ts'
import { compareCells, countFigure, type ComparedCell, type PinnedFigure } from '../../../contributions/pins/model.ts'
import { findPinnedFigure, listPinnedFigures } from '../../../contributions/pins/queries.ts'
import { countCohorts } from '../../../contributions/overview/queries.ts'
import { GROUPINGS, sortTally, type Grouping } from '../../../contributions/overview/model.ts'
import { formatRef } from '../../../shared/refs.ts'
import { writeInstant, writeShortDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { tellContributionsSince, type Told } from '../../record/data.ts'
import { drawBars } from '../../ui/bar-chart.tsx'
import { drawHeat } from '../../ui/heat-chart.tsx'
import { WHITE_PALETTE, type Palette } from '../../ui/picture.tsx'
import { keyTitle, voiceOf, writeNumber } from '../overview/data.ts'
import type { Sheet } from '../pictures/data.ts'

export interface PinsData extends InCycle {
  readonly pins: readonly PinnedFigure[]
}

export async function loadPins(request: PageRequest): Promise<PinsData | undefined> {
  const inCycle = await loadCycle(request, 'contributions')
  return inCycle === undefined ? undefined : { ...inCycle, pins: await listPinnedFigures(request.db, inCycle.cycle.id) }
}

/** A pinned figure beside what the rows give now for its own day. */
export interface PinData extends InCycle {
  readonly pin: PinnedFigure
  readonly ref: string
  readonly total: number
  readonly cells: readonly ComparedCell[]
  readonly differs: boolean
  /** What was recorded of the cycle's contributions since, where the figures differ. */
  readonly since: readonly Told[]
}

const ACTS = 50

export async function loadPin(request: PageRequest): Promise<PinData | undefined> {
  const inCycle = await loadCycle(request, 'contributions')
  const number = /^[1-9][0-9]{0,8}$/u.test(request.params['number'] ?? '') ? Number(request.params['number']) : 0
  const pin = inCycle === undefined ? undefined : await findPinnedFigure(request.db, inCycle.cycle.id, number)
  if (inCycle === undefined || pin === undefined) return undefined
  const { forum, cycle } = inCycle
  const call = pin.filter.call === undefined ? undefined : await findCall(request.db, cycle.id, pin.filter.call)
  const now = countFigure(await countCohorts(request.db, cycle.id, [pin.asOf], call?.id), 0, pin, forum)
  const cells = compareCells(pin.cells, now.cells)
  const differs = now.total !== pin.total || cells.some((cell) => cell.pinned !== cell.now)
  const since = differs ? await tellContributionsSince(request, forum, cycle.id, pin.sequence, ACTS) : []
  return { ...inCycle, pin, ref: formatRef(cycle.slug, 'N', pin.number), total: now.total, cells, differs, since }
}

export function pinJson({ forum, cycle, pin, ref, total, cells, differs, since }: PinData): object {
  return {
    forum: forum.slug, cycle: cycle.slug, ref, title: pin.title, asOf: pin.asOf, cutOff: pin.cutOff, rowsBy: pin.rowsBy, columnsBy: pin.columnsBy, filter: pin.filter,
    pinnedAt: pin.pinnedAt, total: pin.total, totalNow: total, differs, cells, since: since.map(({ entry, sentence }) => ({ sequence: entry.sequence, at: entry.at, act: entry.act, sentence })),
  }
}

/** What a figure counts, in words: by what, of which, as of when. */
export function writeCounting(view: View, data: Pick<InCycle, 'forum'>, pin: PinnedFigure): string {
  const { t } = view
  const by = pin.rowsBy === null ? t('figures.pin.total') : pin.columnsBy === null ? t(`overview.by.${pin.rowsBy}`) : t('overview.crossed', { rows: t(`overview.column.${pin.rowsBy}`), columns: t(`overview.column.${pin.columnsBy}`) })
  const of = Object.entries(pin.filter).map(([, key]) => keyTitle(view, data.forum, key))
  const date = writeShortDate(pin.asOf, view.lang)
  return [by, ...of, pin.cutOff === null ? t('figures.pin.as-of', { date }) : t('figures.pin.as-of-cut-off', { date, cutOff: pin.cutOff })].join(' · ')
}

/** The rows behind a cell, as of the figure's day. */
export function cellHref({ forum, cycle, pin }: PinData, cell: Pick<ComparedCell, 'row' | 'column'>): string {
  const query = new URLSearchParams(pin.filter)
  if (pin.rowsBy !== null && cell.row !== '') query.set(pin.rowsBy, cell.row)
  if (pin.columnsBy !== null && cell.column !== '') query.set(pin.columnsBy, cell.column)
  query.set('asOf', pin.asOf)
  return `/${forum.slug}/${cycle.slug}/contributions?${query.toString()}`
}

/** The pinned values as a picture and a table: what was pinned, not what the rows give by now. */
export function pinSheet(view: View, data: PinData): Sheet {
  const { t } = view
  const { pin, cells } = data
  const title = (key: string): string => keyTitle(view, data.forum, key)
  const address = `${view.publicUrl}/${data.forum.slug}/${data.cycle.slug}/figures/${pin.number}`
  return {
    title: pin.title,
    notes: [`${data.forum.title}, ${data.cycle.title}. ${writeCounting(view, data, pin)}.`, t('figures.pin.pinned', { at: writeInstant(pin.pinnedAt, view.lang), ref: data.ref }), t('figures.sheet.source', { address })],
    drawing: drawPin(view, data),
    rows: [[t('figures.pin.row'), t('figures.pin.column'), t('figures.pin.pinned-value'), t('figures.pin.now')], ...cells.map((cell) => [title(cell.row), title(cell.column), cell.pinned, cell.now]), [t('figures.pin.total'), '', pin.total, data.total]],
  }
}

/** The drawing of what was pinned, for keeping, or in the colours of the page that it stands in. */
export function drawPin(view: View, { forum, pin }: Pick<PinData, 'forum' | 'pin'>, palette: Palette = WHITE_PALETTE): Sheet['drawing'] {
  const title = (key: string): string => keyTitle(view, forum, key)
  const write = (count: number): string => writeNumber(view, count)
  if (pin.rowsBy === null) return drawBars([{ label: view.t('figures.pin.total'), count: pin.total, written: write(pin.total), voice: 1 }], { width: 760, palette })
  const by: Grouping = pin.rowsBy
  if (pin.columnsBy === null) {
    const counts = sortTally(Object.fromEntries(pin.cells.map(({ row, count }) => [row, count])))
    return drawBars(counts.map(([key, count]) => ({ label: title(key), count, written: write(count), voice: voiceOf(forum, by, key) })), { width: 760, palette })
  }
  const [rows, columns] = [[...new Set(pin.cells.map(({ row }) => row))], [...new Set(pin.cells.map(({ column }) => column))]]
  const counts = rows.map((row) => columns.map((column) => pin.cells.find((cell) => cell.row === row && cell.column === column)?.count ?? 0))
  return drawHeat({ rows: rows.map(title), columns: columns.map(title), counts, write }, 760, palette)
}

/** The groupings that a form or an address names. */
export function readGrouping(text: string | undefined): Grouping | null {
  return GROUPINGS.find((each) => each === text) ?? null
}
