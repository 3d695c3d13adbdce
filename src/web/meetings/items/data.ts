import type { Action } from '../../../meetings/actions/model.ts'
import { listActions } from '../../../meetings/actions/queries.ts'
import type { Circulation, Item, ItemInput } from '../../../meetings/items/model.ts'
import { parseTemplate } from '../../../meetings/items/model.ts'
import { findEarlierAgenda, findTemplate, listCirculations } from '../../../meetings/items/queries.ts'
import type { PlainDate } from '../../../shared/time.ts'
import { loadForum, type InForum } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadMeeting, loadMeetingAtDesk, mayHold, type AtDesk, type MeetingData } from '../data.ts'

export interface AgendaPageData extends MeetingData {
  readonly circulations: readonly Circulation[]
}

/** The agenda of a meeting, with the times that it was sent round. */
export async function loadAgendaPage(request: PageRequest): Promise<AgendaPageData | undefined> {
  const data = await loadMeeting(request)
  return data === undefined ? undefined : { ...data, circulations: await listCirculations(request.db, data.meeting.id) }
}

export interface AgendaDeskData extends AgendaPageData, AtDesk {
  /** What an empty agenda may begin with. */
  readonly beginnings: { readonly template: readonly Omit<ItemInput, 'id'>[]; readonly earlier: { readonly slug: string; readonly title: string; readonly items: readonly Item[] } | undefined }
  /** Open actions of earlier meetings of the forum that are not on this agenda yet. */
  readonly carried: readonly Action[]
}

export async function loadAgendaAtDesk(request: PageRequest): Promise<AgendaDeskData | 'forbidden' | undefined> {
  const data = await loadMeetingAtDesk(request)
  if (data === undefined || data === 'forbidden') return data
  const { db } = request
  const { forum, meeting, items } = data
  const template = parseTemplate((await findTemplate(db, forum.id)).text)
  const earlier = await findEarlierAgenda(db, { id: meeting.id, forumId: forum.id, kind: meeting.kind, firstDay: meeting.sittings[0]?.date ?? ('9999-12-31' as PlainDate) })
  const here = new Set(items.flatMap((item) => item.links.map(({ url }) => url)))
  const open = (await listActions(db, forum.id, { state: 'open' })).filter((action) => action.meetingId !== meeting.id && !here.has(`/${forum.slug}/actions/A-${action.number}`))
  return { ...data, circulations: await listCirculations(db, meeting.id), beginnings: { template: 'problem' in template ? [] : template, earlier }, carried: open }
}

export interface TemplateData extends InForum, AtDesk {
  readonly template: { readonly text: string; readonly revision: number }
}

/** What agendas of a forum begin with, for whoever holds meetings in all of it. */
export async function loadTemplate(request: PageRequest): Promise<TemplateData | 'forbidden' | undefined> {
  const data = await loadForum(request, 'meetings')
  if (data === undefined) return undefined
  const { person } = request.view
  if (person === undefined || !mayHold(person, data.forum.id, [])) return 'forbidden'
  return { ...data, person, template: await findTemplate(request.db, data.forum.id) }
}
