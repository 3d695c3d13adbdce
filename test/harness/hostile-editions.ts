import type { Cycle } from '../../src/forums/model.ts'
import { newId } from '../../src/platform/new-id.ts'
import { transact } from '../../src/platform/database.ts'
import { publishEdition } from '../../src/procedures/publish-edition.ts'
import { buildFrozenVersion } from '../../src/procedures/testing.ts'
import { noteErratum } from '../../src/publication/errata/commands.ts'
import { listEditions } from '../../src/publication/queries.ts'
import { startTranslation, translateParts } from '../../src/publication/translations/commands.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { TestApplication } from './application.ts'

/** An edition with a correction and a translation that is being written; its document has another version, which can be published. */
export async function buildHostileEditions({ db, now }: TestApplication, cycle: Cycle, chain: { readonly documentId: Id; readonly versionId: Id; readonly paragraphIds: readonly Id[] }): Promise<void> {
  const published = await transact(db, (tx) => publishEdition(tx, SYSTEM, { forumId: cycle.forumId, cycle, versionId: chain.versionId, title: 'Output', summary: 'What came of it.', withResidue: true }, now))
  const [edition] = await listEditions(db, cycle.id)
  if ('refusal' in published || edition === undefined) throw new Error('Nothing was published')
  await buildFrozenVersion(db, chain.documentId, now)
  await transact(db, (tx) => noteErratum(tx, SYSTEM, { editionId: edition.id, paragraph: 1, text: 'Read three.', erratumId: newId() }, now))
  const begun = await transact(db, (tx) => startTranslation(tx, SYSTEM, { editionId: edition.id, original: 'en', language: 'ar', title: 'مياه', summary: 'ما نتج.', translator: '' }, now))
  if ('refusal' in begun) throw new Error(begun.refusal)
  const parts = chain.paragraphIds.slice(0, 1).map((partId) => ({ partId, kind: 'paragraph' as const, text: 'كلمات', was: '' }))
  await transact(db, (tx) => translateParts(tx, SYSTEM, { translationId: begun.translationId, parts }, now))
}
