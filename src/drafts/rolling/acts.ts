declare module '../../record/model.ts' {
  interface ActDetails {
    /** The working text was opened to readers, or closed again. */
    'rolling-set': { readonly document: string; readonly open: string }
  }
}
export type RollingAct = 'rolling-set'
