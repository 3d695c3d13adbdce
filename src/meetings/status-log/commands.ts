import type { Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Sitting } from '../model.ts'
import type { StatusEntry } from '../status/model.ts'

/** Adds lines to a meeting's log, while the meeting is held by its writer. Answers the number of the last one. */
export async function appendStatus(tx: Tx, meetingId: Id, entries: readonly StatusEntry[]): Promise<number> {
  const last = await tx.selectFrom('meetings_status').select((select) => select.fn.max('sequence').as('sequence')).where('meeting_id', '=', meetingId).executeTakeFirst()
  const from = Number(last?.sequence ?? 0)
  if (entries.length > 0) await tx.insertInto('meetings_status').values(entries.map((entry, at) => statusRow(meetingId, from + at + 1, entry))).execute()
  return from + entries.length
}

/** A line of the log as its row. */
export function statusRow(meetingId: Id, sequence: number, { status, saidAt, sitting, earlier, later, reason }: StatusEntry) {
  const columns = (when: 'earlier' | 'later', at: Sitting | null) => ({
    [`${when}_date`]: at?.date ?? null,
    [`${when}_starts`]: at?.starts ?? null,
    [`${when}_ends`]: at?.ends ?? null,
    [`${when}_zone`]: at?.zone ?? null,
    [`${when}_place`]: at?.place ?? null,
  })
  return { meeting_id: meetingId, sequence, status, said_at: saidAt, sitting, ...columns('earlier', earlier), ...columns('later', later), reason } as const
}
