import type { WritePollMail } from '../meetings/asking/model.ts'
import { findForumById } from '../forums/queries.ts'
import type { WriteMeetingMail } from '../meetings/following/model.ts'
import { announceMeeting } from '../meetings/status/commands.ts'
import type { Inviting } from '../meetings/invitations/model.ts'
import { holdMeeting } from '../meetings/commands.ts'
import { takeForFinalising, tellFinalised } from '../meetings/finalising/commands.ts'
import type { MeetingKind } from '../meetings/model.ts'
import { sittingOf } from '../meetings/polls/model.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import { isRefusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'

export interface Finalised {
  readonly pollId: Id<'poll'>
  readonly revision: number
  /** One slot, or two for a meeting in two sittings. */
  readonly slots: readonly Id[]
  readonly meeting: {
    readonly slug: string
    readonly title: string
    readonly kind: MeetingKind
    readonly ordinal: number | null
    readonly cycleIds: readonly Id<'cycle'>[]
    readonly place: string | null
    readonly note: string | null
  }
  readonly inviting: Inviting
  readonly write: WritePollMail
  /** Of the meeting itself, to those who follow the forum's meetings. */
  readonly announce: WriteMeetingMail
}

/**
 * Makes a meeting of a poll, in one or two sittings, announces it, and tells everybody by mail, with an entry that asks them by their calendar and is kept true from then on. However many do so at once, one meeting comes of it:
 * the others are refused `finalised-already`, with its address. Refuses also `changed-meanwhile`, `no-such-slot`, and what the meeting
 * is refused for; then the poll stays as it was.
 */
export async function finalisePoll(tx: Tx, actor: Actor, input: Finalised, now: Instant) {
  const taken = await takeForFinalising(tx, input, now)
  if (isRefusal(taken)) return taken
  const { poll, chosen } = taken
  const { slug, title, kind, ordinal, cycleIds, place, note } = input.meeting
  const sittings = chosen.map((slot) => sittingOf(poll, slot, place))
  const held = await holdMeeting(tx, actor, { forumId: poll.forumId, slug, title, kind, ordinal, cycleIds, sittings, note, source: null }, now)
  if (isRefusal(held)) return held
  const forum = await findForumById(tx, poll.forumId)
  const announced = await announceMeeting(tx, actor, { forumId: poll.forumId, meetingId: held.meetingId, revision: 1, language: forum?.language ?? 'en', write: input.announce }, now)
  if (isRefusal(announced)) throw new Error(`A meeting that was just made could not be announced: ${announced.refusal}`)
  const { mails } = await tellFinalised(tx, actor, { poll, chosen, meeting: { id: held.meetingId, slug, title }, inviting: input.inviting, write: input.write }, now)
  return { meetingId: held.meetingId, slug, mails }
}
