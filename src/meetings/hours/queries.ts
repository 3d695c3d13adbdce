import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { DEFAULT_REGION_ZONES, type RegionZones } from './model.ts'

/** By which zones a forum looks at its regions: its own where it has set them, else those of the product. */
export async function loadRegionZones(db: Reader, forumId: Id): Promise<RegionZones> {
  const rows = await db.selectFrom('meetings_region_zone').select(['regional_group', 'zone']).where('forum_id', '=', forumId).orderBy('regional_group').orderBy('position').execute()
  const zones = new Map(DEFAULT_REGION_ZONES)
  // A region without any is one row that names none.
  for (const [group, own] of Map.groupBy(rows, (row) => row.regional_group)) zones.set(group, own.map(({ zone }) => zone).filter((zone) => zone !== ''))
  return zones
}
