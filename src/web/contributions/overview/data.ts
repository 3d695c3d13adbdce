import type { CutOff } from '../../../calls/cut-offs/model.ts'
import { weighCampaigns, type CampaignCount } from '../../../synthesis/campaigns/model.ts'
import { countCampaigns, findCountingRule } from '../../../synthesis/campaigns/queries.ts'
import type { Reader } from '../../../platform/database.ts'
import { findCutOff } from '../../../calls/queries.ts'
import { compareFigures, daysToCount, sumOf, tally, wrongSums, type ComparedFigure, type Crossing, type CrossTable, type Grouping, type Overview, type PublishedSum } from '../../../contributions/overview/model.ts'
import { countCohorts, listPublishedFigures } from '../../../contributions/overview/queries.ts'
import { countContributions } from '../../../contributions/queries.ts'
import { listCycles } from '../../../forums/queries.ts'
import type { Forum } from '../../../forums/model.ts'
import { formatNumber } from '../../../shared/numbers.ts'
import type { Id } from '../../../shared/ids.ts'
import { dateInZone, parsePlainDate, writeShortDate, type PlainDate } from '../../../shared/time.ts'
import { NO_REGIONAL_GROUP, NOT_RECORDED } from '../../../shared/vocabularies.ts'
import type { View } from '../../context.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadArrivals, type ArrivalData } from '../arrivals/data.ts'
import { loadCrossed, readCrossing } from '../crossing/data.ts'
import { loadGaps, type GapData } from '../targets/data.ts'

/** How many contributions a cycle had, and how we know. */
export interface KnownTotal {
  readonly cycle: string
  readonly total: number
  readonly isPublished: boolean
}

/** What the numbers of a crossed table are shares of; none where they are counts. */
export const SHARES = ['row', 'column', 'all'] as const
export type Share = (typeof SHARES)[number]

export interface OverviewData extends InCycle {
  readonly rowsBy: Crossing
  readonly columnsBy: Crossing
  readonly share: Share | undefined
  readonly crossed: CrossTable
  readonly arrivals: ArrivalData
  readonly gaps: GapData
  readonly asOf: PlainDate
  /** What the address asked for, when it is no day of the calendar. */
  readonly wrongDate: string | undefined
  /** The cut-off that the address asked for: its day, and its call alone. */
  readonly cutOff: (CutOff & { readonly callId: Id }) | undefined
  readonly overview: Overview
  /** False when no contribution of the cycle is recorded here at all, of whatever date. */
  readonly hasRows: boolean
  readonly figures: readonly ComparedFigure[]
  readonly sums: readonly PublishedSum[]
  /** This cycle's total on that day, from rows or, without any, as published. */
  readonly known: KnownTotal | undefined
  /** That of all of the cycle before. */
  readonly before: KnownTotal | undefined
  /** The letters that many sent, as they stand now: undefined where there are none, and for any other day or a cut-off. */
  readonly campaigns: CampaignCount | undefined
}

/** The overview of a cycle as of a day, that day included; as of today where the address names none. */
export async function loadOverview(request: PageRequest): Promise<OverviewData | undefined> {
  const inCycle = await loadCycle(request, 'contributions')
  if (inCycle === undefined) return undefined
  const { forum, cycle } = inCycle
  const wanted = request.query['cutOff']
  const cutOff = wanted === undefined ? undefined : await findCutOff(request.db, cycle.id, wanted)
  // A cut-off that is not there has no figures: an address mistyped is not answered with others.
  if (wanted !== undefined && cutOff === undefined) return undefined
  const asked = cutOff?.on ?? request.query['asOf'] ?? ''
  const read = readDay(asked)
  const asOf = read ?? dateInZone(request.now, 'UTC')
  const published = await listPublishedFigures(request.db, cycle.id)
  const days = daysToCount(asOf, published)
  const cohorts = await countCohorts(request.db, cycle.id, days, cutOff?.callId)
  const overview = tally(cohorts, days.indexOf(asOf), forum)
  const figures = compareFigures(published, cohorts, days)
  const hasRows = cohorts.length > 0
  const isNow = cutOff === undefined && asOf === dateInZone(request.now, 'UTC')
  const [rowsBy, columnsBy] = readCrossing(request.query)
  return {
    ...inCycle,
    rowsBy,
    columnsBy,
    share: SHARES.find((each) => each === request.query['share']),
    crossed: await loadCrossed(request.db, { cycleId: cycle.id, asOf, callId: cutOff?.callId, overview }, rowsBy, columnsBy),
    arrivals: await loadArrivals(request, cycle.id, asOf, cutOff?.callId),
    gaps: await loadGaps(request, forum, cycle.id, overview),
    asOf,
    wrongDate: asked !== '' && read === undefined ? asked : undefined,
    cutOff,
    overview,
    hasRows,
    figures,
    sums: wrongSums(figures, cohorts, days, forum),
    known: hasRows ? { cycle: cycle.slug, total: overview.total, isPublished: false } : publishedTotal(cycle.slug, figures.filter((figure) => figure.asOf <= asOf)),
    before: await loadTotalBefore(request, forum, cycle.slug),
    campaigns: isNow ? await loadCampaignCount(request.db, cycle.id, overview.total) : undefined,
  }
}

async function loadCampaignCount(db: Reader, cycleId: Id, total: number): Promise<CampaignCount | undefined> {
  const found = await countCampaigns(db, cycleId)
  return found.campaigns === 0 ? undefined : weighCampaigns((await findCountingRule(db, cycleId)).rule, total, found)
}

