declare module '../../record/model.ts' {
  interface ActDetails {
    'figure-pinned': { readonly ref: string; readonly asOf: string; readonly total: number; readonly rows: string; readonly columns: string }
  }
}
export type PinAct = 'figure-pinned'
