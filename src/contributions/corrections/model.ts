import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Contribution } from '../model.ts'

/** What a sender would have otherwise, answer by answer. */
export interface Correction {
  readonly id: Id<'correction'>
  readonly contributionId: Id<'contribution'>
  readonly proposedAt: Instant
  readonly remark: string | null
  readonly answers: readonly CorrectedAnswer[]
  /** Null while it waits for the desk. */
  readonly decidedAt: Instant | null
  readonly isTaken: boolean | null
  /** Why it was declined; for the sender and the desk. */
  readonly reason: string | null
}

export interface CorrectedAnswer {
  readonly answerId: Id<'answer'>
  /** As it was when the correction was proposed. */
  readonly earlier: string
  readonly text: string
}

/** Whether what was entered at the desk has been confirmed by whoever sent it; null where nobody was asked. */
export function confirmationOf(contribution: Pick<Contribution, 'senderAskedAt' | 'senderConfirmedAt'>): 'asked' | 'confirmed' | null {
  if (contribution.senderConfirmedAt !== null) return 'confirmed'
  return contribution.senderAskedAt === null ? null : 'asked'
}
