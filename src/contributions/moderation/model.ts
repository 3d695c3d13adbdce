/** For what kind of reason a contribution can be declined. Everybody may know the kind; what else there is to say, its sender is told. */
export const DECLINE_REASONS = ['out-of-scope', 'abuse', 'spam', 'duplicate', 'not-a-contribution', 'unlawful', 'other'] as const
export type DeclineReason = (typeof DECLINE_REASONS)[number]

/** For what kind of reason one can be held until the desk has decided. */
export const HOLD_REASONS = ['identity', 'personal-data', 'abuse', 'spam', 'duplicate', 'unlawful', 'other'] as const
export type HoldReason = (typeof HOLD_REASONS)[number]

export type ModerationReason = HoldReason | DeclineReason
export const MODERATION_REASONS: readonly [ModerationReason, ...ModerationReason[]] = ['out-of-scope', 'not-a-contribution', ...HOLD_REASONS]
