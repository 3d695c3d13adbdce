import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { ListEntry } from '../../shared/vocabularies.ts'
import type { FolderCycle, FolderDecision, ForumFile } from './schema.ts'

/** Takes a forum as its folder has it. A slug or an id that is taken runs into the table's own key. */
export async function insertForum(
  tx: Tx,
  input: { id: Id; file: ForumFile; stakeholderGroups: readonly ListEntry[]; regionalGroups: readonly ListEntry[] },
  now: Instant,
): Promise<void> {
  const { file } = input
  await tx
    .insertInto('forums_forum')
    .values({
      id: input.id,
      slug: file.slug,
      title: file.title,
      mandate: file.mandate ?? '',
      convening_body: file.conveningBody ?? null,
      is_demonstration: file.demonstration,
      language: file.language,
      stakeholder_groups: JSON.stringify(input.stakeholderGroups),
      regional_groups: JSON.stringify(input.regionalGroups),
      website: file.website ?? null,
      confirmation: file.confirmation ?? 'none',
      is_review_alone: file.reviewAlone,
      created_at: file.createdAt ?? now,
      revision: file.revision ?? 1,
    })
    .execute()
}

/** Takes a cycle with its phases, milestones and workstreams, in the order of the file. */
export async function insertCycle(tx: Tx, forumId: Id, cycle: FolderCycle): Promise<void> {
  const { file } = cycle
  await tx
    .insertInto('forums_cycle')
    .values({ id: cycle.id, forum_id: forumId, slug: cycle.slug, title: file.title, focus: file.focus ?? '', note: file.note ?? null, moved_to: file.movedTo ?? null, revision: file.revision ?? 1 })
    .execute()
  const moved = file.moved.map(({ from, to }) => ({ cycle_id: cycle.id, from_path: from, to_path: to }))
  for (const part of inParts(moved)) await tx.insertInto('forums_moved').values(part).execute()
  const phases = file.phases.map(({ phase, from, until }, place) => ({ cycle_id: cycle.id, position: place + 1, phase, from_date: from ?? null, until_date: until ?? null }))
  for (const part of inParts(phases)) await tx.insertInto('forums_phase').values(part).execute()
  await insertMilestones(tx, cycle)
  const workstreams = cycle.workstreams.map(({ id, title, task, leads }, place) => ({ id, cycle_id: cycle.id, position: place + 1, title, task: task ?? '', leads: JSON.stringify(leads) }))
  for (const part of inParts(workstreams)) await tx.insertInto('forums_workstream').values(part).execute()
}

async function insertMilestones(tx: Tx, cycle: FolderCycle): Promise<void> {
  const milestones = cycle.milestones.map((item, place) => ({
    id: item.id,
    cycle_id: cycle.id,
    position: place + 1,
    title: item.title,
    is_soft: item.soft,
    date: JSON.stringify(item.date),
    note: item.note ?? null,
    source: item.source ?? null,
    revision: item.revision ?? 1,
  }))
  for (const part of inParts(milestones)) await tx.insertInto('forums_milestone').values(part).execute()
  const changes = cycle.milestones.flatMap(({ id, earlier }) =>
    earlier.map(({ date, changedOn, reason }, index) => ({ milestone_id: id, sequence: index + 1, earlier: JSON.stringify(date), changed_on: changedOn ?? null, reason })),
  )
  for (const part of inParts(changes)) await tx.insertInto('forums_milestone_change').values(part).execute()
}

/** Takes the convening body's decisions, in the order of the file. */
export async function insertDecisions(tx: Tx, forumId: Id, decisions: readonly FolderDecision[]): Promise<void> {
  const rows = decisions.map((item, place) => ({
    id: item.id,
    forum_id: forumId,
    cycle_id: item.cycleId,
    position: place + 1,
    body: item.body,
    date: JSON.stringify(item.date),
    outcome: item.outcome,
    summary: item.summary,
    source: item.source ?? null,
  }))
  for (const part of inParts(rows)) await tx.insertInto('forums_decision').values(part).execute()
}
