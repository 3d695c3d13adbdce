declare module '../../record/model.ts' {
  interface ActDetails {
    'meeting-link-removed': { readonly meeting: string; readonly kind: string }
  }
}
export type RecordingAct = 'meeting-link-removed'
