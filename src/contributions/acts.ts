declare module '../record/model.ts' {
  interface ActDetails {
    'contribution-received': { readonly ref: string; readonly call: string; readonly channel: string; readonly answers: number; readonly files: number; readonly late: boolean }
    'contribution-withdrawn': { readonly ref: string }
    'contributions-imported': {
      readonly call: string
      readonly taken: number
      readonly refused: number
      readonly known: number
      readonly first: string
      readonly last: string
      /** SHA-256 over the key, the content's digest, the day and the documents of each row taken, in order. */
      readonly digest: string
    }
  }
}
export type ContributionAct = 'contribution-received' | 'contribution-withdrawn' | 'contributions-imported'
