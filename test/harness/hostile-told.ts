import type { Call } from '../../src/calls/model.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { followSecret } from '../../src/web/contributions/data.ts'
import { stopAddress } from '../../src/web/publication/told/data.ts'
import type { TestApplication } from './application.ts'

/** After the first edition, which stands already: somebody who can still be told of it. Answers addresses that no page links to. */
export async function buildHostileTold({ db, now, services }: TestApplication, place: { forum: Forum; cycle: Cycle }, call: Call): Promise<string[]> {
  const { forum, cycle } = place
  const { contributionId, number } = await buildContribution(db, call, now, { mail: 'told@example.org' })
  const base = `/${forum.slug}/${cycle.slug}`
  return [
    `/desk${base}/editions/1/told`,
    stopAddress({ secret: services.secret, publicUrl: '' }, place, { kind: 'contribution', id: contributionId }),
    `${base}/contributions/C-${number}/follow/${followSecret(services.secret, contributionId)}/became`,
  ]
}
