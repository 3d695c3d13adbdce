import { callState } from '../../../calls/model.ts'
import { listCalls } from '../../../calls/queries.ts'
import { countUnconfirmed } from '../../../contributions/confirmation/queries.ts'
import { countInbox } from '../../../contributions/handling/queries.ts'
import { NEEDS_PERSON } from '../../../contributions/documents/model.ts'
import { countDocumentsByOutcome } from '../../../contributions/documents/queries.ts'
import { listUnits } from '../../../contributions/queries.ts'
import { listAmended } from '../../synthesis/amended/data.ts'
import { flatten } from '../../../drafts/model.ts'
import { listDocuments, loadWorkingText } from '../../../drafts/queries.ts'
import type { Cycle, Forum } from '../../../forums/model.ts'
import { listMilestones, listPhases } from '../../../forums/queries.ts'
import { listMeetings } from '../../../meetings/queries.ts'
import type { Db } from '../../../platform/database.ts'
import { isAfterDeadline, isOpen } from '../../../review/model.ts'
import { countCommentsByReview, listReviews } from '../../../review/queries.ts'
import { lastDate } from '../../../shared/approximate-date.ts'
import { dateInZone, daysBetween, type Instant, type PlainDate } from '../../../shared/time.ts'
import { listPassagesOf } from '../../../synthesis/queries.ts'
import { traceFates } from '../../../trace/coverage/model.ts'
import { loadTraceRows } from '../../../trace/coverage/queries.ts'
import { listEditions } from '../../../publication/queries.ts'
import { listLinksFrom } from '../../../trace/queries.ts'
import type { MessageArguments, MessageKey } from '../../messages.ts'
import { loadNamesOf, openNamesOf } from '../../people/names/data.ts'
import { isCurrent } from '../cycles/data.ts'

/** One thing that needs doing, with the one action that moves it. */
export interface Task {
  readonly sentence: MessageKey
  readonly facts: MessageArguments
  /** Since when it waits, where that is known. */
  readonly since: PlainDate | undefined
  /** 3: somebody waits for it; 2: the process waits for it; 1: it makes things clearer. */
  readonly weight: 1 | 2 | 3
  readonly href: string
  readonly action: MessageKey
}

/** The cycle whose work is looked for, and when. */
export interface Place {
  readonly db: Db
  readonly forum: Forum
  readonly cycle: Cycle
  readonly now: Instant
  readonly today: PlainDate
  /** The address of the cycle's desk. */
  readonly desk: string
}

/** One place where work can wait. A room that lands has its own looks in a `tasks/data.ts`, and `desk/data.ts` asks them all. */
export type Look = (place: Place) => Promise<readonly Task[]>

/** Days after which a milestone that is past is left alone: what moved long ago is history. */
const RECENT = 60
/** Days after which a meeting without a report is taken to have left none. */
const REPORT_DUE = 365

export async function noCall({ db, cycle, desk }: Place): Promise<Task[]> {
  const calls = await listCalls(db, cycle.id)
  if (calls.length > 0) return []
  return [{ sentence: 'forums.task.no-call', facts: {}, since: undefined, weight: 2, href: `${desk}/calls/new`, action: 'forums.task.no-call.do' }]
}

export async function callOverAndOpen({ db, cycle, now, desk }: Place): Promise<Task[]> {
  const calls = await listCalls(db, cycle.id)
  return calls.flatMap((call): Task[] => {
    const state = callState(call, now)
    if (call.deadline === null || (state !== 'late' && state !== 'over')) return []
    const href = `${desk}/calls/${call.slug}/close`
    return [{ sentence: 'forums.task.call-over', facts: { title: call.title }, since: call.deadline, weight: 2, href, action: 'forums.task.call-over.do' }]
  })
}

export async function inboxWaiting({ db, forum, cycle, desk }: Place): Promise<Task[]> {
  const { all } = await countInbox(db, cycle.id, {}, openNamesOf(await loadNamesOf(db, forum)))
  return all === 0 ? [] : [{ sentence: 'inbox.task', facts: { count: all }, since: undefined, weight: 3, href: `${desk}/inbox`, action: 'inbox.task.do' }]
}

export async function namesAlike({ db, forum }: Place): Promise<Task[]> {
  const { proposals } = await loadNamesOf(db, forum)
  return proposals.length === 0 ? [] : [{ sentence: 'names.task', facts: { count: proposals.length }, since: undefined, weight: 1, href: `/desk/${forum.slug}/names`, action: 'names.task.do' }]
}

/** Attached files that could not be read: somebody has to type them in, or have them tried again. */
export async function documentsForAPerson({ db, cycle, desk }: Place): Promise<Task[]> {
  const counts = await countDocumentsByOutcome(db, cycle.id)
  const count = [...NEEDS_PERSON].reduce((sum, outcome) => sum + (counts.get(outcome) ?? 0), 0)
  return count === 0 ? [] : [{ sentence: 'documents.task', facts: { count }, since: undefined, weight: 2, href: `${desk}/files`, action: 'documents.task.do' }]
}

export async function answersUnread({ db, cycle, desk }: Place): Promise<Task[]> {
  const answers = (await listUnits(db, cycle.id)).filter((unit) => unit.kind === 'answer' && !unit.withdrawn && unit.declinedFor === null)
  const read = new Set((await listPassagesOf(db, answers.map((answer) => answer.id))).map((passage) => passage.sourceId))
  const count = answers.filter((answer) => !read.has(answer.id)).length
  return count === 0 ? [] : [{ sentence: 'forums.task.unread', facts: { count }, since: undefined, weight: 2, href: `${desk}/reading`, action: 'forums.task.unread.do' }]
}

