import { plainBody } from '../../src/drafts/blocks/model.ts'
import { keepReturn } from '../../src/drafts/returning/commands.ts'
import { buildLogin } from '../../src/people/testing.ts'
import type { Cycle } from '../../src/forums/model.ts'
import { askToFollow } from '../../src/drafts/following/commands.ts'
import { beginDocument } from '../../src/procedures/begin-document.ts'
import { freezeVersion } from '../../src/procedures/freeze-version.ts'
import { transact } from '../../src/platform/database.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import { followerAddress } from '../../src/web/drafts/following/data.ts'
import type { TestApplication } from './application.ts'

/** What stands around documents besides a draft with a version: outlines to choose between, a version that is held back, somebody who wants to follow. Answers addresses that no page links to. */
export async function buildHostileDrafts({ db, now, services }: TestApplication, { forum, cycle }: { readonly forum: { readonly slug: string }; readonly cycle: Cycle }, documentId: Id): Promise<string[]> {
  const place = { forumId: cycle.forumId, cycleId: cycle.id, kind: 'outline' as const, language: 'en' }
  for (const slug of ['outline-one', 'outline-two', 'outline-three']) {
    const begun = await transact(db, (tx) => beginDocument(tx, SYSTEM, { ...place, slug, title: slug, begin: { from: 'document', documentId } }, now))
    if ('refusal' in begun) throw new Error(begun.refusal)
  }
  const held = await transact(db, (tx) => freezeVersion(tx, SYSTEM, { documentId, title: 'Held', note: 'Not yet.', isHeld: true }, now))
  if ('refusal' in held) throw new Error(held.refusal)
  let link = ''
  const writeConfirmation = (id: Id<'follower'>) => {
    link = followerAddress({ publicUrl: '', secret: services.secret }, { forum, cycle, document: { slug: 'output' } }, id)
    return { subject: '', body: '' }
  }
  await transact(db, (tx) => askToFollow(tx, PUBLIC, { documentId, mail: 'c@d.example', language: 'en', writeConfirmation }, now))
  const { personId } = await buildLogin(db, 'editor', cycle.forumId, now)
  const sections = [{ names: [], title: 'Section 1', level: 1, isAnnex: false, blocks: [{ names: [], body: plainBody('Everybody answers.') }, { names: [], body: plainBody('We thank them.') }] }]
  const { returnId } = await transact(db, (tx) => keepReturn(tx, { documentId, versionId: null, pictures: 0, name: 'text.txt', sections, personId }, now))
  const base = `/${forum.slug}/${cycle.slug}/documents/output`
  return [link, `${base}/follow`, `/desk${base}/versions/${held.number}`, `/desk${base}/return/${returnId}`]
}
