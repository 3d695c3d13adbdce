declare module '../model.ts' {
  interface ActDetails {
    'mail-decided': { readonly decision: 'taken' | 'dismissed' }
  }
}

export type InboxAct = 'mail-decided'
