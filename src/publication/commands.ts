import { sql } from 'kysely'
import { enlistRenders } from './renders/commands.ts'
import { RENDER_FORMATS } from './renders/model.ts'
import type { AnnexKind } from './text/model.ts'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { appendAct } from '../record/commands.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'

export interface EditionToStore {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly versionId: Id
  readonly title: string
  readonly summary: string
  /** Of the document it is a version of. */
  readonly language: string
  /** The generated annexes to be printed after it; those that every edition has where left out. */
  readonly annexes?: readonly AnnexKind[] | undefined
  /** Who prepared it, one to a line. */
  readonly credits?: string | undefined
  readonly units: number
  readonly accounted: number
  readonly residue: readonly { readonly kind: string; readonly id: Id; readonly ref: string }[]
  /** For the record's sentence. */
  readonly document: string
  readonly version: number
}

/**
 * Stores an edition that has passed the gate (see `publishEdition`), under the next number of its cycle, whose row the caller holds.
 * Refuses `already-published` when the version is one already.
 */
export async function storeEdition(tx: Tx, actor: Actor, input: EditionToStore, now: Instant): Promise<{ editionId: Id<'edition'>; number: number } | Refusal<'already-published'>> {
  const published = await tx.selectFrom('publication_edition').select(['version_id', 'number']).where('cycle_id', '=', input.cycleId).execute()
  if (published.some((row) => row.version_id === input.versionId)) return { refusal: 'already-published' }
  const number = Math.max(0, ...published.map((row) => row.number)) + 1
  const editionId = newId<'edition'>()
  await tx
    .insertInto('publication_edition')
    .values({
      id: editionId,
      forum_id: input.forumId,
      cycle_id: input.cycleId,
      number,
      version_id: input.versionId,
      title: input.title,
      summary: input.summary,
      published_at: now,
      units: input.units,
      accounted: input.accounted,
      annexes: input.annexes === undefined ? null : input.annexes.length === 0 ? ['none'] : [...input.annexes],
      credits: input.credits ?? '',
    })
    .execute()
  await storeResidue(tx, editionId, input.residue)
  await enlistRenders(tx, { subject: { kind: 'edition', id: editionId, language: input.language }, forumId: input.forumId, formats: RENDER_FORMATS }, now)
  const detail = { edition: number, document: input.document, version: input.version, units: input.units, accounted: input.accounted }
  const credits = input.credits === undefined || input.credits === '' ? {} : { credits: { text: input.credits, isPublic: true } }
  const texts = { title: { text: input.title, isPublic: true }, summary: { text: input.summary, isPublic: true }, ...credits }
  const { forumId, cycleId } = input
  await appendAct(tx, actor, { forumId, cycleId, act: 'edition-published', subject: { kind: 'edition', id: editionId }, detail, texts }, now)
  return { editionId, number }
}

/** One statement of three lists: there may be a hundred thousand units. */
async function storeResidue(tx: Tx, editionId: Id, residue: EditionToStore['residue']): Promise<void> {
  await sql`
    insert into publication_residue (edition_id, position, unit_kind, unit_id, ref)
    select ${editionId}, position - 1, kind, id, ref
    from unnest(${residue.map(({ kind }) => kind)}::text[], ${residue.map(({ id }) => id)}::uuid[], ${residue.map(({ ref }) => ref)}::text[])
      with ordinality as unit (kind, id, ref, position)`.execute(tx)
}
