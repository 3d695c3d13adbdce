/** The way out: one mail is written, signed and handed to a relay or to the servers of its recipient. */
import { domainToASCII } from 'node:url'
import type { Clock } from './clock.ts'
import { prepareWords, writeCopy, type PreparedLetter } from './mail-composer.ts'
import { NotTaken, type MailServer } from './mail-connections.ts'
import type { MailDns } from './mail-dns.ts'
import { Unwritable, wireAddress } from './mail-encoding.ts'
import { writeMailHtml } from './mail-html.ts'
import { openMailPool, type MailPool } from './mail-pool.ts'
import type { MailKeys } from './mail-signing.ts'
import type { Instant } from '../shared/time.ts'

/** One mail, as it leaves. `id` is the same at every try, so that a mail that arrived twice can be told by its Message-ID. */
export interface OutgoingMail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly writtenAt: Instant
  /** Who waits before a screen does not wait behind a list: such mails have connections of their own. */
  readonly isUrgent: boolean
  /** Whether an answer to it means something: then it asks for answers at an address of its own. */
  readonly isAnswered: boolean
  readonly language?: string | undefined
  /** Below the text: why one gets it, how to end it. */
  readonly foot?: string | undefined
  /** The address that ends this kind of mail when it is posted to (RFC 8058). */
  readonly leaveAt?: string | undefined
  /** The mail address that ends it. */
  readonly leaveBy?: string | undefined
  /** An entry for a calendar: beside the words, so that programs that know calendars show it, and attached for those that only save files. */
  readonly calendar?: { readonly method: string; readonly text: string } | undefined
  /** One copy of a letter to many, whose words these are; subject and text are then empty. */
  readonly letter?: PreparedLetter | undefined
}

export interface MailTransport {
  /** Hands one mail over. Throws `MailRefused` when it is declined for good, `MailDeferred` when a later try may do. */
  send(mail: OutgoingMail, watch?: Watch): Promise<void>
  close(): void
}

/** Called just before a mail goes over a connection, and the moment that the other side has answered that it has it. */
export interface Watch {
  handing(): void
  taken(): void
}

/** What a server answered: its code and status (RFC 3463), where it gave any. */
export interface MailAnswer {
  readonly code: number | undefined
  readonly status: string | undefined
}

/** This mail will never be taken. */
export class MailRefused extends Error {
  readonly answer: MailAnswer
  constructor(message: string, answer: MailAnswer = { code: undefined, status: undefined }) {
    super(message)
    this.answer = answer
  }
}

/** Not now: this mail, or nothing for its whole destination (a domain, or `*` for the relay). */
export class MailDeferred extends Error {
  readonly answer: MailAnswer
  readonly destination: string | undefined
  constructor(message: string, answer: MailAnswer, destination: string | undefined) {
    super(message)
    this.answer = answer
    this.destination = destination
  }
}

export const RELAY = '*'

/** What every mail has from the installation. The addresses are made of the mail's own id. */
export interface Letterhead {
  /** Of addresses and Message-IDs. */
  readonly domain: string
  readonly from: { readonly name: string; readonly address: string }
  readonly bounceTo: (id: string) => string
  /** Undefined where no mail can come in. */
  readonly answerTo: (id: string) => string | undefined
}

export interface WayOut {
  /** `smtp://…`, `smtps://…` or `direct:`. */
  readonly url: string
  readonly letterhead: Letterhead
  readonly keys?: MailKeys | undefined
  readonly dns: MailDns
  readonly clock: Clock
  /** Of the servers of recipients; 25 outside of a test. */
  readonly directPort?: number | undefined
}

const CONNECTIONS_TO_RELAY = 10
const CONNECTIONS_TO_DOMAIN = 3

export function openMailTransport(way: WayOut): MailTransport {
  const isDirect = way.url === 'direct:'
  const pool = openMailPool(way.letterhead.domain, isDirect ? CONNECTIONS_TO_DOMAIN : CONNECTIONS_TO_RELAY)
  const relay = isDirect ? undefined : relayOf(way.url)
  return {
    send: (mail, watch) => send(way, pool, relay, mail, watch),
    close: () => pool.close(),
  }
}

async function send(way: WayOut, pool: MailPool, relay: MailServer | undefined, mail: OutgoingMail, watch: Watch | undefined): Promise<void> {
  const written = mail.to.slice(mail.to.lastIndexOf('@') + 1).toLowerCase()
  const domain = domainToASCII(written)
  // As the queue has it.
  const destination = relay === undefined ? written : RELAY
  try {
    const to = wireAddress(mail.to)
    const findServers = async () => (relay === undefined ? findExchanges(way, domain) : [relay])
    await pool.use({
      destination: `${mail.isUrgent ? 'now ' : ''}${destination}`,
      findServers,
      prepare: () => writeMail(way, mail),
      work: (connection, raw) => {
        watch?.handing()
        return connection.hand({ from: way.letterhead.bounceTo(mail.id), to, raw, onTaken: () => watch?.taken() })
      },
    })
  } catch (error) {
    throw error instanceof NotTaken ? judge(error, destination) : error instanceof Unwritable ? new MailRefused(error.message) : error
  }
}

