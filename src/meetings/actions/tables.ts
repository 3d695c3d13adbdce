import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'

export interface ActionRow {
  id: Id
  forum_id: Id
  meeting_id: Id
  item_id: Id | null
  number: number
  text: string
  owner: string | null
  due: PlainDate | null
  state: Generated<string>
  outcome: string | null
  settled_at: Instant | null
  revision: Generated<number>
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_action: ActionRow
  }
}
