import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/**
 * Sets the zones by which a forum looks at one of its regions, in place of those there were; none leaves the region out. The door has
 * seen to it that the region is on the forum's list and that each zone is one.
 */
export async function setRegionZones(tx: Tx, actor: Actor, input: { forumId: Id<'forum'>; regionalGroup: string; zones: readonly string[] }, now: Instant): Promise<{ zones: number }> {
  const { forumId, regionalGroup } = input
  const zones = [...new Set(input.zones)]
  // Two at the same time: the later one waits here, and its zones stand.
  await sql`select pg_advisory_xact_lock(hashtext(${`region-zones ${forumId}`}))`.execute(tx)
  await tx.deleteFrom('meetings_region_zone').where('forum_id', '=', forumId).where('regional_group', '=', regionalGroup).execute()
  const rows = (zones.length === 0 ? [''] : zones).map((zone, place) => ({ forum_id: forumId, regional_group: regionalGroup, position: place + 1, zone }))
  await tx.insertInto('meetings_region_zone').values(rows).execute()
  await appendAct(tx, actor, { forumId, act: 'region-zones-set', subject: { kind: 'forum', id: forumId }, detail: { group: regionalGroup, zones: zones.length } }, now)
  return { zones: zones.length }
}
