import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actOf, touch, type MeetingInHand, type ToMeeting } from '../commands.ts'
import { tellOfMeeting } from '../following/commands.ts'
import type { News, WriteMeetingMail } from '../following/model.ts'
import { listAudience, listTold } from '../following/queries.ts'
import { tellInvited } from '../invitations/commands.ts'
import type { Inviting } from '../invitations/model.ts'
import { listSittings } from '../queries.ts'
import type { Status } from '../model.ts'
import { appendStatus } from '../status-log/commands.ts'
import { maySay } from './model.ts'
import { findStanding } from './queries.ts'

interface Saying extends ToMeeting {
  readonly language: string
  readonly write: WriteMeetingMail
}

/**
 * Announces a meeting: its log says so, and whoever follows the forum's meetings or has a role in it is told. Refuses
 * `changed-meanwhile`, and `not-now` for one that is announced or was held.
 */
export async function announceMeeting(tx: Tx, actor: Actor, input: Saying, now: Instant): Promise<{ mails: number } | Refusal<'changed-meanwhile' | 'not-now'>> {
  const meeting = await say(tx, input, 'announced', null, now)
  if ('refusal' in meeting) return meeting
  const recipients = await listAudience(tx, { id: input.forumId, language: input.language })
  const mails = await tell(tx, input, meeting, { kind: 'announced' }, recipients, now)
  await append(tx, actor, input, meeting, { act: 'meeting-announced', detail: { meeting: meeting.slug, mails } }, null, now)
  return { mails }
}

/** Cancels an announced meeting and tells whoever was told of it, and takes it out of the calendars of those who were invited. Refuses `changed-meanwhile`, and `not-now` for one that is not announced. */
export async function cancelMeeting(tx: Tx, actor: Actor, input: Saying & { readonly reason: string; readonly inviting?: Inviting }, now: Instant): Promise<{ mails: number } | Refusal<'changed-meanwhile' | 'not-now'>> {
  const meeting = await say(tx, input, 'cancelled', input.reason, now)
  if ('refusal' in meeting) return meeting
  const mails = await tell(tx, input, meeting, { kind: 'cancelled', reason: input.reason }, await listTold(tx, input.forumId, input.meetingId), now)
  await append(tx, actor, input, meeting, { act: 'meeting-cancelled', detail: { meeting: meeting.slug, mails } }, input.reason, now)
  if (input.inviting !== undefined) await tellInvited(tx, actor, { ...input, inviting: input.inviting }, now)
  return { mails }
}

/** Says that a meeting was held. Refuses `changed-meanwhile`, and `not-now` for one that was cancelled or is said to be held already. */
export async function confirmHeld(tx: Tx, actor: Actor, input: ToMeeting, now: Instant): Promise<{ held: true } | Refusal<'changed-meanwhile' | 'not-now'>> {
  const meeting = await say(tx, input, 'held', null, now)
  if ('refusal' in meeting) return meeting
  await append(tx, actor, input, meeting, { act: 'meeting-held', detail: { meeting: meeting.slug } }, null, now)
  return { held: true }
}

type InHand = MeetingInHand & { readonly line: number }

/** The revision guards the write: while it holds, nobody else says anything of this meeting. */
async function say(tx: Tx, input: ToMeeting, status: Exclude<Status, 'moved'>, reason: string | null, now: Instant): Promise<InHand | Refusal<'changed-meanwhile' | 'not-now'>> {
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  if (!maySay(await findStanding(tx, input.meetingId), status)) return { refusal: 'not-now' }
  const line = await appendStatus(tx, input.meetingId, [{ status, saidAt: now, sitting: null, earlier: null, later: null, reason }])
  return { ...meeting, line }
}

async function tell(tx: Tx, { forumId, meetingId, write }: Saying, { slug, title, line }: InHand, news: News, recipients: Parameters<typeof tellOfMeeting>[1]['recipients'], now: Instant): Promise<number> {
  const told = { slug, title, sittings: await listSittings(tx, meetingId), news }
  return tellOfMeeting(tx, { forumId, meetingId, occasion: `status-${line}`, told, recipients, write, isFirst: news.kind === 'announced' }, now)
}

type Said =
  | { readonly act: 'meeting-announced' | 'meeting-cancelled'; readonly detail: { readonly meeting: string; readonly mails: number } }
  | { readonly act: 'meeting-held'; readonly detail: { readonly meeting: string } }

async function append(tx: Tx, actor: Actor, input: ToMeeting, meeting: MeetingInHand, said: Said, reason: string | null, now: Instant): Promise<void> {
  const texts = { title: { text: meeting.title, isPublic: true }, ...(reason === null ? {} : { reason: { text: reason, isPublic: true } }) }
  await appendAct(tx, actor, { ...actOf(input, meeting), ...said, texts }, now)
}

