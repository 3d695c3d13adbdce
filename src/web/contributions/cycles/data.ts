import { listArrivals } from '../../../contributions/arrivals/queries.ts'
import { tally, tallyOf, type Grouping, type Overview, type PublishedFigure } from '../../../contributions/overview/model.ts'
import { countCohorts, listPublishedFigures } from '../../../contributions/overview/queries.ts'
import type { Cycle } from '../../../forums/model.ts'
import { listCycles } from '../../../forums/queries.ts'
import { dateInZone, writeShortDate, type PlainDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { loadForum, type InForum } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { drawBars } from '../../ui/bar-chart.tsx'
import { writeNumber } from '../overview/data.ts'
import type { Sheet } from '../pictures/data.ts'

/** One number of a cycle's contributions: what a document stated, or what the rows give. */
export interface KnownCount {
  readonly asOf: PlainDate
  readonly count: number
  /** The document; null where it is counted from rows. */
  readonly source: string | null
}

export interface CycleCounts {
  readonly cycle: Cycle
  /** Null where no contribution of the cycle is recorded here. */
  readonly overview: Overview | null
  readonly figures: readonly PublishedFigure[]
  /** Totals in order of their days; what is counted from rows last, as of the day of the last arrival. */
  readonly counts: readonly KnownCount[]
}

export interface CyclesData extends InForum {
  /** Oldest first. */
  readonly cycles: readonly CycleCounts[]
}

export async function loadCycles(request: PageRequest): Promise<CyclesData | undefined> {
  const inForum = await loadForum(request)
  if (inForum === undefined) return undefined
  const today = dateInZone(request.now, 'UTC')
  const cycles = await listCycles(request.db, inForum.forum.id)
  const counted = await Promise.all(cycles.map((cycle) => loadCounts(request, inForum, cycle, today)))
  return { ...inForum, cycles: counted.toReversed() }
}

async function loadCounts({ db }: PageRequest, { forum }: InForum, cycle: Cycle, today: PlainDate): Promise<CycleCounts> {
  const [figures, cohorts, arrived] = await Promise.all([listPublishedFigures(db, cycle.id), countCohorts(db, cycle.id, [today]), listArrivals(db, cycle.id, today)])
  const overview = cohorts.length === 0 ? null : tally(cohorts, 0, forum)
  const published = figures.filter(({ dimension }) => dimension === 'total').map((figure): KnownCount => ({ asOf: figure.asOf, count: figure.published, source: figure.source }))
  const last = arrived.at(-1)?.day
  const byRows = overview === null || last === undefined ? [] : [{ asOf: last, count: overview.total, source: null }]
  return { cycle, overview, figures, counts: [...published.toSorted((a, b) => (a.asOf < b.asOf ? -1 : 1)), ...byRows] }
}

/** The count of a key in a cycle: from rows; else the last one published; undefined where neither is known. */
export function countOf({ overview, figures }: CycleCounts, dimension: Grouping, key: string): { count: number; isPublished: boolean } | undefined {
  if (overview !== null) return { count: tallyOf(overview, dimension)[key] ?? 0, isPublished: false }
  const figure = figures.filter((each) => each.dimension === dimension && each.key === key).toSorted((a, b) => (a.asOf < b.asOf ? -1 : 1)).at(-1)
  return figure === undefined ? undefined : { count: figure.published, isPublished: true }
}

/** The keys of a dimension that occur in any cycle, the forum's list first. */
export function keysIn(data: CyclesData, dimension: Grouping): string[] {
  const lists = dimension === 'stakeholderGroup' ? data.forum.stakeholderGroups : dimension === 'regionalGroup' ? data.forum.regionalGroups : []
  return [...new Set([...lists.map(({ key }) => key), ...data.cycles.flatMap(({ overview }) => (overview === null ? [] : Object.keys(tallyOf(overview, dimension))))])]
}

export function cyclesJson(data: CyclesData): object {
  return {
    forum: data.forum.slug,
    cycles: data.cycles.map(({ cycle, overview, figures, counts }) => ({
      cycle: cycle.slug,
      counts,
      computed: overview === null ? null : { total: overview.total, byStakeholderGroup: overview.byStakeholderGroup, byRegionalGroup: overview.byRegionalGroup, byCapacity: overview.byCapacity },
      published: figures.map(({ asOf, dimension, key, published, source }) => ({ asOf, dimension, key, published, source })),
    })),
  }
}

const DIMENSIONS = ['stakeholderGroup', 'regionalGroup', 'capacity'] as const

/** The totals of all cycles, drawn; as rows also the groups. */
export function cyclesSheet(view: View, data: CyclesData): Sheet {
  const { t } = view
  const written = (known: KnownCount): string => t(known.source === null ? 'figures.cycles.rows-by' : 'figures.cycles.published-by', { date: writeShortDate(known.asOf, view.lang) })
  const bars = data.cycles.flatMap(({ cycle, counts }) =>
    counts.map((known) => ({ label: `${cycle.slug}, ${written(known)}`, count: known.count, written: writeNumber(view, known.count), voice: known.source === null ? 1 : 0 })),
  )
  const totals = data.cycles.flatMap(({ cycle, counts }) => counts.map((known) => [cycle.slug, 'total', 'total', known.asOf, known.count, known.source === null ? 'rows' : 'published', known.source ?? '']))
  const groups = data.cycles.flatMap((each) => [
    ...DIMENSIONS.flatMap((dimension) => (each.overview === null ? [] : Object.entries(tallyOf(each.overview, dimension)).map(([key, count]) => [each.cycle.slug, dimension, key, each.counts.at(-1)?.asOf ?? '', count, 'rows', '']))),
    ...each.figures.filter(({ dimension }) => dimension !== 'total').map((figure) => [each.cycle.slug, figure.dimension, figure.key, figure.asOf, figure.published, 'published', figure.source]),
  ])
  return {
    title: t('figures.cycles.title'),
    notes: [t('figures.cycles.note'), t('figures.sheet.source', { address: `${view.publicUrl}/${data.forum.slug}/overview` })],
    drawing: drawBars(bars, { width: 760 }),
    rows: [['cycle', 'dimension', 'key', 'as of', 'count', 'from', 'source'], ...totals, ...groups],
  }
}

