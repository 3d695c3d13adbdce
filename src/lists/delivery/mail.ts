import { bodyStart, headerOf, readMail, type ReadMail } from '../../platform/mail-reading.ts'
import { encodeText } from '../../platform/mail-encoding.ts'
import type { MailDns } from '../../platform/mail-dns.ts'
import type { Mailing } from '../../record/mailings/model.ts'
import type { Id } from '../../shared/ids.ts'
import { splitAddress } from '../../shared/mail-addresses.ts'
import type { HeaderField } from '../../shared/mail-fields.ts'
import { writeMailDate, type Instant } from '../../shared/time.ts'
import type { List } from '../model.ts'
import { tagSubject } from '../posts/model.ts'
import { isHarmful, isListed, listAddress, listFields, policyNames, postUrl, readPolicy, type MailPlace, type PostToSend } from './model.ts'

export interface ToCompose {
  readonly place: MailPlace
  readonly list: List & { readonly forum: string }
  readonly post: PostToSend & { readonly sentAt: Instant; readonly text: string; readonly size: number }
  readonly raw: Uint8Array
  readonly isRewritten: boolean
}

/**
 * The one letter of which every member of a list gets a copy: what the author wrote, byte for byte, with the list's tag and fields. What is
 * over the list's size goes out as its text, with the address of each attachment in the archive.
 */
export async function composePost(mailingId: Id<'mailing'>, { place, list, post, raw, isRewritten }: ToCompose): Promise<Mailing> {
  const mail = await readMail(raw)
  const own = listAddress(list, place.mailDomain)
  const author = { name: post.authorName ?? '', address: post.authorMail ?? own }
  const answerTo = mail?.replyTo[0]?.address
  const from = isRewritten ? { name: `${author.name === '' ? (author.address.split('@')[0] ?? '') : author.name} via ${list.title}`, address: own } : author
  const replyTo = answerTo !== undefined && answerTo !== '' ? answerTo : isRewritten ? author.address : undefined
  return {
    id: mailingId,
    forumId: list.forumId,
    occasion: 'list-post',
    messageId: post.messageId,
    from,
    replyTo,
    subject: tagSubject(post.subject, list.tag),
    headers: [
      ['Date', writeMailDate(post.sentAt)],
      ['To', `<${own}>`],
      ...copiesTo(mail, own),
      ...(post.inReplyTo === null ? [] : [['In-Reply-To', `<${post.inReplyTo}>`] as const]),
      ...(post.references.length === 0 ? [] : [['References', post.references.slice(-20).map((id) => `<${id}>`).join(' ')] as const]),
      ...listFields(place, list),
      post.isNotArchived ? ['X-No-Archive', 'yes'] : ['Archived-At', `<${postUrl(place, list, post.number)}>`],
    ],
    content: contentOf(place, list, post, raw, mail),
  }
}

/** Whom the author wrote to besides the list: who answers all of them answers them too. */
function copiesTo(mail: ReadMail | undefined, own: string): HeaderField[] {
  const others = [...(mail?.to ?? []), ...(mail?.cc ?? [])].map(({ address }) => address).filter((address) => splitAddress(address) !== undefined && address.toLowerCase() !== own.toLowerCase())
  const said = [...new Set(others)].slice(0, 50)
  return said.length === 0 ? [] : [['Cc', said.map((address) => `<${address}>`).join(', ')]]
}

function contentOf(place: MailPlace, list: List & { readonly forum: string }, post: ToCompose['post'], raw: Uint8Array, mail: ReadMail | undefined): Mailing['content'] {
  const attachments = mail?.attachments ?? []
  // What no archive keeps has no address there: it goes out whole.
  const isTooLarge = post.size > list.sizeLimit && attachments.length > 0 && !post.isNotArchived
  const whole = isTooLarge ? undefined : contentAsItCame(raw, mail)
  if (whole !== undefined) return whole
  const links = attachments.map(({ name, type: kind, content }, at) => `${name ?? kind} (${kilobytes(content.byteLength)})${isHarmful(name, kind) || post.isNotArchived ? '' : `: ${postUrl(place, list, post.number)}/files/${at + 1}`}`)
  return contentOfText([post.text, ...(links.length === 0 ? [] : [links.join('\n')])].join('\n\n'))
}

/** What a mail holds, byte for byte; undefined where it has a file that does harm, or could not be sent as it is. */
export function contentAsItCame(raw: Uint8Array, mail: ReadMail | undefined): Mailing['content'] | undefined {
  const start = bodyStart(raw)
  if (mail === undefined || start === undefined || mail.attachments.some(({ name, type }) => isHarmful(name, type))) return undefined
  const body = withCrlf(raw.subarray(start))
  const type = headerOf(mail, 'content-type')
  // A line that no server takes, or a head that cannot be sent as it is: the words alone then.
  if (hasLongLine(body) || !isPlain(type)) return undefined
  const encoding = headerOf(mail, 'content-transfer-encoding')
  return { headers: [['Content-Type', type ?? 'text/plain; charset=us-ascii'], ...(encoding !== undefined && /^[\w-]{1,40}$/u.test(encoding.trim()) ? [['Content-Transfer-Encoding', encoding.trim()] as const] : [])], body }
}

/** Words alone. */
export function contentOfText(words: string): Mailing['content'] {
  const { encoding, body } = encodeText(words)
  return { headers: [['Content-Type', 'text/plain; charset=utf-8'], ['Content-Transfer-Encoding', encoding]], body: Buffer.from(`${body}\r\n`) }
}

function kilobytes(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

function isPlain(value: string | undefined): boolean {
  return value === undefined || (value.length < 900 && /^[\x20-\x7e\t]*$/u.test(value))
}

function withCrlf(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1').replace(/\r\n|\r|\n/gu, '\r\n')
  return Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1')
}

function hasLongLine(body: Uint8Array): boolean {
  let length = 0
  for (const byte of body) {
    length = byte === 10 ? 0 : length + 1
    if (length > 999) return true
  }
  return false
}

/** Whether mail from a domain reaches others only when it is rewritten: its owner says so, or the desk has listed it. Not knowing is no. */
export async function asksForRewriting(dns: MailDns, address: string | null, listed: readonly string[]): Promise<boolean> {
  const domain = address === null ? undefined : splitAddress(address)?.domain
  if (domain === undefined) return false
  if (isListed(domain, listed)) return true
  for (const [at, name] of policyNames(domain).entries()) {
    const found = await dns.txt(name)
    if (found === 'unknown') return false
    const policy = readPolicy(found, at > 0)
    if (policy !== undefined) return policy !== 'none'
  }
  return false
}
