import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** Somebody who agrees with a comment instead of saying it again. */
export interface Agreement {
  readonly id: Id<'agreement'>
  readonly commentId: Id<'comment'>
  readonly personId: Id<'person'> | null
  readonly name: string | null
  readonly organisation: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly isNamed: boolean
  readonly agreedAt: Instant
  /** Null while the link mailed to them has not been used: it does not count yet. */
  readonly confirmedAt: Instant | null
  readonly withdrawnAt: Instant | null
}

/** What anyone may read of one: no name where it was not given for that. */
export function asPublishedAgreement(agreement: Agreement): Agreement {
  return agreement.isNamed ? agreement : { ...agreement, name: null, organisation: null }
}
