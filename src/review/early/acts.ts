declare module '../../record/model.ts' {
  interface ActDetails {
    'draft-commented': { readonly document: string; readonly paragraph: number }
    'draft-comment-withdrawn': { readonly document: string }
    'draft-comments-taken': { readonly review: number; readonly comments: number }
  }
}
export type EarlyAct = 'draft-commented' | 'draft-comment-withdrawn' | 'draft-comments-taken'
