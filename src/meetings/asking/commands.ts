import type { Forum } from '../../forums/model.ts'
import { findForumById } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMails, type Mail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { addMilliseconds, toMilliseconds, type Instant } from '../../shared/time.ts'
import { actOf, lockPoll } from '../polls/commands.ts'
import { takesVotes, pollState, type Poll } from '../polls/model.ts'
import { listAsked } from '../polls/queries.ts'
import { MOST_ASKED, SILENT_HOURS, type Addressee, type WritePollMail } from './model.ts'

/**
 * Asks people by mail, each under an address once, with a link of their own. Who was asked before is not asked again. Refuses
 * `poll-closed`, `nobody-to-ask` and `too-many-asked`.
 */
export async function askPeople(
  tx: Tx,
  actor: Actor,
  input: { pollId: Id<'poll'>; people: readonly Addressee[]; write: WritePollMail },
  now: Instant,
): Promise<{ asked: number } | Refusal<'poll-closed' | 'nobody-to-ask' | 'too-many-asked'>> {
  const poll = await lockPoll(tx, input.pollId)
  if (poll === undefined || !takesVotes(pollState(poll, now))) return { refusal: 'poll-closed' }
  const forum = await forumOf(tx, poll)
  const before = await listAsked(tx, poll.id)
  const known = new Set(before.map(({ mail }) => mail.toLowerCase()))
  const fresh = [...new Map(input.people.map((person) => [person.mail.toLowerCase(), person])).entries()].flatMap(([mail, person]) => (known.has(mail) ? [] : [{ id: newId<'asked'>(), ...person }]))
  if (fresh.length === 0) return { refusal: 'nobody-to-ask' }
  if (before.length + fresh.length > MOST_ASKED) return { refusal: 'too-many-asked' }
  await tx.insertInto('meetings_asked').values(fresh.map(({ id, mail, name }) => ({ id, poll_id: poll.id, mail, name, asked_at: now, reminded_at: null }))).execute()
  const mails = fresh.map(({ id, mail }): Mail => ({ forumId: poll.forumId, recipient: mail, ...input.write({ forum, poll, occasion: 'asked', to: { kind: 'asked', id } }), occasion: 'poll-asked', about: { kind: 'poll-asked', id }, cause: `poll-asked:${id}` }))
  await enqueueMails(tx, mails.map((mail) => ({ mail, now })))
  await appendAct(tx, actor, { ...actOf(poll, 'poll-asked'), detail: { poll: poll.number, asked: fresh.length }, texts: titleOf(poll) }, now)
  return { asked: fresh.length }
}

/**
 * Reminds those asked who have not answered. `byItself`: as the deadline comes near, once for each deadline (`reminded-already`); else by
 * somebody at the desk, who was not asked or reminded within a day. Refuses also `poll-closed` and `nobody-to-remind`.
 */
export async function remindAsked(
  tx: Tx,
  actor: Actor,
  input: { pollId: Id<'poll'>; byItself: boolean; write: WritePollMail },
  now: Instant,
): Promise<{ mails: number } | Refusal<'poll-closed' | 'nobody-to-remind' | 'reminded-already'>> {
  const poll = await lockPoll(tx, input.pollId)
  if (poll === undefined || !takesVotes(pollState(poll, now))) return { refusal: 'poll-closed' }
  if (input.byItself && poll.remindedAt !== null) return { refusal: 'reminded-already' }
  const forum = await forumOf(tx, poll)
  const silent = (await listAsked(tx, poll.id)).filter(({ hasVoted }) => !hasVoted)
  if (silent.length === 0) return { refusal: 'nobody-to-remind' }
  const day = now.slice(0, 10)
  // Who was asked only just now has not been silent yet.
  const due = silent.filter(({ remindedAt, askedAt }) => toMilliseconds(addMilliseconds(remindedAt ?? askedAt, SILENT_HOURS * 3_600_000)) <= toMilliseconds(now))
  if (due.length === 0) return { refusal: 'reminded-already' }
  await tx.updateTable('meetings_asked').set({ reminded_at: now }).where('id', 'in', due.map(({ id }) => id)).execute()
  if (input.byItself) await tx.updateTable('meetings_poll').set({ reminded_at: now }).where('id', '=', poll.id).execute()
  const mails = due.map(({ id, mail }): Mail => ({ forumId: poll.forumId, recipient: mail, ...input.write({ forum, poll, occasion: 'reminded', to: { kind: 'asked', id } }), occasion: 'poll-reminded', about: { kind: 'poll-asked', id }, cause: `poll-reminded:${id}:${day}` }))
  await enqueueMails(tx, mails.map((mail) => ({ mail, now })))
  await appendAct(tx, actor, { ...actOf(poll, 'poll-reminded'), detail: { poll: poll.number, mails: mails.length }, texts: titleOf(poll) }, now)
  return { mails: mails.length }
}

/** The forum of a poll, which its mails name. */
export async function forumOf(tx: Tx, poll: Poll): Promise<Forum> {
  const forum = await findForumById(tx, poll.forumId)
  if (forum === undefined) throw new Error('A poll has no forum')
  return forum
}

function titleOf(poll: Poll) {
  return { title: { text: poll.title, isPublic: true } }
}
