import { findFollower, type Follower } from '../../../drafts/following/queries.ts'
import type { Recipient, TextToSend, VersionTold, WriteVersionMail } from '../../../drafts/following/model.ts'
import { equalSecrets, hmac } from '../../../platform/digest.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { writeDate } from '../../../shared/time.ts'
import type { Services } from '../../context.ts'
import { translator, type Translate } from '../../messages.ts'
import { flatten, type FrozenText } from '../../../drafts/model.ts'
import type { Cycle, Forum } from '../../../forums/model.ts'
import type { WriteReviewMail } from '../../../review/model.ts'
import type { PageRequest } from '../../page.tsx'
import { loadDocument, loadDocumentVersions, type InDocument } from '../data.ts'
import { readingAddress } from '../held/data.ts'

type Sender = Pick<Services, 'publicUrl' | 'secret'>
type Writer = Pick<Services, 'publicUrl' | 'secret' | 'takesMail'>

/** What makes the link of somebody who follows a document: nobody can make one without the installation's secret. */
export function followerSecret(secret: string, id: Id): string {
  return hmac(secret, `follower:${id}`)
}

/** The page on which following is confirmed and ended. */
export function followerAddress(sender: Sender, place: { forum: { slug: string }; cycle: { slug: string }; document: { slug: string } }, id: Id): string {
  return `${sender.publicUrl}/${place.forum.slug}/${place.cycle.slug}/documents/${place.document.slug}/follow/${id}.${followerSecret(sender.secret, id)}`
}

/** Writes the mails about versions. */
export function versionMailWriter(sender: Writer): WriteVersionMail {
  return (told, recipient) => writeMail(sender, told, recipient)
}

function writeMail(sender: Writer, told: VersionTold & TextToSend, recipient: Recipient): { subject: string; body: string; leaveAt?: string | undefined } {
  const { forum, cycle, document, version, occasion } = told
  const t = translator(recipient.language)
  const base = `${sender.publicUrl}/${forum.slug}/${cycle.slug}/documents/${document.slug}`
  const link = occasion === 'circulated' ? readingAddress(sender, told) : `${base}/versions/${version.number}`
  const leaveAt = recipient.id === null ? undefined : followerAddress(sender, told, recipient.id)
  const leave = leaveAt === undefined ? t('release.mail.not-listed') : t('release.mail.leave', { link: leaveAt })
  const until = version.releaseOn === null ? t('release.mail.no-day') : t('release.mail.day', { date: writeDate(version.releaseOn, recipient.language) })
  const facts = { document: document.title, forum: forum.title, number: version.number, title: version.title, note: version.note, link, until, leave }
  return { subject: t(`release.mail.subject.${occasion}`, facts), body: [t(`release.mail.body.${occasion}`, facts), ...writeText(sender, told, t)].join('\n\n'), leaveAt }
}

/** Characters of a text that a mail brings. */
const LONGEST = 150_000

/** The text with the numbers of its paragraphs, as far as a mail carries it: all, what changed, or its beginning. Nothing where no answer comes in. */
function writeText(sender: Writer, { text, previous }: TextToSend, t: Translate): string[] {
  if (!sender.takesMail) return []
  const known = new Set(previous === undefined ? [] : flatten(previous).map((paragraph) => paragraph.text))
  const whole = lineUp(text, () => true)
  const changed = previous === undefined ? [] : lineUp(text, (words) => !known.has(words))
  const fits = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length + 2, 0) <= LONGEST
  if (fits(whole)) return [t('release.mail.answer'), t('release.mail.text'), ...whole]
  if (changed.length > 0 && fits(changed)) return [t('release.mail.answer'), t('release.mail.text-changed'), ...changed]
  const beginning: string[] = []
  for (const line of whole) if (fits([...beginning, line])) beginning.push(line)
    else break
  return [t('release.mail.answer'), t('release.mail.text-beginning'), ...beginning]
}

/** Headings and paragraphs, one each; headings that have nothing below them left out. */
function lineUp(text: FrozenText, isIn: (words: string) => boolean): string[] {
  return text.flatMap(({ title, paragraphs }) => {
    const own = paragraphs.filter((paragraph) => isIn(paragraph.text)).map(({ number, text: words }) => `¶ ${number}  ${words}`)
    return own.length === 0 || title === '' ? own : [title, ...own]
  })
}

/** Writes to who follows a document that a version of it is open to comment. */
export function reviewMailWriter(sender: Writer, at: { readonly forum: Forum; readonly cycle: Cycle }): WriteReviewMail {
  return ({ review, document, version, ...texts }, recipient) => {
    const t = translator(recipient.language)
    const { forum, cycle } = at
    const place = { forum, cycle, document }
    const leaveAt = recipient.id === null ? undefined : followerAddress(sender, place, recipient.id)
    const until = review.closesOn === undefined ? '' : t('release.mail.review.until', { date: writeDate(review.closesOn, recipient.language) })
    const facts = {
      document: document.title, forum: forum.title, number: version.number, title: review.title, introduction: review.introduction, until,
      link: `${sender.publicUrl}/${forum.slug}/${cycle.slug}/reviews/${review.number}`, leave: leaveAt === undefined ? '' : t('release.mail.leave', { link: leaveAt }),
    }
    const body = [t('release.mail.review.body', facts).replaceAll(/\n{3,}/gu, '\n\n'), ...writeText(sender, texts, t)].join('\n\n')
    return { subject: t('release.mail.review.subject', facts), body, leaveAt }
  }
}

/** A document that can be followed: one of which there is a version to be read, by whoever asks. */
export const loadFollowable = loadDocumentVersions

export interface InFollowing extends InDocument {
  readonly follower: Follower
}

/** The wish that a secret link stands for; undefined for any other link. */
export async function loadFollowing(request: PageRequest): Promise<InFollowing | undefined> {
  const data = await loadDocument(request)
  const [id = '', secret = ''] = (request.params['token'] ?? '').split('.')
  if (data === undefined || !isId(id) || !equalSecrets(secret, followerSecret(request.services.secret, id))) return undefined
  const follower = await findFollower(request.db, id)
  return follower?.documentId === data.document.id ? { ...data, follower } : undefined
}
