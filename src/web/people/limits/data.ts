import { hmac } from '../../../platform/digest.ts'
import { transact, type Tx } from '../../../platform/database.ts'
import { countWithin, type Limit } from '../../../platform/limits.ts'
import { writeInstant, type Instant } from '../../../shared/time.ts'
import type { FormOutcome } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'

const [MINUTE, HOUR] = [60_000, 3_600_000]

/**
 * What may come in how long: from one network address, behind which there may be a whole conference room; and from one person, known
 * by login, mail address or secret link. What desks enter is not counted.
 */
const LIMITS = {
  comment: { every: 10 * MINUTE, ofAddress: 60, ofPerson: 20 },
  agreement: { every: 10 * MINUTE, ofAddress: 120, ofPerson: 40 },
  vote: { every: 10 * MINUTE, ofAddress: 120, ofPerson: 40 },
  'sign-up': { every: HOUR, ofAddress: 40, ofPerson: 6 },
  'room-hand': { every: 10 * MINUTE, ofAddress: 120, ofPerson: 30 },
  'room-link': { every: 10 * MINUTE, ofAddress: 60, ofPerson: 30 },
  'room-vote': { every: 10 * MINUTE, ofAddress: 600, ofPerson: 120 },
  'point-answer': { every: 10 * MINUTE, ofAddress: 60, ofPerson: 20 },
  following: { every: HOUR, ofAddress: 120, ofPerson: 30 },
} as const
export type Limited = keyof typeof LIMITS

interface Full {
  readonly refusal: 'too-many'
  readonly until: Instant
}

/**
 * Runs a command in one transaction with the count of how much its sender has sent. Over the limit nothing is written; see `tooMany`.
 * `token` is what the person is known by besides the login: a mail address, or a secret link.
 */
export function withinLimit<T extends object>(request: PageRequest, what: Limited, token: string | undefined, work: (tx: Tx) => Promise<T>): Promise<T | Full> {
  return transact<T | Full>(request.db, async (tx) => {
    const full = await countWithin(tx, limitsOf(request, what, token), request.now)
    return full === undefined ? work(tx) : { refusal: 'too-many', until: full.until }
  })
}

/** Whether it was too much, and not the command that refused. */
export function isTooMany(outcome: object): outcome is Full {
  return 'refusal' in outcome && outcome.refusal === 'too-many'
}

/** Says when to come back; what was typed is kept. */
export function tooMany(request: PageRequest, what: Limited, { until }: Full): FormOutcome {
  return { errors: { '': request.view.t(`limits.too-many.${what}`, { until: writeInstant(until, request.view.lang) }) }, retryAt: until }
}

/** What its sender may send in how long; `token` as of `withinLimit`. */
export function limitsOf({ services, from, view, loginToken }: PageRequest, what: Limited, token: string | undefined): Limit[] {
  const { every, ofAddress, ofPerson } = LIMITS[what]
  const by = (scope: string, value: string, most: number): Limit => ({ key: hmac(services.secret, `limit:${what}:${scope}:${value}`), most, every })
  const isSignedIn = view.person !== undefined && loginToken !== undefined
  return [
    // Who is signed in is counted alone, wherever they sit.
    ...(isSignedIn ? [by('login', loginToken, ofPerson)] : []),
    ...(!isSignedIn && from !== undefined ? [by('address', from, ofAddress)] : []),
    ...(token === undefined ? [] : [by('token', token.toLowerCase(), ofPerson)]),
  ]
}
