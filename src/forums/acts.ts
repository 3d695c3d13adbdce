import type { PlainDate } from '../shared/time.ts'

/** A date as an entry holds it: without the words used for it, which are committed to apart. */
export type RecordedDate = { readonly on: PlainDate } | { readonly from: PlainDate; readonly until: PlainDate } | { readonly when: '' }

declare module '../record/model.ts' {
  interface ActDetails {
    'forum-opened': { readonly forum: string }
    'forum-revised': { readonly fields: string }
    'cycle-opened': { readonly cycle: string }
    'cycle-revised': { readonly cycle: string; readonly fields: string }
    'phases-set': { readonly cycle: string; readonly phases: number }
    'milestone-added': { readonly cycle: string; readonly date: RecordedDate }
    'milestone-moved': { readonly cycle: string; readonly earlier: RecordedDate; readonly date: RecordedDate }
    'decision-recorded': { readonly date: RecordedDate; readonly cycle: string }
  }
}
export type ForumsAct =
  | 'forum-opened'
  | 'forum-revised'
  | 'cycle-opened'
  | 'cycle-revised'
  | 'phases-set'
  | 'milestone-added'
  | 'milestone-moved'
  | 'decision-recorded'
