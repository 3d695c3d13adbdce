import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Render, RenderFailure, RenderFormat, RenderSubject } from './model.ts'
import { toRender } from './queries.ts'

/**
 * The row of a document that somebody asks for. It waits to be made, or to be looked at again, unless it was seen to be true at this
 * stamp of the record: then it is as it was made. No act: a document says nothing that its text does not.
 */
export async function askForRender(db: Db | Tx, input: { subject: RenderSubject; forumId: Id; format: RenderFormat; stamp: string }, now: Instant): Promise<Render> {
  const { subject, forumId, format, stamp } = input
  const inserted = await db
    .insertInto('publication_render')
    .values({ id: newId(), forum_id: forumId, subject_kind: subject.kind, subject_id: subject.id, language: subject.language, format, state: 'waiting', stamp: '', asked_at: now })
    .onConflict((conflict) =>
      conflict.columns(['subject_id', 'language', 'format']).doUpdateSet((row) => ({
        state: row.case().when('publication_render.stamp', '=', stamp).then(row.ref('publication_render.state')).else('waiting').end(),
        asked_at: now,
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  return toRender(inserted)
}

/** Asks for some documents of an edition at once, as its publication does: they are made beside the pages. */
export async function enlistRenders(tx: Tx, input: { subject: RenderSubject; forumId: Id; formats: readonly RenderFormat[] }, now: Instant): Promise<void> {
  for (const format of input.formats) await askForRender(tx, { subject: input.subject, forumId: input.forumId, format, stamp: 'published' }, now)
}

/** Takes hold of a row until the transaction ends; undefined while another process makes it, or where it is gone. */
export async function holdRender(tx: Tx, id: Id): Promise<Render | undefined> {
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${`render:${id}`}, 0)) as taken`.execute(tx)
  if (rows[0]?.taken !== true) return undefined
  const row = await tx.selectFrom('publication_render').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toRender(row)
}

export type Made =
  | { readonly outcome: 'same' }
  | { readonly outcome: 'made'; readonly sha256: string; readonly size: number; readonly missing: string | null }
  | { readonly outcome: 'failed'; readonly failure: RenderFailure; readonly paragraph: number | null }

/** Notes what came of making a document from the text of this digest, as far as the record had come. */
export async function recordRender(tx: Tx, input: { id: Id; stamp: string; digest: string; made: Made }, now: Instant): Promise<void> {
  const { id, stamp, digest, made } = input
  const looked = { stamp, digest }
  const values =
    made.outcome === 'same'
      ? { ...looked, state: 'made' }
      : made.outcome === 'made'
        ? { ...looked, state: 'made', sha256: made.sha256, size: made.size, missing: made.missing, failure: null, paragraph: null, made_at: now }
        : { ...looked, state: 'failed', sha256: null, size: null, missing: null, failure: made.failure, paragraph: made.paragraph, made_at: now }
  await tx.updateTable('publication_render').set(values).where('id', '=', id).execute()
}

/** Removes what was asked of something that is no more. */
export async function dropRender(tx: Tx, id: Id): Promise<void> {
  await tx.deleteFrom('publication_render').where('id', '=', id).execute()
}

/** What nothing could be made of for a reason of the moment is tried again when it is next asked for. */
export async function retryRender(db: Db, id: Id): Promise<void> {
  await db.updateTable('publication_render').set({ state: 'waiting', stamp: '' }).where('id', '=', id).where('state', '!=', 'waiting').execute()
}
