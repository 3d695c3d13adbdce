import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Id } from '../../shared/ids.ts'
import { excerpt } from '../../shared/text.ts'
import type { Instant } from '../../shared/time.ts'
import { choiceAddress } from '../preferences/model.ts'
import type { FailureKind, FailureSource } from './model.ts'

export interface Failure {
  readonly address: string
  /** The mail of ours that failed, where it is known. */
  readonly outboxId: Id | null
  readonly forumId: Id | null
  readonly kind: FailureKind
  readonly source: FailureSource
  /** An enhanced status code (RFC 3463) such as 5.1.1, where one was given. */
  readonly status: string | null
  /** The words of the server. */
  readonly diagnostic: string
}

const WORDS = 1_000

/**
 * Notes that a mail did not arrive. What follows from it (points, a warning, a pause) is drawn by a later turn, for it takes more than
 * one concept. The same mail is noted once for each kind of failure.
 */
export async function noteFailure(tx: Tx, failure: Failure, now: Instant): Promise<void> {
  await tx
    .insertInto('record_bounce')
    .values({
      id: newId(),
      address: choiceAddress(failure.address),
      outbox_id: failure.outboxId,
      forum_id: failure.forumId,
      kind: failure.kind,
      source: failure.source,
      status: failure.status,
      diagnostic: excerpt(failure.diagnostic, WORDS),
      at: now,
      weighed_at: null,
    })
    .onConflict((conflict) => conflict.columns(['outbox_id', 'kind']).doNothing())
    .execute()
}
