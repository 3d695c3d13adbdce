import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { ANYWHERE_ON_EARTH } from '../../shared/time.ts'

/** The calls of a cycle, as their file has them. */
export async function listCallsForFolder(db: Reader, cycleId: Id) {
  const calls = await db.selectFrom('calls_call').selectAll().where('cycle_id', '=', cycleId).execute()
  calls.sort((a, b) => (a.slug < b.slug ? -1 : 1))
  const ids = calls.map((call) => call.id)
  if (ids.length === 0) return []
  const extensions = await db.selectFrom('calls_extension').selectAll().where('call_id', 'in', ids).orderBy('sequence').execute()
  const questions = await db.selectFrom('calls_question').selectAll().where('call_id', 'in', ids).orderBy('number').execute()
  return calls.map((call) => ({
    id: call.id,
    slug: call.slug,
    title: call.title,
    introduction: call.introduction,
    audience: call.audience,
    opensOn: call.opens_on,
    deadline: call.deadline,
    deadlineZone: call.deadline_zone === ANYWHERE_ON_EARTH ? null : call.deadline_zone,
    soft: call.is_soft,
    rollingUntil: call.rolling_until,
    open: call.is_open,
    closedAt: call.closed_at,
    closedReason: call.closed_reason,
    source: call.source,
    revision: call.revision,
    extensions: extensions.filter((extension) => extension.call_id === call.id).map(({ earlier, changed_on: changedOn, reason }) => ({ earlier, changedOn, reason })),
    questions: questions.filter((question) => question.call_id === call.id).map(({ id, number, text, guidance }) => ({ id, number, text, guidance })),
  }))
}
