import type { UnreachedLink } from '../../../meetings/link-check/model.ts'
import { listUnreached } from '../../../meetings/link-check/queries.ts'
import type { MeetingLink } from '../../../meetings/model.ts'
import { findMeeting } from '../../../meetings/queries.ts'
import type { PageRequest } from '../../page.tsx'
import { loadMeetingAtDesk, loadMeetingsAtDesk, type AtDesk, type MeetingData, type MeetingsData } from '../data.ts'

export interface RecordingsData extends MeetingData, AtDesk {
  /** All of them, with their passcodes. */
  readonly all: readonly MeetingLink[]
}

export async function loadRecordingsAtDesk(request: PageRequest): Promise<RecordingsData | 'forbidden' | undefined> {
  const data = await loadMeetingAtDesk(request)
  if (data === undefined || data === 'forbidden') return data
  return { ...data, all: (await findMeeting(request.db, data.forum.id, data.meeting.slug))?.links ?? [] }
}

export interface MeetingsDeskData extends MeetingsData, AtDesk {
  /** Links of all meetings and reports of the forum that could not be reached. */
  readonly unreached: readonly UnreachedLink[]
}

/** The meetings of a forum at the desk, with the links that could not be reached. */
export async function loadDesk(request: PageRequest): Promise<MeetingsDeskData | 'forbidden' | undefined> {
  const data = await loadMeetingsAtDesk(request)
  if (data === undefined || data === 'forbidden') return data
  return { ...data, unreached: await listUnreached(request.db, data.forum.id) }
}
