import { findDocumentById } from '../../src/drafts/queries.ts'
import { findVersionPlace, loadFrozenText } from '../../src/drafts/versions/queries.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { beginReview } from '../../src/procedures/begin-review.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import { buildLogin } from '../../src/people/testing.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { putOnAgenda } from '../../src/review/agenda/commands.ts'
import { agree } from '../../src/review/agreements/commands.ts'
import type { Review } from '../../src/review/model.ts'
import { commentOnDraft } from '../../src/review/early/commands.ts'
import { askToFollowPlace } from '../../src/review/followers/commands.ts'
import { buildComment, commentInput } from '../../src/review/testing.ts'
import { keepComment } from '../../src/review/waiting/commands.ts'
import { keepFile } from '../../src/review/exchange/commands.ts'
import { setAside } from '../../src/review/wordings/commands.ts'
import type { FileRemark } from '../../src/shared/file-remarks.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import type { Id } from '../../src/shared/ids.ts'
import { tokenOf } from '../../src/web/review/comment/forms.tsx'
import { placeFollowerAddress } from '../../src/web/review/followers/data.ts'
import type { TestApplication } from './application.ts'

const LETTER = 'Please do not raise the price of moorings, because small boats cannot pay it.'

/** A row of a table of comments, as a file says it. */
function remarkOf(key: string, paragraphs: string): FileRemark {
  const row = { member: 'Ada', clause: '', paragraphs, type: 'ge', target: '', ref: '', observation: 'Noted.', organisation: '', language: '', group: '', region: '' }
  return { key, kind: 'row', author: 'Ada', date: null, words: `Why is ${paragraphs} so?`, was: '', becomes: '', answers: null, isResolved: false, places: [], page: null, row }
}

const letter = () => ({ subject: 'A letter', body: 'A letter' })

/** What stands around comments: some that wait, one set aside, one agreed with. Answers the addresses of their forms. */
export async function buildHostileReview(app: TestApplication, { review, base }: { review: Review; base: string }): Promise<string[]> {
  const { db, now } = app
  const keep = async (waitsFor: 'mail' | 'desk', text = 'One that stands alone.'): Promise<Id<'comment'>> => {
    const kept = await transact(db, (tx) => keepComment(tx, PUBLIC, { ...commentInput(review), text, waitsFor }, now))
    if ('refusal' in kept) throw new Error(kept.refusal)
    return kept.id
  }
  const [mine, held, alike] = [await keep('mail'), await keep('desk'), await keep('desk', LETTER)]
  await keep('desk', `${LETTER} Yours`)
  const [comment, aside] = [await buildComment(db, review, now), await buildComment(db, review, now)]
  await transact(db, (tx) => setAside(tx, SYSTEM, { commentId: aside.commentId, cycleSlug: '2026', reason: 'spam', note: undefined, write: letter }, now))
  const who = { personId: undefined, mail: 'ama@example.org', name: undefined, organisation: undefined, stakeholderGroup: undefined, regionalGroup: undefined, isNamed: false }
  const agreed = await transact(db, (tx) => agree(tx, PUBLIC, { commentId: comment.commentId, cycleSlug: '2026', ...who, needsConfirmation: true, write: letter }, now))
  if ('refusal' in agreed) throw new Error(agreed.refusal)
  const meeting = await buildMeeting(db, review.forumId, 'with-an-agenda', now, { cycleIds: [review.cycleId], ordinal: null })
  const put = await transact(db, (tx) => putOnAgenda(tx, SYSTEM, { cycleId: review.cycleId, cycleSlug: '2026', commentId: comment.commentId, meetingId: meeting.id, why: 'It is hard.' }, now))
  if ('refusal' in put) throw new Error(put.refusal)
  const [section] = await loadFrozenText(db, review.versionId)
  const document = await findDocumentById(db, (await findVersionPlace(db, review.versionId))?.documentId ?? mine)
  if (section === undefined || document === undefined) throw new Error('The review has no text')
  const [paragraph] = section.paragraphs
  const member = await buildLogin(db, 'member', review.forumId, now)
  await transact(db, (tx) => commentOnDraft(tx, PUBLIC, { id: newId(), documentId: document.id, paragraphId: paragraph?.id ?? mine, personId: member.personId, type: 'general', text: 'Before the version.', language: 'en', isNamed: true }, now))
  const place = { documentId: document.id, kind: 'section', id: section.id } as const
  let follower: Id<'place-follower'> | undefined
  const writeConfirmation = (id: Id<'place-follower'>) => {
    follower = id
    return letter()
  }
  await transact(db, (tx) => askToFollowPlace(tx, PUBLIC, { place, mail: 'ama@example.org', language: 'en', writeConfirmation }, now))
  const [forum = '', cycle = ''] = base.split('/').filter(Boolean)
  const following = placeFollowerAddress(app.services, { forum: { slug: forum }, cycle: { slug: cycle }, document }, follower ?? mine)
  const file = { format: 'table', paragraphs: [], remarks: [remarkOf('row-2', '1'), remarkOf('row-3', 'Table 9')], named: [], tables: [] } as const
  const { personId } = await buildLogin(db, 'editor', review.forumId, now)
  const { fileId } = await transact(db, (tx) => keepFile(tx, { reviewId: review.id, name: 'comments.csv', arrivedOn: '2026-11-01' as PlainDate, file, personId }, now))
  return [
    `/desk${base}/documents`,
    `/desk${base}/documents/${document.slug}/paragraphs/${paragraph?.id ?? ''}/cite`,
    `${base}/documents/${document.slug}/draft-comments`,
    `${base}/reviews/${review.number}/paragraphs/1/follow`,
    `${base}/reviews/${review.number}/sections/1/follow`,
    new URL(following).pathname,
    `/desk${base}/reviews/${review.number}/files`,
    `/desk${base}/reviews/${review.number}/files/${fileId}`,
    `${base}/reviews/${review.number}/waiting/${mine}/${tokenOf(app.services, mine)}`,
    `/desk${base}/waiting-comments/${held}`,
    `/desk${base}/waiting-comments/alike/${alike}`,
    `/desk${base}/comments/R-${comment.number}/aside`,
    `/desk${base}/comments/R-${comment.number}/agenda`,
    `${base}/comments/R-${comment.number}/agreements/${agreed.agreementId}/${tokenOf(app.services, agreed.agreementId)}`,
    `${base}/comments/R-${comment.number}/agree`,
    `${base}/comments/R-${comment.number}/reply`,
  ]
}

/** A review by itself. Its pages are looked at last: where it is the only one of its kind, a forum has more of everything. */
export async function buildHostileAlone({ db, now }: TestApplication): Promise<string[]> {
  const sections = [{ names: [], title: 'Rules', level: 1, isAnnex: false, blocks: [{ names: [], body: { kind: 'paragraph', content: [{ kind: 'text', text: 'One paragraph.', marks: [] }] } }] }] as const
  const alone = await transact(db, (tx) => beginReview(tx, SYSTEM, { title: 'Rules', language: 'en', slug: 'rules-alone', formKey: newId(), format: 'text', sections }, now))
  if ('refusal' in alone) throw new Error(alone.refusal)
  return ['/desk/new-review', `/desk/${alone.forum}/${alone.cycle}/alone`]
}
