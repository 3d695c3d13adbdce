declare module '../record/model.ts' {
  interface ActDetails {
    'edition-published': { readonly edition: number; readonly document: string; readonly version: number; readonly units: number; readonly accounted: number }
    'erratum-noted': { readonly edition: number; readonly erratum: number; readonly paragraph: number | null }
    'translation-started': { readonly edition: number; readonly language: string }
    'translation-edited': { readonly edition: number; readonly language: string; readonly parts: number; readonly done: number; readonly all: number }
    'translation-published': { readonly edition: number; readonly language: string; readonly done: number; readonly all: number }
  }
}
export type PublicationAct = 'edition-published' | 'erratum-noted' | 'translation-started' | 'translation-edited' | 'translation-published'
