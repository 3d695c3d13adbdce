declare module '../record/model.ts' {
  interface ActDetails {
    'edition-published': { readonly edition: number; readonly document: string; readonly version: number; readonly units: number; readonly accounted: number }
  }
}
export type PublicationAct = 'edition-published'
