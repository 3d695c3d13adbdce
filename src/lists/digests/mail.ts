import { createHash } from 'node:crypto'
import { encodeText, encodeWords } from '../../platform/mail-encoding.ts'
import type { Mailing } from '../../record/mailings/model.ts'
import type { Id } from '../../shared/ids.ts'
import { dateInZone, writeMailDate, type Instant } from '../../shared/time.ts'
import { listAddress, listFields, listUrl, postUrl, type MailPlace } from '../delivery/model.ts'
import type { List, Post } from '../model.ts'
import { withoutTag } from '../posts/model.ts'
import type { Digest } from './model.ts'

export interface DigestToCompose {
  readonly place: MailPlace
  readonly list: List & { readonly forum: string }
  readonly digest: Digest
  readonly posts: readonly Post[]
  readonly isMime: boolean
  readonly at: Instant
}

/**
 * Several posts as one mail: plain (after RFC 1153: contents, then each post between lines), or with each post as a mail of its own (multipart/digest), which can be answered. Attachments are
 * in the archive.
 */
export function composeDigest(mailingId: Id<'mailing'>, { place, list, digest, posts, isMime, at }: DigestToCompose): Mailing {
  const own = listAddress(list, place.mailDomain)
  const contents = posts.map((post, place_) => `${String(place_ + 1).padStart(4)}. ${withoutTag(post.subject, list.tag)} (${authorOf(post)})`).join('\n')
  const head = `${list.title}, ${digest.number}\n${listUrl(place, list)}\n\n${contents}`
  const content = isMime ? mimeContent(mailingId, { head, place, list, posts }) : plainContent(head, place, list, posts)
  return {
    id: mailingId,
    forumId: list.forumId,
    occasion: 'list-digest',
    messageId: `digest-${mailingId}@${place.mailDomain}`,
    from: { name: list.title, address: own },
    subject: `${list.tag === null ? '' : `[${list.tag}] `}${list.title} ${digest.number} (${dateInZone(at, 'UTC')})`,
    headers: [['Date', writeMailDate(at)], ['To', `<${own}>`], ...listFields(place, list)],
    content,
  }
}

function authorOf(post: Post): string {
  return post.authorName ?? post.authorMail ?? '?'
}

function plainContent(head: string, place: MailPlace, list: DigestToCompose['list'], posts: readonly Post[]): Mailing['content'] {
  const written = posts.map((post) => {
    const facts = [`Date: ${writeMailDate(post.sentAt ?? post.receivedAt)}`, `From: ${[post.authorName ?? '', post.authorMail === null ? '' : `<${post.authorMail}>`].join(' ').trim()}`, `Subject: ${withoutTag(post.subject, list.tag)}`, `Message-ID: <${post.messageId}>`, postUrl(place, list, post.number ?? 0)]
    // A line of hyphens parts the posts: one that a post has is moved by a space.
    return `${facts.join('\n')}\n\n${post.text.replace(/^-{30}$/gmu, ' $&')}`
  })
  const { encoding, body } = encodeText([head, '-'.repeat(70), written.join(`\n\n${'-'.repeat(30)}\n\n`)].join('\n\n'))
  return { headers: [['Content-Type', 'text/plain; charset=utf-8'], ['Content-Transfer-Encoding', encoding]], body: Buffer.from(`${body}\r\n`) }
}

function mimeContent(mailingId: Id, { head, place, list, posts }: { head: string } & Pick<DigestToCompose, 'place' | 'list' | 'posts'>): Mailing['content'] {
  const boundary = `convoke-${createHash('sha256').update(mailingId).digest('hex').slice(0, 32)}`
  const { encoding, body } = encodeText(head)
  const parts = [`Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`]
  const mails = posts.map((post) => `Content-Type: message/rfc822\r\n\r\n${asMail(place, list, post)}`)
  const inner = `${boundary}-d`
  parts.push(`Content-Type: multipart/digest; boundary="${inner}"\r\n\r\n${mails.map((mail) => `--${inner}\r\n${mail}\r\n`).join('')}--${inner}--`)
  const text = `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`
  return { headers: [['Content-Type', `multipart/mixed; boundary="${boundary}"`]], body: Buffer.from(text, 'latin1') }
}

/** A post as a mail within a mail, written anew from its words: what servers noted about its way stays out. */
function asMail(place: MailPlace, list: DigestToCompose['list'], post: Post): string {
  const { encoding, body } = encodeText(post.text)
  const from = `${post.authorName === null ? '' : `${encodeWords(post.authorName)} `}<${post.authorMail ?? listAddress(list, place.mailDomain)}>`
  const fields = [
    `Date: ${writeMailDate(post.sentAt ?? post.receivedAt)}`,
    `From: ${from}`,
    `Subject: ${encodeWords(withoutTag(post.subject, list.tag))}`,
    `Message-ID: <${post.messageId}>`,
    ...(post.inReplyTo === null ? [] : [`In-Reply-To: <${post.inReplyTo}>`]),
    `Archived-At: <${postUrl(place, list, post.number ?? 0)}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Transfer-Encoding: ${encoding}`,
  ]
  return `${fields.join('\r\n')}\r\n\r\n${body}`
}
