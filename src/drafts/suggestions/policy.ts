import type { Person } from '../../people/model.ts'
import type { Id } from '../../shared/ids.ts'

/** Who may suggest a change to a draft: whoever holds any role here or above, members among them, for they join without anybody's leave. */
export function maySuggest(person: Person | undefined, scope: { readonly forumId: Id; readonly cycleId: Id }): person is Person {
  if (person === undefined) return false
  return person.roles.some(({ role, forumId, cycleId }) => (forumId === null ? role === 'secretariat' : forumId === scope.forumId && (cycleId === null || cycleId === scope.cycleId)))
}
