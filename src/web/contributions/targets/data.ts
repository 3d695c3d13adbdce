import { tallyOf, type Overview } from '../../../contributions/overview/model.ts'
import { gapsOf, type Gap, type Target, type TargetDimension } from '../../../contributions/targets/model.ts'
import { listTargets } from '../../../contributions/targets/queries.ts'
import type { Forum } from '../../../forums/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { CAPACITIES } from '../../../shared/vocabularies.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'

export interface GapData {
  readonly targets: readonly Target[]
  readonly gaps: readonly Gap[]
}

export interface TargetsAtDesk extends InCycle {
  readonly targets: readonly Target[]
}

/** The keys that a target for each group of a dimension is about. */
export function groupKeys(forum: Pick<Forum, 'stakeholderGroups' | 'regionalGroups'>): Readonly<Record<TargetDimension, readonly string[]>> {
  return { stakeholderGroup: forum.stakeholderGroups.map(({ key }) => key), regionalGroup: forum.regionalGroups.map(({ key }) => key), capacity: CAPACITIES }
}

/** Where a cycle stands against its targets, by the counts of an overview. */
export async function loadGaps(request: PageRequest, forum: Forum, cycleId: Id, overview: Overview): Promise<GapData> {
  const targets = await listTargets(request.db, cycleId)
  const tallies = { stakeholderGroup: tallyOf(overview, 'stakeholderGroup'), regionalGroup: tallyOf(overview, 'regionalGroup'), capacity: tallyOf(overview, 'capacity') }
  return { targets, gaps: gapsOf(targets, tallies, groupKeys(forum), overview.total) }
}