/** The bytes of a mail as they are handed over. */
export async function writeMail(way: Pick<WayOut, 'letterhead' | 'keys' | 'clock'>, mail: OutgoingMail): Promise<Buffer> {
  return writeCopy(mail.letter ?? prepareMail(way.letterhead, mail), mail, way.keys, way.clock())
}

function prepareMail(letterhead: Letterhead, mail: OutgoingMail): PreparedLetter {
  const foot = mail.foot === undefined || mail.foot.trim() === '' ? undefined : mail.foot
  return prepareWords({
    messageId: `${mail.id}@${letterhead.domain}`,
    from: letterhead.from,
    replyTo: mail.isAnswered ? letterhead.answerTo(mail.id) : undefined,
    subject: mail.subject,
    // The sign at which mail programs cut a signature off (RFC 3676): it is not quoted in an answer.
    text: foot === undefined ? mail.text : `${mail.text.trimEnd()}\n\n-- \n${foot}`,
    html: writeMailHtml({ text: mail.text, subject: mail.subject, lang: mail.language, footer: foot }),
    language: mail.language,
    writtenAt: mail.writtenAt,
    calendar: mail.calendar,
  })
}

/**
 * What a server's answer means. An answer of 5xx to the recipient or the mail is final for it. What is said to us before that (a wrong
 * password, a sender that is not let in) is no fault of the mail: it waits, with all others that go there, until the operator has mended it.
 */
function judge(fault: NotTaken, destination: string): Error {
  const answer = { code: fault.code, status: /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/u.exec(fault.message)?.[1] }
  const isFinal = fault.code !== undefined && fault.code >= 500
  if (isFinal && (fault.stage === 'recipient' || fault.stage === 'message' || (fault.stage === 'sender' && fault.code === 552))) return new MailRefused(fault.message, answer)
  const isOfAll = fault.stage === 'connection' || fault.stage === 'sender' || fault.code === 421
  return new MailDeferred(fault.message, answer, isOfAll ? destination : undefined)
}

function relayOf(url: string): MailServer {
  const server = new URL(url)
  const isSecure = server.protocol === 'smtps:'
  const host = server.hostname.replace(/^\[(.*)\]$/u, '$1')
  const user = decodeURIComponent(server.username)
  // On this machine nobody listens in, and servers there have made their certificates themselves.
  const isHere = host === 'localhost' || host === '::1' || host.startsWith('127.')
  return { host, port: server.port === '' ? (isSecure ? 465 : 587) : Number(server.port), isSecure, user, password: decodeURIComponent(server.password), mustProve: !isHere }
}

/** The servers that take a domain's mail, in the order in which they want to be asked (RFC 5321 5.1). Throws `NotTaken`. */
async function findExchanges(way: WayOut, domain: string): Promise<MailServer[]> {
  const open = (host: string): MailServer => ({ host, port: way.directPort ?? 25, isSecure: false, user: '', password: '', mustProve: false })
  const found = await way.dns.mx(domain)
  if (found === 'unknown') throw new NotTaken(`The servers of ${domain} could not be looked up`, 'connection', undefined, true)
  // RFC 7505: a domain that says so takes no mail.
  if (found.length > 0 && found.every(({ exchange }) => exchange === '' || exchange === '.')) throw new NotTaken(`556 5.1.10 ${domain} takes no mail`, 'recipient', 556, true)
  if (found.length > 0) return found.toSorted((a, b) => a.priority - b.priority).map(({ exchange }) => open(exchange))
  const addresses = await way.dns.a(domain)
  if (addresses === 'unknown') throw new NotTaken(`The address of ${domain} could not be looked up`, 'connection', undefined, true)
  if (addresses.length === 0) throw new NotTaken(`550 5.1.2 There is no domain ${domain}`, 'recipient', 550, true)
  return addresses.map(open)
}

/** The address that mail comes from: the login name of the relay where that is one, else `convoke@` the domain. */
export function senderAddress(smtpUrl: string | undefined, domain: string): string {
  const user = smtpUrl === undefined || smtpUrl === 'direct:' ? '' : decodeURIComponent(new URL(smtpUrl).username)
  return user.includes('@') ? user : `convoke@${domain}`
}
