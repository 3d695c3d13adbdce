import type { Id } from '../shared/ids.ts'
import type { Role } from '../shared/vocabularies.ts'

export interface Person {
  readonly id: Id<'person'>
  readonly name: string
  readonly mail: string | null
  readonly roles: readonly HeldRole[]
}

/** A role, in a forum or (null) in the whole installation, in one of its cycles or (null) in all. */
export interface HeldRole {
  readonly role: Role
  readonly forumId: Id<'forum'> | null
  readonly cycleId: Id<'cycle'> | null
}
