import { extendDeadline as extendCall } from '../calls/commands.ts'
import { enqueueNotices } from '../calls/notices/commands.ts'
import type { CallTold, WriteNotice } from '../calls/notices/model.ts'
import { listRecipients } from '../calls/notices/queries.ts'
import { listTranslations } from '../calls/translations/queries.ts'
import { lockCallForChange } from '../calls/queries.ts'
import { clearLateMarks } from '../contributions/late/commands.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import { isRefusal, type Refusal } from '../shared/result.ts'
import type { Instant, PlainDate } from '../shared/time.ts'

/**
 * Moves a call's deadline to a later day, with a reason: what came in time under the new one is late no more, and who asked to be told
 * of the call is told. Refuses as the call's own command does. The call is held first, so that nothing is taken under the old deadline meanwhile.
 */
export async function extendDeadline(
  tx: Tx,
  actor: Actor,
  input: Omit<CallTold, 'occasion' | 'translations'> & { earlier: PlainDate; deadline: PlainDate; reason: string; write: WriteNotice },
  now: Instant,
): Promise<{ noLongerLate: number } | Refusal<'not-later' | 'call-closed' | 'changed-meanwhile'>> {
  const { forum, cycle, call: seen, earlier, deadline, reason, write } = input
  const call = await lockCallForChange(tx, seen.id)
  if (call === undefined) return { refusal: 'changed-meanwhile' }
  const noLongerLate = deadline > earlier ? await clearLateMarks(tx, call, deadline) : 0
  const told: CallTold = { forum, cycle, call: { ...call, deadline }, translations: await listTranslations(tx, call.id), occasion: 'extended' }
  await enqueueNotices(tx, told, await listRecipients(tx, call.id), write, now)
  const extended = await extendCall(tx, actor, { callId: call.id, earlier, deadline, reason }, now)
  return isRefusal(extended) ? extended : { noLongerLate }
}
