import { transact } from '../../src/platform/database.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import { buildLogin } from '../../src/people/testing.ts'
import { agree } from '../../src/review/agreements/commands.ts'
import type { Review } from '../../src/review/model.ts'
import { buildComment, commentInput } from '../../src/review/testing.ts'
import { keepComment } from '../../src/review/waiting/commands.ts'
import { keepFile } from '../../src/review/exchange/commands.ts'
import { setAside } from '../../src/review/wordings/commands.ts'
import type { FileRemark } from '../../src/shared/file-remarks.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import type { Id } from '../../src/shared/ids.ts'
import { tokenOf } from '../../src/web/review/comment/forms.tsx'
import type { TestApplication } from './application.ts'

/** A row of a table of comments, as a file says it. */
function remarkOf(key: string, paragraphs: string): FileRemark {
  const row = { member: 'Ada', clause: '', paragraphs, type: 'ge', target: '', ref: '', observation: 'Noted.', organisation: '', language: '', group: '', region: '' }
  return { key, kind: 'row', author: 'Ada', date: null, words: `Why is ${paragraphs} so?`, was: '', becomes: '', answers: null, isResolved: false, places: [], page: null, row }
}

const letter = () => ({ subject: 'A letter', body: 'A letter' })

/** What stands around comments: some that wait, one set aside, one agreed with. Answers the addresses of their forms. */
export async function buildHostileReview(app: TestApplication, { review, base }: { review: Review; base: string }): Promise<string[]> {
  const { db, now } = app
  const keep = async (waitsFor: 'mail' | 'desk'): Promise<Id<'comment'>> => {
    const kept = await transact(db, (tx) => keepComment(tx, PUBLIC, { ...commentInput(review), waitsFor }, now))
    if ('refusal' in kept) throw new Error(kept.refusal)
    return kept.id
  }
  const [mine, held] = [await keep('mail'), await keep('desk')]
  const [comment, aside] = [await buildComment(db, review, now), await buildComment(db, review, now)]
  await transact(db, (tx) => setAside(tx, SYSTEM, { commentId: aside.commentId, cycleSlug: '2026', reason: 'spam', note: undefined, write: letter }, now))
  const who = { personId: undefined, mail: 'ama@example.org', name: undefined, organisation: undefined, stakeholderGroup: undefined, regionalGroup: undefined, isNamed: false }
  const agreed = await transact(db, (tx) => agree(tx, PUBLIC, { commentId: comment.commentId, cycleSlug: '2026', ...who, needsConfirmation: true, write: letter }, now))
  if ('refusal' in agreed) throw new Error(agreed.refusal)
  const file = { format: 'table', paragraphs: [], remarks: [remarkOf('row-2', '1'), remarkOf('row-3', 'Table 9')], named: [], tables: [] } as const
  const { personId } = await buildLogin(db, 'editor', review.forumId, now)
  const { fileId } = await transact(db, (tx) => keepFile(tx, { reviewId: review.id, name: 'comments.csv', arrivedOn: '2026-11-01' as PlainDate, file, personId }, now))
  return [
    `/desk${base}/reviews/${review.number}/files`,
    `/desk${base}/reviews/${review.number}/files/${fileId}`,
    `${base}/reviews/${review.number}/waiting/${mine}/${tokenOf(app.services, mine)}`,
    `/desk${base}/waiting-comments/${held}`,
    `/desk${base}/comments/R-${comment.number}/aside`,
    `${base}/comments/R-${comment.number}/agreements/${agreed.agreementId}/${tokenOf(app.services, agreed.agreementId)}`,
    `${base}/comments/R-${comment.number}/agree`,
    `${base}/comments/R-${comment.number}/reply`,
  ]
}
