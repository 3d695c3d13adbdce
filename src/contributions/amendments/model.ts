import { isLateAt, type Call } from '../../calls/model.ts'
import type { Id } from '../../shared/ids.ts'
import { addMilliseconds, toMilliseconds, type Instant } from '../../shared/time.ts'

/** Days after a call was closed for which what came to it can still be amended; what comes then is marked late. */
export const AMENDING_DAYS = 14

/**
 * Whether a contribution to this call can be amended: while the call is open, soft deadline or not, and for some days after it was
 * closed, so that a slip seen in print can be mended. `late`: it can, and is marked.
 */
export function amendingState(call: Pick<Call, 'isOpen' | 'closedAt' | 'deadline' | 'deadlineZone'>, now: Instant): 'open' | 'late' | 'over' {
  if (call.isOpen) return isLateAt(call, now) ? 'late' : 'open'
  if (call.closedAt === null) return 'over'
  return toMilliseconds(now) <= toMilliseconds(addMilliseconds(call.closedAt, AMENDING_DAYS * 86_400_000)) ? 'late' : 'over'
}

/** What an answer said before an amendment; null where the question had not been answered. */
export interface EarlierAnswer {
  readonly answerId: Id<'answer'>
  readonly text: string | null
}

/** An amendment that was made: its number counts from 1 within the contribution. */
export interface Amendment {
  readonly id: Id<'amendment'>
  readonly number: number
  readonly amendedAt: Instant
  readonly isLate: boolean
  /** What its sender says of it. */
  readonly note: string | null
  readonly before: readonly EarlierAnswer[]
}

/** One changed answer: its text before (null: it was not answered) and after (null: it was taken back). */
export interface ChangedAnswer {
  readonly answerId: Id<'answer'>
  readonly number: number
  readonly before: string | null
  readonly after: string | null
}

/** As `ChangedAnswer`, with the question it answers. */
export interface AmendedAnswer extends ChangedAnswer {
  readonly questionId: Id<'question'>
}

/**
 * What each amendment changed, latest first, worked out backwards from the text as it stands: what one amendment left is what the
 * next one found.
 */
export function listChanges(amendments: readonly Amendment[], now: readonly { readonly id: Id<'answer'>; readonly number: number; readonly text: string; readonly isRemoved: boolean }[]): (Amendment & { readonly changes: readonly ChangedAnswer[] })[] {
  const text = new Map<Id, string | null>(now.map((answer) => [answer.id, answer.isRemoved ? null : answer.text]))
  const numbers = new Map<Id, number>(now.map((answer) => [answer.id, answer.number]))
  return [...amendments]
    .sort((a, b) => b.number - a.number)
    .map((amendment) => {
      const changes = amendment.before.map(({ answerId, text: before }) => {
        const after = text.get(answerId) ?? null
        text.set(answerId, before)
        return { answerId, number: numbers.get(answerId) ?? 0, before, after }
      })
      return { ...amendment, changes: changes.sort((a, b) => a.number - b.number) }
    })
}
