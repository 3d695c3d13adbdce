import { callState } from '../../../calls/model.ts'
import { listCalls } from '../../../calls/queries.ts'
import { countContributions } from '../../../contributions/queries.ts'
import type { Cycle, Decision, Forum } from '../../../forums/model.ts'
import { listCycles, listDecisions, listForums } from '../../../forums/queries.ts'
import { listMeetings } from '../../../meetings/queries.ts'
import type { Edition } from '../../../publication/model.ts'
import { listEditions } from '../../../publication/queries.ts'
import { listReviews } from '../../../review/queries.ts'
import { isOpen } from '../../../review/model.ts'
import type { PlainDate } from '../../../shared/time.ts'
import type { PageRequest } from '../../page.tsx'
import { tellLately, type Told } from '../../record/data.ts'
import { loadForum, type InForum } from '../data.ts'

/** Something that anyone can answer now. */
export interface OpenThing {
  readonly kind: 'call' | 'review'
  readonly title: string
  readonly href: string
  /** Where one answers it. */
  readonly doHref: string
  readonly until: PlainDate | null
  /** True when its deadline is past and what comes is still taken. */
  readonly isLate: boolean
}

/** What is open in a cycle now: calls first, then reviews. */
export async function listOpen(request: PageRequest, forum: Forum, cycle: Cycle): Promise<OpenThing[]> {
  const base = `/${forum.slug}/${cycle.slug}`
  const calls = (await listCalls(request.db, cycle.id)).flatMap((call): OpenThing[] => {
    const state = callState(call, request.now)
    const href = `${base}/calls/${call.slug}`
    return state === 'open' || state === 'late' ? [{ kind: 'call', title: call.title, href, doHref: `${href}/contribute`, until: call.deadline, isLate: state === 'late' }] : []
  })
  const reviews = (await listReviews(request.db, cycle.id)).filter(isOpen).map((review): OpenThing => {
    const href = `${base}/reviews/${review.number}`
    return { kind: 'review', title: review.title, href, doHref: href, until: review.closesOn, isLate: false }
  })
  return [...calls, ...reviews]
}

export interface CycleLine {
  readonly cycle: Cycle
  readonly open: readonly OpenThing[]
  readonly contributions: number
  readonly meetings: number
  readonly editions: readonly Edition[]
}

export interface ForumPageData extends InForum {
  readonly cycles: readonly CycleLine[]
  readonly decisions: readonly Decision[]
  readonly lately: readonly Told[]
}

const LATELY = 10

export async function loadForumPage(request: PageRequest): Promise<ForumPageData | undefined> {
  const inForum = await loadForum(request)
  if (inForum === undefined) return undefined
  const { forum } = inForum
  const cycles: CycleLine[] = []
  for (const cycle of await listCycles(request.db, forum.id)) {
    const [open, contributions, meetings, editions] = await Promise.all([
      listOpen(request, forum, cycle),
      countContributions(request.db, cycle.id),
      listMeetings(request.db, forum.id, cycle.id),
      listEditions(request.db, cycle.id),
    ])
    cycles.push({ cycle, open, contributions, meetings: meetings.length, editions })
  }
  return { ...inForum, cycles, decisions: await listDecisions(request.db, forum.id), lately: await tellLately(request, forum, LATELY) }
}

export interface HomePageData {
  readonly forums: readonly { readonly forum: Forum; readonly open: readonly OpenThing[] }[]
}

export async function loadHome(request: PageRequest): Promise<HomePageData> {
  const forums: { forum: Forum; open: OpenThing[] }[] = []
  for (const forum of await listForums(request.db)) {
    const cycles = await listCycles(request.db, forum.id)
    if (forum.isReviewAlone && cycles.every(({ movedTo }) => movedTo !== null)) continue
    forums.push({ forum, open: (await Promise.all(cycles.map((cycle) => listOpen(request, forum, cycle)))).flat() })
  }
  return { forums }
}
