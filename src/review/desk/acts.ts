declare module '../../record/model.ts' {
  interface ActDetails {
    'review-desk-set': { readonly review: number; readonly confirmation: 'yes' | 'no'; readonly until: string }
    /** `to`: somebody or nobody; who it is stands at the desk. `comments`: how many, the first of which is `ref`. */
    'comments-assigned': { readonly ref: string; readonly comments: number; readonly to: 'somebody' | 'nobody' }
    'comment-note-written': { readonly ref: string }
    'comment-note-struck': { readonly ref: string }
    /** What is proposed stays at the desk until it is confirmed. */
    'answers-proposed': { readonly ref: string; readonly comments: number }
    'proposal-dropped': { readonly ref: string }
  }
}
export type ReviewDeskAct = 'review-desk-set' | 'comments-assigned' | 'comment-note-written' | 'comment-note-struck' | 'answers-proposed' | 'proposal-dropped'
