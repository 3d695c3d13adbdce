import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Call } from '../model.ts'

/** What somebody said about the text of a call, or about one of its questions, before it opened; with what the desk answered. */
export interface Remark {
  readonly id: Id<'remark'>
  readonly callId: Id<'call'>
  /** Within the call, given once. */
  readonly number: number
  /** Null: about the call as a whole. */
  readonly question: number | null
  /** The text that it spoke of, as it stood then. */
  readonly about: string
  readonly text: string
  readonly author: string | null
  readonly language: string | null
  readonly receivedAt: Instant
  readonly answer: string | null
  /** Whether the desk changed the text for it. */
  readonly isChanged: boolean
  readonly isHidden: boolean
  readonly answeredAt: Instant | null
}

/** The text that a remark would speak of now; undefined for a question that is not there. */
export function textOf(call: Pick<Call, 'introduction' | 'questions'>, question: number | null): string | undefined {
  return question === null ? call.introduction : call.questions.find(({ number }) => number === question)?.text
}

/** A remark as anyone may see it. */
export function asShown(remark: Remark): Remark {
  return remark.isHidden ? { ...remark, text: '', author: null } : remark
}
