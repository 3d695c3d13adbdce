import type { MeetingSummary } from '../../../meetings/model.ts'
import { listMeetings } from '../../../meetings/queries.ts'
import type { Reader } from '../../../platform/database.ts'
import { withoutWords, type AgendaItem } from '../../../review/agenda/model.ts'
import { listAgendaOfComment } from '../../../review/agenda/queries.ts'
import type { Comment } from '../../../review/model.ts'

/** A comment on the agenda of a meeting. */
export interface OnAgenda {
  readonly item: AgendaItem
  readonly meeting: MeetingSummary
}

/** The agendas that a comment is on; where its words are `isHidden`, none of what was said of it. */
export async function loadOnAgenda(db: Reader, comment: Pick<Comment, 'id' | 'forumId'>, isHidden: boolean): Promise<OnAgenda[]> {
  const items = await listAgendaOfComment(db, comment.id)
  if (items.length === 0) return []
  const meetings = new Map((await listMeetings(db, comment.forumId)).map((meeting) => [meeting.id, meeting]))
  return items.flatMap((item) => {
    const meeting = meetings.get(item.meetingId)
    return meeting === undefined ? [] : [{ item: isHidden ? withoutWords(item) : item, meeting }]
  })
}

/** What `.json` says of it. */
export function onAgendaToJson(forum: { readonly slug: string }, { item, meeting }: OnAgenda): object {
  const { why, putAt, said, saidAt } = item
  return { meeting: meeting.slug, title: meeting.title, date: meeting.sittings[0]?.date ?? null, url: `/${forum.slug}/meetings/${meeting.slug}`, why, putAt, said, saidAt }
}
