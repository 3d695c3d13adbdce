import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail, enqueueMails, type Mail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { dateInZone, type Instant } from '../../shared/time.ts'
import type { MeetingFollowingAct } from './acts.ts'
import type { Follower, MeetingTold, Recipient, WriteMeetingMail } from './model.ts'

/**
 * Takes somebody's wish to be told of a forum's meetings, and mails the link that confirms it, once a day at most. The answer is the
 * same whether the address was known or not, so that nobody learns who follows what.
 */
export async function askToHear(
  tx: Tx,
  actor: Actor,
  input: { forumId: Id<'forum'>; mail: string; language: string; writeConfirmation: (id: Follower['id']) => { subject: string; body: string; language?: string | undefined } },
  now: Instant,
): Promise<{ asked: true }> {
  const { forumId, mail, language } = input
  // Who is told already stays told, and who left begins anew with the same link.
  await tx.insertInto('meetings_follower').values({ id: newId(), forum_id: forumId, mail, language, asked_at: now, confirmed_at: null, left_at: null }).onConflict((conflict) => conflict.doNothing()).execute()
  const row = await tx
    .selectFrom('meetings_follower')
    .select(['id', 'confirmed_at', 'left_at'])
    .where('forum_id', '=', forumId)
    .where((eb) => eb(eb.fn<string>('lower', ['mail']), '=', mail.toLowerCase()))
    .executeTakeFirstOrThrow()
  const id = row.id as Follower['id']
  const letter: Mail = { forumId, recipient: mail, language, ...input.writeConfirmation(id), occasion: 'meetings-follow-to-confirm', about: { kind: 'meetings-follower', id }, cause: `meetings-follow:${id}:${dateInZone(now, 'UTC')}` }
  if (row.confirmed_at === null || row.left_at !== null) await enqueueMail(tx, letter, now)
  await append(tx, actor, forumId, 'meetings-follow-asked', now)
  return { asked: true }
}

/** Confirms a wish by the link that was mailed. Refuses: confirmed-already. */
export async function confirmHearing(tx: Tx, actor: Actor, input: { followerId: Id }, now: Instant): Promise<{ confirmed: true } | Refusal<'confirmed-already'>> {
  const row = await tx
    .updateTable('meetings_follower')
    .set({ confirmed_at: now, left_at: null })
    .where('id', '=', input.followerId)
    .where((where) => where.or([where('confirmed_at', 'is', null), where('left_at', 'is not', null)]))
    .returning('forum_id')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'confirmed-already' }
  await append(tx, actor, row.forum_id as Id<'forum'>, 'meetings-follow-confirmed', now)
  return { confirmed: true }
}

/** Ends it by the link in every mail. Refuses: left-already. */
export async function stopHearing(tx: Tx, actor: Actor, input: { followerId: Id }, now: Instant): Promise<{ left: true } | Refusal<'left-already'>> {
  const row = await tx.updateTable('meetings_follower').set({ left_at: now }).where('id', '=', input.followerId).where('left_at', 'is', null).returning('forum_id').executeTakeFirst()
  if (row === undefined) return { refusal: 'left-already' }
  await append(tx, actor, row.forum_id as Id<'forum'>, 'meetings-follow-left', now)
  return { left: true }
}

/**
 * Mails news of a meeting, as part of the command that is its occasion: one mail for each address and occasion. `isFirst`: whoever is
 * told now is told again when it moves or is cancelled. Answers how many are told.
 */
export async function tellOfMeeting(
  tx: Tx,
  input: { forumId: Id<'forum'>; meetingId: Id; occasion: string; told: MeetingTold; recipients: readonly Recipient[]; write: WriteMeetingMail; isFirst: boolean },
  now: Instant,
): Promise<number> {
  const { forumId, meetingId, told, recipients, write } = input
  if (recipients.length === 0) return 0
  const cause = `meeting:${meetingId}:${input.occasion}`
  await enqueueMails(tx, recipients.map((recipient) => ({ mail: { forumId, recipient: recipient.mail, language: recipient.language, ...write(told, recipient), occasion: 'meeting-told', about: { kind: 'meeting', id: meetingId }, cause } as const, now })))
  if (input.isFirst) await tx.insertInto('meetings_told').values(recipients.map(({ mail, language }) => ({ meeting_id: meetingId, mail, language }))).onConflict((conflict) => conflict.doNothing()).execute()
  return recipients.length
}

async function append(tx: Tx, actor: Actor, forumId: Id<'forum'>, act: MeetingFollowingAct, now: Instant): Promise<void> {
  await appendAct(tx, actor, { forumId, cycleId: null, act, subject: { kind: 'forum', id: forumId }, detail: {} }, now)
}
