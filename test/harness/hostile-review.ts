import { transact } from '../../src/platform/database.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import { agree } from '../../src/review/agreements/commands.ts'
import type { Review } from '../../src/review/model.ts'
import { buildComment, commentInput } from '../../src/review/testing.ts'
import { keepComment } from '../../src/review/waiting/commands.ts'
import { setAside } from '../../src/review/wordings/commands.ts'
import type { Id } from '../../src/shared/ids.ts'
import { tokenOf } from '../../src/web/review/comment/forms.tsx'
import type { TestApplication } from './application.ts'

const letter = () => ({ subject: 'A letter', body: 'A letter' })

/** What stands around comments: some that wait, one set aside, one agreed with. Answers the addresses of their forms. */
export async function buildHostileReview(app: TestApplication, { review, base }: { review: Review; base: string }): Promise<string[]> {
  const { db, now } = app
  const keep = async (waitsFor: 'mail' | 'desk'): Promise<Id<'comment'>> => {
    const kept = await transact(db, (tx) => keepComment(tx, PUBLIC, { ...commentInput(review), waitsFor }, now))
    if ('refusal' in kept) throw new Error(kept.refusal)
    return kept.id
  }
  const [mine, held, alike] = [await keep('mail'), await keep('desk'), await keep('desk')]
  const [comment, aside] = [await buildComment(db, review, now), await buildComment(db, review, now)]
  await transact(db, (tx) => setAside(tx, SYSTEM, { commentId: aside.commentId, cycleSlug: '2026', reason: 'spam', note: undefined, write: letter }, now))
  const who = { personId: undefined, mail: 'ama@example.org', name: undefined, organisation: undefined, stakeholderGroup: undefined, regionalGroup: undefined, isNamed: false }
  const agreed = await transact(db, (tx) => agree(tx, PUBLIC, { commentId: comment.commentId, cycleSlug: '2026', ...who, needsConfirmation: true, write: letter }, now))
  if ('refusal' in agreed) throw new Error(agreed.refusal)
  return [
    `${base}/reviews/${review.number}/waiting/${mine}/${tokenOf(app.services, mine)}`,
    `/desk${base}/waiting-comments/${held}`,
    `/desk${base}/waiting-comments/alike/${alike}`,
    `/desk${base}/comments/R-${comment.number}/aside`,
    `${base}/comments/R-${comment.number}/agreements/${agreed.agreementId}/${tokenOf(app.services, agreed.agreementId)}`,
    `${base}/comments/R-${comment.number}/agree`,
    `${base}/comments/R-${comment.number}/reply`,
  ]
}
