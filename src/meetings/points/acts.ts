import type { PlainDate } from '../../shared/time.ts'

declare module '../../record/model.ts' {
  interface ActDetails {
    /** `strength` has underscores where the word has hyphens: the record's sentences choose by it. */
    'point-put': { readonly point: number; readonly strength: string }
    'point-revised': { readonly point: number; readonly strength: string }
    'point-listed': { readonly point: number; readonly until: PlainDate; readonly asked: number }
    'point-answered': { readonly point: number; readonly answer: number; readonly stance: string }
    'point-answer-revised': { readonly point: number; readonly answer: number; readonly stance: string }
    'point-answer-withdrawn': { readonly point: number; readonly answer: number }
    'point-settled': { readonly point: number; readonly asked: number; readonly objections: number; readonly agreements: number }
  }
}
export type PointsAct = 'point-put' | 'point-revised' | 'point-listed' | 'point-answered' | 'point-answer-revised' | 'point-answer-withdrawn' | 'point-settled'
