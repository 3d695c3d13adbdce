declare module '../../record/model.ts' {
  interface ActDetails {
    /** `meeting`: its slug, as in its address. */
    'comment-put-on-agenda': { readonly ref: string; readonly meeting: string }
    'comment-taken-off-agenda': { readonly ref: string; readonly meeting: string }
    /** What was said is a text of the entry. */
    'comment-spoken-of': { readonly ref: string; readonly meeting: string }
  }
}
export type AgendaAct = 'comment-put-on-agenda' | 'comment-taken-off-agenda' | 'comment-spoken-of'
