declare module '../../record/model.ts' {
  interface ActDetails {
    'translation-entered': { readonly source: string; readonly language: string; readonly revision: number }
    'translation-removed': { readonly source: string; readonly language: string }
  }
}
export type TranslationAct = 'translation-entered' | 'translation-removed'
