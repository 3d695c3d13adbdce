import type { PlainDate } from '../../shared/time.ts'

declare module '../../record/model.ts' {
  interface ActDetails {
    'report-corrections-opened': { readonly meeting: string; readonly until: PlainDate }
    'report-finished': { readonly meeting: string; readonly revision: number }
    'report-correction-sent': { readonly meeting: string; readonly number: number }
    'report-correction-answered': { readonly meeting: string; readonly number: number; readonly response: string }
  }
}
export type ReportCorrectionsAct = 'report-corrections-opened' | 'report-finished' | 'report-correction-sent' | 'report-correction-answered'
