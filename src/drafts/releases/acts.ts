declare module '../../record/model.ts' {
  interface ActDetails {
    'version-circulated': { readonly document: string; readonly version: number; readonly mails: number }
    'version-released': { readonly document: string; readonly version: number; readonly mails: number }
    'release-planned': { readonly document: string; readonly version: number; readonly on: string }
  }
}
export type ReleaseAct = 'version-circulated' | 'version-released' | 'release-planned'
