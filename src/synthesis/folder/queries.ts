import type { Reader } from '../../platform/database.ts'
import type { FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'

/** Names the passages and findings of a cycle. */
export async function nameSynthesis(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames): Promise<void> {
  const passages = await db.selectFrom('synthesis_passage').select(['id', 'number']).where('cycle_id', '=', cycle.id).execute()
  for (const { id, number } of passages) names.give(id, `${cycle.slug}/P-${number}`)
  const findings = await db.selectFrom('synthesis_finding').select(['id', 'number']).where('cycle_id', '=', cycle.id).execute()
  for (const { id, number } of findings) names.give(id, `${cycle.slug}/F-${number}`)
}

/** Everybody who marked a passage of a forum. */
export async function listMarkers(db: Reader, forumId: Id): Promise<Id[]> {
  const rows = await db.selectFrom('synthesis_passage').select('marked_by').distinct().where('forum_id', '=', forumId).where('marked_by', 'is not', null).execute()
  return rows.flatMap((row) => row.marked_by ?? [])
}

/** The themes of a cycle as their file has them: each followed by those below it. */
export async function listThemesForFolder(db: Reader, cycleId: Id) {
  const rows = await db.selectFrom('synthesis_theme').selectAll().where('cycle_id', '=', cycleId).orderBy('position').orderBy('id').execute()
  const slugs = new Map(rows.map((row) => [row.id, row.slug]))
  const below = Map.groupBy(rows, (row) => row.parent_id)
  const inOrder = (parentId: Id | null): typeof rows => (below.get(parentId) ?? []).flatMap((row) => [row, ...inOrder(row.id)])
  return inOrder(null).map(({ id, slug, title, description, parent_id: parentId, revision }) => ({ id, slug, title, description, parent: parentId === null ? null : slugs.get(parentId), revision }))
}

/** The passages of a cycle as their file has them, with the id of what each is of. */
export async function listPassagesForFolder(db: Reader, cycleId: Id) {
  const rows = await db.selectFrom('synthesis_passage').selectAll().where('cycle_id', '=', cycleId).orderBy('number').execute()
  const marks = await db
    .selectFrom('synthesis_passage_theme')
    .innerJoin('synthesis_theme', 'synthesis_theme.id', 'synthesis_passage_theme.theme_id')
    .select(['passage_id', 'slug'])
    .where('cycle_id', '=', cycleId)
    .orderBy('position')
    .orderBy('synthesis_theme.id')
    .execute()
  const themes = Map.groupBy(marks, (mark) => mark.passage_id)
  return rows.map((row) => ({
    sourceId: row.source_id,
    item: {
      id: row.id,
      number: row.number,
      quote: row.quote,
      start: row.range_start,
      end: row.range_end,
      themes: (themes.get(row.id) ?? []).map(({ slug }) => slug),
      markedBy: row.marked_by,
      markedAt: row.marked_at,
      unmarkedAt: row.unmarked_at,
      detachedAt: row.detached_at,
    },
  }))
}

/** The findings of a cycle as their file has them, in their order. */
export async function listFindingsForFolder(db: Reader, cycleId: Id, names: FolderNames) {
  const rows = await db.selectFrom('synthesis_finding').selectAll().where('cycle_id', '=', cycleId).orderBy('position').orderBy('id').execute()
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    kind: row.kind,
    question: row.question_id === null ? null : names.of(row.question_id),
    statement: row.statement,
    revision: row.revision,
    discardedAt: row.discarded_at,
  }))
}
