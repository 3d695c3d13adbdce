import PostalMime from 'postal-mime'
import { may } from '../../../people/policy.ts'
import { prepareLetter } from '../../../platform/mail-composer.ts'
import { Unwritable } from '../../../platform/mail-encoding.ts'
import { letterheadOf } from '../../../platform/mail-letterhead.ts'
import { writeMail } from '../../../platform/mail-transport.ts'
import { findLetter } from '../../../record/mailings/queries.ts'
import { toOutgoing } from '../../../record/sending/mail.ts'
import { listDestinations, QUEUE_STATES, unscopedFindQueued, unscopedCountWaiting, unscopedListQueue, type Destination, type QueuedMail, type QueueState, type WaitingThere } from '../../../record/sending/queries.ts'
import { isId } from '../../../shared/ids.ts'
import type { PageRequest } from '../../page.tsx'
import { footWriter } from '../notices/data.ts'

export const PAGE = 100
const DOMAINS = 8

export interface QueueData {
  readonly items: readonly QueuedMail[]
  /** True where no mail server is set: nothing leaves. */
  readonly keepsMail: boolean
  readonly state: QueueState
  readonly domain: string | undefined
  /** From 1. */
  readonly page: number
  readonly isMore: boolean
  readonly waiting: number
  readonly gone: number
  readonly domains: readonly WaitingThere[]
  readonly destinations: readonly Destination[]
}

/** The outbox, for whoever keeps the installation: what waits and why, what was given up, what has left. */
export async function loadQueue(request: PageRequest): Promise<QueueData | 'forbidden'> {
  const { query, db, services } = request
  if (!may(request.view.person, 'manage-installation', {})) return 'forbidden'
  const state = QUEUE_STATES.find((each) => each === query['state']) ?? (services.keepsMail ? 'all' : 'waiting')
  const domain = (query['domain'] ?? '').trim().toLowerCase().slice(0, 253).replaceAll('\u0000', '')
  const asked = Number(query['page'] ?? '1')
  const page = Number.isSafeInteger(asked) && asked > 0 && asked < 10_000 ? asked : 1
  const filter = { state, domain: domain === '' ? undefined : domain }
  const [items, counts, destinations] = await Promise.all([
    unscopedListQueue(db, { ...filter, limit: PAGE + 1, offset: (page - 1) * PAGE }),
    unscopedCountWaiting(db, DOMAINS),
    listDestinations(db),
  ])
  return { items: items.slice(0, PAGE), isMore: items.length > PAGE, keepsMail: services.keepsMail, ...filter, page, ...counts, destinations }
}

/** One mail as it leaves, or would. */
export interface WrittenMail {
  readonly subject: string
  readonly recipient: string
  readonly language: string | null
  /** What its reader's program shows of it, and an answer's address; undefined where it cannot be written, which `fault` then says. */
  readonly text: string | undefined
  readonly replyTo: string | undefined
  readonly source: string | undefined
  readonly fault: string | undefined
}

/** A mail of the outbox word for word, with its head: what has left has no words any more, and no page. */
export async function loadWritten(request: PageRequest): Promise<WrittenMail | 'forbidden' | undefined> {
  const { db, services, params } = request
  if (!may(request.view.person, 'manage-installation', {})) return 'forbidden'
  const id = params['mail']
  const mail = isId(id) ? await unscopedFindQueued(db, id) : undefined
  const letter = mail === undefined || mail.mailing_id === null ? undefined : await findLetter(db, mail.mailing_id)
  if (mail === undefined || (mail.body === '' && letter === undefined)) return undefined
  const { mailDomain, secret, takesMail, mailAddress, publicUrl } = services
  const letterhead = letterheadOf({ domain: mailDomain, from: mailAddress, secret, takesMail })
  const whose = { subject: letter?.subject ?? mail.subject, recipient: mail.recipient, language: mail.language }
  try {
    const outgoing = toOutgoing(mail, letter === undefined ? undefined : prepareLetter(letter), footWriter({ publicUrl, secret, mailDomain, takesMail }))
    const raw = await writeMail({ letterhead, keys: await services.mailKeys(), clock: services.clock }, outgoing)
    const parsed = await PostalMime.parse(raw)
    return { ...whose, text: parsed.text ?? '', replyTo: parsed.replyTo?.[0]?.address, source: raw.toString('utf8').replaceAll('\r\n', '\n'), fault: undefined }
  } catch (error) {
    if (!(error instanceof Unwritable)) throw error
    return { ...whose, text: undefined, replyTo: undefined, source: undefined, fault: error.message }
  }
}
