declare module '../record/model.ts' {
  interface ActDetails {
    'links-changed': { readonly relation: string; readonly from: string; readonly added: number; readonly removed: number }
  }
}
export type TraceAct = 'links-changed'
