import type { Decision, Milestone, PhaseSpan, Workstream } from '../../../forums/model.ts'
import { phasesOn } from '../../../forums/model.ts'
import { listDecisions, listMilestones, listPhases, listWorkstreams } from '../../../forums/queries.ts'
import type { Call } from '../../../calls/model.ts'
import { listCalls } from '../../../calls/queries.ts'
import { countContributions } from '../../../contributions/queries.ts'
import { listVersionsOfCycle, type VersionOfCycle } from '../../../drafts/versions/queries.ts'
import type { MeetingSummary } from '../../../meetings/model.ts'
import { listMeetings } from '../../../meetings/queries.ts'
import type { Review } from '../../../review/model.ts'
import { listReviews } from '../../../review/queries.ts'
import { sortDate, lastDate } from '../../../shared/approximate-date.ts'
import { dateInZone, type PlainDate } from '../../../shared/time.ts'
import { listEditions } from '../../../publication/queries.ts'
import type { Edition } from '../../../publication/model.ts'
import { measureCoverage, traceFates } from '../../../trace/coverage/model.ts'
import { loadTraceRows } from '../../../trace/coverage/queries.ts'
import type { PageRequest } from '../../page.tsx'
import { tellLately, type Told } from '../../record/data.ts'
import { loadCycle, type InCycle } from '../data.ts'
import { listOpen, type OpenThing } from '../home/data.ts'

export interface CyclePageData extends InCycle {
  readonly phases: readonly PhaseSpan[]
  readonly milestones: readonly Milestone[]
  readonly decisions: readonly Decision[]
  readonly workstreams: readonly Workstream[]
  readonly calls: readonly Call[]
  readonly contributions: number
  /** The latest version of each document: what is not frozen yet is nobody's to read. */
  readonly versions: readonly VersionOfCycle[]
  readonly reviews: readonly Review[]
  readonly meetings: readonly MeetingSummary[]
  readonly editions: readonly Edition[]
  /** Answers and comments to be accounted for, and how many have an outcome. */
  readonly coverage: { readonly units: number; readonly accounted: number }
  readonly open: readonly OpenThing[]
  readonly lately: readonly Told[]
  /** Today, where it falls into the time of the cycle. */
  readonly today: PlainDate | undefined
  readonly present: readonly PhaseSpan[]
}

const LATELY = 5

export async function loadCyclePage(request: PageRequest): Promise<CyclePageData | undefined> {
  const inCycle = await loadCycle(request, 'cycle')
  if (inCycle === undefined) return undefined
  const { forum, cycle } = inCycle
  const { db } = request
  const [phases, milestones, decisions, meetings] = [
    await listPhases(db, cycle.id),
    await listMilestones(db, cycle.id),
    await listDecisions(db, forum.id),
    await listMeetings(db, forum.id, cycle.id),
  ]
  const day = dateInZone(request.now, 'UTC')
  const editions = await listEditions(db, cycle.id)
  const rows = await loadTraceRows(db, cycle, { published: editions.map((edition) => edition.versionId) })
  return {
    ...inCycle,
    phases,
    milestones,
    decisions: decisions.filter((decision) => decision.cycleId === cycle.id),
    workstreams: await listWorkstreams(db, cycle.id),
    calls: await listCalls(db, cycle.id),
    contributions: await countContributions(db, cycle.id),
    versions: latestOfEach(await listVersionsOfCycle(db, cycle.id)),
    reviews: await listReviews(db, cycle.id),
    meetings,
    editions,
    coverage: measureCoverage(rows.units, traceFates(rows)),
    open: await listOpen(request, forum, cycle),
    lately: await tellLately(request, forum, LATELY, cycle.id),
    today: isCurrent(phases, milestones, day) ? day : undefined,
    present: phasesOn(phases, day),
  }
}

function latestOfEach(versions: readonly VersionOfCycle[]): VersionOfCycle[] {
  return versions.filter((version, place) => versions.findIndex((each) => each.documentId === version.documentId) === place)
}

/** True between the first and the last day that the cycle's milestones and phases name. */
export function isCurrent(phases: readonly PhaseSpan[], milestones: readonly Milestone[], day: PlainDate): boolean {
  const known = (date: PlainDate | null | undefined): PlainDate[] => (date === null || date === undefined ? [] : [date])
  const days = [...phases.flatMap((span) => [...known(span.from), ...known(span.until)]), ...milestones.flatMap(({ date }) => [...known(sortDate(date)), ...known(lastDate(date))])].sort()
  const [first, last] = [days[0], days.at(-1)]
  return first !== undefined && last !== undefined && first <= day && day <= last
}
