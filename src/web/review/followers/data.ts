import { findDocumentById } from '../../../drafts/queries.ts'
import type { Document, FrozenText } from '../../../drafts/model.ts'
import { loadFrozenText } from '../../../drafts/versions/queries.ts'
import { equalSecrets, hmac } from '../../../platform/digest.ts'
import type { FollowedPlace, PlaceFollower, WritePlaceNews } from '../../../review/followers/model.ts'
import { findPlaceFollower } from '../../../review/followers/queries.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import { excerpt } from '../../../shared/text.ts'
import type { Services } from '../../context.ts'
import { loadDocument, type InDocument } from '../../drafts/data.ts'
import { translator } from '../../messages.ts'
import type { PageRequest } from '../../page.tsx'
import { loadReview, readNumber, type InReview } from '../data.ts'

type Sender = Pick<Services, 'publicUrl' | 'secret'>

function followerSecret(secret: string, id: Id): string {
  return hmac(secret, `place-follower:${id}`)
}

/** The page on which following a place is confirmed and ended. */
export function placeFollowerAddress(sender: Sender, at: { forum: { slug: string }; cycle: { slug: string }; document: { slug: string } }, id: Id): string {
  return `${sender.publicUrl}/${at.forum.slug}/${at.cycle.slug}/documents/${at.document.slug}/follow-place/${id}.${followerSecret(sender.secret, id)}`
}

/** Words of a comment in a mail, in characters: all of it stands on its page. */
const EXCERPT = 600

/** Writes to who follows a place what was said there, or what became of it. */
export function placeNewsWriter(sender: Sender & Pick<Services, 'takesMail'>): WritePlaceNews {
  return (news, { id, language }) => {
    const t = translator(language)
    const { forum, cycle, document, number, words, paragraphs, answer } = news
    const ref = formatRef(cycle.slug, 'R', number)
    const leave = placeFollowerAddress(sender, news, id)
    const facts = {
      ref, leave, document: document.title, forum: forum.title, paragraphs: paragraphs.map((each) => `¶ ${each}`).join(', '), words: excerpt(words, EXCERPT),
      link: `${sender.publicUrl}/${forum.slug}/${cycle.slug}/comments/R-${number}`,
      disposition: answer === undefined ? '' : t(`review.disposition.${answer.disposition}`), reason: answer?.reason ?? '',
    }
    const event = answer === undefined ? 'comment' : 'answer'
    return { subject: t(`followers.mail.${event}.subject`, facts), body: t(`followers.mail.${event}.body`, facts) + (sender.takesMail ? `\n\n${t('shell.reply.place')}` : ''), leaveAt: leave }
  }
}

export interface FollowData extends InReview {
  readonly place: FollowedPlace
  /** What it is called: `¶ 3`, or the title of the section. */
  readonly name: string
  readonly number: number
  readonly text: FrozenText
}

/** The paragraph or section that is to be followed, by its number in the reviewed version. */
export async function loadToFollow(request: PageRequest): Promise<FollowData | undefined> {
  const data = await loadReview(request)
  const { paragraph, section } = request.params
  const number = readNumber(paragraph ?? section)
  if (data === undefined || number === undefined) return undefined
  const text = await loadFrozenText(request.db, data.review.versionId)
  const { documentId } = data.version
  if (section !== undefined) {
    const found = text[number - 1]
    const name = found === undefined || found.title === '' ? request.view.t('reviewing.section', { place: number }) : found.title
    return found === undefined ? undefined : { ...data, place: { documentId, kind: 'section', id: found.id }, name, number, text }
  }
  const found = text.flatMap(({ paragraphs }) => paragraphs).find((each) => each.number === number)
  return found === undefined ? undefined : { ...data, place: { documentId, kind: 'paragraph', id: found.id }, name: `¶ ${number}`, number, text }
}

export interface FollowingData extends InDocument {
  readonly follower: PlaceFollower
}

/** The wish that a secret link stands for; undefined for any other link. */
export async function loadPlaceFollowing(request: PageRequest): Promise<FollowingData | undefined> {
  const data = await loadDocument(request)
  const [id = '', secret = ''] = (request.params['token'] ?? '').split('.')
  if (data === undefined || !isId(id) || !equalSecrets(secret, followerSecret(request.services.secret, id))) return undefined
  const follower = await findPlaceFollower(request.db, id)
  return follower?.documentId === data.document.id ? { ...data, follower } : undefined
}

/** The document that a review reads. */
export async function documentOf(request: PageRequest, data: InReview): Promise<Document | undefined> {
  return findDocumentById(request.db, data.version.documentId)
}
