import { createTransport } from 'nodemailer'

/** One mail, as it leaves. `id` is the same at every try, so that a mail that arrived twice can be told by its Message-ID. */
export interface OutgoingMail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The address that ends this kind of mail when it is posted to (RFC 8058). */
  readonly leaveAt?: string | undefined
  /** An entry for a calendar: beside the words, so that programs that know calendars show it, and attached for those that only save files. */
  readonly calendar?: { readonly method: string; readonly text: string } | undefined
}

export interface MailTransport {
  /** Hands one mail to the server. Throws `MailRefused` when the server declines it for good, any other error when a later try may do. */
  send(mail: OutgoingMail): Promise<void>
  close(): void
}

/** The mail server answered that it will never take this mail (a reply of 500 to 599). */
export class MailRefused extends Error {}

const PATIENCE = 20_000

/**
 * Opens the way to a mail server. Mail comes from the login name of the address where that is a mail address, else from
 * `convoke@` the host at which the pages are reached.
 */
export function openMailTransport(smtpUrl: string, publicUrl: string): MailTransport {
  const server = new URL(smtpUrl)
  const host = new URL(publicUrl).hostname
  const user = decodeURIComponent(server.username)
  const from = senderAddress(smtpUrl, publicUrl)
  const transport = createTransport({
    host: server.hostname,
    port: server.port === '' ? (server.protocol === 'smtps:' ? 465 : 587) : Number(server.port),
    secure: server.protocol === 'smtps:',
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(server.password) } }),
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: async (mail) => {
      try {
        await transport.sendMail({
          from: { name: 'Convoke', address: from },
          to: { name: '', address: mail.to },
          subject: mail.subject,
          text: mail.text,
          ...(mail.calendar === undefined ? {} : { icalEvent: { method: mail.calendar.method.toLowerCase(), filename: 'meeting.ics', content: mail.calendar.text } }),
          messageId: `<${mail.id}@${host}>`,
          headers: {
            'Auto-Submitted': 'auto-generated',
            ...(mail.leaveAt === undefined ? {} : { 'List-Unsubscribe': `<${mail.leaveAt}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
          },
        })
      } catch (error) {
        throw isFinal(error) ? new MailRefused(messageOf(error)) : error
      }
    },
    close: () => transport.close(),
  }
}

/** The address that mail comes from: the login name where that is one, else `convoke@` the host of the pages. */
export function senderAddress(smtpUrl: string | undefined, publicUrl: string): string {
  const user = smtpUrl === undefined ? '' : decodeURIComponent(new URL(smtpUrl).username)
  return user.includes('@') ? user : `convoke@${new URL(publicUrl).hostname}`
}

/** A reply of 5xx is final for the mail, except where it is about who we are (a wrong password is mended by the operator). */
function isFinal(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const code = 'responseCode' in error ? Number(error.responseCode) : 0
  return code >= 500 && code < 600 && !('code' in error && error.code === 'EAUTH')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
