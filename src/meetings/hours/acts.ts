declare module '../../record/model.ts' {
  interface ActDetails {
    'region-zones-set': { readonly group: string; readonly zones: number }
  }
}
export type HoursAct = 'region-zones-set'
