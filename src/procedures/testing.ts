import { buildCall } from '../calls/testing.ts'
import { buildContribution } from '../contributions/testing.ts'
import { listAnswers } from '../contributions/queries.ts'
import { setOwnVoice } from '../drafts/paragraphs/commands.ts'
import { buildDocument } from '../drafts/testing.ts'
import type { Cycle } from '../forums/model.ts'
import { transact, type Db } from '../platform/database.ts'
import { SYSTEM } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { markPassage } from './mark-passage.ts'
import { writeFinding } from './write-finding.ts'
import { citeParagraph } from './cite-paragraph.ts'
import { freezeVersion } from './freeze-version.ts'

export interface BuiltChain {
  readonly documentId: Id<'document'>
  readonly versionId: Id<'version'>
  /** Answers of two contributions, in order of their references: C-1/1, C-1/2, C-2/1, C-2/2. */
  readonly answerIds: readonly Id[]
  readonly paragraphIds: readonly Id<'paragraph'>[]
}

/**
 * Two contributions of two answers; P-1 in C-1/1, P-2 in C-2/1, F-1 resting on both; a document whose first paragraph cites F-1,
 * whose second is the editors' own voice, frozen once. C-1/2 and C-2/2 are left without an outcome.
 */
export async function buildCitedChain(db: Db, cycle: Cycle, now: Instant): Promise<BuiltChain> {
  const call = await buildCall(db, cycle, now)
  for (const [place, contributor] of ['Ada Example', 'Ben Sample'].entries()) await buildContribution(db, call, now, { contributor, stakeholderGroup: place === 0 ? 'Civil Society' : 'Government' })
  const answerIds = (await listAnswers(db, cycle.id)).map(({ id }) => id)
  const scope = { forumId: cycle.forumId, cycleId: cycle.id }
  const passageIds: Id<'passage'>[] = []
  for (const sourceId of [answerIds[0], answerIds[2]]) {
    if (sourceId === undefined) throw new Error('The answers that were built are not there')
    const marked = await transact(db, (tx) => markPassage(tx, SYSTEM, { ...scope, sourceKind: 'answer', sourceId, marking: { quote: 'An answer' }, themeIds: [] }, now))
    if ('refusal' in marked) throw new Error(marked.refusal)
    passageIds.push(marked.passageId)
  }
  const written = await transact(db, (tx) => writeFinding(tx, SYSTEM, { ...scope, kind: 'agreement', statement: 'Both answer.', questionId: null, passageIds }, now))
  if ('refusal' in written) throw new Error(written.refusal)
  const { documentId, paragraphs } = await buildDocument(db, cycle, ['Everybody answers.\n\nWe thank them.'], now)
  const [first, second] = paragraphs
  if (first === undefined || second === undefined) throw new Error('The paragraphs that were built are not there')
  await transact(db, (tx) => citeParagraph(tx, SYSTEM, { documentId, paragraphId: first.id, refs: 'F-1' }, now))
  await transact(db, (tx) => setOwnVoice(tx, SYSTEM, { documentId, paragraphId: second.id, isOwnVoice: true }, now))
  const versionId = await buildFrozenVersion(db, documentId, now)
  return { documentId, versionId, answerIds, paragraphIds: [first.id, second.id] }
}

/** One more version of a document. */
export async function buildFrozenVersion(db: Db, documentId: Id, now: Instant): Promise<Id<'version'>> {
  const frozen = await transact(db, (tx) => freezeVersion(tx, SYSTEM, { documentId, title: 'Draft', note: 'As it came.' }, now))
  if ('refusal' in frozen) throw new Error(frozen.refusal)
  return frozen.versionId
}
