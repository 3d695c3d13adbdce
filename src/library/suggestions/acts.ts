declare module '../../record/model.ts' {
  interface ActDetails {
    'papers-wait': { readonly count: number }
    'papers-suggested': { readonly references: string; readonly count: number }
    'papers-withdrawn': { readonly references: string; readonly count: number }
    'paper-listed': { readonly suggestion: string; readonly reference: string }
    'paper-declined': { readonly suggestion: string }
  }
}

export type SuggestionAct = 'papers-wait' | 'papers-suggested' | 'papers-withdrawn' | 'paper-listed' | 'paper-declined'