export async function contributionsUnconfirmed({ db, cycle, desk }: Place): Promise<Task[]> {
  const count = await countUnconfirmed(db, cycle.id)
  return count === 0 ? [] : [{ sentence: 'forums.task.unconfirmed', facts: { count }, since: undefined, weight: 3, href: `${desk}/contributions/waiting`, action: 'forums.task.unconfirmed.do' }]
}

export async function usedAndAmended({ db, forum, cycle, desk }: Place): Promise<Task[]> {
  const { changed, lost } = await listAmended(db, { forum, cycle })
  const count = changed.length + lost.length
  return count === 0 ? [] : [{ sentence: 'forums.task.amended', facts: { count }, since: undefined, weight: 2, href: `${desk}/amended`, action: 'forums.task.amended.do' }]
}

/** Waits only once a document is being written: before that no input can have an outcome. */
export async function inputsWithoutFate({ db, cycle, desk }: Place): Promise<Task[]> {
  if ((await listDocuments(db, cycle.id)).length === 0) return []
  const editions = await listEditions(db, cycle.id)
  const rows = await loadTraceRows(db, cycle, { published: editions.map((edition) => edition.versionId) })
  const fates = traceFates(rows)
  const count = rows.units.filter((unit) => !unit.isWithdrawn && (fates.get(unit.id)?.fate ?? 'none') === 'none').length
  return count === 0 ? [] : [{ sentence: 'forums.task.no-fate', facts: { count }, since: undefined, weight: 3, href: `${desk}/trace`, action: 'forums.task.no-fate.do' }]
}

export async function commentsWithoutResponse({ db, cycle, desk }: Place): Promise<Task[]> {
  const [reviews, counts] = [await listReviews(db, cycle.id), await countCommentsByReview(db, cycle.id)]
  return reviews.flatMap((review): Task[] => {
    const open = counts.get(review.id)?.open ?? 0
    if (open === 0) return []
    const since = review.openedAt === null ? undefined : dateInZone(review.openedAt, 'UTC')
    return [{ sentence: 'forums.task.comments', facts: { count: open, title: review.title }, since, weight: 3, href: `${desk}/reviews/${review.number}`, action: 'forums.task.comments.do' }]
  })
}

export async function reviewOverAndOpen({ db, cycle, now, desk }: Place): Promise<Task[]> {
  const reviews = await listReviews(db, cycle.id)
  return reviews
    .filter((review) => isOpen(review) && isAfterDeadline(review, now))
    .map((review) => ({
      sentence: 'forums.task.review-over',
      facts: { title: review.title },
      since: review.closesOn ?? undefined,
      weight: 2,
      href: `${desk}/reviews/${review.number}`,
      action: 'forums.task.review-over.do',
    }))
}

export async function meetingWithoutReport({ db, forum, cycle, today }: Place): Promise<Task[]> {
  const meetings = await listMeetings(db, forum.id, cycle.id)
  return meetings.flatMap((meeting): Task[] => {
    const held = meeting.sittings.at(-1)?.date
    if (meeting.hasReport || held === undefined || held >= today || daysBetween(held, today) > REPORT_DUE) return []
    const href = `/desk/${forum.slug}/meetings/${meeting.slug}/report`
    return [{ sentence: 'forums.task.no-report', facts: { title: meeting.title }, since: held, weight: 1, href, action: 'forums.task.no-report.do' }]
  })
}

export async function paragraphsOnNothing({ db, cycle, desk }: Place): Promise<Task[]> {
  const tasks: Task[] = []
  for (const document of await listDocuments(db, cycle.id)) {
    const own = flatten(await loadWorkingText(db, document.id)).filter((paragraph) => !paragraph.isOwnVoice)
    const links = await listLinksFrom(db, own.map((paragraph) => paragraph.id), 'rests-on')
    const resting = new Set(links.map((link) => link.from.id))
    const count = own.filter((paragraph) => !resting.has(paragraph.id)).length
    const facts = { count, title: document.title }
    if (count > 0) tasks.push({ sentence: 'forums.task.resting-on-nothing', facts, since: undefined, weight: 2, href: `${desk}/documents/${document.slug}`, action: 'forums.task.resting-on-nothing.do' })
  }
  return tasks
}

export async function noMilestone({ db, cycle, desk }: Place): Promise<Task[]> {
  const milestones = await listMilestones(db, cycle.id)
  if (milestones.length > 0) return []
  return [{ sentence: 'forums.task.no-milestone', facts: {}, since: undefined, weight: 1, href: `${desk}/milestones/new`, action: 'forums.task.no-milestone.do' }]
}

export async function noPhase({ db, cycle, desk }: Place): Promise<Task[]> {
  const phases = await listPhases(db, cycle.id)
  if (phases.length > 0) return []
  return [{ sentence: 'forums.task.no-phase', facts: {}, since: undefined, weight: 1, href: `${desk}/phases`, action: 'forums.task.no-phase.do' }]
}

export async function milestonePassed({ db, cycle, today, desk }: Place): Promise<Task[]> {
  const [milestones, phases] = [await listMilestones(db, cycle.id), await listPhases(db, cycle.id)]
  if (!isCurrent(phases, milestones, today)) return []
  return milestones.flatMap((milestone): Task[] => {
    const last = lastDate(milestone.date)
    if (!milestone.isSoft || last === undefined || last >= today || daysBetween(last, today) > RECENT) return []
    const href = `${desk}/milestones/${milestone.id}/move`
    return [{ sentence: 'forums.task.milestone-passed', facts: { title: milestone.title }, since: last, weight: 1, href, action: 'forums.task.milestone-passed.do' }]
  })
}
