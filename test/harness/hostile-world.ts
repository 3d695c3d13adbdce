import { buildCitedChain, buildFrozenVersion } from '../../src/procedures/testing.ts'
import { enterFigure } from '../../src/contributions/overview/commands.ts'
import type { Call } from '../../src/calls/model.ts'
import { makeInvitation } from '../../src/contributions/invitations/commands.ts'
import { listAnswersAsSent } from '../../src/contributions/queries.ts'
import { aContribution, buildContribution } from '../../src/contributions/testing.ts'
import { saveUnsent } from '../../src/contributions/unsent/commands.ts'
import { amendContribution } from '../../src/procedures/amend-contribution.ts'
import { markPassage } from '../../src/procedures/mark-passage.ts'
import type { Id } from '../../src/shared/ids.ts'
import { listDetachedPassages } from '../../src/synthesis/anchoring/queries.ts'
import { confirmSecret } from '../../src/web/contributions/send/data.ts'
import { previewSecret, unsentSecret } from '../../src/web/contributions/unsent/data.ts'
import { nameCutOff } from '../../src/calls/cut-offs/commands.ts'
import { askForNotice } from '../../src/calls/notices/commands.ts'
import { askForProposals, sendProposal } from '../../src/calls/proposals/commands.ts'
import { listCalls } from '../../src/calls/queries.ts'
import { sendRemark } from '../../src/calls/remarks/commands.ts'
import { buildCall } from '../../src/calls/testing.ts'
import { findForumById } from '../../src/forums/queries.ts'
import { newId } from '../../src/platform/new-id.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import { noticeAddress } from '../../src/web/calls/notices/data.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { addMilestone } from '../../src/forums/timeline/commands.ts'
import { addReference } from '../../src/library/commands.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { makeLoginLink } from '../../src/people/commands.ts'
import { transact } from '../../src/platform/database.ts'
import { answerComment } from '../../src/procedures/answer-comment.ts'
import { makeSuggestion } from '../../src/drafts/suggestions/commands.ts'
import { buildComment, buildReview } from '../../src/review/testing.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { buildTheme } from '../../src/synthesis/testing.ts'
import { giveFate } from '../../src/trace/fates/commands.ts'
import { buildLogin } from '../../src/people/testing.ts'
import { followSecret } from '../../src/web/contributions/data.ts'
import { tokenOf } from '../../src/web/review/comment/forms.tsx'
import type { TestApplication } from './application.ts'
import { atDesk, buildHostileDesk } from './hostile-desk.ts'
import { buildHostileAnchors } from './hostile-anchors.ts'
import { buildHostileDrafts } from './hostile-drafts.ts'
import { buildHostileAlone, buildHostileReview } from './hostile-review.ts'
import { buildHostileNotices } from './hostile-notices.ts'
import { buildHostileMeetings } from './hostile-meetings.ts'
import { buildHostileEditions } from './hostile-editions.ts'
import { buildHostileReports } from './hostile-reports.ts'
import { buildHostileRoom } from './hostile-room.ts'
import { buildHostileSuggested } from './hostile-suggested.ts'
import { buildHostileLists } from './hostile-lists.ts'
import { buildHostilePolls } from './hostile-polls.ts'
import { buildHostileTold } from './hostile-told.ts'
import { buildHostileSynthesis } from './hostile-synthesis.ts'

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
  // One is published below, and this one waits to be.
  const later = await buildFrozenVersion(db, chain.documentId, now)
  const [call] = await listCalls(db, cycle.id)
  if (call === undefined) throw new Error('The call that was built is not there')
  await buildTheme(db, cycle, 'Rules', now, await buildTheme(db, cycle, 'Water', now))
  const review = await buildReview(db, cycle, chain.versionId, now, { closesOn: '2026-12-01' as PlainDate })
  const comment = await buildComment(db, review, now)
  await buildComment(db, review, now)
  const withdrawn = await buildComment(db, review, now)
  const answer = { commentId: comment.commentId, cycleSlug: cycle.slug, documentId: chain.documentId, revision: 0, disposition: 'noted' as const, reason: 'Thank you.', changed: [], changedIn: 'working', duplicateOf: '' }
  const answered = await transact(db, (tx) => answerComment(tx, SYSTEM, answer, now))
  if ('refusal' in answered) throw new Error(answered.refusal)
  await buildMeeting(db, forum.id, 'first', now, { cycleIds: [cycle.id], ordinal: null })
  await transact(db, (tx) => addMilestone(tx, SYSTEM, { cycle, title: 'Due', isSoft: true, note: null, source: null, date: { on: '2026-11-15' as PlainDate } }, now))
  await transact(db, (tx) => addReference(tx, SYSTEM, { ...place, title: 'On rivers' }, now))
  await transact(db, (tx) => enterFigure(tx, SYSTEM, { ...place, asOf: '2026-11-01' as PlainDate, dimension: 'regionalGroup', key: 'AFG', published: 2, source: 'A report' }, now))
  const sent = await buildContribution(db, call, now)
  const asked = await buildScopedCall(app, cycle)
  const unitIds = chain.answerIds.slice(1, 2)
  const given = await transact(db, (tx) => giveFate(tx, SYSTEM, { ...place, cycle: cycle.slug, unitIds, fate: 'answered', reason: 'Said elsewhere.' }, now))
  if ('refusal' in given) throw new Error(given.refusal)
  const sending = await buildSending(app, call, `/${forum.slug}/${cycle.slug}`)
  const at = atDesk(app, `/${forum.slug}/${cycle.slug}`, await app.signIn('secretariat', null))
  const atWork = [...(await buildHostileDesk(at, call)), ...(await buildHostileSynthesis(at, { forum, cycle, call })), ...(await buildHostileSuggested(at, { forum, cycle, call }))]
  const suggested = await buildSuggestions(app, chain, `/${forum.slug}/${cycle.slug}`)
  const doubtful = await buildHostileAnchors(app, cycle, `/${forum.slug}/${cycle.slug}`)
  await buildHostileEditions(app, cycle, chain)
  const drafts = await buildHostileDrafts(app, { forum, cycle }, chain.documentId)
  const told = await buildHostileTold(app, { forum, cycle }, chain, call)
  const { personId } = await buildLogin(db, 'member', forum.id, now)
  const link = await transact(db, (tx) => makeLoginLink(tx, SYSTEM, { personId }, now))
  const base = `/${forum.slug}/${cycle.slug}`
  return {
    forum,
    cycle,
    secretAddresses: [
      asked.notice,
      asked.proposals,
      asked.draft,
      `${base}/contributions/C-${sent.number}/follow/${followSecret(app.services.secret, sent.contributionId)}/withdraw`,
      `${base}/comments/R-${comment.number}/mine/${tokenOf(app.services, comment.commentId)}`,
      `${base}/comments/R-${withdrawn.number}/mine/${tokenOf(app.services, withdrawn.commentId)}`,
      ...sending,
      ...atWork,
      ...[`${call.slug}/announce`, 'draft/open', 'draft/cut-offs/first'].map((page) => `/desk${base}/calls/${page}`),
      ...(await buildHostileReview(app, { review, base })),
      `/desk${base}/reading/R-${comment.number}`,
      `/login/${link.token}`,
      doubtful,
      ...(await buildHostilePolls(app, { forum, cycle })),
      ...(await buildHostileLists(app, { forum })),
      ...suggested,
      ...drafts,
      ...(await buildHostileRoom(app, { forum, cycle })),
      ...told,
      ...(await buildHostileMeetings(app, { forum, cycle })),
      ...(await buildHostileReports(app, { forum, cycle })),
      `/desk${base}/publish?version=${later}`,
      '/login',
      '/logout',
      ...(await buildHostileAlone(app)),
      ...(await buildHostileNotices(app, forum)),
    ],
  }
}

