/** The way in: mail is taken from any server by SMTP, or from the one on this machine by LMTP. */
import type { Readable } from 'node:stream'
import { domainToASCII } from 'node:url'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'
import type { MailCertificate, MailWay } from './mail-config.ts'
import type { Log } from './log.ts'

/** Who handed a mail over, and for whom. */
export interface IncomingEnvelope {
  /** '' for the null sender. */
  readonly from: string
  readonly recipients: readonly string[]
  readonly client: { readonly address: string | null; readonly helo: string | null }
  /** Whether it came encrypted. */
  readonly isSecure: boolean
}

/** What the listener asks. Both may throw: the sender is then asked to come again. */
export interface MailTaker {
  /** Whether somebody reads an address; else why not. */
  knows(address: string): Promise<'known' | { readonly refusal: 'not-an-address' | 'other-domain' | 'unknown-address' }>
  /** Takes a mail in: when this has answered it is on disk. */
  takeIn(mail: { readonly raw: Readable; readonly envelope: IncomingEnvelope }): Promise<{ readonly refusal: 'too-large' } | object>
}

export interface MailListener {
  readonly port: number
  close(): Promise<void>
}

export interface ListenerOptions {
  readonly way: Extract<MailWay, { kind: 'open' }>
  /** The name it greets with. */
  readonly name: string
  /** Bytes of one mail. */
  readonly largest: number
  readonly certificate: MailCertificate | undefined
  readonly taker: MailTaker
  readonly log: Log
  /** What one address may do; the usual ones where undefined. */
  readonly limits?: Partial<typeof LIMITS> | undefined
}

/** What a sender may do that is not on this machine. */
const LIMITS = {
  connections: 60,
  connectionsOfOne: 10,
  /** Of one mail. */
  recipients: 100,
  /** Mails of one address within a quarter of an hour. */
  mails: 300,
  /** Recipients that nobody reads, of one connection: whoever tries names out is let go. */
  strangers: 10,
}
const WINDOW_MS = 15 * 60_000
const IDLE_MS = 60_000
/** However slowly it comes, a mail is not waited for longer. */
const LONGEST_MAIL_MS = 10 * 60_000
const SENDERS_REMEMBERED = 10_000

/** Opens the way in; a sentence where the port cannot be had. */
export async function listenForMail(options: ListenerOptions): Promise<MailListener | { readonly problem: string }> {
  const { way, name, largest, certificate, log } = options
  const server = new SMTPServer({
    ...handlersOf(options),
    lmtp: way.protocol === 'lmtp',
    name,
    banner: 'Convoke',
    size: largest,
    rejectOversized: true,
    maxClients: options.limits?.connections ?? LIMITS.connections,
    socketTimeout: IDLE_MS,
    closeTimeout: 2_000,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    disabledCommands: ['AUTH', ...(certificate === undefined ? ['STARTTLS'] : [])],
    ...(certificate === undefined ? {} : { cert: certificate.certificate, key: certificate.key, minVersion: 'TLSv1.2' as const }),
    logger: false,
  })
  return new Promise((resolve) => {
    server.on('error', (error) => {
      resolve({ problem: `Mail cannot come in at port ${way.port} (${error.message}). Free it, or set MAIL_PORT to another, or to none.` })
      // What goes wrong on one connection later is its sender's business.
      log.info('A connection with mail ended', { reason: error.message })
    })
    server.listen(way.port, way.host, () => {
      const address = server.server.address()
      resolve({ port: typeof address === 'object' && address !== null ? address.port : way.port, close: () => new Promise((done) => server.close(() => done())) })
    })
  })
}

class Reply extends Error {
  readonly responseCode: number
  constructor(code: number, text: string) {
    super(text)
    this.responseCode = code
  }
}

type Done = (error?: Error | null) => void

