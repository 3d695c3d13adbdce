import { transact } from '../../platform/database.ts'
import { readMailToken } from '../../platform/mail-tokens.ts'
import type { ReturnedMail } from '../../platform/returned-mail/causes.ts'
import { readReturnedMail } from '../../platform/returned-mail/read.ts'
import { heardFrom, noteFailure } from '../../record/bounces/commands.ts'
import { FAILURE_KINDS, type FailureKind } from '../../record/bounces/model.ts'
import { findLastMailTo } from '../../record/bounces/queries.ts'
import type { Sorted } from '../../record/inbox/model.ts'
import { findMailSent, type MailSent } from '../../record/inbox/queries.ts'
import { isId } from '../../shared/ids.ts'
import type { Arrival, MailServices, Sorter } from '../context.ts'

/**
 * Takes what came back, wherever it was sent to, and what answering machines say at the addresses of single mails; nothing of it is
 * answered. The token of the address says which mail of ours it is about; what has none is known by the Message-ID or the recipient in it.
 */
export const sortBounces: Sorter = async (services, arrival) => {
  const { kind } = arrival.recipient
  const isOfOneMail = kind === 'bounce' || kind === 'reply'
  // Lists and papers have mail of their own; an abuse desk and a postmaster are told of ours.
  if (!isOfOneMail && kind !== 'postmaster' && kind !== 'abuse') return undefined
  // A person's answer has a sender, no machine's mark and no report in it: it is not ours to read.
  if (kind === 'reply' && arrival.envelopeFrom !== '' && arrival.mail.automatic === 'no') return undefined
  const read = readReturnedMail(arrival.raw)
  const named = isOfOneMail ? await findNamed(services, arrival) : undefined
  if (isFailure(read.kind)) return takeFailure(services, arrival, read, read.kind, named)
  if (!isOfOneMail) return undefined
  return takeOther(services, arrival, read, named)
}

function isFailure(kind: ReturnedMail['kind']): kind is FailureKind {
  return (FAILURE_KINDS as readonly string[]).includes(kind)
}

async function findNamed(services: MailServices, { recipient }: Arrival): Promise<MailSent | undefined> {
  if (recipient.kind !== 'bounce' && recipient.kind !== 'reply') return undefined
  const id = readMailToken(services.secret, recipient.kind, recipient.token)
  return id === undefined ? undefined : findMailSent(services.db, id)
}

async function takeFailure(services: MailServices, arrival: Arrival, read: ReturnedMail, kind: FailureKind, named: MailSent | undefined): Promise<Sorted> {
  const known = named ?? (await findByMessageId(services, read))
  const said = { source: 'report', status: read.status ?? null, diagnostic: read.diagnostic } as const
  if (known !== undefined) return settle(services, arrival, { ...said, kind, address: known.recipient, outboxId: known.id, forumId: known.forumId })
  const guessed = await findLastMailTo(services.db, [...read.recipients, ...(read.returned.to === undefined ? [] : [read.returned.to])], arrival.receivedAt)
  // Whoever knows an address could write such a report: by the address alone a failure weighs little, and a complaint is for a person.
  if (guessed === undefined || kind === 'complaint') return { state: 'kept', reason: kind === 'complaint' ? 'complaint' : 'bounce-of-unknown' }
  return settle(services, arrival, { ...said, kind: kind === 'hard' ? 'soft' : kind, address: guessed.recipient, outboxId: null, forumId: guessed.forumId })
}

/** Our Message-IDs begin with the mail's place in the outbox, which nobody but its reader and the servers on its way has seen. */
async function findByMessageId(services: MailServices, read: ReturnedMail): Promise<MailSent | undefined> {
  const [local = '', domain = ''] = read.returned.messageId?.split('@') ?? []
  return domain.toLowerCase() === services.mailDomain.toLowerCase() && isId(local) ? findMailSent(services.db, local) : undefined
}

async function settle(services: MailServices, arrival: Arrival, failure: Parameters<typeof noteFailure>[1]): Promise<Sorted> {
  const sorted: Sorted = { state: 'done', reason: failure.kind, ...(failure.outboxId === null ? {} : { became: { kind: 'bounce', id: failure.outboxId } }) }
  await transact(services.db, async (tx) => {
    await noteFailure(tx, failure, arrival.receivedAt)
    await arrival.settle(tx, sorted)
  })
  return sorted
}

/** No failure, at an address of one mail: who is away has got it, and so has whoever answers. What we cannot read a person does. */
async function takeOther(services: MailServices, arrival: Arrival, read: ReturnedMail, named: MailSent | undefined): Promise<Sorted | undefined> {
  const isMachine = read.kind === 'auto-reply' || read.kind === 'delivered' || arrival.mail.automatic === 'reply'
  if (isMachine || arrival.envelopeFrom !== '') {
    if (named !== undefined) await transact(services.db, (tx) => heardFrom(tx, { mailId: named.id }, arrival.receivedAt))
  }
  if (isMachine) return { state: 'refused', reason: 'automatic' }
  return arrival.recipient.kind === 'bounce' ? { state: 'kept', reason: 'not-a-bounce' } : undefined
}
