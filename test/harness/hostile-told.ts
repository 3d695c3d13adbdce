import type { Call } from '../../src/calls/model.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { publishEdition } from '../../src/procedures/publish-edition.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import { followSecret } from '../../src/web/contributions/data.ts'
import { stopAddress } from '../../src/web/publication/told/data.ts'
import type { TestApplication } from './application.ts'

/** An edition, and after it somebody who can still be told of it. Answers addresses that no page links to. */
export async function buildHostileTold({ db, now, services }: TestApplication, place: { forum: Forum; cycle: Cycle }, chain: { versionId: Id<'version'> }, call: Call): Promise<string[]> {
  const { forum, cycle } = place
  const published = await transact(db, (tx) => publishEdition(tx, SYSTEM, { forumId: forum.id, cycle, versionId: chain.versionId, title: 'Output', summary: 'What came of it.', withResidue: true }, now))
  // It is an edition already where others needed one.
  if ('refusal' in published && published.refusal !== 'already-published') throw new Error(published.refusal)
  const { contributionId, number } = await buildContribution(db, call, now, { mail: 'told@example.org' })
  const base = `/${forum.slug}/${cycle.slug}`
  return [
    `/desk${base}/editions/1/told`,
    stopAddress({ secret: services.secret, publicUrl: '' }, place, { kind: 'contribution', id: contributionId }),
    `${base}/contributions/C-${number}/follow/${followSecret(services.secret, contributionId)}/became`,
  ]
}
