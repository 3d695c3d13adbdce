import type { Id } from '../../shared/ids.ts'
import type { Tally } from '../overview/model.ts'

/** What targets can be set for. */
export const TARGET_DIMENSIONS = ['stakeholderGroup', 'regionalGroup', 'capacity'] as const
export type TargetDimension = (typeof TARGET_DIMENSIONS)[number]

/** A share is in per cent of all contributions counted; a number is one of contributions. */
export const TARGET_UNITS = ['share', 'number'] as const
export type TargetUnit = (typeof TARGET_UNITS)[number]

/** A share above this could not be reached beside others that have shares of their own. */
export const MOST_SHARE = 90

/** What a cycle aims at. */
export interface Target {
  readonly id: Id<'target'>
  readonly dimension: TargetDimension
  /** Null: each group of the dimension. */
  readonly key: string | null
  readonly unit: TargetUnit
  readonly least: number
}

/** Where a group stands against a target. */
export interface Gap {
  readonly target: Target
  readonly key: string
  readonly count: number
  /** All contributions counted: the base of a share. */
  readonly total: number
  /** How many more would meet it, were they all from this group; 0 where it is met. */
  readonly missing: number
}

/** Where each group stands against each target, in the order of the targets and of the groups. `groups` are the keys that a target for each group is about. */
export function gapsOf(targets: readonly Target[], tallies: Readonly<Record<TargetDimension, Tally>>, groups: Readonly<Record<TargetDimension, readonly string[]>>, total: number): Gap[] {
  return targets.flatMap((target) =>
    (target.key === null ? groups[target.dimension] : [target.key]).map((key) => {
      const count = tallies[target.dimension][key] ?? 0
      return { target, key, count, total, missing: missingOf(target, count, total) }
    }),
  )
}

/** How many more of one group are needed. Each that comes raises the base of a share too: (count + n) / (total + n) must reach it. */
export function missingOf(target: Pick<Target, 'unit' | 'least'>, count: number, total: number): number {
  if (target.unit === 'number') return Math.max(0, target.least - count)
  if (total === 0) return target.least > 0 ? 1 : 0
  return Math.max(0, Math.ceil((target.least * total - 100 * count) / (100 - target.least)))
}
