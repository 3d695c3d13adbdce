import type { Id } from '../shared/ids.ts'
import type { Role } from '../shared/vocabularies.ts'
import type { Person } from './model.ts'

/** What can be permitted at the desk. One word for each kind of work, not one for each button. */
export type Permission =
  | 'manage-installation'
  | 'manage-people'
  | 'manage-forum'
  | 'manage-cycle'
  | 'manage-calls'
  | 'enter-contributions'
  | 'read-contributions'
  | 'hold-meetings'
  | 'synthesise'
  | 'edit-drafts'
  | 'run-reviews'
  | 'enter-comments'
  | 'answer-comments'
  | 'publish'

const EVERYTHING: readonly Permission[] = ['manage-people', 'manage-forum', 'manage-cycle', 'manage-calls', 'enter-contributions', 'read-contributions', 'hold-meetings', 'synthesise', 'edit-drafts', 'run-reviews', 'enter-comments', 'answer-comments', 'publish']

/** Who may do what: the secretariat everything, facilitators what brings people together, editors and lead experts what is written. */
const PERMITTED: Readonly<Partial<Record<Role, readonly Permission[]>>> = {
  secretariat: EVERYTHING,
  facilitator: ['manage-cycle', 'manage-calls', 'enter-contributions', 'read-contributions', 'hold-meetings', 'synthesise', 'run-reviews', 'enter-comments', 'answer-comments'],
  'lead-expert': ['read-contributions', 'synthesise', 'edit-drafts', 'answer-comments'],
  editor: ['read-contributions', 'synthesise', 'edit-drafts', 'run-reviews', 'enter-comments', 'answer-comments', 'publish'],
  consultant: ['read-contributions', 'synthesise', 'edit-drafts', 'answer-comments'],
  rapporteur: ['hold-meetings', 'enter-comments'],
}

/** A place in which something is to be done: a forum, or one of its cycles; neither for the installation itself. */
export interface Scope {
  readonly forumId?: Id | undefined
  readonly cycleId?: Id | undefined
}

/** True when one of the person's roles, held here or above here, permits it. Only the installation's secretariat manages the installation. */
export function may(person: Person | undefined, permission: Permission, scope: Scope): boolean {
  if (person === undefined) return false
  return person.roles.some((held) => {
    if (held.forumId === null && held.role === 'secretariat') return true
    const isHere = held.forumId !== null && held.forumId === scope.forumId && (held.cycleId === null || held.cycleId === scope.cycleId)
    return isHere && (PERMITTED[held.role] ?? []).includes(permission)
  })
}

/** True when the person has any work to do in a forum. */
export function worksIn(person: Person | undefined, forumId: Id): boolean {
  return person !== undefined && person.roles.some((held) => (held.forumId === null ? held.role === 'secretariat' : held.forumId === forumId && held.role in PERMITTED))
}
