declare module '../../record/model.ts' {
  interface ActDetails {
    'file-taken-in': { readonly review: number; readonly format: 'docx' | 'pdf' | 'table'; readonly comments: number; readonly known: number; readonly aside: number }
  }
}
export type ExchangeAct = 'file-taken-in'
