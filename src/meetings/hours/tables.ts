import type { Id } from '../../shared/ids.ts'

export interface RegionZoneRow {
  forum_id: Id
  regional_group: string
  position: number
  zone: string
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_region_zone: RegionZoneRow
  }
}
