import type { Id } from '../../shared/ids.ts'
import { endOfDay, toMilliseconds, type Instant, type PlainDate } from '../../shared/time.ts'

/** What can be proposed before a cycle asks anything. */
export const PROPOSAL_KINDS = ['theme', 'question'] as const
export type ProposalKind = (typeof PROPOSAL_KINDS)[number]

export const PROPOSAL_OUTCOMES = ['theme', 'question', 'declined'] as const
export type ProposalOutcome = (typeof PROPOSAL_OUTCOMES)[number]

/** A theme or a question that somebody proposed, and what became of it. */
export interface Proposal {
  readonly id: Id<'proposal'>
  readonly cycleId: Id<'cycle'>
  /** Within the cycle, given once. */
  readonly number: number
  readonly kind: ProposalKind
  readonly text: string
  readonly reason: string | null
  readonly author: string | null
  readonly language: string | null
  readonly receivedAt: Instant
  /** Null while the desk has not answered. */
  readonly outcome: ProposalOutcome | null
  readonly outcomeReason: string | null
  /** The address of the theme that it became, or a call's address and the number of the question: `main/2`. */
  readonly became: string | null
  /** Its words are not shown: only that it came, and why not. */
  readonly isHidden: boolean
  readonly outcomeAt: Instant | null
}

/** A cycle asking for proposals. */
export interface Scoping {
  readonly cycleId: Id<'cycle'>
  readonly introduction: string
  readonly until: PlainDate | null
  readonly isOpen: boolean
  readonly revision: number
}

/** Whether proposals are taken: while it is open, to the end of its last day anywhere on earth. */
export function takesProposals(scoping: Scoping | undefined, now: Instant): boolean {
  return scoping !== undefined && scoping.isOpen && (scoping.until === null || toMilliseconds(now) <= toMilliseconds(endOfDay(scoping.until)))
}

/** A proposal as anyone may see it. */
export function asShown(proposal: Proposal): Proposal {
  return proposal.isHidden ? { ...proposal, text: '', reason: null, author: null } : proposal
}