function handlersOf(options: ListenerOptions) {
  const limits = { ...LIMITS, ...options.limits }
  const senders = watchSenders(limits)
  const strangers = new WeakMap<SMTPServerSession, number>()
  const { taker, largest, log } = options
  return {
    onConnect: (session: SMTPServerSession, done: Done) => done(senders.enter(session.remoteAddress) ? null : new Reply(421, 'Too many connections from your address, try again later')),
    onClose: (session: SMTPServerSession) => senders.leave(session.remoteAddress),
    onMailFrom: (_address: unknown, session: SMTPServerSession, done: Done) => done(senders.mayMail(session.remoteAddress) ? null : new Reply(450, 'Too much mail from your address, try again later')),
    onRcptTo: ({ address }: { address: string }, session: SMTPServerSession, done: Done) => void say(done, log, 'A recipient could not be looked up', async () => {
      if (session.envelope.rcptTo.length >= limits.recipients) return new Reply(452, `Too many recipients, ${limits.recipients} at once are taken`)
      const known = await taker.knows(inAscii(address))
      if (known === 'known') return null
      const count = (strangers.get(session) ?? 0) + 1
      strangers.set(session, count)
      if (count > limits.strangers && !isHere(session.remoteAddress)) return new Reply(421, 'Too many recipients that nobody reads')
      return refusalOf(known.refusal, options.name)
    }),
    onData: (stream: Readable, session: SMTPServerSession, done: Done) => void say(done, log, 'A mail could not be taken in', async () => {
      const timer = setTimeout(() => stream.destroy(new Error('It came too slowly')), LONGEST_MAIL_MS)
      try {
        const taken = await taker.takeIn({ raw: stream, envelope: envelopeOf(session) })
        return 'refusal' in taken ? new Reply(552, `A mail may have ${largest} bytes at most; send large files as links`) : null
      } finally {
        clearTimeout(timer)
        stream.resume()
      }
    }),
  }
}

/** Answers with what was found out; a fault asks the sender to come again. */
async function say(done: Done, log: Log, message: string, work: () => Promise<Reply | null>): Promise<void> {
  let reply: Reply | null
  try {
    reply = await work()
  } catch (error) {
    log.error(message, { fault: error instanceof Error ? error.message : String(error) })
    reply = new Reply(451, 'Something is wrong here, try again later')
  }
  done(reply)
}

function refusalOf(refusal: 'not-an-address' | 'other-domain' | 'unknown-address', name: string): Reply {
  if (refusal === 'not-an-address') return new Reply(553, 'This is no mail address')
  if (refusal === 'other-domain') return new Reply(550, `Mail is taken for ${name} alone, and handed on to nobody`)
  return new Reply(550, 'Nobody reads this address: check how it is spelt, or look at the page that named it')
}

function envelopeOf(session: SMTPServerSession): IncomingEnvelope {
  const { mailFrom, rcptTo } = session.envelope
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    recipients: rcptTo.map(({ address }) => inAscii(address)),
    client: { address: session.remoteAddress.replace(/^::ffff:/u, ''), helo: session.hostNameAppearsAs === '' ? null : session.hostNameAppearsAs },
    isSecure: session.secure,
  }
}

/** The library reads `xn--` into letters; domains are compared as they stand in the domain name system. */
function inAscii(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = domainToASCII(address.slice(at + 1))
  return at < 1 || domain === '' ? address : `${address.slice(0, at)}@${domain}`
}

/** The machine itself, from where a mail server hands on what it has taken from anyone. */
export function isHere(address: string): boolean {
  return address === '::1' || address.replace(/^::ffff:/u, '').startsWith('127.')
}

/** Counts what each address does; a machine's own addresses are not counted. The oldest is forgotten when there are too many. */
function watchSenders(limits: typeof LIMITS) {
  const open = new Map<string, number>()
  const mails = new Map<string, { since: number; count: number }>()
  return {
    enter: (address: string): boolean => {
      const count = (open.get(address) ?? 0) + 1
      open.set(address, count)
      return count <= limits.connectionsOfOne || isHere(address)
    },
    leave: (address: string): void => {
      const count = (open.get(address) ?? 1) - 1
      if (count <= 0) open.delete(address)
      else open.set(address, count)
    },
    mayMail: (address: string): boolean => {
      if (isHere(address)) return true
      const now = performance.now()
      const known = mails.get(address)
      const entry = known !== undefined && now - known.since < WINDOW_MS ? known : { since: now, count: 0 }
      entry.count++
      mails.delete(address)
      mails.set(address, entry)
      const oldest = mails.keys().next()
      if (mails.size > SENDERS_REMEMBERED && oldest.done !== true) mails.delete(oldest.value)
      return entry.count <= limits.mails
    },
  }
}
