declare module '../record/model.ts' {
  interface ActDetails {
    'document-started': { readonly document: string; readonly kind: string }
    'document-renamed': { readonly document: string }
    'section-added': { readonly document: string }
    'section-renamed': { readonly document: string }
    'section-moved': { readonly document: string; readonly direction: string }
    'section-removed': { readonly document: string }
    'paragraphs-added': { readonly document: string; readonly count: number }
    'paragraph-revised': { readonly document: string; readonly number: number; readonly parts: number }
    'paragraph-moved': { readonly document: string; readonly from: number; readonly to: number }
    'paragraphs-merged': { readonly document: string; readonly number: number; readonly other: number }
    'paragraph-removed': { readonly document: string; readonly number: number }
    'own-voice-set': { readonly document: string; readonly number: number; readonly own: string }
    'suggestion-made': { readonly document: string; readonly suggestion: number; readonly kind: string; readonly number: number }
    'suggestion-decided': { readonly document: string; readonly suggestion: number; readonly outcome: string }
    'version-frozen': { readonly document: string; readonly version: number; readonly paragraphs: number }
  }
}
export type DraftsAct =
  | 'document-started'
  | 'document-renamed'
  | 'section-added'
  | 'section-renamed'
  | 'section-moved'
  | 'section-removed'
  | 'paragraphs-added'
  | 'paragraph-revised'
  | 'paragraph-moved'
  | 'paragraphs-merged'
  | 'paragraph-removed'
  | 'own-voice-set'
  | 'suggestion-made'
  | 'suggestion-decided'
  | 'version-frozen'
