declare module '../../record/model.ts' {
  interface ActDetails {
    'document-read': { readonly ref: string; readonly file: number; readonly outcome: string; readonly pages: number; readonly characters: number }
    'document-sent-again': { readonly ref: string; readonly file: number }
    'document-typed-in': { readonly ref: string; readonly file: number; readonly page: number; readonly characters: number }
  }
}
export type DocumentAct = 'document-read' | 'document-sent-again' | 'document-typed-in'
