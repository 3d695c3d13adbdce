declare module '../record/model.ts' {
  interface ActDetails {
    'links-changed': { readonly relation: string; readonly from: string; readonly added: number; readonly removed: number }
    'fates-given': { readonly fate: string; readonly units: number; readonly refs: string }
    'fate-revoked': { readonly fate: string; readonly unit: string }
  }
}
export type TraceAct = 'links-changed' | 'fates-given' | 'fate-revoked'
