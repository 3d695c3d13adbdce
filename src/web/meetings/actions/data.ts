import { listCycles } from '../../../forums/queries.ts'
import type { Cycle } from '../../../forums/model.ts'
import { ACTION_STATES, type Action, type ActionState } from '../../../meetings/actions/model.ts'
import { findAction, listActions } from '../../../meetings/actions/queries.ts'
import { listMeetings } from '../../../meetings/queries.ts'
import type { MeetingSummary } from '../../../meetings/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { parseNumber } from '../../../shared/refs.ts'
import { loadForum, type InForum } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { mayHold, type AtDesk } from '../data.ts'

export interface ActionsData extends InForum {
  readonly cycles: readonly Cycle[]
  /** Of one cycle where the address asks for one that there is. */
  readonly cycle: Cycle | undefined
  readonly state: ActionState | undefined
  readonly actions: readonly Action[]
  readonly meetings: ReadonlyMap<Id, MeetingSummary>
}

/** The actions of a forum; `?cycle=2019` and `?state=done` narrow them; without a state those that are open. */
export async function loadActions(request: PageRequest): Promise<ActionsData | undefined> {
  const data = await loadForum(request, 'meetings')
  if (data === undefined) return undefined
  const { db, query } = request
  const cycles = await listCycles(db, data.forum.id)
  const cycle = cycles.find(({ slug }) => slug === query['cycle'])
  const state = query['state'] === 'all' ? undefined : (ACTION_STATES.find((each) => each === query['state']) ?? 'open')
  const actions = await listActions(db, data.forum.id, { ...(cycle === undefined ? {} : { cycleId: cycle.id }), ...(state === undefined ? {} : { state }) })
  return { ...data, cycles, cycle, state, actions, meetings: await meetingsById(request, data.forum.id) }
}

export interface ActionData extends InForum {
  readonly action: Action
  readonly meeting: MeetingSummary | undefined
}

/** One action at its permanent address. */
export async function loadAction(request: PageRequest): Promise<ActionData | undefined> {
  const data = await loadForum(request, 'meetings')
  const number = parseNumber('A', request.params['action'] ?? '')
  const action = data === undefined || number === undefined ? undefined : await findAction(request.db, data.forum.id, number)
  if (data === undefined || action === undefined) return undefined
  return { ...data, action, meeting: (await meetingsById(request, data.forum.id)).get(action.meetingId) }
}

/** One action, for whoever holds meetings of its cycle. */
export async function loadActionAtDesk(request: PageRequest): Promise<(ActionData & AtDesk) | 'forbidden' | undefined> {
  const data = await loadAction(request)
  if (data === undefined) return undefined
  const { person } = request.view
  return person !== undefined && mayHold(person, data.forum.id, data.meeting?.cycleIds ?? []) ? { ...data, person } : 'forbidden'
}

async function meetingsById({ db }: PageRequest, forumId: Id): Promise<Map<Id, MeetingSummary>> {
  return new Map((await listMeetings(db, forumId)).map((meeting) => [meeting.id, meeting]))
}
