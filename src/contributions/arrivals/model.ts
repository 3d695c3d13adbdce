import { addDays, daysBetween, weekday, type PlainDate } from '../../shared/time.ts'

/** What came on one day: of these `bounds` are only known to have come by that day. */
export interface ArrivedOn {
  readonly day: PlainDate
  readonly count: number
  readonly bounds: number
}

export type StepLength = 'day' | 'week' | 'month'

/** What came from one day to another, both included, and all that had come by then. */
export interface ArrivalStep {
  readonly from: PlainDate
  readonly until: PlainDate
  readonly count: number
  readonly bounds: number
  readonly cumulative: number
}

/** Days are told apart up to two months, weeks (from Monday) up to two years, months beyond: as many steps as can be read. */
export function stepLength(from: PlainDate, until: PlainDate): StepLength {
  const days = daysBetween(from, until)
  return days <= 62 ? 'day' : days <= 731 ? 'week' : 'month'
}

/** Gathers days into steps without gaps, from the one of the first day up to that of the last; days beyond `until` are left out. `arrived` is in order of days. */
export function arrivalSteps(arrived: readonly ArrivedOn[], until: PlainDate, length: StepLength): ArrivalStep[] {
  const first = arrived[0]?.day
  if (first === undefined || first > until) return []
  const steps: ArrivalStep[] = []
  let [place, cumulative] = [0, 0]
  for (let from = startOf(first, length); from <= until; ) {
    const next = nextOf(from, length)
    let [count, bounds] = [0, 0]
    for (let on = arrived[place]; on !== undefined && on.day < next && on.day <= until; on = arrived[++place]) {
      count += on.count
      bounds += on.bounds
    }
    cumulative += count
    const end = addDays(next, -1)
    steps.push({ from, until: end < until ? end : until, count, bounds, cumulative })
    from = next
  }
  return steps
}

function startOf(day: PlainDate, length: StepLength): PlainDate {
  if (length === 'day') return day
  return length === 'week' ? addDays(day, 1 - weekday(day)) : (`${day.slice(0, 7)}-01` as PlainDate)
}

function nextOf(from: PlainDate, length: StepLength): PlainDate {
  if (length !== 'month') return addDays(from, length === 'day' ? 1 : 7)
  return `${addDays(from, 32).slice(0, 7)}-01` as PlainDate
}

/** A day that stands for something in the life of a call. */
export interface CallDay {
  readonly day: PlainDate
  readonly kind: 'opened' | 'soft-deadline' | 'deadline' | 'earlier-deadline' | 'closed' | 'cut-off'
  /** The title of the call, or the label of a cut-off. */
  readonly of: string
}

interface CallDates {
  readonly title: string
  readonly opensOn: PlainDate | null
  readonly deadline: PlainDate | null
  readonly isSoft: boolean
  readonly extensions: readonly { readonly earlier: PlainDate }[]
  /** The day on which it was closed, where it was. */
  readonly closedOn: PlainDate | null
}

/** The days of calls that an arrival can be read against, in order, each once. */
export function callDays(calls: readonly CallDates[], cutOffs: readonly { readonly on: PlainDate; readonly label: string }[]): CallDay[] {
  const days = calls.flatMap((call): CallDay[] => [
    ...(call.opensOn === null ? [] : [{ day: call.opensOn, kind: 'opened' as const, of: call.title }]),
    ...call.extensions.map(({ earlier }) => ({ day: earlier, kind: 'earlier-deadline' as const, of: call.title })),
    ...(call.deadline === null ? [] : [{ day: call.deadline, kind: call.isSoft ? ('soft-deadline' as const) : ('deadline' as const), of: call.title }]),
    ...(call.closedOn === null ? [] : [{ day: call.closedOn, kind: 'closed' as const, of: call.title }]),
  ])
  const all = [...days, ...cutOffs.map(({ on, label }) => ({ day: on, kind: 'cut-off' as const, of: label }))]
  const unique = new Map(all.map((each) => [`${each.day} ${each.kind} ${each.of}`, each]))
  return [...unique.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}
