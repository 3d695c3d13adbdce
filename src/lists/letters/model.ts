import type { Id } from '../../shared/ids.ts'
import type { HeldFor, List } from '../model.ts'

type OfList = Pick<List, 'id' | 'slug' | 'title' | 'language' | 'kind'>

/** What a list writes to one person. `subscriptionId` is what its links are made of. */
export type ListLetter =
  | { readonly kind: 'to-confirm' | 'already' | 'welcome' | 'waits-for-desk' | 'entered'; readonly subscriptionId: Id<'subscription'>; readonly wish: 'join' | 'leave' }
  | { readonly kind: 'to-confirm-leaving'; readonly subscriptionId: Id<'subscription'> }
  | { readonly kind: 'left' }
  | { readonly kind: 'help' }
  | { readonly kind: 'post-waits'; readonly subject: string; readonly because: HeldFor }
  | { readonly kind: 'post-declined'; readonly subject: string; readonly reason: string | null }
  | { readonly kind: 'post-refused'; readonly subject: string; readonly because: 'strangers' | 'closed' | 'too-large' | 'empty' }
  | {
      readonly kind: 'to-moderate'
      readonly postId: Id<'post'>
      readonly subject: string
      readonly author: string
      readonly because: HeldFor
      /** The beginning of what was written. */
      readonly words: string
    }

export interface WrittenLetter {
  readonly subject: string
  readonly body: string
  readonly leaveAt?: string | undefined
}

/** Writes such a letter in a language of its reader. */
export type WriteListLetter = (list: OfList & { readonly forum: string }, letter: ListLetter, language: string) => WrittenLetter
