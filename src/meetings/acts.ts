import type { PlainDate } from '../shared/time.ts'

declare module '../record/model.ts' {
  interface ActDetails {
    'meeting-entered': { readonly meeting: string; readonly date: PlainDate }
    'meeting-revised': { readonly meeting: string; readonly changes: number }
    'participants-set': { readonly meeting: string; readonly participants: number }
    'meeting-link-added': { readonly meeting: string; readonly kind: string }
    'report-written': { readonly meeting: string; readonly paragraphs: number }
  }
}
export type MeetingsAct = 'meeting-entered' | 'meeting-revised' | 'participants-set' | 'meeting-link-added' | 'report-written'
