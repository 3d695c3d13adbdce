import { Readable } from 'node:stream'
import { makeMailToken } from '../../src/platform/mail-tokens.ts'
import type { Db } from '../../src/platform/database.ts'
import type { InboxMail } from '../../src/record/inbox/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { MailServices } from '../../src/mailroom/context.ts'
import { knows, takeIn } from '../../src/mailroom/intake.ts'
import { sortWaitingMail } from '../../src/mailroom/sorting.ts'
import type { Services } from '../../src/web/context.ts'
import { listLetterWriter } from '../../src/web/lists/letters/data.ts'
import { placeNewsWriter } from '../../src/web/review/followers/data.ts'

/** The mailroom on the services of a test's pages. */
export function mailroomOf(services: Services): MailServices {
  return { ...services, publicUrl: services.publicUrl, mailDomain: services.mailDomain, letters: { placeNews: placeNewsWriter(services), list: listLetterWriter(services) } }
}

/** The mailroom alone, where no page is asked for and no file is read. */
export function bareMailroom(services: Pick<MailServices, 'db' | 'files' | 'clock' | 'log'>): MailServices {
  const notAsked = () => Promise.reject(new Error('not asked'))
  return {
    ...services,
    extractor: { extract: notAsked, extractStyled: notAsked, readRemarks: notAsked, stop: () => Promise.resolve(), places: 1 },
    publicUrl: 'http://localhost:8080',
    secret: 'for tests',
    mailDomain: 'forum.example.org',
    letters: { placeNews: () => ({ subject: '', body: '', leaveAt: '' }), list: () => ({ subject: '', body: '' }) },
  }
}

/** A mail as a program sends it. */
export interface Written {
  readonly from?: string
  readonly subject?: string
  readonly headers?: readonly string[]
  readonly messageId?: string
  /** The type of the body; left out: plain text. */
  readonly type?: string
  readonly text: string
  readonly files?: readonly { readonly name: string; readonly type: string; readonly content: string }[]
}

export function writeMail(to: string, mail: Written): Buffer {
  const head = [`From: ${mail.from ?? 'Ana Sousa <ana@example.net>'}`, `To: ${to}`, `Subject: ${mail.subject ?? 'Re: yours'}`, `Message-ID: <${mail.messageId ?? `${Math.random()}@example.net`}>`, 'MIME-Version: 1.0', ...(mail.headers ?? [])]
  const type = mail.type ?? 'text/plain; charset=utf-8'
  const body = `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${encode(mail.text)}`
  if (mail.files === undefined) return Buffer.from(`${head.join('\r\n')}\r\n${body}`)
  const files = mail.files.map((file) => `--part\r\nContent-Type: ${file.type}; name="${file.name}"\r\nContent-Disposition: attachment; filename="${file.name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${encode(file.content)}`)
  return Buffer.from(`${head.join('\r\n')}\r\nContent-Type: multipart/mixed; boundary=part\r\n\r\n--part\r\n${body}${files.join('')}--part--\r\n`)
}

function encode(text: string): string {
  return `${Buffer.from(text).toString('base64').replaceAll(/.{76}/gu, '$&\r\n')}\r\n`
}

/** Hands a mail in as the listener does, and has it sorted. Fails where its address is refused. */
export async function deliver(services: MailServices, to: string, mail: Written, envelopeFrom = 'ana@example.net'): Promise<InboxMail['state'] | undefined> {
  const known = await knows(services, to)
  if (known !== 'known') throw new Error(`${to} is refused: ${known.refusal}`)
  await takeIn(services, { raw: Readable.from([writeMail(to, mail)]), envelope: { from: envelopeFrom, recipients: [to], client: { address: '192.0.2.7', helo: 'mail.example.net' } } })
  await sortWaitingMail(services)
  const row = await services.db.selectFrom('record_inbox').select(['state']).where('recipient', '=', to.toLowerCase()).orderBy('received_at', 'desc').orderBy('id', 'desc').executeTakeFirst()
  return row?.state
}

export interface Letter {
  readonly id: Id
  readonly subject: string
  readonly body: string
  readonly occasion: string | null
  /** Where an answer to it goes. */
  readonly replyTo: string
}

/** The mails that wait for an address, the latest last. */
export async function lettersTo(db: Db, services: Pick<MailServices, 'secret' | 'mailDomain'>, recipient: string): Promise<Letter[]> {
  const rows = await db.selectFrom('record_outbox').select(['id', 'subject', 'body', 'occasion']).where('recipient', '=', recipient).orderBy('created_at').orderBy('id').execute()
  return rows.map((row) => ({ ...row, replyTo: `reply+${makeMailToken(services.secret, 'reply', row.id)}@${services.mailDomain}` }))
}

/** The last of them. */
export async function lastLetterTo(db: Db, services: Pick<MailServices, 'secret' | 'mailDomain'>, recipient: string): Promise<Letter> {
  const letter = (await lettersTo(db, services, recipient)).at(-1)
  if (letter === undefined) throw new Error(`No mail has been written to ${recipient}`)
  return letter
}
