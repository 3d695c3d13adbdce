import type { Tx } from '../../platform/database.ts'
import { sha256 } from '../../platform/digest.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { holdMeeting, reviseMeeting } from '../commands.ts'
import type { WriteMeetingMail } from '../following/model.ts'
import type { Inviting } from '../invitations/model.ts'
import type { MeetingKind } from '../model.ts'
import { findMeeting } from '../queries.ts'
import { textOfEntry, type PlannedMeeting } from './model.ts'
import { loadPlan } from './queries.ts'

export interface ImportInput {
  readonly forumId: Id<'forum'>
  readonly planned: readonly PlannedMeeting[]
  /** Of new meetings; one that is known keeps its own. */
  readonly kind: MeetingKind
  readonly cycleIds: readonly Id<'cycle'>[]
  /** Said with what changes of meetings that are known. */
  readonly reason: string
  /** What those who were told or invited get, where meetings move. */
  readonly write?: WriteMeetingMail
  readonly inviting?: Inviting
}

/**
 * Takes entries of a calendar file: new ones become meetings, those that changed since they were taken change theirs. The same file
 * taken twice changes nothing. Refuses the whole with `changed-meanwhile` where somebody took or changed one of them since it was planned.
 */
export async function takeCalendar(tx: Tx, actor: Actor, input: ImportInput, now: Instant): Promise<{ entered: number; changed: number } | Refusal<'changed-meanwhile'>> {
  const again = new Map((await loadPlan(tx, input.forumId, input.planned.map(({ meeting }) => meeting))).map((planned) => [planned.key, planned]))
  let [entered, changed] = [0, 0]
  for (const { key, plan } of input.planned) {
    const planned = again.get(key)
    if (planned === undefined || (planned.plan !== plan && planned.plan !== 'same')) return { refusal: 'changed-meanwhile' }
    if (planned.plan === 'new') {
      if (!(await enter(tx, actor, input, planned, now))) return { refusal: 'changed-meanwhile' }
      entered += 1
    }
    if (planned.plan === 'changed') {
      if (!(await change(tx, actor, input, planned, now))) return { refusal: 'changed-meanwhile' }
      changed += 1
    }
  }
  return { entered, changed }
}

async function enter(tx: Tx, actor: Actor, input: ImportInput, { meeting, slug }: PlannedMeeting, now: Instant): Promise<boolean> {
  const { title, note, sittings } = meeting
  const held = await holdMeeting(tx, actor, { forumId: input.forumId, slug, title, kind: input.kind, ordinal: null, cycleIds: input.cycleIds, sittings, note, source: webAddress(meeting.address) }, now)
  if ('refusal' in held) return false
  const row = { forum_id: input.forumId, uid: meeting.uid, occurrence: meeting.occurrence, meeting_id: held.meetingId, sequence: meeting.sequence, digest: sha256(textOfEntry(meeting)) }
  const kept = await tx.insertInto('meetings_calendar_entry').values(row).onConflict((conflict) => conflict.columns(['forum_id', 'uid', 'occurrence']).doNothing()).returning('meeting_id').executeTakeFirst()
  return kept !== undefined
}

async function change(tx: Tx, actor: Actor, input: ImportInput, { meeting, slug }: PlannedMeeting, now: Instant): Promise<boolean> {
  const before = await findMeeting(tx, input.forumId, slug)
  if (before === undefined) return false
  const { id: meetingId, kind, ordinal, cycleIds, source, revision } = before
  const { title, note, sittings } = meeting
  const revised = await reviseMeeting(tx, actor, { forumId: input.forumId, meetingId, revision, title, kind, ordinal, cycleIds, sittings, note: note ?? before.note, source, reason: input.reason, ...(input.write === undefined ? {} : { write: input.write }), ...(input.inviting === undefined ? {} : { inviting: input.inviting }) }, now)
  if ('refusal' in revised) return false
  const values = { sequence: meeting.sequence, digest: sha256(textOfEntry(meeting)) }
  await tx.updateTable('meetings_calendar_entry').set(values).where('forum_id', '=', input.forumId).where('uid', '=', meeting.uid).where('occurrence', '=', meeting.occurrence).execute()
  return true
}

function webAddress(address: string | null): string | null {
  return address !== null && /^https?:\/\/\S+$/u.test(address) && address.length <= 2000 ? address : null
}
