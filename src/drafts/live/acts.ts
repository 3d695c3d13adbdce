/** The name under which the database tells every process that a text moved: its id and version. */
export const MOVED = 'convoke_drafts'

declare module '../../record/model.ts' {
  interface ActDetails {
    /** Somebody wrote in the editor for a while: one act for a stretch of work, not one for each key. */
    'draft-edited': { readonly document: string; readonly blocks: number; readonly changes: number; readonly minutes: number }
  }
}
export type LiveAct = 'draft-edited'
