import type { Cycle, Forum, Milestone, PhaseSpan } from '../../../forums/model.ts'
import { listCycles, listForums, listMilestones, listPhases } from '../../../forums/queries.ts'
import { may, worksIn } from '../../../people/policy.ts'
import type { Db } from '../../../platform/database.ts'
import { countKeptMails } from '../../../record/inbox/queries.ts'
import type { Actor } from '../../../record/model.ts'
import { dateInZone, type Instant, type PlainDate } from '../../../shared/time.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCycleAtDesk, loadForumAtDesk, type AtDesk, type InCycle, type InForum } from '../data.ts'
import {
  noCall, callOverAndOpen, contributionsUnconfirmed, usedAndAmended, inboxWaiting, namesAlike, answersUnread,
  documentsForAPerson, commentsWithoutResponse, reviewOverAndOpen, meetingWithoutReport, paragraphsOnNothing, inputsWithoutFate, noMilestone, noPhase, milestonePassed,
  type Look, type Place, type Task,
} from '../tasks/data.ts'
import { papersWaiting } from '../../library/suggestions/data.ts'
import { mailsKept } from '../../record/kept/data.ts'
import { callsAtTheirMilestone, proposalsWithoutAnswer, remarksWithoutAnswer } from '../../calls/tasks/data.ts'
import { draftSuggestionsWithoutDecision } from '../../drafts/tasks/data.ts'
import { contestsWithoutAnswer, suggestionsWithoutAnswer } from '../../synthesis/tasks/data.ts'

/** Every place where work can wait. A room that lands adds its own looks to the list. */
const LOOKS: readonly Look[] = [
  noCall,
  callOverAndOpen,
  contributionsUnconfirmed,
  usedAndAmended,
  callsAtTheirMilestone,
  remarksWithoutAnswer,
  proposalsWithoutAnswer,
  inboxWaiting,
  mailsKept,
  papersWaiting,
  namesAlike,
  answersUnread,
  documentsForAPerson,
  contestsWithoutAnswer,
  suggestionsWithoutAnswer,
  draftSuggestionsWithoutDecision,
  commentsWithoutResponse,
  reviewOverAndOpen,
  meetingWithoutReport,
  paragraphsOnNothing,
  inputsWithoutFate,
  noMilestone,
  noPhase,
  milestonePassed,
]

/** What needs doing next in a cycle: by weight, then by how long it waits. */
async function listTasks(db: Db, forum: Forum, cycle: Cycle, now: Instant): Promise<Task[]> {
  const place: Place = { db, forum, cycle, now, today: dateInZone(now, 'UTC'), desk: `/desk/${forum.slug}/${cycle.slug}` }
  const found = (await Promise.all(LOOKS.map((look) => look(place)))).flat()
  return found.sort((a, b) => b.weight - a.weight || compareDates(a.since, b.since))
}

function compareDates(a: PlainDate | undefined, b: PlainDate | undefined): number {
  const [left, right] = [a ?? '9999', b ?? '9999']
  return left < right ? -1 : left > right ? 1 : 0
}

export interface CycleTasks {
  readonly cycle: Cycle
  readonly tasks: readonly Task[]
}

export interface DeskData extends AtDesk {
  readonly keepsInstallation: boolean
  /** Mails of no forum that wait for whoever keeps the installation. */
  readonly kept: number
  readonly forums: readonly { readonly forum: Forum; readonly latest: CycleTasks | undefined }[]
}

/** The forums that somebody works in, each with what waits in its latest cycle. */
export async function loadDesk(request: PageRequest): Promise<DeskData | 'forbidden'> {
  const { person } = request.view
  if (person === undefined) return 'forbidden'
  const forums: { forum: Forum; latest: CycleTasks | undefined }[] = []
  for (const forum of await listForums(request.db)) {
    if (!worksIn(person, forum.id)) continue
    const [cycle] = await listCycles(request.db, forum.id)
    if (forum.isReviewAlone && cycle !== undefined && cycle.movedTo !== null) continue
    forums.push({ forum, latest: cycle === undefined ? undefined : { cycle, tasks: await listTasks(request.db, forum, cycle, request.now) } })
  }
  const keepsInstallation = may(person, 'manage-installation', {})
  return { person, keepsInstallation, kept: keepsInstallation ? await countKeptMails(request.db, null) : 0, forums }
}

export interface ForumDeskData extends InForum, AtDesk {
  readonly cycles: readonly CycleTasks[]
}

export async function loadForumDesk(request: PageRequest): Promise<ForumDeskData | 'forbidden' | undefined> {
  const data = await loadForumAtDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const cycles = await listCycles(request.db, data.forum.id)
  const waiting = await Promise.all(cycles.map(async (cycle) => ({ cycle, tasks: await listTasks(request.db, data.forum, cycle, request.now) })))
  return { ...data, cycles: waiting }
}

export interface CycleDeskData extends InCycle, AtDesk {
  readonly tasks: readonly Task[]
  readonly milestones: readonly Milestone[]
  readonly phases: readonly PhaseSpan[]
}

export async function loadCycleDesk(request: PageRequest): Promise<CycleDeskData | 'forbidden' | undefined> {
  return withCycle(request, await loadCycleAtDesk(request))
}

/** A cycle for whoever may change when it does what. */
export async function loadManagedCycle(request: PageRequest): Promise<CycleDeskData | 'forbidden' | undefined> {
  return withCycle(request, await loadCycleAtDesk(request, 'manage-cycle'))
}

async function withCycle(request: PageRequest, data: (InCycle & AtDesk) | 'forbidden' | undefined): Promise<CycleDeskData | 'forbidden' | undefined> {
  if (data === undefined || data === 'forbidden') return data
  const { forum, cycle } = data
  const [tasks, milestones, phases] = [
    await listTasks(request.db, forum, cycle, request.now),
    await listMilestones(request.db, cycle.id),
    await listPhases(request.db, cycle.id),
  ]
  return { ...data, tasks, milestones, phases }
}

export interface ManagedForumData extends InForum, AtDesk {
  readonly cycles: readonly Cycle[]
}

/** A forum for whoever may change it. */
export async function loadManagedForum(request: PageRequest): Promise<ManagedForumData | 'forbidden' | undefined> {
  const data = await loadForumAtDesk(request, 'manage-forum')
  return data === undefined || data === 'forbidden' ? data : { ...data, cycles: await listCycles(request.db, data.forum.id) }
}

/** The installation, for whoever keeps it. */
export async function loadInstallation(request: PageRequest): Promise<AtDesk | 'forbidden'> {
  const { person } = request.view
  return person !== undefined && may(person, 'manage-installation', {}) ? { person } : 'forbidden'
}

export interface MilestoneData extends CycleDeskData {
  readonly milestone: Milestone
}

export async function loadMilestone(request: PageRequest): Promise<MilestoneData | 'forbidden' | undefined> {
  const data = await loadManagedCycle(request)
  if (data === undefined || data === 'forbidden') return data
  const milestone = data.milestones.find((each) => each.id === request.params['milestone'])
  return milestone === undefined ? undefined : { ...data, milestone }
}

export function actorOf(data: AtDesk): Actor {
  return { kind: 'person', id: data.person.id }
}
