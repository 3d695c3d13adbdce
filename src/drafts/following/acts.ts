declare module '../../record/model.ts' {
  interface ActDetails {
    'follow-asked': { readonly document: string }
    'follow-confirmed': { readonly document: string }
    'follow-left': { readonly document: string }
  }
}
export type FollowingAct = 'follow-asked' | 'follow-confirmed' | 'follow-left'
