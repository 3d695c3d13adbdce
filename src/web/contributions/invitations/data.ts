import type { Invitation } from '../../../contributions/invitations/model.ts'
import { listInvitations, listInvited } from '../../../contributions/invitations/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { loadCall, loadCallAtDesk, type InCall } from '../../calls/data.ts'
import type { PageRequest, SeeOther } from '../../page.tsx'
import { invitationName, loadInvitation } from '../unsent/data.ts'

export interface InvitationsData extends InCall {
  readonly invitations: readonly (Invitation & { readonly link: string; readonly brought: readonly number[] })[]
}

/** The invitations to a call, each with its link and what came by it, for whoever may manage the call. */
export async function loadInvitations(request: PageRequest): Promise<InvitationsData | 'forbidden' | undefined> {
  const inCall = await loadCallAtDesk(request)
  if (inCall === undefined || inCall === 'forbidden') return inCall
  const brought = Map.groupBy(await listInvited(request.db, inCall.call.id), ({ invitationId }) => invitationId)
  const base = `${request.services.publicUrl}/${inCall.forum.slug}/${inCall.cycle.slug}/calls/${inCall.call.slug}/invitations`
  const invitations = (await listInvitations(request.db, inCall.call.id)).map((invitation) => ({
    ...invitation,
    link: `${base}/${invitationName(request.services.secret, invitation)}`,
    brought: (brought.get(invitation.id) ?? []).map(({ number }) => number),
  }))
  return { ...inCall, invitations }
}

/** One of them, by its number, at the desk. */
export async function loadOneInvitation(request: PageRequest): Promise<(InvitationsData & { invitationId: Id }) | 'forbidden' | undefined> {
  const data = await loadInvitations(request)
  if (data === undefined || data === 'forbidden') return data
  const one = data.invitations.find(({ number }) => String(number) === request.params['number'])
  return one === undefined ? undefined : { ...data, invitationId: one.id }
}

export interface InvitedData extends InCall {
  readonly invitation: Invitation
  readonly start: string
}

/** The invitation that a link names, for whoever opens it; one that was stopped leads to the call. */
export async function loadInvited(request: PageRequest): Promise<InvitedData | SeeOther | undefined> {
  const inCall = await loadCall(request)
  if (inCall === undefined) return undefined
  const call = `/${inCall.forum.slug}/${inCall.cycle.slug}/calls/${inCall.call.slug}`
  const named = request.params['invitation'] ?? ''
  const invitation = await loadInvitation(request, inCall.call, named)
  return invitation === undefined ? { seeOther: call } : { ...inCall, invitation, start: `${call}/contribute?invitation=${named}` }
}
