import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { findCallById } from '../../calls/queries.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { FolderInvitation } from './schema.ts'

/** Makes an invitation to a call, under the call's next number. Refuses `call-closed`. */
export async function makeInvitation(
  tx: Tx,
  actor: Actor,
  input: { readonly callId: Id<'call'>; readonly note: string; readonly organisation?: string | undefined },
  now: Instant,
): Promise<{ invitationId: Id<'invitation'>; number: number } | Refusal<'call-closed'>> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`invitations:${input.callId}`}, 0))`.execute(tx)
  const call = await findCallById(tx, input.callId)
  if (call === undefined) throw new Error(`There is no call ${input.callId}`)
  if (!call.isOpen) return { refusal: 'call-closed' }
  const last = await tx.selectFrom('contributions_invitation').select((select) => select.fn.max('number').as('number')).where('call_id', '=', call.id).executeTakeFirst()
  const [invitationId, number] = [newId<'invitation'>(), (last?.number ?? 0) + 1]
  await tx
    .insertInto('contributions_invitation')
    .values({ id: invitationId, forum_id: call.forumId, cycle_id: call.cycleId, call_id: call.id, number, note: input.note, organisation: input.organisation ?? null, made_at: now, stopped_at: null })
    .execute()
  const texts = { note: { text: input.note, isPublic: false } }
  await appendAct(tx, actor, { forumId: call.forumId, cycleId: call.cycleId, act: 'invitation-made', subject: { kind: 'invitation', id: invitationId }, detail: { call: call.slug, invitation: number }, texts }, now)
  return { invitationId, number }
}

/** Stops an invitation: its link leads to the call as everybody sees it. Refuses `already-stopped`. */
export async function stopInvitation(tx: Tx, actor: Actor, input: { readonly invitationId: Id }, now: Instant): Promise<{ stopped: true } | Refusal<'already-stopped'>> {
  const stopped = await tx
    .updateTable('contributions_invitation')
    .set({ stopped_at: now })
    .where('id', '=', input.invitationId)
    .where('stopped_at', 'is', null)
    .returning(['forum_id', 'cycle_id', 'call_id', 'number'])
    .executeTakeFirst()
  if (stopped === undefined) return { refusal: 'already-stopped' }
  const call = await findCallById(tx, stopped.call_id)
  const about = { forumId: stopped.forum_id as Id<'forum'>, cycleId: stopped.cycle_id as Id<'cycle'>, subject: { kind: 'invitation', id: input.invitationId } }
  await appendAct(tx, actor, { ...about, act: 'invitation-stopped', detail: { call: call?.slug ?? '', invitation: stopped.number } }, now)
  return { stopped: true }
}

/** Takes invitations as their folder has them. */
export async function insertInvitations(tx: Tx, forumId: Id, cycleId: Id, invitations: readonly FolderInvitation[]): Promise<void> {
  const rows = invitations.map((item) => ({
    id: item.id,
    forum_id: forumId,
    cycle_id: cycleId,
    call_id: item.callId,
    number: item.number,
    note: item.note,
    organisation: item.organisation ?? null,
    made_at: item.madeAt,
    stopped_at: item.stoppedAt ?? null,
  }))
  for (const part of inParts(rows)) await tx.insertInto('contributions_invitation').values(part).execute()
}
