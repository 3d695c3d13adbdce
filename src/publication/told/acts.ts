declare module '../../record/model.ts' {
  interface ActDetails {
    'contributors-told': { readonly edition: number; readonly people: number }
    /** Of whom is nobody's to know. */
    'telling-stopped': { readonly by: 'mail' }
    'telling-begun-again': { readonly by: 'mail' }
  }
}
export type ToldAct = 'contributors-told' | 'telling-stopped' | 'telling-begun-again'
