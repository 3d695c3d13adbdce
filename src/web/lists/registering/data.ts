import type { Call } from '../../../calls/model.ts'
import { listCalls } from '../../../calls/queries.ts'
import type { Cycle } from '../../../forums/model.ts'
import { listCycles } from '../../../forums/queries.ts'
import { may } from '../../../people/policy.ts'
import type { Review } from '../../../review/model.ts'
import { listReviews } from '../../../review/queries.ts'
import type { PageRequest } from '../../page.tsx'
import { loadTaken, type ShownTaken } from '../taken/data.ts'
import { loadHeld, type HeldData } from '../desk/data.ts'

export interface RegisterPostData extends HeldData {
  /** Where it can be taken: reviews and questions of the list's cycle, or of all of the forum, for whoever may enter there. */
  readonly reviews: readonly { readonly cycle: Cycle; readonly review: Review }[]
  readonly calls: readonly { readonly cycle: Cycle; readonly call: Call }[]
  /** What it was taken as before. */
  readonly taken: readonly ShownTaken[]
}

/** A published post that may be taken as input. */
export async function loadRegisterPost(request: PageRequest): Promise<RegisterPostData | 'forbidden' | undefined> {
  const data = await loadHeld(request)
  if (data === undefined || data === 'forbidden') return data
  if (data.post.state !== 'published' || data.post.removedAt !== null) return undefined
  const cycles = (await listCycles(request.db, data.forum.id)).filter(({ id, movedTo }) => movedTo === null && (data.list.cycleId === null || data.list.cycleId === id))
  const [reviews, calls] = [[] as RegisterPostData['reviews'][number][], [] as RegisterPostData['calls'][number][]]
  for (const cycle of cycles) {
    const scope = { forumId: data.forum.id, cycleId: cycle.id }
    if (may(data.person, 'enter-comments', scope)) reviews.push(...(await listReviews(request.db, cycle.id)).map((review) => ({ cycle, review })))
    if (may(data.person, 'enter-contributions', scope)) calls.push(...(await listCalls(request.db, cycle.id)).map((call) => ({ cycle, call })))
  }
  return { ...data, reviews, calls, taken: (await loadTaken(request, data.forum, [data.post.id])).get(data.post.id) ?? [] }
}
