import { listCalls } from '../../../calls/queries.ts'
import type { Call } from '../../../calls/model.ts'
import { findContributions } from '../../../contributions/queries.ts'
import { listCycles } from '../../../forums/queries.ts'
import type { Cycle } from '../../../forums/model.ts'
import { remarkRef } from '../../../meetings/citing/model.ts'
import type { Meeting } from '../../../meetings/model.ts'
import type { Remark } from '../../../meetings/remarks/model.ts'
import { may } from '../../../people/policy.ts'
import type { Reader } from '../../../platform/database.ts'
import { findComments } from '../../../review/comments/queries.ts'
import type { Review } from '../../../review/model.ts'
import { listReviews } from '../../../review/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import { listLinksTo, listLinksFrom } from '../../../trace/queries.ts'
import type { InForum } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadRoom, loadRoomAtDesk, type RoomAtDesk } from '../room/data.ts'

/** Something that is linked to what was said: what it became, or a paragraph that rests on it. */
export interface Led {
  readonly ref: string
  readonly url: string
}

export interface RemarkData extends InForum {
  readonly meeting: Meeting
  readonly remark: Remark
  readonly became: readonly Led[]
  readonly paragraphs: number
}

/** A remark as anyone may read it, with what became of it. */
export async function loadRemarkPage(request: PageRequest): Promise<RemarkData | undefined> {
  const data = await loadRoom(request)
  const remark = data?.content.remarks.find(({ position }) => String(position) === request.params['remark'])
  if (data === undefined || remark === undefined) return undefined
  const { forum, frame, meeting } = data
  return { forum, frame, meeting, remark, became: await listBecame(request.db, forum, remark.id), paragraphs: await countResting(request.db, remark.id) }
}

/** How many paragraphs, of working texts and of versions, rest on something said. */
export async function countResting(db: Reader, id: Id): Promise<number> {
  return new Set((await listLinksTo(db, [id])).filter(({ from, relation }) => relation === 'rests-on' && from.kind === 'paragraph').map(({ from }) => from.id)).size
}

async function listBecame(db: Reader, forum: { readonly id: Id; readonly slug: string }, remarkId: Id): Promise<Led[]> {
  const links = await listLinksFrom(db, [remarkId], 'became')
  if (links.length === 0) return []
  const slugs = new Map<Id, string>((await listCycles(db, forum.id as Id<'forum'>)).map(({ id, slug }) => [id, slug]))
  const ids = (kind: string): Id[] => links.filter(({ to }) => to.kind === kind).map(({ to }) => to.id)
  const led = (series: 'R' | 'C', cycleId: Id, number: number): Led => {
    const cycle = slugs.get(cycleId) ?? ''
    return { ref: formatRef(cycle, series, number), url: `/${forum.slug}/${cycle}/${series === 'R' ? 'comments' : 'contributions'}/${series}-${number}` }
  }
  return [...(await findComments(db, ids('comment'))).map(({ cycleId, number }) => led('R', cycleId, number)), ...(await findContributions(db, ids('contribution'))).map(({ cycleId, number }) => led('C', cycleId, number))]
}

export interface RegisterData extends RoomAtDesk {
  readonly remark: Remark
  readonly became: readonly Led[]
  /** Where it can be registered: reviews and questions of the meeting's cycles, for whoever may enter there. */
  readonly reviews: readonly { readonly cycle: Cycle; readonly review: Review }[]
  readonly calls: readonly { readonly cycle: Cycle; readonly call: Call }[]
}

export async function loadRegister(request: PageRequest): Promise<RegisterData | 'forbidden' | undefined> {
  const data = await loadRoomAtDesk(request)
  if (typeof data !== 'object') return data
  const remark = data.content.remarks.find(({ position }) => String(position) === request.params['remark'])
  if (remark === undefined) return undefined
  const cycles = (await listCycles(request.db, data.forum.id)).filter(({ id }) => data.meeting.cycleIds.includes(id))
  const [reviews, calls] = [[] as RegisterData['reviews'][number][], [] as RegisterData['calls'][number][]]
  for (const cycle of cycles) {
    const scope = { forumId: data.forum.id, cycleId: cycle.id }
    if (may(data.person, 'enter-comments', scope)) reviews.push(...(await listReviews(request.db, cycle.id)).map((review) => ({ cycle, review })))
    if (may(data.person, 'enter-contributions', scope)) calls.push(...(await listCalls(request.db, cycle.id)).map((call) => ({ cycle, call })))
  }
  return { ...data, remark, became: await listBecame(request.db, data.forum, remark.id), reviews, calls }
}

export function remarkAsData({ forum, meeting, remark, became, paragraphs }: RemarkData): object {
  const { position, text, language, speaker, organisation, saidAt } = remark
  return { ref: remarkRef(meeting.slug, position), meeting: meeting.slug, url: `/${forum.slug}/meetings/${meeting.slug}/remarks/${position}`, text, language, speaker, organisation, saidAt, became, citedByParagraphs: paragraphs }
}
