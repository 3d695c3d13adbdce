declare module '../../record/model.ts' {
  interface ActDetails {
    'links-carried': { readonly document: string; readonly paragraphs: number; readonly links: number }
  }
}
export type CarryingAct = 'links-carried'
