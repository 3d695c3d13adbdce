import type { Reader } from '../../platform/database.ts'
import { listLastActs } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { listMeetings } from '../queries.ts'
import type { CalendarMeeting } from './model.ts'

/** Where the pages of a forum's meetings are. */
export interface CalendarPlace {
  readonly forum: { readonly id: Id<'forum'>; readonly slug: string }
  readonly publicUrl: string
}

/** What a calendar holds: all meetings of the forum, those of some of its cycles, or some by their ids. */
export type CalendarChoice = { readonly cycleIds?: readonly Id[]; readonly meetingIds?: readonly Id[] }

/** The moment of a change where the record has none. */
export const BEFORE_ALL = '1970-01-01T00:00:00.000Z' as Instant

/** The meetings of a forum as calendars are told of them. Nothing of what opens a meeting is in it, nor who comes. */
export async function listCalendarMeetings(db: Reader, { forum, publicUrl }: CalendarPlace, choice: CalendarChoice = {}): Promise<CalendarMeeting[]> {
  const { cycleIds, meetingIds } = choice
  const [only] = cycleIds?.length === 1 ? cycleIds : []
  const all = await listMeetings(db, forum.id, only)
  const chosen = all.filter((meeting) => (cycleIds === undefined || meeting.cycleIds.some((id) => cycleIds.includes(id))) && (meetingIds === undefined || meetingIds.includes(meeting.id)))
  if (chosen.length === 0) return []
  const ids = chosen.map(({ id }) => id)
  const notes = new Map((await db.selectFrom('meetings_meeting').select(['id', 'note']).where('id', 'in', ids).execute()).map(({ id, note }) => [id, note]))
  const acts = await listLastActs(db, forum.id, ids)
  return chosen.map(({ id, slug, title, kind, sittings, revision, standing }) => ({
    id,
    title,
    note: notes.get(id) ?? null,
    sittings,
    revision,
    changedAt: acts.of.get(id) ?? acts.began ?? BEFORE_ALL,
    isCancelled: standing === 'cancelled',
    isOnline: kind !== 'session',
    address: `${publicUrl}/${forum.slug}/meetings/${slug}`,
  }))
}
