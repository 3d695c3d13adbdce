import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { HeldFor, List } from '../model.ts'
import type { TakenAs } from '../taken/model.ts'

/** Something that a post can be taken for, as a letter lists it. */
export interface OfferLine {
  readonly number: number
  readonly kind: TakenAs
  readonly title: string
  /** The cycle's title. */
  readonly cycle: string
  /** Of a call with more than one. */
  readonly questions: readonly { readonly number: number; readonly text: string }[]
}

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
      /** What of a list's post, to its author, it may count as. */
      readonly kind: 'post-to-take'
      readonly subject: string
      readonly number: number | null
      readonly sentAt: Instant
      /** The beginning of what was written. */
      readonly words: string
      readonly offers: readonly OfferLine[]
      /** References of what it was taken as before. */
      readonly taken: readonly string[]
    }
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
