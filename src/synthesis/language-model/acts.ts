declare module '../../record/model.ts' {
  interface ActDetails {
    /** `state`: on or off. */
    'language-model-switched': { readonly state: 'on' | 'off' }
    'language-model-asked': { readonly number: number; readonly kind: string; readonly passages: number }
    /** `outcome`: answered, refused or failed; `passages`: how many were sent. */
    'language-model-replied': { readonly number: number; readonly outcome: string; readonly suggestions: number; readonly passages: number; readonly model: string }
    /** `decision`: taken or dismissed. */
    'model-suggestion-decided': { readonly number: number; readonly position: number; readonly decision: 'taken' | 'dismissed'; readonly model: string }
    'model-suggestion-restored': { readonly number: number; readonly position: number }
  }
}
export type LanguageModelAct = 'language-model-switched' | 'language-model-asked' | 'language-model-replied' | 'model-suggestion-decided' | 'model-suggestion-restored'
