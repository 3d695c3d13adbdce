import { sql } from 'kysely'
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

/** Everybody who marked a passage of a forum, gave it a theme, or changed its codebook. */
export async function listMarkers(db: Reader, forumId: Id): Promise<Id[]> {
  const { rows } = await sql<{ person: Id | null }>`
    select marked_by as person from synthesis_passage where forum_id = ${forumId}
    union select unnest(array[g.assigned_by, g.signed_by]) from synthesis_passage_theme g join synthesis_passage p on p.id = g.passage_id where p.forum_id = ${forumId}
    union select unnest(array[g.assigned_by, g.signed_by, g.ended_by]) from synthesis_past_theme g join synthesis_passage p on p.id = g.passage_id where p.forum_id = ${forumId}
    union select unnest(array[proposed_by, signed_by]) from synthesis_theme where forum_id = ${forumId}
    union select unnest(array[made_by, undone_by]) from synthesis_change where forum_id = ${forumId}
    union select unnest(array[made_by, decided_by]) from synthesis_proposal where forum_id = ${forumId}
    union select made_by from synthesis_translation where forum_id = ${forumId}
    order by person`.execute(db)
  return rows.flatMap(({ person }) => person ?? [])
}

/** The themes of a cycle as their file has them: each followed by those below it. */
export async function listThemesForFolder(db: Reader, cycleId: Id) {
  const rows = await db.selectFrom('synthesis_theme').selectAll().where('cycle_id', '=', cycleId).orderBy('position').orderBy('id').execute()
  const slugs = new Map(rows.map((row) => [row.id, row.slug]))
  const below = Map.groupBy(rows, (row) => row.parent_id)
  const inOrder = (parentId: Id | null): typeof rows => (below.get(parentId) ?? []).flatMap((row) => [row, ...inOrder(row.id)])
  const slugOf = (id: Id | null): string | null => (id === null ? null : (slugs.get(id) ?? null))
  return inOrder(null).map((row) => ({
    id: row.id,
    slug: row.slug,
    title: row.title,
    description: row.description,
    parent: slugOf(row.parent_id),
    colour: row.colour,
    includes: row.includes,
    excludes: row.excludes,
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at,
    signedBy: row.signed_by,
    signedAt: row.signed_at,
    splitFrom: slugOf(row.split_from),
    mergedInto: slugOf(row.merged_into),
    endedAt: row.ended_at,
    revision: row.revision,
  }))
}

/** The passages of a cycle as their file has them, with the id of what each is of. */
export async function listPassagesForFolder(db: Reader, cycleId: Id) {
  const rows = await db.selectFrom('synthesis_passage').selectAll().where('cycle_id', '=', cycleId).orderBy('number').execute()
  const marks = await db
    .selectFrom('synthesis_passage_theme')
    .innerJoin('synthesis_theme', 'synthesis_theme.id', 'synthesis_passage_theme.theme_id')
    .leftJoin('synthesis_change', 'synthesis_change.id', 'synthesis_passage_theme.change_id')
    .select(['passage_id', 'slug', 'assigned_by', 'machine', 'synthesis_passage_theme.signed_by', 'assigned_at', 'synthesis_change.number as change'])
    .where('synthesis_theme.cycle_id', '=', cycleId)
    .orderBy('synthesis_theme.position')
    .orderBy('synthesis_theme.id')
    .execute()
  const themes = Map.groupBy(marks, (mark) => mark.passage_id)
  const past = await listPastForFolder(db, cycleId)
  return rows.map((row) => ({
    sourceId: row.source_id,
    item: {
      id: row.id,
      number: row.number,
      quote: row.quote,
      start: row.range_start,
      end: row.range_end,
      page: row.page,
      themes: (themes.get(row.id) ?? []).map((mark) => ({ theme: mark.slug, by: mark.assigned_by, machine: mark.machine, signedBy: mark.signed_by, at: mark.assigned_at, change: mark.change })),
      past: past.get(row.id) ?? [],
      markedBy: row.marked_by,
      markedAt: row.marked_at,
      unmarkedAt: row.unmarked_at,
      detachedAt: row.detached_at,
    },
  }))
}

