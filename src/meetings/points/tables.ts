import type { Generated } from 'kysely'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'

export interface PointRow {
  id: Id
  forum_id: Id
  meeting_id: Id | null
  item_id: Id | null
  number: number
  text: string
  strength: string
  put_at: Instant
  put_by: Id | null
  confirm_until: PlainDate | null
  confirmed_at: Instant | null
  /** How many were asked by mail. */
  asked: number | null
  revision: Generated<number>
}

/** Somebody who was asked by mail; the way back to their answer. Not for anybody's eyes, and not part of a forum's folder. */
export interface PointAskedRow {
  id: Id
  point_id: Id
  mail: string
  language: string
  asked_at: Instant
}

export interface PointAnswerRow {
  id: Id
  point_id: Id
  number: number
  /** `objects` or `agrees`. */
  stance: string
  text: string
  language: string | null
  name: string | null
  is_named: boolean
  /** Who was asked by mail and answered by their own link; null for whoever answered on the page. */
  asked_id: Id | null
  form_key: Id | null
  made_at: Instant
  withdrawn_at: Instant | null
  revision: Generated<number>
}

declare module '../../platform/database.ts' {
  interface Database {
    meetings_point: PointRow
    meetings_point_asked: PointAskedRow
    meetings_point_answer: PointAnswerRow
  }
}