/** Changes suggested for a working text: one to be decided, one to be taken back, more for all at once; and one to be made of a comment. */
async function buildSuggestions({ db, now }: TestApplication, chain: { readonly documentId: Id<'document'>; readonly paragraphIds: readonly Id<'paragraph'>[] }, base: string): Promise<string[]> {
  const { personId } = await buildLogin(db, 'member', null, now)
  for (const text of ['One.', 'Two.', 'Three.', 'Four.']) {
    const made = await transact(db, (tx) => makeSuggestion(tx, SYSTEM, { documentId: chain.documentId, kind: 'addition', paragraphId: chain.paragraphIds[0] ?? null, text, reason: 'It is missing.', authorId: personId, formKey: newId() }, now))
    if ('refusal' in made) throw new Error(made.refusal)
  }
  return [`${base}/documents/output/suggestions/2/withdraw`, `${base}/documents/output/suggestions/new?kind=addition`, `/desk${base}/documents/output/suggestions/from/R-2`]
}

/** What stands around sending: one that is being written, one that waits, an invitation, and an answer amended under what rests on it. */
async function buildSending(app: TestApplication, call: Call, base: string): Promise<string[]> {
  const { db, now } = app
  const { secret } = app.services
  const place = { forumId: call.forumId, cycleId: call.cycleId, callId: call.id }
  const id = newId()
  const typed = { [`answer-${call.questions[0]?.id ?? ''}`]: ['Words.'], contributor: ['Ada'], consent: ['full'], clearance: ['clear'] }
  const [dropped, checked] = [newId(), newId()]
  for (const each of [id, dropped, checked]) {
    const unsent = await transact(db, (tx) => saveUnsent(tx, { id: each, place, typed, revision: 0 }, now))
    if ('refusal' in unsent) throw new Error(unsent.refusal)
  }
  const waiting = await buildContribution(db, call, now, { waitsForClearance: true, clearance: 'clear' })
  await transact(db, (tx) => makeInvitation(tx, SYSTEM, { callId: call.id, note: 'Please write.' }, now))
  const amended = await buildContribution(db, call, now)
  const [answer] = await listAnswersAsSent(db, amended.contributionId)
  if (answer === undefined) throw new Error('The contribution that was built has no answer')
  await transact(db, (tx) => markPassage(tx, SYSTEM, { ...place, sourceKind: 'answer', sourceId: answer.id, marking: { quote: answer.text }, themeIds: [] }, now))
  const [unconfirmed, doubted] = [await buildContribution(db, call, now), await buildContribution(db, call, now)]
  await db.updateTable('contributions_contribution').set({ state: 'pending-confirmation' }).where('id', 'in', [unconfirmed.contributionId, doubted.contributionId]).execute()
  const { formKey: _key, mail: _mail, revision: _revision, writeReceipt: _receipt, ...sent } = aContribution(call)
  const answers = [{ questionId: answer.question_id as Id<'question'>, text: 'Other words.' }]
  const done = await transact(db, (tx) => amendContribution(tx, PUBLIC, { ...sent, answers, contributionId: amended.contributionId, amendments: 0 }, now))
  if ('refusal' in done) throw new Error(done.refusal)
  const passages = await listDetachedPassages(db, call.cycleId)
  const linkTo = (each: Id) => `${base}/calls/${call.slug}/unsent/${each}/${unsentSecret(secret, each)}`
  const ofWaiting = `${base}/contributions/C-${waiting.number}`
  return [
    `${base}/calls/${call.slug}/contribute?whole=1`,
    linkTo(dropped),
    ...['answers', 'documents', 'who'].map((step) => `${linkTo(id)}/${step}`),
    `${linkTo(checked)}/check`,
    `${base}/calls/${call.slug}/preview/${dropped}/${previewSecret(secret, dropped)}`,
    `${ofWaiting}/follow/${followSecret(secret, waiting.contributionId)}/release`,
    `${base}/contributions/C-${unconfirmed.number}/confirm/${confirmSecret(secret, unconfirmed.contributionId)}`,
    `${base}/contributions/C-${amended.number}/follow/${followSecret(secret, amended.contributionId)}/amend`,
    `/desk${base}/contributions/waiting/C-${doubted.number}`,
    `/desk${base}/calls/${call.slug}/invitations/1/stop`,
    `/desk${base}/amended/${answer.id}/check`,
    `/desk${base}/amended/${passages[0]?.id ?? ''}/anchor`,
  ]
}

