import type { Id } from '../../shared/ids.ts'

/** How the letters of a campaign are counted: each for itself, all as one, or both figures beside each other. */
export const COUNTING_RULES = ['each', 'once', 'both'] as const
export type CountingRule = (typeof COUNTING_RULES)[number]

export type PlacedBy = 'machine' | 'person'

/** Contributions whose texts are alike; read once. */
export interface Campaign {
  readonly id: Id<'campaign'>
  readonly number: number
  /** Contributions of it that stand. */
  readonly members: number
}

export interface Member {
  readonly contributionId: Id<'contribution'>
  readonly placedBy: PlacedBy
  /** To the text most alike when it was placed, in thousandths, from 500. */
  readonly similarity: number | null
}

/** What is told of a cycle's campaigns beside its figures. */
export interface CampaignCount {
  readonly rule: CountingRule
  readonly campaigns: number
  /** Contributions that are of one. */
  readonly members: number
  /** All contributions, every campaign counted as one. */
  readonly once: number
}

/** What campaigns with so many contributions make of a cycle's `total`: counted once, every campaign is one voice. */
export function weighCampaigns(rule: CountingRule, total: number, found: { readonly campaigns: number; readonly members: number }): CampaignCount {
  return { rule, campaigns: found.campaigns, members: found.members, once: total - found.members + found.campaigns }
}
