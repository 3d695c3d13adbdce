declare module '../../record/model.ts' {
  interface ActDetails {
    /** How a document printed a contributor's name: the name is a text of the act. */
    'printed-name-recorded': { readonly ref: string; readonly list: string }
    'printed-name-removed': { readonly ref: string; readonly list: string }
  }
}
export type PrintedAct = 'printed-name-recorded' | 'printed-name-removed'
