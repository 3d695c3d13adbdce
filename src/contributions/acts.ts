declare module '../record/model.ts' {
  interface ActDetails {
    'contribution-received': { readonly ref: string; readonly call: string; readonly channel: string; readonly answers: number; readonly files: number; readonly late: boolean }
    /** Taken, and neither counted nor public until it is released or confirmed. */
    'contribution-kept': {
      readonly ref: string
      readonly call: string
      readonly channel: string
      readonly answers: number
      readonly files: number
      readonly late: boolean
      readonly waitsFor: 'clearance' | 'confirmation'
    }
    /** `by`: its sender, whoever cleared it, or the desk. */
    'contribution-released': { readonly ref: string; readonly by: 'sender' | 'clearer'; readonly waitsFor: 'nothing' | 'confirmation' }
    'contribution-confirmed': { readonly ref: string; readonly by: 'sender' | 'desk' }
    'contribution-unconfirmed': { readonly ref: string }
    'contribution-amended': { readonly ref: string; readonly amendment: number; readonly changed: number; readonly added: number; readonly removed: number; readonly files: number; readonly late: boolean }
    'amendment-checked': { readonly ref: string }
    'invitation-made': { readonly call: string; readonly invitation: number }
    'invitation-stopped': { readonly call: string; readonly invitation: number }
    'contribution-withdrawn': { readonly ref: string }
    'contributions-imported': {
      readonly call: string
      readonly taken: number
      readonly refused: number
      readonly known: number
      readonly first: string
      readonly last: string
      /** SHA-256 over the canonical JSON of each row taken, in order. */
      readonly digest: string
    }
  }
}
export type ContributionAct =
  | 'contribution-received'
  | 'contribution-kept'
  | 'contribution-released'
  | 'contribution-confirmed'
  | 'contribution-unconfirmed'
  | 'contribution-amended'
  | 'amendment-checked'
  | 'invitation-made'
  | 'invitation-stopped'
  | 'contribution-withdrawn'
  | 'contributions-imported'
