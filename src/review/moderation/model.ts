/** For what kind of reason the desk sets a comment aside. Everybody may know the kind; what else there is to say, its sender is told. */
export const MODERATION_REASONS = ['out-of-scope', 'not-a-comment', 'duplicate', 'abuse', 'spam', 'personal-data', 'unlawful', 'other'] as const
export type ModerationReason = (typeof MODERATION_REASONS)[number]
