declare module '../../record/model.ts' {
  interface ActDetails {
    'place-follow-asked': { readonly document: string; readonly place: 'paragraph' | 'section' }
    'place-follow-confirmed': { readonly document: string; readonly place: 'paragraph' | 'section' }
    'place-follow-left': { readonly document: string; readonly place: 'paragraph' | 'section' }
  }
}
export type PlaceFollowingAct = 'place-follow-asked' | 'place-follow-confirmed' | 'place-follow-left'
