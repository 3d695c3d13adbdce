import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { RENDER_FAILURES, RENDER_SUBJECTS, type Render, type RenderFormat } from './model.ts'
import type { RenderRow } from './tables.ts'

export async function findRender(db: Reader, id: Id): Promise<Render | undefined> {
  const row = await db.selectFrom('publication_render').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toRender(row)
}

/** The documents that wait to be made, the longest first. */
export async function listWaitingRenders(db: Reader, limit: number): Promise<Id<'render'>[]> {
  const rows = await db.selectFrom('publication_render').select('id').where('state', '=', 'waiting').orderBy('asked_at').orderBy('id').limit(limit).execute()
  return rows.map(({ id }) => id as Id<'render'>)
}

export function toRender(row: Selectable<RenderRow>): Render {
  return {
    renderId: row.id as Id<'render'>,
    forumId: row.forum_id as Id<'forum'>,
    kind: RENDER_SUBJECTS.find((kind) => kind === row.subject_kind) ?? 'edition',
    id: row.subject_id,
    language: row.language,
    format: row.format as RenderFormat,
    state: row.state === 'made' ? 'made' : row.state === 'failed' ? 'failed' : 'waiting',
    stamp: row.stamp,
    digest: row.digest,
    sha256: row.sha256,
    size: row.size,
    missing: row.missing,
    failure: RENDER_FAILURES.find((failure) => failure === row.failure) ?? null,
    paragraph: row.paragraph,
  }
}
