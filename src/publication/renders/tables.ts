import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export interface RenderRow {
  id: Id
  forum_id: Id
  subject_kind: string
  subject_id: Id
  language: string
  format: string
  state: string
  stamp: string
  digest: string | null
  sha256: string | null
  size: number | null
  missing: string | null
  failure: string | null
  paragraph: number | null
  asked_at: Instant
  made_at: Instant | null
}

declare module '../../platform/database.ts' {
  interface Database {
    publication_render: RenderRow
  }
}
