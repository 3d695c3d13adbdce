import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Id } from '../shared/ids.ts'
import type { ApproximateDate } from '../shared/approximate-date.ts'
import type { Confirmation, ListEntry, Phase } from '../shared/vocabularies.ts'
import type { Instant, PlainDate } from '../shared/time.ts'

export interface ForumRow {
  id: Id
  slug: string
  title: string
  mandate: string
  convening_body: string | null
  is_demonstration: boolean
  language: string
  stakeholder_groups: JSONColumnType<ListEntry[]>
  regional_groups: JSONColumnType<ListEntry[]>
  website: string | null
  confirmation: Generated<Confirmation>
  is_review_alone: Generated<boolean>
  created_at: Instant
  revision: Generated<number>
}

export interface CycleRow {
  id: Id
  forum_id: Id
  slug: string
  title: string
  focus: string
  note: string | null
  moved_to: ColumnType<string | null, string | null | undefined, string | null>
  revision: Generated<number>
}

export interface MovedRow {
  cycle_id: Id
  from_path: string
  to_path: string
}

export interface PhaseRow {
  cycle_id: Id
  position: number
  phase: Phase
  from_date: PlainDate | null
  until_date: PlainDate | null
}

export interface MilestoneRow {
  id: Id
  cycle_id: Id
  position: number
  title: string
  is_soft: boolean
  date: JSONColumnType<ApproximateDate>
  note: string | null
  source: string | null
  revision: Generated<number>
}

export interface MilestoneChangeRow {
  milestone_id: Id
  sequence: number
  earlier: JSONColumnType<ApproximateDate>
  changed_on: PlainDate | null
  reason: string
}

export interface DecisionRow {
  id: Id
  forum_id: Id
  cycle_id: Id | null
  position: number
  body: string
  date: JSONColumnType<ApproximateDate>
  outcome: string
  summary: string
  source: string | null
}

export interface WorkstreamRow {
  id: Id
  cycle_id: Id
  position: number
  title: string
  task: string
  leads: JSONColumnType<string[]>
}

declare module '../platform/database.ts' {
  interface Database {
    forums_forum: ForumRow
    forums_cycle: CycleRow
    forums_phase: PhaseRow
    forums_moved: MovedRow
    forums_milestone: MilestoneRow
    forums_milestone_change: MilestoneChangeRow
    forums_decision: DecisionRow
    forums_workstream: WorkstreamRow
  }
}
