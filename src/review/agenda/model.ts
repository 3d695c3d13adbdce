import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** A comment on the agenda of a meeting or a session, with what was said there. */
export interface AgendaItem {
  readonly id: Id<'agenda-item'>
  readonly commentId: Id<'comment'>
  readonly meetingId: Id<'meeting'>
  /** Why it is to be discussed. */
  readonly why: string | null
  readonly putAt: Instant
  /** What was said, in the forum's language; null while nothing was entered. */
  readonly said: string | null
  readonly saidAt: Instant | null
  readonly revision: number
}

/** What anyone may read of it where the words of its comment are not public: that it was there, and no word of what was said of it. */
export function withoutWords(item: AgendaItem): AgendaItem {
  return { ...item, why: null, said: null, saidAt: null }
}
