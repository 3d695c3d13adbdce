declare module '../../record/model.ts' {
  interface ActDetails {
    'contributors-told': { readonly edition: number; readonly people: number }
    /** Of whom is nobody's to know. */
    'telling-stopped': Readonly<Record<never, never>>
    'telling-begun-again': Readonly<Record<never, never>>
  }
}
export type ToldAct = 'contributors-told' | 'telling-stopped' | 'telling-begun-again'
