declare module '../../record/model.ts' {
  interface ActDetails {
    'outline-chosen': { readonly document: string; readonly into: string }
  }
}
export type ChoosingAct = 'outline-chosen'
