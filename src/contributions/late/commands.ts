import type { Tx } from '../../platform/database.ts'
import { deadlineEnd, type Call } from '../../calls/model.ts'
import type { PlainDate } from '../../shared/time.ts'

/**
 * Takes the mark "late" off what came in time under a later deadline: by the instant where that is known, else by the day. Part of
 * extending it, which holds the call, so that nothing is marked under the old one meanwhile. Answers how many.
 */
export async function clearLateMarks(tx: Tx, call: Call, deadline: PlainDate): Promise<number> {
  const end = deadlineEnd({ ...call, deadline })
  if (end === undefined) return 0
  const cleared = await tx
    .updateTable('contributions_contribution')
    .set({ is_late: false })
    .where('call_id', '=', call.id)
    .where('is_late', '=', true)
    .where((where) => where.or([where('received_at', '<=', end), where.and([where('received_at', 'is', null), where('received_by', '<=', deadline)])]))
    .executeTakeFirst()
  return Number(cleared.numUpdatedRows)
}
