declare module '../record/model.ts' {
  interface ActDetails {
    'theme-added': { readonly slug: string }
    'theme-revised': { readonly slug: string }
    'theme-moved': { readonly slug: string; readonly below: string; readonly place: number }
    'passage-marked': { readonly ref: string; readonly source: string; readonly start: number; readonly end: number; readonly themes: number }
    'passage-themes-set': { readonly ref: string; readonly themes: number }
    'passage-unmarked': { readonly ref: string }
    /** After its source was amended: by its exact words, or by a person. */
    'passage-anchored': { readonly ref: string; readonly source: string; readonly method: 'exact' | 'person'; readonly earlier: string; readonly start: number; readonly end: number }
    'passage-anchoring-undone': { readonly ref: string; readonly start: number; readonly end: number }
    'passage-detached': { readonly ref: string; readonly source: string }
    'finding-written': { readonly ref: string; readonly kind: string }
    'finding-revised': { readonly ref: string; readonly kind: string }
    'finding-discarded': { readonly ref: string }
    'synthesis-published': { readonly number: number; readonly findings: number }
    'synthesis-reopened': { readonly number: number }
    'correction-round-opened': { readonly number: number; readonly until: string; readonly people: number; readonly sentences: number }
    'correction-said': { readonly ref: string; readonly source: string; readonly verdict: string }
    'contest-settled': { readonly ref: string; readonly source: string; readonly settlement: string }
    'paragraph-correction-said': { readonly ref: string; readonly source: string; readonly verdict: string }
    'paragraph-contest-settled': { readonly ref: string; readonly source: string; readonly settlement: string }
    'suggestion-sent': { readonly ref: string; readonly finding: string }
    'suggestion-answered': { readonly ref: string; readonly finding: string; readonly verdict: string }
    'suggestion-withdrawn': { readonly ref: string }
    'notes-changed': { readonly notes: number }
  }
}
export type SynthesisAct =
  | 'theme-added'
  | 'theme-revised'
  | 'theme-moved'
  | 'passage-marked'
  | 'passage-themes-set'
  | 'passage-unmarked'
  | 'passage-anchored'
  | 'passage-anchoring-undone'
  | 'passage-detached'
  | 'finding-written'
  | 'finding-revised'
  | 'finding-discarded'
  | 'synthesis-published'
  | 'synthesis-reopened'
  | 'correction-round-opened'
  | 'correction-said'
  | 'contest-settled'
  | 'paragraph-correction-said'
  | 'paragraph-contest-settled'
  | 'suggestion-sent'
  | 'suggestion-answered'
  | 'suggestion-withdrawn'
  | 'notes-changed'
