import type { Cycle, Forum } from '../../../forums/model.ts'
import type { Meeting } from '../../../meetings/model.ts'
import { withoutWords, type AgendaItem } from '../../../review/agenda/model.ts'
import { listAgendaOfMeeting, listCyclesOnAgenda } from '../../../review/agenda/queries.ts'
import { asPublished, type Comment } from '../../../review/model.ts'
import { formatRef } from '../../../shared/refs.ts'
import { listReadableOfCycle } from '../../drafts/held/data.ts'
import type { PageRequest } from '../../page.tsx'

const PAGE = 100

/** The comments on the agenda of a meeting that whoever asks may read, a page of them. */
export interface AgendaOfMeeting {
  readonly total: number
  readonly page: number
  readonly pages: number
  readonly comments: readonly { readonly ref: string; readonly href: string; readonly comment: Comment; readonly item: AgendaItem }[]
}

/** What is on the agenda of a meeting: of comments whose words are not public their references alone. */
export async function loadAgendaOfMeeting(request: PageRequest, place: { readonly forum: Forum; readonly cycles: readonly Cycle[] }, meeting: Pick<Meeting, 'id'>): Promise<AgendaOfMeeting> {
  const concerned = new Set(await listCyclesOnAgenda(request.db, meeting.id))
  const cycles = place.cycles.filter(({ id, movedTo }) => concerned.has(id) && movedTo === null)
  const versions = []
  for (const cycle of cycles) versions.push(...(await listReadableOfCycle(request, { forum: place.forum, cycle })))
  const asked = request.query['page'] ?? ''
  const page = /^[1-9][0-9]{0,5}$/u.test(asked) ? Number(asked) : 1
  const { total, items } = await listAgendaOfMeeting(request.db, meeting.id, versions.map(({ id }) => id), { limit: PAGE, offset: (page - 1) * PAGE })
  const slugs = new Map<string, string>(cycles.map(({ id, slug }) => [id, slug]))
  return {
    total,
    page,
    pages: Math.max(1, Math.ceil(total / PAGE)),
    comments: items.map(({ item, comment }) => {
      const cycle = slugs.get(comment.cycleId) ?? ''
      return { ref: formatRef(cycle, 'R', comment.number), href: `/${place.forum.slug}/${cycle}/comments/R-${comment.number}`, comment: asPublished(comment), item: comment.consent === 'not-at-all' ? withoutWords(item) : item }
    }),
  }
}

export function agendaToJson({ total, page, pages, comments }: AgendaOfMeeting): object {
  return {
    total,
    page,
    pages,
    comments: comments.map(({ ref, href, comment, item }) => ({ ref, url: href, text: comment.text, language: comment.language, why: item.why, putAt: item.putAt, said: item.said, saidAt: item.saidAt })),
  }
}
