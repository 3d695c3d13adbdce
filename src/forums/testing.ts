import type { Db } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { SYSTEM } from '../record/model.ts'
import type { Instant } from '../shared/time.ts'
import { DEFAULT_REGIONAL_GROUPS, DEFAULT_STAKEHOLDER_GROUPS } from '../shared/vocabularies.ts'
import { transact } from '../platform/database.ts'
import { appendAct } from '../record/commands.ts'
import type { Cycle, Forum } from './model.ts'
import { findCycleById, findForumById } from './queries.ts'

/** A forum with one cycle, its chain begun, for tests that are about something else. */
export async function buildForum(db: Db, slug: string, now: Instant, over: Partial<Forum> = {}): Promise<{ forum: Forum; cycle: Cycle }> {
  const forumId = newId<'forum'>()
  const cycleId = newId<'cycle'>()
  await transact(db, async (tx) => {
    await tx
      .insertInto('forums_forum')
      .values({
        id: forumId,
        slug,
        title: over.title ?? `Forum ${slug}`,
        mandate: over.mandate ?? 'To try things out.',
        convening_body: null,
        is_demonstration: over.isDemonstration ?? false,
        language: 'en',
        stakeholder_groups: JSON.stringify(over.stakeholderGroups ?? DEFAULT_STAKEHOLDER_GROUPS),
        regional_groups: JSON.stringify(over.regionalGroups ?? DEFAULT_REGIONAL_GROUPS),
        website: null,
        confirmation: over.confirmation ?? 'none',
        created_at: now,
      })
      .execute()
    await tx.insertInto('forums_cycle').values({ id: cycleId, forum_id: forumId, slug: '2026', title: 'Cycle 2026', focus: 'Trying things out', note: null }).execute()
    await appendAct(tx, SYSTEM, { forumId, act: 'forum-imported', subject: { kind: 'forum', id: forumId }, detail: { files: 0, digest: '' } }, now)
  })
  const forum = await findForumById(db, forumId)
  const cycle = await findCycleById(db, cycleId)
  if (forum === undefined || cycle === undefined) throw new Error('The forum that was built is not there')
  return { forum, cycle }
}
