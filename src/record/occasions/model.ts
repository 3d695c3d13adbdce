import type { Id } from '../../shared/ids.ts'

/** How soon a mail leaves beside others: who waits before a screen comes first, what goes to many comes last. */
export const URGENCIES = ['now', 'soon', 'bulk'] as const
export type Urgency = (typeof URGENCIES)[number]

export interface OccasionRule {
  readonly urgency: Urgency
  /**
   * Whether its reader may have it gathered once a day, or not at all. What somebody has just asked for (a link to log in with, a letter
   * that confirms a wish) and the receipt of what they wrote themselves are always sent, at once.
   */
  readonly choice: 'always' | 'reader'
}

const ASKED_FOR: OccasionRule = { urgency: 'now', choice: 'always' }
const ONES_OWN: OccasionRule = { urgency: 'soon', choice: 'reader' }
const NEWS: OccasionRule = { urgency: 'bulk', choice: 'reader' }

/** What a list sends to its members: they chose at the list itself how they want it. */
const OF_A_LIST: OccasionRule = { urgency: 'bulk', choice: 'always' }

/** What Convoke writes about its own mail: nobody who has chosen otherwise would learn of it. */
const OF_MAIL: OccasionRule = { urgency: 'bulk', choice: 'always' }

/** Every occasion on which Convoke writes a mail by itself: closed, so that the table of who is written to when is whole. */
export const OCCASIONS = {
  'login-link': ASKED_FOR,
  'agreement-to-confirm': ASKED_FOR,
  'notice-to-confirm': ASKED_FOR,
  'follow-to-confirm': ASKED_FOR,
  'place-follow-to-confirm': ASKED_FOR,
  'meetings-follow-to-confirm': ASKED_FOR,
  'unsent-link': ASKED_FOR,
  'comment-receipt': ASKED_FOR,
  'comment-waits': ASKED_FOR,
  'contribution-receipt': ASKED_FOR,
  'suggestion-receipt': ASKED_FOR,
  'poll-voted': ASKED_FOR,
  'paper-to-confirm': ASKED_FOR,
  'paper-receipt': ASKED_FOR,
  'subscription-to-confirm': ASKED_FOR,
  'subscription-answered': ASKED_FOR,
  'post-waits': ONES_OWN,
  'post-to-moderate': ONES_OWN,
  'post-declined': ONES_OWN,
  'list-help': ONES_OWN,
  'post-to-take': ASKED_FOR,
  'reply-taken': ASKED_FOR,
  'reply-unclear': ASKED_FOR,
  'contribution-held': ONES_OWN,
  'contribution-declined': ONES_OWN,
  'contribution-released': ONES_OWN,
  'contribution-unconfirmed': ONES_OWN,
  'entry-to-check': ONES_OWN,
  'entry-corrected': ONES_OWN,
  'comment-declined': ONES_OWN,
  'comment-set-aside': ONES_OWN,
  'comment-restored': ONES_OWN,
  'comment-answered': ONES_OWN,
  'suggestion-answered': ONES_OWN,
  'paper-answered': ONES_OWN,
  'sentences-to-check': ONES_OWN,
  'contest-settled': ONES_OWN,
  'report-correction-answered': ONES_OWN,
  'edition-told': ONES_OWN,
  'poll-asked': ONES_OWN,
  'poll-reminded': ONES_OWN,
  'poll-finalised': ONES_OWN,
  invitation: ONES_OWN,
  announcement: NEWS,
  'point-asked': NEWS,
  'call-opened': NEWS,
  'call-reminder': NEWS,
  'call-extended': NEWS,
  'version-released': NEWS,
  'version-circulated': NEWS,
  'review-opened': NEWS,
  'meeting-told': NEWS,
  'place-comment': NEWS,
  'place-answer': NEWS,
  'list-post': OF_A_LIST,
  'list-digest': OF_A_LIST,
  'owner-mail': { urgency: 'soon', choice: 'always' },
  'daily-notices': OF_MAIL,
  'mail-failing': OF_MAIL,
  'mail-probe': OF_MAIL,
} as const satisfies Readonly<Record<string, OccasionRule>>

export type Occasion = keyof typeof OCCASIONS

/** Links to go on with on a page: an answer to them could mean nothing, and they ask for none. */
export const UNANSWERED: ReadonlySet<string> = new Set<Occasion>(['login-link', 'unsent-link'])

/** True for the name of an occasion: what was kept by another version may have another. */
export function isOccasion(name: string | null): name is Occasion {
  return name !== null && Object.hasOwn(OCCASIONS, name)
}

/** What a mail is about, and an answer to it therefore too: `poll-asked` and `point-asked` are one person's request, the others are the thing itself. */
export const ABOUT_KINDS = [
  'agreement', 'announcement', 'call', 'call-notice', 'comment', 'contribution', 'correction', 'correction-digest', 'document-follower', 'edition', 'inbox-mail', 'invitation', 'list', 'meeting', 'meetings-follower',
  'paper-suggestion', 'person', 'place-follower', 'point-asked', 'poll-asked', 'poll-voter', 'post', 'report-correction', 'subscription', 'suggestion', 'unsent', 'version',
] as const

export interface About {
  readonly kind: (typeof ABOUT_KINDS)[number]
  readonly id: Id
}
