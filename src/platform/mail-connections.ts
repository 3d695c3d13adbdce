/** Connections to mail servers: kept open between mails, and opened in parallel only as far as a server lets us wait. */
import SMTPConnection from 'nodemailer/lib/smtp-connection'

/** Where to connect, and how. */
export interface MailServer {
  readonly host: string
  readonly port: number
  readonly isSecure: boolean
  readonly user: string
  readonly password: string
  /** Whether the server must prove who it is: a relay that gets our password must, the servers of recipients mostly cannot. */
  readonly mustProve: boolean
  readonly isLmtp?: boolean | undefined
}

export interface HandedMail {
  readonly from: string
  readonly to: string
  readonly raw: Buffer
  /** Called when the server has answered that it has the mail, before anything else is done. */
  readonly onTaken?: (() => void) | undefined
}

/** A server did not take a mail. `stage` says what it answered to; `code` and `text` are its answer where it gave one. */
export class NotTaken extends Error {
  readonly stage: 'connection' | 'sender' | 'recipient' | 'message'
  readonly code: number | undefined
  readonly isConnectionOver: boolean
  constructor(message: string, stage: NotTaken['stage'], code: number | undefined, isConnectionOver: boolean) {
    super(message)
    this.stage = stage
    this.code = code
    this.isConnectionOver = isConnectionOver
  }
}

export interface MailConnection {
  /** Resolves once the server has answered that it has the mail. Throws `NotTaken`. */
  hand(mail: HandedMail): Promise<void>
  readonly isOpen: boolean
  close(): void
}

const PATIENCE = 20_000
/** RFC 5321 4.5.3.2 lets a server think for minutes about the end of a mail. */
const PATIENCE_IN_MAIL = 120_000

type Fault = Error & { readonly code?: string | undefined; readonly responseCode?: number | undefined; readonly command?: string | undefined; readonly response?: string | undefined }

/** Opens a connection, encrypted where the server offers it, and logs in where there is a name. Throws `NotTaken`. */
export async function connectTo(server: MailServer, name: string): Promise<MailConnection> {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.isSecure,
    lmtp: server.isLmtp === true,
    name,
    opportunisticTLS: !server.mustProve,
    tls: { rejectUnauthorized: server.mustProve },
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE_IN_MAIL,
    dnsTimeout: PATIENCE,
  })
  const state = { isOpen: true, fault: undefined as Fault | undefined }
  connection.on('error', (error: Fault) => {
    state.isOpen = false
    state.fault = error
  })
  connection.on('end', () => {
    state.isOpen = false
  })
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: Fault): void => reject(notTaken(error, 'connection', true))
    connection.once('error', refuse)
    connection.connect((error?: Error) => (error === undefined || error === null ? resolve() : refuse(error)))
  })
  if (server.user !== '') await logIn(connection, server)
  return {
    hand: (mail) => hand(connection, state, mail),
    get isOpen() {
      return state.isOpen
    },
    close: () => {
      if (state.isOpen) connection.quit()
      state.isOpen = false
    },
  }
}

function logIn(connection: SMTPConnection, server: MailServer): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.login({ user: server.user, pass: server.password }, (error?: Fault | null) => {
      if (error === undefined || error === null) return resolve()
      connection.close()
      reject(notTaken(error, 'connection', true))
    })
  })
}

const STAGES: Readonly<Record<string, NotTaken['stage']>> = { 'MAIL FROM': 'sender', 'RCPT TO': 'recipient', DATA: 'message' }

function hand(connection: SMTPConnection, state: { isOpen: boolean; fault: Fault | undefined }, mail: HandedMail): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.send({ from: mail.from, to: [mail.to], size: mail.raw.length }, mail.raw, (error) => {
      if (error === null || error === undefined) {
        mail.onTaken?.()
        return resolve()
      }
      const fault = error as Fault
      // Not even offered: it is larger than the server said it takes, or has an address that cannot be said.
      if ((fault.code === 'EMESSAGE' || fault.code === 'EENVELOPE') && fault.responseCode === undefined) return reject(new NotTaken(`552 5.3.4 ${fault.message}`, 'message', 552, false))
      // A connection that breaks while a mail is on it is held against that mail: one that breaks every time must not keep all others back.
      const stage = STAGES[fault.command ?? ''] ?? 'message'
      // A server that says 421 closes; any other may go on with the next mail once it has forgotten this one.
      if (!state.isOpen || fault.responseCode === undefined || fault.responseCode === 421) {
        state.isOpen = false
        connection.close()
        return reject(notTaken(fault, stage, true))
      }
      connection.reset((late?: Error | null) => {
        if (late !== undefined && late !== null) state.isOpen = false
        reject(notTaken(fault, stage, !state.isOpen))
      })
    })
  })
}

function notTaken(error: Fault, stage: NotTaken['stage'], isConnectionOver: boolean): NotTaken {
  return new NotTaken(error.response ?? error.message, stage, error.responseCode, isConnectionOver)
}
