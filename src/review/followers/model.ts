import type { Id } from '../../shared/ids.ts'
import type { CommentType, Disposition } from '../../shared/vocabularies.ts'

export const PLACE_KINDS = ['paragraph', 'section'] as const
export type PlaceKind = (typeof PLACE_KINDS)[number]

/** A paragraph or a section of a document, by its lasting identity. */
export interface FollowedPlace {
  readonly documentId: Id<'document'>
  readonly kind: PlaceKind
  readonly id: Id
}

/** Somebody who follows a place, or asked to. */
export interface PlaceFollower extends FollowedPlace {
  readonly followerId: Id<'place-follower'>
  readonly isConfirmed: boolean
  readonly hasLeft: boolean
}

/** What followers of a place are told: a new comment there, or what became of one. */
export interface PlaceNews {
  readonly forum: { readonly slug: string; readonly title: string }
  readonly cycle: { readonly slug: string }
  readonly document: { readonly slug: string; readonly title: string }
  /** Of the comment. */
  readonly number: number
  /** As everyone may read them; empty where they may not be read. */
  readonly words: string
  readonly type: CommentType
  /** Numbers in the version that was read. */
  readonly paragraphs: readonly number[]
  /** Undefined where the comment is new. */
  readonly answer: { readonly disposition: Disposition; readonly reason: string } | undefined
}

/** Writes such a mail in the language of its recipient, with the link by which they leave. */
export type WritePlaceNews = (news: PlaceNews, to: { readonly id: Id<'place-follower'>; readonly language: string }) => { readonly subject: string; readonly body: string; readonly language?: string | undefined; readonly leaveAt: string }
