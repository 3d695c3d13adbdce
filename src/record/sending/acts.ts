declare module '../model.ts' {
  interface ActDetails {
    /** The installation's own: mails of its outbox, without saying whose. */
    'mails-tried-again': { readonly count: number }
    'mail-dropped': Record<string, never>
  }
}
export type SendingAct = 'mails-tried-again' | 'mail-dropped'