/** A call that is a draft with a remark, a proposal, and somebody who wants to be told of the first call. Answers addresses that no page links to. */
async function buildScopedCall(app: TestApplication, cycle: Cycle): Promise<{ notice: string; proposals: string; draft: string }> {
  const { db, now } = app
  const place = { forumId: cycle.forumId, cycleId: cycle.id }
  const forum = await findForumById(db, cycle.forumId)
  const draft = await buildCall(db, cycle, now, { slug: 'draft', isDraft: true })
  await transact(db, (tx) => sendRemark(tx, PUBLIC, { callId: draft.id, question: 1, text: 'Unclear.', author: undefined, formKey: newId(), language: 'en' }, now))
  await transact(db, (tx) => nameCutOff(tx, SYSTEM, { callId: draft.id, slug: 'first', title: 'First', on: '2026-11-01' as PlainDate, note: undefined }, now))
  await transact(db, (tx) => askForProposals(tx, SYSTEM, { ...place, introduction: 'Propose.', until: null, isOpen: true, revision: 0 }, now))
  for (const text of ['Rivers', 'Bridges']) await transact(db, (tx) => sendProposal(tx, PUBLIC, { ...place, kind: 'theme', text, reason: undefined, author: undefined, formKey: newId(), language: 'en' }, now))
  let noticeId = newId<'notice'>()
  const writeConfirmation = (id: typeof noticeId) => {
    noticeId = id
    return { subject: 'Confirm', body: 'Confirm' }
  }
  await transact(db, (tx) => askForNotice(tx, PUBLIC, { callId: draft.id, mail: 'someone@example.org', language: 'en', writeConfirmation }, now))
  const base = `/${forum?.slug ?? ''}/${cycle.slug}`
  const notice = noticeAddress({ publicUrl: '', secret: app.services.secret }, { forum: { slug: forum?.slug ?? '' }, cycle, call: draft }, noticeId)
  return { notice, proposals: `${base}/proposals`, draft: `${base}/calls/draft` }
}
