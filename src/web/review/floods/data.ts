import { may } from '../../../people/policy.ts'
import { groupAlike } from '../../../review/floods/model.ts'
import type { Review } from '../../../review/model.ts'
import { listReviews } from '../../../review/queries.ts'
import type { WaitingComment } from '../../../review/waiting/model.ts'
import { findWaiting, listWaiting } from '../../../review/waiting/queries.ts'
import { isId } from '../../../shared/ids.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'

/** So many of those that wait are compared, the oldest first; and so many are decided with one click. */
const COMPARED = 2000
export const AT_ONCE = 500

/** Comments of one state that are alike, the largest group first. */
export async function loadAlikeWaiting(request: PageRequest, cycleId: InCycle['cycle']['id'], state: WaitingComment['state']): Promise<WaitingComment[][]> {
  const { waiting } = await listWaiting(request.db, cycleId, state, { limit: COMPARED, offset: 0 })
  return groupAlike(waiting.map((each) => ({ text: each.said.text, each }))).map((group) => group.map(({ each }) => each))
}

export interface AlikeData extends InCycle {
  readonly cycleBase: string
  readonly state: WaitingComment['state']
  readonly group: readonly WaitingComment[]
  readonly reviews: readonly Review[]
}

/** Those that are like one, that one among them; alone, where the others were decided meanwhile. */
export async function loadAlike(request: PageRequest): Promise<AlikeData | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  const id = request.params['waiting']
  if (inCycle === undefined || !isId(id)) return undefined
  const { forum, cycle } = inCycle
  if (!may(request.view.person, 'run-reviews', { forumId: forum.id, cycleId: cycle.id })) return 'forbidden'
  const waiting = await findWaiting(request.db, id)
  if (waiting === undefined || waiting.cycleId !== cycle.id) return undefined
  const group = (await loadAlikeWaiting(request, cycle.id, waiting.state)).find((each) => each.some((member) => member.id === id)) ?? [waiting]
  return { ...inCycle, cycleBase: `/${forum.slug}/${cycle.slug}`, state: waiting.state, group: group.slice(0, AT_ONCE), reviews: await listReviews(request.db, cycle.id) }
}
