import type { Reader, Tx } from '../../platform/database.ts'
import type { About } from '../../record/occasions/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'

/** A wish to be told of something, which is confirmed and ended. */
export interface Following {
  /** The wishes of one address (in small letters) that a mail about something was sent for. */
  readonly findOwn: (db: Reader, about: About, mail: string, forumId: Id<'forum'> | null) => Promise<readonly Id[]>
  readonly confirm: (tx: Tx, id: Id, now: Instant) => Promise<{ confirmed: true } | Refusal>
  readonly leave: (tx: Tx, id: Id, now: Instant) => Promise<{ left: true } | Refusal>
}
