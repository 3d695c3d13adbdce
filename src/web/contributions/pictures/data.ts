import { stringify } from 'csv-stringify/sync'
import { sortTally, tallyOf, type Crossing, type Grouping } from '../../../contributions/overview/model.ts'
import { drawPng } from '../../../platform/picture.ts'
import { writeShortDate } from '../../../shared/time.ts'
import type { Rendered } from '../../answer.ts'
import type { View } from '../../context.ts'
import { drawBars } from '../../ui/bar-chart.tsx'
import { drawHeat } from '../../ui/heat-chart.tsx'
import { WHITE_PALETTE, type Drawing } from '../../ui/picture.tsx'
import { drawTime } from '../../ui/time-chart.tsx'
import { chartOf } from '../arrivals/data.ts'
import { writeClass, writeCrossing } from '../crossing/data.ts'
import { keyTitle, voiceOf, writeNumber, writeShare, type OverviewData } from '../overview/data.ts'

/** The pictures of an overview, by the name in their address. */
export const PICTURES = ['stakeholder-groups', 'regional-groups', 'capacities', 'crossed', 'arrivals'] as const
export type PictureName = (typeof PICTURES)[number]

export const PICTURE_OF: Readonly<Record<Grouping, PictureName>> = { stakeholderGroup: 'stakeholder-groups', regionalGroup: 'regional-groups', capacity: 'capacities' }

export type Cell = string | number

/** What can be kept: a drawing with its title and where it comes from, and the same numbers as rows. */
export interface Sheet {
  readonly title: string
  readonly notes: readonly string[]
  readonly drawing: Drawing
  readonly rows: readonly (readonly Cell[])[]
}

const WIDTH = 760

/** One picture of an overview, for keeping: title, as-of date and source stand in it. */
export function sheetOf(view: View, data: OverviewData, name: PictureName): Sheet {
  const notes = [view.t('figures.sheet.as-of', { date: writeShortDate(data.asOf, view.lang), count: data.overview.total, forum: data.forum.title, cycle: data.cycle.title })]
  const source = view.t('figures.sheet.source', { address: `${view.publicUrl}/${data.forum.slug}/${data.cycle.slug}/overview?asOf=${data.asOf}` })
  if (name === 'arrivals') return arrivalSheet(view, data, [...notes, source])
  if (name === 'crossed') return crossedSheet(view, data, [...notes, source])
  const dimension = (Object.keys(PICTURE_OF) as Grouping[]).find((each) => PICTURE_OF[each] === name) ?? 'stakeholderGroup'
  return tallySheet(view, data, dimension, [...notes, source])
}

function tallySheet(view: View, data: OverviewData, dimension: Grouping, notes: readonly string[]): Sheet {
  const { t } = view
  const { total } = data.overview
  const counts = sortTally(tallyOf(data.overview, dimension))
  const bars = counts.map(([key, count]) => ({
    label: keyTitle(view, data.forum, key), count, written: `${writeNumber(view, count)} (${writeShare(view, count, total)})`, voice: voiceOf(data.forum, dimension, key), aim: aimOf(data, dimension, key),
  }))
  const hasAim = bars.some(({ aim }) => aim !== undefined)
  const rows = counts.map(([key, count]) => [key, keyTitle(view, data.forum, key), count, total, total === 0 ? '' : Math.round((10_000 * count) / total) / 100])
  return {
    title: t(`overview.by.${dimension}`),
    notes: hasAim ? [t('figures.sheet.aim'), ...notes] : notes,
    drawing: drawBars(bars, { width: WIDTH }),
    rows: [[t('figures.csv.key'), t(`overview.column.${dimension}`), t('overview.column.contributions'), t('figures.csv.base'), t('figures.csv.percent')], ...rows],
  }
}

/** How many contributions a target comes to, as of now. */
function aimOf(data: OverviewData, dimension: Grouping, key: string): number | undefined {
  const target = data.gaps.gaps.find((gap) => gap.target.dimension === dimension && gap.key === key)?.target
  if (target === undefined) return undefined
  return target.unit === 'number' ? target.least : (target.least * data.overview.total) / 100
}

function crossedSheet(view: View, data: OverviewData, notes: readonly string[]): Sheet {
  const { t } = view
  const { crossed, rowsBy, columnsBy } = data
  const title = (by: Crossing, key: string): string => writeClass(view, by, key) ?? keyTitle(view, data.forum, key)
  const short = (key: string): string => (columnsBy === 'regionalGroup' && data.forum.regionalGroups.some((group) => group.key === key) ? key : title(columnsBy, key))
  const rows = crossed.rows.map((row, at) => [title(rowsBy, row), ...(crossed.counts[at] ?? []), crossed.rowTotals[at] ?? 0])
  return {
    title: t('overview.crossed', { rows: writeCrossing(view, rowsBy), columns: writeCrossing(view, columnsBy) }),
    notes,
    drawing: drawHeat({ rows: crossed.rows.map((row) => title(rowsBy, row)), columns: crossed.columns.map(short), counts: crossed.counts, write: (count) => writeNumber(view, count) }, WIDTH),
    rows: [[writeCrossing(view, rowsBy), ...crossed.columns.map((column) => title(columnsBy, column)), t('overview.cross.all')], ...rows, [t('overview.cross.all'), ...crossed.columnTotals, crossed.total]],
  }
}

function arrivalSheet(view: View, data: OverviewData, notes: readonly string[]): Sheet {
  const { t } = view
  return {
    title: t('overview.arrivals'),
    notes,
    drawing: drawTime(chartOf(view, data.arrivals), { width: WIDTH, palette: WHITE_PALETTE }),
    rows: [
      [t('figures.csv.from'), t('figures.csv.until'), t('overview.arrivals.came'), t('overview.arrivals.by-then')],
      ...data.arrivals.steps.map((step) => [step.from, step.until, step.count, step.cumulative]),
    ],
  }
}

export const FORMATS = ['svg', 'png', 'csv'] as const
export type Format = (typeof FORMATS)[number]

/** A sheet in the format asked for. `picture` is its whole drawing. */
export async function writeSheet(sheet: Sheet, picture: string, format: Format, name: string): Promise<Rendered> {
  const saveAs = `${name}.${format}`
  if (format === 'csv') return { type: 'text/csv; charset=utf-8', text: writeCsv(sheet.rows), saveAs }
  return format === 'svg' ? { type: 'image/svg+xml; charset=utf-8', text: picture, saveAs } : { type: 'image/png', text: await drawPng(picture), saveAs }
}

/** RFC 4180, UTF-8; a cell that a spreadsheet would take for a formula is kept from being one. */
export function writeCsv(rows: readonly (readonly Cell[])[]): string {
  return stringify(rows.map((row) => row.map(guardCell)), { record_delimiter: '\r\n' })
}

/** What begins as a formula begins with an apostrophe; a row of hyphens, as the annexes of 2017 have it, is none. */
function guardCell(cell: Cell): Cell {
  return typeof cell === 'string' && /^(?:[=+@\t\r]|-(?!-*$))/u.test(cell) ? `'${cell}` : cell
}