/** The overview as data: the contract of `/{forum}/{cycle}/overview.json`. */
export function toJson(data: OverviewData): object {
  const { overview } = data
  if (data.wrongDate !== undefined) return { error: 'not-a-date', reason: 'asOf is no day of the calendar. It is written year-month-day, such as 2017-10-11.', asOf: data.wrongDate }
  return {
    forum: data.forum.slug,
    cycle: data.cycle.slug,
    asOf: data.asOf,
    ...(data.cutOff === undefined ? {} : { cutOff: { slug: data.cutOff.slug, title: data.cutOff.title, on: data.cutOff.on } }),
    total: overview.total,
    byStakeholderGroup: overview.byStakeholderGroup,
    byRegionalGroup: overview.byRegionalGroup,
    byCapacity: overview.byCapacity,
    cross: overview.cross,
    published: data.figures.map(({ asOf, dimension, key, published, computed, atMost, source }) => ({ asOf, dimension, key, published, computed, atMost, source })),
    wrongSums: data.sums.map((sum) => ({ ...sum, withUnpublished: sum.published + sumOf(sum.unpublished) })),
    perhapsEarlier: overview.perhapsEarlier,
    rowsRecorded: data.hasRows,
    before: data.before ?? null,
    campaigns: data.campaigns ?? null,
    crossed: { rowsBy: data.rowsBy, columnsBy: data.columnsBy, ...data.crossed },
    arrivals: data.arrivals.steps.map(({ from, until, count, cumulative }) => ({ from, until, count, cumulative })),
    days: data.arrivals.days,
    targets: data.gaps.gaps.map(({ target, key, count, missing }) => ({ dimension: target.dimension, key, unit: target.unit, least: target.least, count, missing })),
  }
}

/** The name of a key of a dimension, in the reader's language where it is ours and in the forum's words where it is the forum's. */
export function keyTitle(view: View, forum: Pick<Forum, 'stakeholderGroups' | 'regionalGroups'>, key: string): string {
  switch (key) {
    case NO_REGIONAL_GROUP:
      return view.t('overview.key.none')
    case NOT_RECORDED:
      return view.t('overview.key.not-recorded')
    case 'total':
    case 'organisation':
    case 'individual':
    case 'official':
      return view.t(`overview.key.${key}`)
    default:
      return [...forum.stakeholderGroups, ...forum.regionalGroups].find((entry) => entry.key === key)?.title ?? key
  }
}

/** What the rows have to say to a published sum that they do not bear out: one sentence. */
export function writeSum(view: View, data: OverviewData, sum: PublishedSum): string {
  const { t } = view
  const left = sumOf(sum.unpublished)
  const together = sum.published + left
  const arguments_ = {
    source: sum.source,
    date: writeShortDate(sum.asOf, view.lang),
    dimension: sum.dimension,
    published: sum.published,
    left,
    names: Object.keys(sum.unpublished).map((key) => `“${keyTitle(view, data.forum, key)}”`).join(', '),
    together,
    direction: together < sum.rows ? 'less' : 'more',
    difference: Math.abs(sum.rows - together),
    rows: sum.rows,
  }
  return left === 0 ? t('overview.differs.sum', arguments_) : t('overview.differs.sum-with', arguments_)
}

/** The list of the contributions behind a figure: keys by filter, in pairs. */
export function rowsHref(data: Pick<OverviewData, 'forum' | 'cycle' | 'asOf'> & { readonly cutOff?: OverviewData['cutOff'] }, ...choice: readonly string[]): string {
  const query = new URLSearchParams()
  for (let place = 0; place + 1 < choice.length; place += 2) query.set(choice[place] ?? '', choice[place + 1] ?? '')
  if (data.cutOff == null) query.set('asOf', data.asOf)
  else query.set('cutOff', data.cutOff.slug)
  return `/${data.forum.slug}/${data.cycle.slug}/contributions?${query.toString()}`
}

/** The place of a key in the colours of the voices. */
export function voiceOf(forum: Pick<Forum, 'stakeholderGroups'>, dimension: Grouping, key: string): number {
  if (key === NOT_RECORDED || key === NO_REGIONAL_GROUP) return 0
  if (dimension !== 'stakeholderGroup') return 1
  const place = forum.stakeholderGroups.findIndex((group) => group.key === key)
  return place < 0 ? 0 : Math.min(place + 1, 7)
}

export function writeNumber(view: View, count: number, options: Intl.NumberFormatOptions = {}): string {
  return formatNumber(view.lang === 'fr' ? 'fr' : 'en', count, options)
}

/** A part of a base in per cent; a dash where the base is nothing. */
export function writeShare(view: View, part: number, base: number): string {
  return base === 0 ? '–' : writeNumber(view, part / base, { style: 'percent', maximumFractionDigits: base >= 1000 ? 1 : 0 })
}

/** `YYYY-MM-DD` of a day that exists and that a database can add one to. */
export function readDay(text: string): PlainDate | undefined {
  const date = parsePlainDate(text)
  return date !== undefined && '1000' < date && date < '9999' ? date : undefined
}

async function loadTotalBefore(request: PageRequest, forum: Forum, slug: string): Promise<KnownTotal | undefined> {
  const cycles = await listCycles(request.db, forum.id)
  const before = cycles[cycles.findIndex((cycle) => cycle.slug === slug) + 1]
  if (before === undefined) return undefined
  const total = await countContributions(request.db, before.id)
  return total > 0 ? { cycle: before.slug, total, isPublished: false } : publishedTotal(before.slug, await listPublishedFigures(request.db, before.id))
}

function publishedTotal(cycle: string, figures: readonly Pick<ComparedFigure, 'asOf' | 'dimension' | 'published'>[]): KnownTotal | undefined {
  const last = figures.filter((figure) => figure.dimension === 'total').toSorted((a, b) => (a.asOf < b.asOf ? -1 : 1)).at(-1)
  return last === undefined ? undefined : { cycle, total: last.published, isPublished: true }
}
