declare module '../../record/model.ts' {
  interface ActDetails {
    'file-taken-back': { readonly document: string; readonly version: number; readonly kept: number; readonly split: number; readonly merged: number; readonly conflicts: number }
  }
}
export type ReturningAct = 'file-taken-back'
