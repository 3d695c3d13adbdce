declare module '../record/model.ts' {
  interface ActDetails {
    'list-opened': { readonly list: string; readonly kind: string }
    'list-changed': { readonly list: string }
    'list-closed': { readonly list: string }
    'list-reopened': { readonly list: string }
    /** How many addresses are mailed what waits; never which. */
    'list-moderators-set': { readonly list: string; readonly count: number }
    'list-join-asked': { readonly list: string }
    'list-joined': { readonly list: string }
    'list-let-in': { readonly list: string }
    'list-left': { readonly list: string }
    'list-delivery-set': { readonly list: string; readonly delivery: string }
    'list-paused': { readonly list: string; readonly because: 'asked' | 'bounces' }
    'list-resumed': { readonly list: string }
    'list-member-removed': { readonly list: string }
    'list-trust-set': { readonly list: string }
    'list-members-entered': { readonly list: string; readonly count: number }
    'list-post-held': { readonly list: string; readonly because: string }
    'list-post-published': { readonly list: string; readonly number: number }
    'list-post-declined': { readonly list: string; readonly decision: 'rejected' | 'discarded' }
    'list-post-removed': { readonly list: string; readonly number: number }
    /** `number` 0 and `refs` '' where the author is not named in public. */
    'list-post-taken': { readonly list: string; readonly as: 'contribution' | 'comment'; readonly by: 'author' | 'desk'; readonly number: number; readonly count: number; readonly refs: string }
    'list-announced': { readonly lists: number }
    /** To how many followers beside the lists; never to whom. */
    'announcement-sent': { readonly number: number; readonly lists: number; readonly readers: number }
    'list-archive-imported': { readonly list: string; readonly read: number; readonly taken: number }
  }
}
export type ListAct =
  | 'list-opened' | 'list-changed' | 'list-closed' | 'list-reopened' | 'list-moderators-set' | 'list-join-asked' | 'list-joined' | 'list-let-in' | 'list-left' | 'list-delivery-set'
  | 'list-paused' | 'list-resumed' | 'list-member-removed' | 'list-trust-set' | 'list-members-entered' | 'list-post-held' | 'list-post-published' | 'list-post-declined'
  | 'list-post-removed' | 'list-post-taken' | 'list-announced' | 'announcement-sent' | 'list-archive-imported'
