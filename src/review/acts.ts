declare module '../record/model.ts' {
  interface ActDetails {
    'review-opened': { readonly review: number; readonly closesOn: string }
    'review-closed': { readonly review: number }
    'review-reopened': { readonly review: number }
    'comment-sent': { readonly ref: string; readonly review: number; readonly target: string; readonly paragraphs: string; readonly channel: string; readonly late: 'yes' | 'no' }
    'comment-withdrawn': { readonly ref: string }
    'comment-answered': { readonly ref: string; readonly disposition: string; readonly earlier: string }
    'response-judged': { readonly ref: string; readonly satisfied: 'yes' | 'no' }
  }
}
export type ReviewAct = 'review-opened' | 'review-closed' | 'review-reopened' | 'comment-sent' | 'comment-withdrawn' | 'comment-answered' | 'response-judged'
