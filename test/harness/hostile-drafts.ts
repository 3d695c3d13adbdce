import type { Cycle } from '../../src/forums/model.ts'
import { beginDocument } from '../../src/procedures/begin-document.ts'
import { transact } from '../../src/platform/database.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { TestApplication } from './application.ts'

/** What stands around documents besides a draft with a version: two outlines to choose between. Answers addresses that no page links to. */
export async function buildHostileDrafts({ db, now }: TestApplication, cycle: Cycle, documentId: Id): Promise<string[]> {
  const place = { forumId: cycle.forumId, cycleId: cycle.id, kind: 'outline' as const, language: 'en' }
  for (const slug of ['outline-one', 'outline-two', 'outline-three']) {
    const begun = await transact(db, (tx) => beginDocument(tx, SYSTEM, { ...place, slug, title: slug, begin: { from: 'document', documentId } }, now))
    if ('refusal' in begun) throw new Error(begun.refusal)
  }
  return []
}
