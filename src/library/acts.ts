declare module '../record/model.ts' {
  interface ActDetails {
    'reference-added': { readonly reference: string }
  }
}
export type LibraryAct = 'reference-added'
