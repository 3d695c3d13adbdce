import type { Forum } from '../../../forums/model.ts'
import type { Meeting } from '../../../meetings/model.ts'

/** Whom a block is made for. All who read get the same bytes, and all who work in the room. */
export type Audience = 'readers' | 'desk'

export interface RoomPlace {
  readonly forum: Pick<Forum, 'slug' | 'language' | 'stakeholderGroups'>
  readonly meeting: Pick<Meeting, 'slug' | 'sittings'>
}

/** Where what is done in a room is sent. */
export function deskOf({ forum, meeting }: { forum: { slug: string }; meeting: { slug: string } }): string {
  return `/desk/${forum.slug}/meetings/${meeting.slug}/room`
}
