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
    'contribution-cleared': { readonly ref: string; readonly by: 'sender' | 'clearer'; readonly waitsFor: 'nothing' | 'confirmation' }
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
      /** SHA-256 over the key, the content's digest, the day and the documents of each row taken, in order. */
      readonly digest: string
    }
    /** `reason`: the kind of it; here and below. */
    'contribution-held': { readonly ref: string; readonly reason: string }
    'contribution-declined': { readonly ref: string; readonly reason: string }
    /** `reason`: what it had been, held or declined. */
    'contribution-released': { readonly ref: string; readonly reason: string }
    'answer-redacted': { readonly ref: string; readonly reason: string }
    'document-redacted': { readonly ref: string; readonly reason: string }
    'redaction-lifted': { readonly ref: string; readonly reason: string }
    'note-written': { readonly ref: string }
    'note-struck': { readonly ref: string }
    'readers-chosen': { readonly ref: string; readonly readers: number }
    'reader-assigned': { readonly ref: string; readonly contributions: number }
    'answers-read': { readonly ref: string; readonly contributions: number; readonly answers: number }
    'answers-unread': { readonly ref: string; readonly contributions: number; readonly answers: number }
    'sender-asked': { readonly ref: string }
    'sender-confirmed': { readonly ref: string }
    'correction-proposed': { readonly ref: string; readonly answers: number }
    'correction-taken': { readonly ref: string; readonly answers: number }
    'correction-declined': { readonly ref: string }
  }
}
export type ContributionAct =
  | 'contribution-received' | 'contribution-withdrawn' | 'contributions-imported' | 'contribution-held' | 'contribution-declined' | 'contribution-released'
  | 'contribution-kept' | 'contribution-cleared' | 'contribution-confirmed' | 'contribution-unconfirmed' | 'contribution-amended' | 'amendment-checked'
  | 'invitation-made' | 'invitation-stopped'
  | 'answer-redacted' | 'document-redacted' | 'redaction-lifted' | 'note-written' | 'note-struck' | 'readers-chosen' | 'reader-assigned' | 'answers-read' | 'answers-unread'
  | 'sender-asked' | 'sender-confirmed' | 'correction-proposed' | 'correction-taken' | 'correction-declined'
