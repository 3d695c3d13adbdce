import { findForum } from '../forums/queries.ts'
import { findChain, listChains, verifyChain, type Chain } from '../record/queries.ts'
import { refusedWhole, type Outcome, type Refused, type Verb } from './verb.ts'
import type { Installation } from './installation.ts'

/** `convoke record verify [FORUM]`: recomputes every hash and every commitment at hand. */
export const verifyRecord: Verb = {
  usage: 'record verify [FORUM]',
  words: ['record', 'verify'],
  arguments: [0, 1],
  run: async (installation, [slug]) => {
    const chains = await chainsOf(installation, slug)
    if (chains === undefined) return { exit: 1, result: refusedWhole('not-found', 'forum', { verified: [] }), text: [`There is no forum "${slug ?? ''}" here.`] }
    return verifyAll(installation, chains)
  },
}

async function chainsOf(installation: Installation, slug: string | undefined): Promise<Chain[] | undefined> {
  if (slug === undefined) return listChains(installation.db)
  const forum = await findForum(installation.db, slug)
  const chain = forum === undefined ? undefined : await findChain(installation.db, forum.id)
  return chain === undefined ? undefined : [chain]
}

async function verifyAll(installation: Installation, chains: readonly Chain[]): Promise<Outcome> {
  const verified: object[] = []
  const refused: Refused[] = []
  let read = 0
  const text: string[] = []
  for (const chain of chains) {
    const name = chain.forumId ?? 'installation'
    const found = await verifyChain(installation.db, chain)
    if (found.ok) read += found.length
    if (found.ok) verified.push({ chain: name, entries: found.length, head: found.head })
    else refused.push({ row: found.sequence, field: name, reason: found.problem })
    text.push(found.ok ? `${name}: ${found.length} entries, whole; head ${found.head}` : `${name}: broken at entry ${found.sequence} (${found.problem})`)
  }
  return { exit: refused.length === 0 ? 0 : 1, result: { read, taken: 0, refused, verified }, text }
}
