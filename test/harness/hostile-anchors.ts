import { flatten } from '../../src/drafts/model.ts'
import { reviseParagraph } from '../../src/drafts/paragraphs/commands.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import type { Cycle } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { freezeVersion } from '../../src/procedures/freeze-version.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { buildComment, buildReview, buildVersion } from '../../src/review/testing.ts'
import type { TestApplication } from './application.ts'

/** A document whose second version has written anew what three comments are on: a person has to say where they stand. Answers the address of that list. */
export async function buildHostileAnchors({ db, now }: TestApplication, cycle: Cycle, base: string): Promise<string> {
  const { documentId, documentSlug, versionId } = await buildVersion(db, cycle, ['They burn from dusk until the last ferry is in, every night.', 'Nobody pays.'], now)
  const review = await buildReview(db, cycle, versionId, now)
  for (let turn = 0; turn < 3; turn++) await buildComment(db, review, now, { paragraphs: [1], quote: { words: 'the last ferry' } })
  const [first] = flatten(await loadWorkingText(db, documentId))
  if (first === undefined) throw new Error('The document that was built has no paragraph')
  const done = await transact(db, async (tx) => {
    await reviseParagraph(tx, SYSTEM, { documentId, paragraphId: first.id, revision: first.revision, text: 'Somebody watches over all of the boats while it is dark.' }, now)
    return freezeVersion(tx, SYSTEM, { documentId, title: 'Draft 2', note: '' }, now)
  })
  if ('refusal' in done) throw new Error(done.refusal)
  return `/desk${base}/anchors/${documentSlug}`
}