/** What the passages of a cycle were about before, by passage, in the order in which it ended. */
async function listPastForFolder(db: Reader, cycleId: Id) {
  const rows = await db
    .selectFrom('synthesis_past_theme as past')
    .innerJoin('synthesis_theme as theme', 'theme.id', 'past.theme_id')
    .leftJoin('synthesis_change as given', 'given.id', 'past.given_by_change')
    .leftJoin('synthesis_change as taken', 'taken.id', 'past.change_id')
    .selectAll('past')
    .select(['theme.slug', 'given.number as given', 'taken.number as taken'])
    .where('theme.cycle_id', '=', cycleId)
    .orderBy('past.ended_at')
    .orderBy('past.id')
    .execute()
  const items = rows.map((row) => ({
    passageId: row.passage_id,
    item: { id: row.id, theme: row.slug, by: row.assigned_by, machine: row.machine, signedBy: row.signed_by, at: row.assigned_at, change: row.given, endedBy: row.ended_by, endedAt: row.ended_at, endedWith: row.taken },
  }))
  return new Map([...Map.groupBy(items, ({ passageId }) => passageId)].map(([id, own]) => [id, own.map(({ item }) => item)]))
}

/** The changes of a cycle's codebook as their file has them, in order. */
export async function listChangesForFolder(db: Reader, cycleId: Id) {
  const rows = await db.selectFrom('synthesis_change').selectAll().where('cycle_id', '=', cycleId).orderBy('number').execute()
  const slugs = new Map((await db.selectFrom('synthesis_theme').select(['id', 'slug']).where('cycle_id', '=', cycleId).execute()).map((row) => [row.id, row.slug]))
  const moved = await db.selectFrom('synthesis_moved_theme').innerJoin('synthesis_change', 'id', 'change_id').selectAll('synthesis_moved_theme').where('cycle_id', '=', cycleId).orderBy('synthesis_moved_theme.position').orderBy('synthesis_moved_theme.theme_id').execute()
  const byChange = Map.groupBy(moved, (row) => row.change_id)
  const slugOf = (id: Id | null): string | null => (id === null ? null : (slugs.get(id) ?? null))
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    kind: row.kind,
    theme: slugOf(row.theme_id),
    into: slugOf(row.into_id),
    madeBy: row.made_by,
    madeAt: row.made_at,
    undoneBy: row.undone_by,
    undoneAt: row.undone_at,
    moved: (byChange.get(row.id) ?? []).map((each) => ({ theme: slugOf(each.theme_id), parent: slugOf(each.parent_id), position: each.position })),
  }))
}

/** What was put forward for many passages, as its file has it, in order. */
export async function listProposalsForFolder(db: Reader, cycleId: Id) {
  const rows = await db
    .selectFrom('synthesis_proposal')
    .innerJoin('synthesis_theme', 'synthesis_theme.id', 'theme_id')
    .leftJoin('synthesis_change', 'synthesis_change.id', 'change_id')
    .selectAll('synthesis_proposal')
    .select(['slug', 'synthesis_change.number as change'])
    .where('synthesis_proposal.cycle_id', '=', cycleId)
    .orderBy('synthesis_proposal.number')
    .execute()
  const passages = await db
    .selectFrom('synthesis_proposed_passage')
    .innerJoin('synthesis_passage', 'synthesis_passage.id', 'passage_id')
    .select(['proposal_id', 'number', 'is_accepted'])
    .where('cycle_id', '=', cycleId)
    .orderBy('number')
    .execute()
  const byProposal = Map.groupBy(passages, (row) => row.proposal_id)
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    theme: row.slug,
    reason: row.reason,
    madeBy: row.made_by,
    machine: row.machine,
    madeAt: row.made_at,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    change: row.change,
    passages: (byProposal.get(row.id) ?? []).map((each) => ({ passage: `P-${each.number}`, accepted: each.is_accepted === null ? null : each.is_accepted ? 'yes' : 'no' })),
  }))
}

/** The findings of a cycle as their file has them, in their order. */
export async function listFindingsForFolder(db: Reader, cycleId: Id, names: FolderNames) {
  const rows = await db.selectFrom('synthesis_finding').selectAll().where('cycle_id', '=', cycleId).orderBy('position').orderBy('id').execute()
  const carried = await db
    .selectFrom('synthesis_finding_theme')
    .innerJoin('synthesis_theme', 'synthesis_theme.id', 'theme_id')
    .select(['finding_id', 'slug'])
    .where('cycle_id', '=', cycleId)
    .orderBy('position')
    .orderBy('synthesis_theme.id')
    .execute()
  const themes = Map.groupBy(carried, (theme) => theme.finding_id)
  const numbers = new Map(rows.map((row) => [row.id, row.number]))
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    kind: row.kind,
    question: row.question_id === null ? null : names.of(row.question_id),
    statement: row.statement,
    revision: row.revision,
    discardedAt: row.discarded_at,
    discardedFor: row.discarded_for,
    deepDive: row.is_deep_dive,
    against: row.against_id === null ? null : `F-${numbers.get(row.against_id) ?? ''}`,
    themes: (themes.get(row.id) ?? []).map(({ slug }) => slug),
  }))
}
