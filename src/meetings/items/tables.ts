import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

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

export interface ItemLinkRow {
  id: Id
  item_id: Id
  position: number
  title: string
  url: string
}

export interface CirculationRow {
  meeting_id: Id
  number: number
  sent_at: Instant
  text: string
  people: number
}

export interface TemplateRow {
  forum_id: Id
  text: string
  revision: Generated<number>
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_item: ItemRow
    meetings_item_link: ItemLinkRow
    meetings_circulation: CirculationRow
    meetings_template: TemplateRow
  }
}
