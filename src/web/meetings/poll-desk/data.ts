import type { Cycle } from '../../../forums/model.ts'
import { listCycles } from '../../../forums/queries.ts'
import { loadRegionZones } from '../../../meetings/hours/queries.ts'
import type { RegionZones } from '../../../meetings/hours/model.ts'
import { listAsked, type Asked } from '../../../meetings/polls/queries.ts'
import type { Person } from '../../../people/model.ts'
import type { PageRequest } from '../../page.tsx'
import { mayHold } from '../data.ts'
import { completePoll, loadInPoll, loadPolls, pageVoters, type PollData, type PollsData, type VotersData } from '../polls/data.ts'

export interface AtDesk {
  readonly person: Person
  readonly cycles: readonly Cycle[]
}

export interface PollsAtDesk extends PollsData, AtDesk {
  readonly zones: RegionZones
}

export interface PollAtDesk extends PollData, VotersData, AtDesk {
  readonly asked: readonly Asked[]
}

/** The polls of a forum, for whoever holds meetings in it or in one of its cycles. */
export async function loadPollsAtDesk(request: PageRequest): Promise<PollsAtDesk | 'forbidden' | undefined> {
  const data = await loadPolls(request)
  if (data === undefined) return undefined
  const cycles = await listCycles(request.db, data.forum.id)
  const { person } = request.view
  if (person === undefined || !mayHold(person, data.forum.id, cycles.map(({ id }) => id))) return 'forbidden'
  return { ...data, person, cycles, zones: await loadRegionZones(request.db, data.forum.id) }
}

/** A poll with who was asked and who voted, for whoever holds the meetings of its cycle or its forum. */
export async function loadPollAtDesk(request: PageRequest): Promise<PollAtDesk | 'forbidden' | undefined> {
  const inPoll = await loadInPoll(request)
  if (inPoll === undefined) return undefined
  const { person } = request.view
  const { forum, poll } = inPoll
  if (person === undefined || !mayHold(person, forum.id, poll.cycleId === null ? [] : [poll.cycleId])) return 'forbidden'
  const data = await pageVoters(request, await completePoll(request, inPoll))
  return { ...data, person, cycles: await listCycles(request.db, forum.id), asked: await listAsked(request.db, poll.id) }
}
