import type { Id } from '../../shared/ids.ts'
import { endOfDay, toMilliseconds, type Instant, type PlainDate } from '../../shared/time.ts'

/** What a contributor says to a sentence that cites them. Silence is neither, and never becomes one of them. */
export const VERDICTS = ['accepted', 'contested'] as const
export type Verdict = (typeof VERDICTS)[number]

/** The desk's answer to a contest: the sentence was changed, or it was kept; with a reason either way. */
export const SETTLEMENTS = ['changed', 'kept'] as const
export type Settlement = (typeof SETTLEMENTS)[number]

/** A round of the right of correction. It takes answers until the end of its day, anywhere on earth. */
export interface Round {
  readonly id: Id<'round'>
  readonly number: number
  readonly openedAt: Instant
  readonly closesOn: PlainDate
}

export function isRoundOpen(round: Pick<Round, 'closesOn'>, now: Instant): boolean {
  return toMilliseconds(now) <= toMilliseconds(endOfDay(round.closesOn))
}

/** What a sentence put before somebody is: a finding, or a paragraph of a draft. */
export type Subject = { readonly kind: 'finding'; readonly id: Id<'finding'> } | { readonly kind: 'paragraph'; readonly id: Id<'paragraph'> }

/** One sentence put before the sender of one contribution, as it was worded then, with what was said to it. */
export interface Correction {
  readonly id: Id<'correction'>
  readonly roundId: Id<'round'>
  readonly digestId: Id<'digest'>
  readonly contributionId: Id<'contribution'>
  readonly subject: Subject
  readonly statement: string
  /** Null is silence. */
  readonly verdict: Verdict | null
  readonly reason: string | null
  readonly saidAt: Instant | null
  readonly settlement: Settlement | null
  readonly settledReason: string | null
  readonly settledAt: Instant | null
}

/** Sentences as a mail lists them and its answer names them, from 1: each once, for all contributions of its reader that it cites. */
export function inMailOrder<T extends { readonly subject: Subject }>(sentences: readonly T[]): T[][] {
  const groups = [...Map.groupBy(sentences, ({ subject }) => subject.id as string)]
  return groups.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own)
}

/** A sentence and a contribution that it cites. */
export interface Citing {
  readonly contributionId: Id<'contribution'>
  readonly subject: Subject
  readonly statement: string
}

/** What has to be put before somebody: sentences that are new to them, or worded otherwise than when they saw them last. */
export function listUnseen<T extends Citing>(citing: readonly T[], asked: readonly Citing[]): T[] {
  const last = new Map(asked.map((each) => [`${each.contributionId} ${each.subject.id}`, each.statement]))
  return citing.filter((each) => last.get(`${each.contributionId} ${each.subject.id}`) !== each.statement)
}

export interface Tally {
  readonly accepted: number
  readonly contested: number
  readonly silent: number
}

/** How those who were shown a sentence as it is worded now answered: each contribution once. `corrections` come oldest first. */
export function tallyCorrections(statement: string, corrections: readonly Correction[]): Tally {
  const last = new Map(corrections.filter((each) => each.statement === statement).map((each) => [each.contributionId, each.verdict]))
  const count = (verdict: Verdict | null): number => [...last.values()].filter((each) => each === verdict).length
  return { accepted: count('accepted'), contested: count('contested'), silent: count(null) }
}

/** A contest that the desk has not answered: it bars publishing. */
export function isUnsettled(correction: Pick<Correction, 'verdict' | 'settlement'>): boolean {
  return correction.verdict === 'contested' && correction.settlement === null
}
