import { callState } from '../../../calls/model.ts'
import { listProposals } from '../../../calls/proposals/queries.ts'
import { listCalls } from '../../../calls/queries.ts'
import { countUnansweredRemarks } from '../../../calls/remarks/queries.ts'
import { listMilestones } from '../../../forums/queries.ts'
import { lastDate } from '../../../shared/approximate-date.ts'
import { dateInZone } from '../../../shared/time.ts'
import type { Place, Task } from '../../forums/tasks/data.ts'

/** Remarks on the text of a call that nobody has answered. */
export async function remarksWithoutAnswer({ db, cycle, desk }: Place): Promise<Task[]> {
  const counts = await countUnansweredRemarks(db, cycle.id)
  if (counts.size === 0) return []
  return (await listCalls(db, cycle.id)).flatMap((call): Task[] => {
    const count = counts.get(call.id) ?? 0
    return count === 0 ? [] : [{ sentence: 'calls.task.remarks', facts: { count, title: call.title }, since: undefined, weight: 3, href: `${desk}/calls/${call.slug}/remarks`, action: 'calls.task.remarks.do' }]
  })
}

/** Proposals that nobody has answered. */
export async function proposalsWithoutAnswer({ db, cycle, desk }: Place): Promise<Task[]> {
  const waiting = (await listProposals(db, cycle.id)).filter(({ outcome }) => outcome === null)
  const [first] = waiting
  if (first === undefined) return []
  return [{ sentence: 'calls.task.proposals', facts: { count: waiting.length }, since: dateInZone(first.receivedAt, 'UTC'), weight: 3, href: `${desk}/proposals`, action: 'calls.task.proposals.do' }]
}

/** Calls that close with a milestone whose window is here: the day that is only approximate is for a person to name. */
export async function callsAtTheirMilestone({ db, cycle, now, today, desk }: Place): Promise<Task[]> {
  const calls = (await listCalls(db, cycle.id)).filter((call) => call.closesWith !== null && ['open', 'late'].includes(callState(call, now)))
  if (calls.length === 0) return []
  const milestones = await listMilestones(db, cycle.id)
  return calls.flatMap((call): Task[] => {
    const milestone = milestones.find(({ id }) => id === call.closesWith)
    // Of one that waits for something else nobody but a person knows whether it has come.
    if (milestone === undefined || 'on' in milestone.date || !('from' in milestone.date) || milestone.date.from > today) return []
    return [{ sentence: 'calls.task.milestone', facts: { title: call.title, milestone: milestone.title }, since: lastDate(milestone.date), weight: 2, href: `${desk}/calls/${call.slug}/close`, action: 'calls.task.milestone.do' }]
  })
}
