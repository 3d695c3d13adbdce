import { buildCitedChain } from '../../src/procedures/testing.ts'
import { enterFigure } from '../../src/contributions/overview/commands.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { listCalls } from '../../src/calls/queries.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { addMilestone } from '../../src/forums/timeline/commands.ts'
import { addReference } from '../../src/library/commands.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { makeLoginLink } from '../../src/people/commands.ts'
import { transact } from '../../src/platform/database.ts'
import { answerComment } from '../../src/procedures/answer-comment.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { buildComment, buildReview } from '../../src/review/testing.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { buildTheme } from '../../src/synthesis/testing.ts'
import { giveFate } from '../../src/trace/fates/commands.ts'
import { buildLogin } from '../../src/people/testing.ts'
import { followSecret } from '../../src/web/contributions/data.ts'
import { tokenOf } from '../../src/web/review/comment/forms.tsx'
import type { TestApplication } from './application.ts'

/** A forum in which every form of the application has something to work on. */
export interface HostileWorld {
  readonly forum: Forum
  readonly cycle: Cycle
  /** Addresses that no page links to: those behind secret links, and what a person signs in and out with. */
  readonly secretAddresses: readonly string[]
}

export async function buildHostileWorld(app: TestApplication): Promise<HostileWorld> {
  const { db, now } = app
  const { forum, cycle } = await app.seedForum()
  const place = { forumId: forum.id, cycleId: cycle.id }
  const chain = await buildCitedChain(db, cycle, now)
  const [call] = await listCalls(db, cycle.id)
  if (call === undefined) throw new Error('The call that was built is not there')
  await buildTheme(db, cycle, 'Rules', now, await buildTheme(db, cycle, 'Water', now))
  const review = await buildReview(db, cycle, chain.versionId, now)
  const comment = await buildComment(db, review, now)
  await buildComment(db, review, now)
  const withdrawn = await buildComment(db, review, now)
  const answer = { commentId: comment.commentId, cycleSlug: cycle.slug, documentId: chain.documentId, revision: 0, disposition: 'noted' as const, reason: 'Thank you.', changed: [], changedIn: 'working', duplicateOf: '' }
  const answered = await transact(db, (tx) => answerComment(tx, SYSTEM, answer, now))
  if ('refusal' in answered) throw new Error(answered.refusal)
  await buildMeeting(db, forum.id, 'first', now, { cycleIds: [cycle.id] })
  await transact(db, (tx) => addMilestone(tx, SYSTEM, { cycle, title: 'Due', isSoft: true, note: null, source: null, date: { on: '2026-11-15' as PlainDate } }, now))
  await transact(db, (tx) => addReference(tx, SYSTEM, { ...place, title: 'On rivers' }, now))
  await transact(db, (tx) => enterFigure(tx, SYSTEM, { ...place, asOf: '2026-11-01' as PlainDate, dimension: 'regionalGroup', key: 'AFG', published: 2, source: 'A report' }, now))
  const sent = await buildContribution(db, call, now)
  const unitIds = chain.answerIds.slice(1, 2)
  const given = await transact(db, (tx) => giveFate(tx, SYSTEM, { ...place, cycle: cycle.slug, unitIds, fate: 'answered', reason: 'Said elsewhere.' }, now))
  if ('refusal' in given) throw new Error(given.refusal)
  const { personId } = await buildLogin(db, 'member', forum.id, now)
  const link = await transact(db, (tx) => makeLoginLink(tx, SYSTEM, { personId }, now))
  const base = `/${forum.slug}/${cycle.slug}`
  return {
    forum,
    cycle,
    secretAddresses: [
      `${base}/contributions/C-${sent.number}/follow/${followSecret(app.services.secret, sent.contributionId)}/withdraw`,
      `${base}/comments/R-${comment.number}/mine/${tokenOf(app.services, comment.commentId)}`,
      `${base}/comments/R-${withdrawn.number}/mine/${tokenOf(app.services, withdrawn.commentId)}`,
      `/login/${link.token}`,
      '/login',
      '/logout',
    ],
  }
}
