import type { Reader } from '../../platform/database.ts'
import type { ApproximateDate } from '../../shared/approximate-date.ts'
import type { FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'

/** A forum's own row, by its slug. */
export function findForumRow(db: Reader, slug: string) {
  return db.selectFrom('forums_forum').selectAll().where('slug', '=', slug).executeTakeFirst()
}

/** Whether a forum here has this slug or this id. */
export async function isForumHere(db: Reader, slug: string, id: Id | undefined): Promise<boolean> {
  const found = await db
    .selectFrom('forums_forum')
    .select('id')
    .where((where) => where.or([where('slug', '=', slug), ...(id === undefined ? [] : [where('id', '=', id)])]))
    .executeTakeFirst()
  return found !== undefined
}

export function listCycleRows(db: Reader, forumId: Id) {
  return db.selectFrom('forums_cycle').selectAll().where('forum_id', '=', forumId).orderBy('id').execute()
}

/** Decisions as their file has them, in their order. */
export async function listDecisionsForFolder(db: Reader, forumId: Id, names: FolderNames) {
  const rows = await db.selectFrom('forums_decision').selectAll().where('forum_id', '=', forumId).orderBy('position').orderBy('id').execute()
  return rows.map(({ id, cycle_id: cycleId, body, date, outcome, summary, source }) => ({ id, cycle: cycleId === null ? null : names.of(cycleId), body, date: writeOut(date), outcome, summary, source }))
}

/** What `cycle.yaml` has besides the cycle's own row. */
export async function findCyclePartsForFolder(db: Reader, cycleId: Id) {
  const phases = await db.selectFrom('forums_phase').selectAll().where('cycle_id', '=', cycleId).orderBy('position').execute()
  const milestones = await db.selectFrom('forums_milestone').selectAll().where('cycle_id', '=', cycleId).orderBy('position').orderBy('id').execute()
  const ids = milestones.map((milestone) => milestone.id)
  const changes = ids.length === 0 ? [] : await db.selectFrom('forums_milestone_change').selectAll().where('milestone_id', 'in', ids).orderBy('sequence').execute()
  const workstreams = await db.selectFrom('forums_workstream').selectAll().where('cycle_id', '=', cycleId).orderBy('position').orderBy('id').execute()
  const moved = await db.selectFrom('forums_moved').select(['from_path as from', 'to_path as to']).where('cycle_id', '=', cycleId).orderBy('from_path').execute()
  return {
    moved,
    phases: phases.map(({ phase, from_date: from, until_date: until }) => ({ phase, from, until })),
    milestones: milestones.map((row) => ({
      id: row.id,
      title: row.title,
      soft: row.is_soft,
      date: writeOut(row.date),
      note: row.note,
      source: row.source,
      revision: row.revision,
      earlier: changes.filter((change) => change.milestone_id === row.id).map(({ earlier, changed_on: changedOn, reason }) => ({ date: writeOut(earlier), changedOn, reason })),
    })),
    workstreams: workstreams.map(({ id, title, task, leads }) => ({ id, title, task, leads })),
  }
}

/** In the order of the file: the database keeps the keys of a value in an order of its own. */
function writeOut(date: ApproximateDate): object {
  if ('on' in date) return { on: date.on }
  return 'when' in date ? { when: date.when } : { from: date.from, until: date.until, words: date.words }
}
