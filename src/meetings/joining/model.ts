import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

export const JOINING_KINDS = ['link', 'dial-in', 'number', 'passcode', 'note'] as const
export type JoiningKind = (typeof JOINING_KINDS)[number]

/** Who may see a way in: everybody; whoever is signed in and has a role in the forum, a member among them; whoever works at its desk. */
export const VISIBILITIES = ['public', 'members', 'roles'] as const
export type Visibility = (typeof VISIBILITIES)[number]

/** One thing that is needed to join a meeting: an address, a telephone number, a passcode of any characters. */
export interface Way {
  readonly id: Id<'joining'>
  /** The sitting it is of, from 1; null for all. */
  readonly sitting: number | null
  readonly kind: JoiningKind
  readonly label: string | null
  readonly value: string
  readonly visibility: Visibility
  /** From then on it is shown at the desk alone. */
  readonly expiresAt: Instant | null
}

/** What a reader is to a forum. */
export type Reader = 'public' | 'member' | 'desk'

/** The ways in that a reader may see; of the others nothing is said. */
export function waysFor(ways: readonly Way[], reader: Reader, now: Instant): Way[] {
  const rank: Readonly<Record<Visibility, number>> = { public: 0, members: 1, roles: 2 }
  const own: Readonly<Record<Reader, number>> = { public: 0, member: 1, desk: 2 }
  return ways.filter((way) => rank[way.visibility] <= own[reader] && (way.expiresAt === null || way.expiresAt > now))
}
