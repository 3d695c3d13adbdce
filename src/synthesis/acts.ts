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
    'passage-detached': { readonly ref: string; readonly source: string }
    'finding-written': { readonly ref: string; readonly kind: string }
    'finding-revised': { readonly ref: string; readonly kind: string }
    'finding-discarded': { readonly ref: string }
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
  | 'passage-detached'
  | 'finding-written'
  | 'finding-revised'
  | 'finding-discarded'
