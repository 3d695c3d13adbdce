declare module '../../record/model.ts' {
  interface ActDetails {
    'themes-merged': { readonly slug: string; readonly into: string; readonly passages: number }
    'theme-split': { readonly slug: string; readonly into: string; readonly passages: number }
    'theme-removed': { readonly slug: string; readonly passages: number }
    'codebook-change-undone': { readonly number: number; readonly kind: string; readonly slug: string }
    'theme-proposed': { readonly slug: string }
    'theme-signed-off': { readonly slug: string }
  }
}
export type ChangeAct = 'themes-merged' | 'theme-split' | 'theme-removed' | 'codebook-change-undone' | 'theme-proposed' | 'theme-signed-off'
