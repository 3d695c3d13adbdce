import { readMailedVote, toAnswers } from '../../meetings/mailed-votes/model.ts'
import type { Poll } from '../../meetings/polls/model.ts'
import { findPollById, findPollIdOf } from '../../meetings/polls/queries.ts'
import { voteByMail } from '../../meetings/votes/commands.ts'
import type { Id } from '../../shared/ids.ts'
import { isRefusal } from '../../shared/result.ts'
import type { MailServices } from '../context.ts'
import { ownOfLast, takeReply, unclear, textOf, type Handled, type Reply } from './reply.ts'

/** Votes in a poll, or changes a vote, by answering the mail that asked for it or confirmed it. */
export async function vote(services: MailServices, reply: Reply): Promise<Handled> {
  const poll = await findPollOf(services, reply)
  if (poll === undefined) return unclear(reply, 'mailroom.missing.unknown')
  // Answers may stand within the quoted list, where some programs leave no mark of the quotation.
  const own = readMailedVote(ownOfLast(reply))
  const { said, doubtful } = own.said.size > 0 ? own : readMailedVote(textOf(reply.arrival.mail))
  const { answers, unknown } = toAnswers(poll, said)
  if (answers.size === 0) return unclear(reply, 'mailroom.missing.vote')
  const by = reply.about.kind === 'poll-asked' ? ({ kind: 'asked', id: reply.about.id as Id<'asked'> } as const) : ({ kind: 'voter', id: reply.about.id as Id<'voter'> } as const)
  const sorted = await takeReply(services, reply, async (tx, now) => {
    const outcome = await voteByMail(tx, { pollId: poll.id, by, answers, language: reply.language }, now)
    if (isRefusal(outcome)) return outcome
    const left = [...doubtful, ...unknown.map(String)]
    const letter = {
      subject: reply.say('mailroom.vote.subject', { poll: poll.title }),
      about: { kind: 'poll-voter', id: outcome.voterId } as const,
      parts: [reply.say('mailroom.vote.body', { count: outcome.answers }), left.length === 0 ? undefined : reply.say('mailroom.vote.doubtful', { words: left.join('; ') })],
    }
    return { became: { kind: 'voter', id: outcome.voterId }, letter }
  })
  if (!isRefusal(sorted)) return sorted
  if (sorted.refusal === 'poll-closed' || sorted.refusal === 'deadline-over') return unclear(reply, `mailroom.missing.${sorted.refusal}`)
  return unclear(reply, sorted.refusal === 'nothing-said' ? 'mailroom.missing.vote' : 'mailroom.missing.unknown')
}

async function findPollOf(services: MailServices, reply: Reply): Promise<Poll | undefined> {
  const id = await findPollIdOf(services.db, reply.about.kind === 'poll-asked' ? 'asked' : 'voter', reply.about.id)
  return id === undefined ? undefined : findPollById(services.db, id)
}
