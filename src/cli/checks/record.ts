import { findChain, verifyChain } from '../../record/queries.ts'
import type { Check } from './check.ts'

/** The forum's record is whole: see `convoke record verify`. */
export const checkRecord: Check = {
  name: 'record',
  run: async ({ db, forum }) => {
    const chain = await findChain(db, forum.id)
    if (chain === undefined) return { checked: 0, findings: [{ subject: forum.slug, sentence: 'The forum has no record.', serious: true }] }
    const verified = await verifyChain(db, chain)
    if (verified.ok) return { checked: verified.length, findings: [] }
    return { checked: chain.length, findings: [{ subject: forum.slug, sentence: `The record is broken at entry ${verified.sequence} (${verified.problem}).`, serious: true }] }
  },
}
