import type { Way } from '../../../meetings/joining/model.ts'
import { listWays } from '../../../meetings/joining/queries.ts'
import type { PageRequest } from '../../page.tsx'
import { loadMeetingAtDesk, type AtDesk, type MeetingData } from '../data.ts'

export interface JoiningData extends MeetingData, AtDesk {
  /** All of them, with those that are over. */
  readonly allWays: readonly Way[]
}

export async function loadJoiningAtDesk(request: PageRequest): Promise<JoiningData | 'forbidden' | undefined> {
  const data = await loadMeetingAtDesk(request)
  if (data === undefined || data === 'forbidden') return data
  return { ...data, allWays: await listWays(request.db, data.meeting.id) }
}
