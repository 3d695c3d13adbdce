import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'

export interface ItemRow {
  id: Id
  meeting_id: Id
  position: number
  title: string
  about: string | null
  minutes: number | null
  presenter: string | null
  revision: Generated<number>
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_item: ItemRow
  }
}
