declare module '../../record/model.ts' {
  interface ActDetails {
    /** `key` is `each` for each group; `earlier` null where there was no such target before. */
    'target-set': { readonly dimension: string; readonly key: string; readonly unit: string; readonly least: number; readonly earlier: number | null }
    'target-removed': { readonly dimension: string; readonly key: string; readonly unit: string; readonly least: number }
  }
}
export type TargetAct = 'target-set' | 'target-removed'
