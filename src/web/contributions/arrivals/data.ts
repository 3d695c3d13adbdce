import type { CutOff } from '../../../calls/cut-offs/model.ts'
import { listCalls } from '../../../calls/queries.ts'
import { arrivalSteps, callDays, stepLength, type ArrivalStep, type CallDay, type StepLength } from '../../../contributions/arrivals/model.ts'
import { listArrivals } from '../../../contributions/arrivals/queries.ts'
import { formatNumber } from '../../../shared/numbers.ts'
import type { Id } from '../../../shared/ids.ts'
import { addDays, dateInZone, daysBetween, writeShortDate, type PlainDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import type { PageRequest } from '../../page.tsx'
import type { TimeChart } from '../../ui/time-chart.tsx'

/** How contributions came over time, with the days that they can be read against. */
export interface ArrivalData {
  readonly length: StepLength
  readonly steps: readonly ArrivalStep[]
  readonly days: readonly CallDay[]
  /** How many are only known to have come by their day. */
  readonly bounds: number
  /** All cut-offs of the cycle's calls. */
  readonly cutOffs: readonly CutOff[]
  readonly callSlugs: ReadonlyMap<Id, string>
  readonly total: number
}

export async function loadArrivals(request: PageRequest, cycleId: Id, asOf: PlainDate, callId?: Id): Promise<ArrivalData> {
  const [arrived, calls] = await Promise.all([listArrivals(request.db, cycleId, asOf, callId), listCalls(request.db, cycleId)])
  const [first, last] = [arrived[0]?.day ?? asOf, arrived.at(-1)?.day ?? asOf]
  const dates = calls.filter(({ id }) => callId === undefined || id === callId).map((call) => ({ ...call, closedOn: call.closedAt === null ? null : dateInZone(call.closedAt, 'UTC') }))
  const cutOffs = calls.flatMap((call) => call.cutOffs)
  const days = callDays(dates, cutOffs.map(({ on, title }) => ({ on, label: title })))
  // It ends with the last that came or the last day of a call that had passed by then: not with today, years later.
  const lastDay = days.map(({ day }) => day).filter((day) => day <= asOf).reduce((latest, day) => (day > latest ? day : latest), last)
  const length = stepLength(first, lastDay)
  const bounds = arrived.reduce((sum, { bounds: each }) => sum + each, 0)
  // A day to come is drawn when it is near; a far one would press all that has come into a corner.
  const near = days.filter(({ day }) => day >= addDays(first, -400) && day <= addDays(lastDay, 45))
  return { length, steps: arrivalSteps(arrived, lastDay, length), days: near, bounds, cutOffs, callSlugs: new Map<Id, string>(calls.map(({ id, slug }) => [id, slug])), total: arrived.reduce((sum, { count }) => sum + count, 0) }
}

/** A chart's worth of days is there when not all came on one. */
export function hasCourse(data: ArrivalData): boolean {
  return data.steps.length > 1
}

/** Whether days of more than one call stand beside each other, so that each says of which it is. */
export function hasSeveralCalls(data: ArrivalData): boolean {
  return new Set(data.days.filter(({ kind }) => kind !== 'cut-off').map(({ of }) => of)).size > 1
}

/** What is drawn: steps and named days on one line of time. */
export function chartOf(view: View, data: ArrivalData, labels: 'words' | 'numbers' = 'words'): TimeChart {
  const { t, lang } = view
  const [first, last] = [data.steps[0], data.steps.at(-1)]
  const zero = (first?.from ?? '2000-01-01') as PlainDate
  const at = (day: PlainDate): number => daysBetween(zero, day)
  const all = [at(zero), at(last?.until ?? zero) + 1, ...data.days.map(({ day }) => at(day))]
  const [from, until] = [Math.min(...all), Math.max(...all) + 1]
  const several = hasSeveralCalls(data)
  return {
    steps: data.steps.map((step) => ({ at: at(step.from), until: at(step.until) + 1, count: step.count, cumulative: step.cumulative })),
    marks: data.days.map((each, place) => ({
      at: at(each.day),
      isStrong: each.kind === 'deadline' || each.kind === 'soft-deadline' || each.kind === 'cut-off',
      label: labels === 'numbers' ? String(place + 1) : writeDay(view, each, several),
    })),
    from,
    until,
    ticks: [from, Math.round((from + until) / 2), until - 1].map((each) => ({ at: each, label: writeTick(addDays(zero, each), lang) })),
    titles: { cumulative: t('overview.arrivals.cumulative'), each: t(`overview.arrivals.each.${data.length}`) },
    write: (count) => formatNumber(lang === 'fr' ? 'fr' : 'en', count),
  }
}

/** A named day in words: what it was, when, and of which call where there are several. */
export function writeDay(view: View, day: CallDay, several: boolean): string {
  const words = { date: writeShortDate(day.day, view.lang), of: day.of }
  return several || day.kind === 'cut-off' ? view.t(`overview.day.of.${day.kind}`, words) : view.t(`overview.day.${day.kind}`, { date: words.date })
}

function writeTick(day: PlainDate, lang: string): string {
  return new Intl.DateTimeFormat(lang === 'fr' ? 'fr' : 'en-GB', { day: 'numeric', month: 'short', year: '2-digit', timeZone: 'UTC' }).format(Number(daysBetween('1970-01-01' as PlainDate, day)) * 86_400_000)
}

/** The words of a step: a day, or from when to when. */
export function writeStep(view: View, step: ArrivalStep, length: StepLength): string {
  if (length === 'day') return writeShortDate(step.from, view.lang)
  return view.t('overview.arrivals.step', { from: writeShortDate(step.from, view.lang), until: writeShortDate(step.until, view.lang) })
}
