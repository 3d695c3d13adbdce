import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { FolderSynthesis } from './schema.ts'

export interface SynthesisToInsert {
  readonly forumId: Id
  readonly cycleId: Id
  readonly synthesis: FolderSynthesis
  /** Whom the ids of people in the folder stand for here. */
  readonly people: ReadonlyMap<Id, Id>
}

/** Takes themes, passages and findings of a cycle as its folder has them. What findings rest on are links, and not among them. */
export async function insertSynthesis(tx: Tx, { forumId, cycleId, synthesis, people }: SynthesisToInsert, now: Instant): Promise<void> {
  const owner = { forum_id: forumId, cycle_id: cycleId }
  await insertThemes(tx, owner, synthesis.themes)
  const passages = synthesis.passages.map(({ id, item, source, start, end }) => ({
    ...owner,
    id,
    number: item.number,
    source_kind: source.kind,
    source_id: source.id,
    range_start: start,
    range_end: end,
    quote: item.quote,
    marked_by: item.markedBy === undefined ? null : (people.get(item.markedBy) ?? item.markedBy),
    marked_at: item.markedAt ?? now,
    unmarked_at: item.unmarkedAt ?? null,
    detached_at: item.detachedAt ?? null,
  }))
  for (const part of inParts(passages)) await tx.insertInto('synthesis_passage').values(part).execute()
  const marks = synthesis.passages.flatMap(({ id, themeIds }) => themeIds.map((themeId) => ({ passage_id: id, theme_id: themeId })))
  for (const part of inParts(marks)) await tx.insertInto('synthesis_passage_theme').values(part).execute()
  const findings = synthesis.findings.map((item, place) => ({
    ...owner,
    id: item.id,
    number: item.number,
    kind: item.kind,
    statement: item.statement,
    question_id: item.questionId,
    position: place + 1,
    revision: item.revision ?? 1,
    discarded_at: item.discardedAt ?? null,
  }))
  for (const part of inParts(findings)) await tx.insertInto('synthesis_finding').values(part).execute()
}

/** A theme may stand in the file before the one above it, so what is above is said when all are there. */
async function insertThemes(tx: Tx, owner: { forum_id: Id; cycle_id: Id }, themes: FolderSynthesis['themes']): Promise<void> {
  const rows = themes.map((item) => ({ ...owner, id: item.id, position: item.position, parent_id: null, slug: item.slug, title: item.title, description: item.description ?? null, revision: item.revision ?? 1 }))
  for (const part of inParts(rows)) await tx.insertInto('synthesis_theme').values(part).execute()
  for (const { id, parentId } of themes) {
    if (parentId !== null) await tx.updateTable('synthesis_theme').set({ parent_id: parentId }).where('id', '=', id).execute()
  }
}
