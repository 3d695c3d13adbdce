declare module '../../record/model.ts' {
  interface ActDetails {
    /** `ref`: the passage that it became. */
    'likeness-taken': { readonly ref: string; readonly slug: string; readonly machine: string }
    'likeness-dismissed': { readonly source: string; readonly start: number; readonly end: number; readonly slug: string }
    'likeness-restored': { readonly source: string; readonly start: number; readonly end: number; readonly slug: string }
  }
}
export type LikenessAct = 'likeness-taken' | 'likeness-dismissed' | 'likeness-restored'
