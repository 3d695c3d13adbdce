import type { Strength } from '../findings/model.ts'

/** Up to how much support a position that stands against another finding is kept as a minority position: so many groups, or so many voices. */
export interface MinorityRule {
  readonly groups: number
  readonly voices: number
}

/** Where a forum has chosen nothing: the support of one stakeholder group, or of two voices at most. */
export const DEFAULT_RULE: MinorityRule = { groups: 1, voices: 2 }

/** What a forum can choose from. */
export const GROUP_LIMITS = ['1', '2', '3', '4', '5'] as const
export const VOICE_LIMITS = ['1', '2', '3', '4', '5', '10', '20'] as const

/**
 * The rule by which a minority position is kept: what stands against another finding, and has no more support than the forum's rule says,
 * is one, and cannot be discarded without a reason that stays public.
 */
export function isMinorityByRule(strength: Pick<Strength, 'supports'>, standsAgainst: boolean, rule: MinorityRule): boolean {
  const { contributions, comments, groups } = strength.supports
  return standsAgainst && (groups.length <= rule.groups || contributions + comments <= rule.voices)
}
