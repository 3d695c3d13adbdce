import type { Id } from '../../shared/ids.ts'
import type { Sitting } from '../model.ts'

/** Somebody who is told of meetings by mail. `id` null for a person with a role in the forum, who did not ask for it by a form. */
export interface Recipient {
  readonly id: Id<'meeting-follower'> | null
  readonly mail: string
  readonly language: string
}

export interface Follower {
  readonly id: Id<'meeting-follower'>
  readonly forumId: Id<'forum'>
  readonly isConfirmed: boolean
  readonly hasLeft: boolean
}

/** What a mail about a meeting is sent for. */
export type News =
  | { readonly kind: 'announced' }
  | { readonly kind: 'moved'; readonly reason: string }
  | { readonly kind: 'cancelled'; readonly reason: string }
  | { readonly kind: 'agenda'; readonly number: number; readonly text: string }

export interface MeetingTold {
  readonly slug: string
  readonly title: string
  readonly sittings: readonly Sitting[]
  readonly news: News
}

/** Writes a mail about a meeting in the language of its recipient, with the link by which they leave where they asked for it. */
export type WriteMeetingMail = (told: MeetingTold, recipient: Recipient) => { readonly subject: string; readonly body: string; readonly language?: string | undefined; readonly leaveAt?: string | undefined }
