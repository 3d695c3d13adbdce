import { findFollower, type Follower } from '../../../drafts/following/queries.ts'
import type { Recipient, VersionTold, WriteVersionMail } from '../../../drafts/following/model.ts'
import { equalSecrets, hmac } from '../../../platform/digest.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { writeDate } from '../../../shared/time.ts'
import type { Services } from '../../context.ts'
import { translator } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { loadDocument, loadDocumentVersions, type InDocument } from '../data.ts'
import { readingAddress } from '../held/data.ts'

type Sender = Pick<Services, 'publicUrl' | 'secret'>

/** What makes the link of somebody who follows a document: nobody can make one without the installation's secret. */
export function followerSecret(secret: string, id: Id): string {
  return hmac(secret, `follower:${id}`)
}

/** The page on which following is confirmed and ended. */
export function followerAddress(sender: Sender, place: { forum: { slug: string }; cycle: { slug: string }; document: { slug: string } }, id: Id): string {
  return `${sender.publicUrl}/${place.forum.slug}/${place.cycle.slug}/documents/${place.document.slug}/follow/${id}.${followerSecret(sender.secret, id)}`
}

/** Writes the mails about versions. */
export function versionMailWriter(sender: Sender): WriteVersionMail {
  return (told, recipient) => writeMail(sender, told, recipient)
}

function writeMail(sender: Sender, told: VersionTold, recipient: Recipient): { subject: string; body: string; leaveAt?: string | undefined } {
  const { forum, cycle, document, version, occasion } = told
  const t = translator(recipient.language)
  const base = `${sender.publicUrl}/${forum.slug}/${cycle.slug}/documents/${document.slug}`
  const link = occasion === 'circulated' ? readingAddress(sender, told) : `${base}/versions/${version.number}`
  const leaveAt = recipient.id === null ? undefined : followerAddress(sender, told, recipient.id)
  const leave = leaveAt === undefined ? t('release.mail.not-listed') : t('release.mail.leave', { link: leaveAt })
  const until = version.releaseOn === null ? t('release.mail.no-day') : t('release.mail.day', { date: writeDate(version.releaseOn, recipient.language) })
  const facts = { document: document.title, forum: forum.title, number: version.number, title: version.title, note: version.note, link, until, leave }
  return { subject: t(`release.mail.subject.${occasion}`, facts), body: t(`release.mail.body.${occasion}`, facts), leaveAt }
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
