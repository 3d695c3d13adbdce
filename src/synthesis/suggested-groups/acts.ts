declare module '../../record/model.ts' {
  interface ActDetails {
    /** `answers`: how many were compared; `remembered`: groups like them that somebody had decided on, which are not put forward again. */
    'groups-suggested': { readonly groups: number; readonly answers: number; readonly remembered: number; readonly machine: string }
    'group-taken': { readonly slug: string; readonly answers: number; readonly machine: string }
    'group-dismissed': { readonly answers: number; readonly machine: string }
    'group-restored': { readonly answers: number; readonly machine: string }
  }
}
export type SuggestedGroupAct = 'groups-suggested' | 'group-taken' | 'group-dismissed' | 'group-restored'
