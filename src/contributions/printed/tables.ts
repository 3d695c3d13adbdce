import type { Id } from '../../shared/ids.ts'
import type { PrintedList } from './model.ts'

export interface PrintedNameRow {
  id: Id
  forum_id: Id
  cycle_id: Id
  contribution_id: Id
  list: PrintedList
  name: string
  source: string
}

declare module '../../platform/database.ts' {
  interface Database {
    contributions_printed_name: PrintedNameRow
  }
}
