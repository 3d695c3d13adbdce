declare module '../../record/model.ts' {
  interface ActDetails {
    'figure-entered': { readonly asOf: string; readonly dimension: string; readonly key: string; readonly published: number }
    'figure-corrected': { readonly asOf: string; readonly dimension: string; readonly key: string; readonly published: number; readonly earlier: number }
    'figure-removed': { readonly asOf: string; readonly dimension: string; readonly key: string; readonly published: number }
  }
}
export type OverviewAct = 'figure-entered' | 'figure-corrected' | 'figure-removed'
