import { LRUCache } from 'lru-cache'
import { listCalls } from '../../calls/queries.ts'
import { listVersionsOfCycle } from '../../drafts/versions/queries.ts'
import { findCycle, findForum } from '../../forums/queries.ts'
import type { Cycle, Forum } from '../../forums/model.ts'
import { hasLists } from '../../lists/queries.ts'
import { hasMeetings } from '../../meetings/queries.ts'
import type { Person } from '../../people/model.ts'
import { may, worksIn, type Permission } from '../../people/policy.ts'
import { listEditions } from '../../publication/queries.ts'
import { hasSynthesis } from '../../synthesis/queries.ts'
import { readStamp } from '../../record/queries.ts'
import { hasReviews } from '../../review/queries.ts'
import type { MessageKey } from '../messages.ts'
import type { PageRequest } from '../page.tsx'
import type { View } from '../context.ts'
import type { Crumb, Frame, FramePlace } from '../ui/layout.tsx'

export interface InForum {
  readonly forum: Forum
  readonly frame: Frame
}

export interface InCycle extends InForum {
  readonly cycle: Cycle
}

/** The way to a public page of a cycle: its forum, the cycle. */
export function cycleCrumbs({ forum, cycle }: Pick<InCycle, 'forum' | 'cycle'>): Crumb[] {
  return [{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/${cycle.slug}`, label: cycle.title }]
}

/** The way to a page of the desk of a cycle: the desk, its forum, the cycle. */
export function deskCrumbs(view: View, { forum, cycle }: Pick<InCycle, 'forum' | 'cycle'>): Crumb[] {
  const base = `/desk/${forum.slug}`
  return [{ href: '/desk', label: view.t('shell.desk') }, { href: base, label: forum.title }, { href: `${base}/${cycle.slug}`, label: cycle.title }]
}

type Place = 'cycle' | 'contributions' | 'breakdown' | 'draft' | 'review' | 'edition' | 'meetings' | 'lists' | 'record'

/** The forum that the address names, with what stands above its pages; undefined where there is none. */
export async function loadForum(request: PageRequest, current?: Place): Promise<InForum | undefined> {
  const forum = request.forum ?? (await findForum(request.db, request.params['forum'] ?? ''))
  return forum === undefined ? undefined : { forum, frame: makeFrame(request, forum, undefined, current) }
}

/** The cycle that the address names, with its forum; undefined where there is none. */
export async function loadCycle(request: PageRequest, current?: Place): Promise<InCycle | undefined> {
  const forum = request.forum ?? (await findForum(request.db, request.params['forum'] ?? ''))
  const cycle = forum === undefined ? undefined : await findCycle(request.db, forum.id, request.params['cycle'] ?? '')
  // What was taken elsewhere has no pages here: the page that finds nothing leads there.
  if (forum === undefined || cycle === undefined || cycle.movedTo !== null) return undefined
  return { forum, cycle, frame: makeFrame(request, forum, cycle, current) }
}

export interface AtDesk {
  readonly person: Person
}

/** The forum of the address, for whoever has the permission in it; without one named, for whoever works in it. */
export async function loadForumAtDesk(request: PageRequest, permission?: Permission): Promise<(InForum & AtDesk) | 'forbidden' | undefined> {
  const inForum = await loadForum(request)
  if (inForum === undefined) return undefined
  const { person } = request.view
  const isIn = person !== undefined && (permission === undefined ? worksIn(person, inForum.forum.id) : may(person, permission, { forumId: inForum.forum.id }))
  return isIn ? { ...inForum, person } : 'forbidden'
}

/** The cycle of the address, for whoever has the permission in it; without one named, for whoever works in the forum. */
export async function loadCycleAtDesk(request: PageRequest, permission?: Permission): Promise<(InCycle & AtDesk) | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  const { person } = request.view
  const scope = { forumId: inCycle.forum.id, cycleId: inCycle.cycle.id }
  const isIn = person !== undefined && (permission === undefined ? worksIn(person, inCycle.forum.id) : may(person, permission, scope))
  return isIn ? { ...inCycle, person } : 'forbidden'
}

/** Whether a cycle has something in each place: a place without anything is absent from the pages. */
const PLACES: readonly { place: Place; label: MessageKey; href: (base: string) => string; isThere: (request: PageRequest, cycle: Cycle) => Promise<boolean> }[] = [
  {
    place: 'contributions',
    label: 'forums.place.contributions',
    href: (base) => `${base}/contributions`,
    isThere: async ({ db }, cycle) => (await listCalls(db, cycle.id)).length > 0,
  },
  { place: 'breakdown', label: 'forums.place.breakdown', href: (base) => `${base}/breakdown`, isThere: ({ db }, cycle) => hasSynthesis(db, cycle.id) },
  {
    place: 'draft',
    label: 'drafts.place',
    href: (base) => `${base}/documents`,
    isThere: async ({ db }, cycle) => (await listVersionsOfCycle(db, cycle.id)).length > 0,
  },
  { place: 'review', label: 'forums.place.review', href: (base) => `${base}/reviews`, isThere: ({ db }, cycle) => hasReviews(db, cycle.id) },
  {
    place: 'edition',
    label: 'publication.place',
    href: (base) => `${base}/editions`,
    isThere: async ({ db }, cycle) => (await listEditions(db, cycle.id)).length > 0,
  },
]

/** Places that were seen to have something. What has been opened, frozen or published stays: each page would ask five times for nothing. */
const seen = new LRUCache<string, true>({ max: 10_000 })
/** Places that had nothing, with how far the record had come then: while it has not gone on, they have nothing. */
const empty = new LRUCache<string, string>({ max: 10_000 })

async function listThere(request: PageRequest, cycle: Cycle): Promise<(typeof PLACES)[number][]> {
  const keyOf = ({ place }: (typeof PLACES)[number]): string => `${place} ${cycle.id}`
  if (PLACES.every((place) => seen.has(keyOf(place)))) return [...PLACES]
  const stamp = request.stamp ?? (await readStamp(request.db, cycle.forumId))
  const there = await Promise.all(
    PLACES.map(async (place) => {
      const key = keyOf(place)
      if (seen.has(key)) return true
      if (empty.get(key) === stamp) return false
      const found = await place.isThere(request, cycle)
      if (found) seen.set(key, true)
      else empty.set(key, stamp)
      return found
    }),
  )
  return PLACES.filter((_, at) => there[at])
}

function makeFrame(request: PageRequest, forum: Forum, cycle: Cycle | undefined, current: Place | undefined): Frame {
  const { slug, title, isDemonstration } = forum
  return { forum: { slug, title, isDemonstration }, cycle, places: () => listPlaces(request, forum, cycle, current) }
}

async function listPlaces(request: PageRequest, forum: Forum, cycle: Cycle | undefined, current: Place | undefined): Promise<FramePlace[]> {
  const { t } = request.view
  const base = `/${forum.slug}`
  const places: FramePlace[] = []
  if (cycle !== undefined) {
    places.push({ href: `${base}/${cycle.slug}`, label: t('forums.place.cycle', { cycle: cycle.slug }), isCurrent: current === 'cycle' })
    for (const place of await listThere(request, cycle)) places.push({ href: place.href(`${base}/${cycle.slug}`), label: t(place.label), isCurrent: current === place.place })
  }
  // Meetings and the record are the forum's as well as a cycle's, and stand last on every page.
  const meetings = { href: `${cycle === undefined ? base : `${base}/${cycle.slug}`}/meetings`, label: t('forums.place.meetings'), isCurrent: current === 'meetings' }
  if (await hasMeetings(request.db, forum.id, cycle?.id)) places.push(meetings)
  if (await hasLists(request.db, forum.id)) places.push({ href: `${base}/lists`, label: t('lists.place'), isCurrent: current === 'lists' })
  places.push({ href: `${base}/record`, label: t('forums.place.record'), isCurrent: current === 'record' })
  return places
}
