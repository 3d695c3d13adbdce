import { z } from 'zod'
import { line, optional, requiredProse } from '../../shared/fields.ts'
import { group, id, instant, integer, listOf, optional as optionalMember, optionalShortText, shortText, verbatim } from '../../shared/folder-fields.ts'
import { findNamed, type FolderScope, type Place, within } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'

/** An invitation as the desk writes it. */
export const invitationSchema = z.object({ note: requiredProse(4000), organisation: optional(line(300)) })

/** `cycles/<slug>/invitations.yaml`. */
export const invitationsFile = listOf(
  group({ id: id(), call: shortText(), number: integer(1), organisation: optionalShortText(), note: verbatim().default(''), madeAt: instant(), stoppedAt: optionalMember(instant()) }),
)

export type FolderInvitation = z.output<typeof invitationsFile>[number] & { readonly id: Id; readonly callId: Id }

/** Gives invitations their ids and names, `invitation <cycle>/<call>/<number>`. */
export function completeInvitations(scope: FolderScope, cycle: string, file: z.output<typeof invitationsFile>, place: Place): FolderInvitation[] {
  return file.flatMap((item, index) => {
    const at = within(place, index)
    const invitationId = scope.takeId(item.id, at)
    scope.define(`invitation ${cycle}/${item.call}/${item.number}`, invitationId, at)
    const callId = findNamed(scope, `call ${cycle}/${item.call}`, within(at, 'call'))
    return callId === undefined ? [] : [{ ...item, id: invitationId, callId }]
  })
}
