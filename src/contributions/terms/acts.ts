declare module '../../record/model.ts' {
  interface ActDetails {
    /** `kind`: stop, count, apart or merge. The words are texts of the act. */
    'term-rule-set': { readonly language: string; readonly kind: string }
    'term-rule-removed': { readonly language: string; readonly kind: string }
  }
}
export type TermAct = 'term-rule-set' | 'term-rule-removed'
