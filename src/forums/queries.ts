import type { Selectable } from 'kysely'
import type { Reader, Tx } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import type { Cycle, Decision, Forum, Milestone, PhaseSpan, Workstream } from './model.ts'
import type { CycleRow, ForumRow } from './tables.ts'

export async function listForums(db: Reader): Promise<Forum[]> {
  const rows = await db.selectFrom('forums_forum').selectAll().orderBy('is_demonstration').orderBy('created_at').orderBy('slug').execute()
  return rows.map(toForum)
}

export async function findForum(db: Reader, slug: string): Promise<Forum | undefined> {
  const row = await db.selectFrom('forums_forum').selectAll().where('slug', '=', slug).executeTakeFirst()
  return row === undefined ? undefined : toForum(row)
}

export async function findForumById(db: Reader, id: Id): Promise<Forum | undefined> {
  const row = await db.selectFrom('forums_forum').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toForum(row)
}

/** Cycles of a forum, the latest first. */
export async function listCycles(db: Reader, forumId: Id): Promise<Cycle[]> {
  const rows = await db.selectFrom('forums_cycle').selectAll().where('forum_id', '=', forumId).orderBy('slug', 'desc').execute()
  return rows.map(toCycle)
}

export async function findCycle(db: Reader, forumId: Id, slug: string): Promise<Cycle | undefined> {
  const row = await db.selectFrom('forums_cycle').selectAll().where('forum_id', '=', forumId).where('slug', '=', slug).executeTakeFirst()
  return row === undefined ? undefined : toCycle(row)
}

export async function findCycleById(db: Reader, id: Id): Promise<Cycle | undefined> {
  const row = await db.selectFrom('forums_cycle').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toCycle(row)
}

/**
 * The gate, held open: commands that add input or change a fate take this lock first; many may hold it at once, and publishing,
 * which takes `lockCycleForPublishing`, waits for all of them and then counts what they left.
 */
export async function lockCycleForInput(tx: Tx, cycleId: Id): Promise<void> {
  await tx.selectFrom('forums_cycle').select('id').where('id', '=', cycleId).forShare().execute()
}

/** The gate, closed for the time of one transaction: nobody adds input to this cycle while it is held. */
export async function lockCycleForPublishing(tx: Tx, cycleId: Id): Promise<void> {
  await tx.selectFrom('forums_cycle').select('id').where('id', '=', cycleId).forUpdate().execute()
}

/** Where a cycle stood, and from when to when. */
export async function listPhases(db: Reader, cycleId: Id): Promise<PhaseSpan[]> {
  const rows = await db.selectFrom('forums_phase').selectAll().where('cycle_id', '=', cycleId).orderBy('position').execute()
  return rows.map((row) => ({ phase: row.phase, from: row.from_date, until: row.until_date }))
}

/** Milestones in the order given by the desk, with every earlier date. */
export async function listMilestones(db: Reader, cycleId: Id): Promise<Milestone[]> {
  const rows = await db.selectFrom('forums_milestone').selectAll().where('cycle_id', '=', cycleId).orderBy('position').execute()
  const changes = await db
    .selectFrom('forums_milestone_change')
    .innerJoin('forums_milestone', 'forums_milestone.id', 'milestone_id')
    .select(['milestone_id', 'sequence', 'earlier', 'changed_on', 'reason'])
    .where('cycle_id', '=', cycleId)
    .orderBy('sequence')
    .execute()
  const byMilestone = Map.groupBy(changes, (change) => change.milestone_id)
  return rows.map((row) => ({
    id: row.id as Id<'milestone'>,
    title: row.title,
    isSoft: row.is_soft,
    date: row.date,
    note: row.note,
    source: row.source,
    revision: row.revision,
    earlier: (byMilestone.get(row.id) ?? []).map((change) => ({ date: change.earlier, changedOn: change.changed_on, reason: change.reason })),
  }))
}

/** What the convening body decided about a forum, in order; those about a cycle carry its id. */
export async function listDecisions(db: Reader, forumId: Id): Promise<Decision[]> {
  const rows = await db.selectFrom('forums_decision').selectAll().where('forum_id', '=', forumId).orderBy('position').execute()
  return rows.map((row) => ({
    id: row.id as Id<'decision'>,
    cycleId: row.cycle_id as Id<'cycle'> | null,
    body: row.body,
    date: row.date,
    outcome: row.outcome,
    summary: row.summary,
    source: row.source,
  }))
}

export async function listWorkstreams(db: Reader, cycleId: Id): Promise<Workstream[]> {
  const rows = await db.selectFrom('forums_workstream').selectAll().where('cycle_id', '=', cycleId).orderBy('position').execute()
  return rows.map((row) => ({ id: row.id as Id<'workstream'>, title: row.title, task: row.task, leads: row.leads }))
}

function toForum(row: Selectable<ForumRow>): Forum {
  return {
    id: row.id as Id<'forum'>,
    slug: row.slug,
    title: row.title,
    mandate: row.mandate,
    conveningBody: row.convening_body,
    isDemonstration: row.is_demonstration,
    language: row.language,
    stakeholderGroups: row.stakeholder_groups,
    regionalGroups: row.regional_groups,
    website: row.website,
    confirmation: row.confirmation,
    isReviewAlone: row.is_review_alone,
    revision: row.revision,
  }
}

function toCycle(row: Selectable<CycleRow>): Cycle {
  return {
    id: row.id as Id<'cycle'>,
    forumId: row.forum_id as Id<'forum'>,
    slug: row.slug,
    title: row.title,
    focus: row.focus,
    note: row.note,
    movedTo: row.moved_to,
    revision: row.revision,
  }
}
