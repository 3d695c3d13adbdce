declare module '../record/model.ts' {
  interface ActDetails {
    'review-opened': { readonly review: number; readonly closesOn: string }
    'review-extended': { readonly review: number; readonly earlier: string; readonly closesOn: string }
    'review-closed': { readonly review: number }
    'review-reopened': { readonly review: number }
    'comment-sent': { readonly ref: string; readonly review: number; readonly target: string; readonly paragraphs: string; readonly channel: string; readonly late: 'yes' | 'no' }
    'comment-waits': { readonly review: number; readonly for: 'mail' | 'desk' }
    'waiting-comment-declined': { readonly review: number; readonly reason: string }
    'waiting-comment-restored': { readonly review: number }
    'waiting-comment-dropped': { readonly review: number }
    'comment-worded-anew': { readonly ref: string; readonly revision: number }
    'comment-set-aside': { readonly ref: string; readonly reason: string }
    'comment-restored': { readonly ref: string }
    'comment-agreed': { readonly ref: string }
    'agreement-withdrawn': { readonly ref: string }
    'comment-withdrawn': { readonly ref: string }
    'comment-answered': { readonly ref: string; readonly disposition: string; readonly earlier: string }
    'response-judged': { readonly ref: string; readonly satisfied: 'yes' | 'no' }
  }
}
export type ReviewAct =
  | 'comment-waits' | 'waiting-comment-declined' | 'waiting-comment-restored' | 'waiting-comment-dropped'
  | 'comment-worded-anew' | 'comment-set-aside' | 'comment-restored' | 'comment-agreed' | 'agreement-withdrawn'
  | 'review-extended' | 'review-opened' | 'review-closed' | 'review-reopened' | 'comment-sent' | 'comment-withdrawn' | 'comment-answered' | 'response-judged'
