import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Invitation } from './model.ts'
import type { InvitationRow } from './tables.ts'

/** The invitations to a call, the latest first. */
export async function listInvitations(db: Reader, callId: Id): Promise<Invitation[]> {
  const rows = await db.selectFrom('contributions_invitation').selectAll().where('call_id', '=', callId).orderBy('number', 'desc').execute()
  return rows.map(toInvitation)
}

export async function findInvitation(db: Reader, callId: Id, number: number): Promise<Invitation | undefined> {
  const row = await db.selectFrom('contributions_invitation').selectAll().where('call_id', '=', callId).where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : toInvitation(row)
}

/** Which contributions came by which invitation of a call, whatever became of them, by number. */
export async function listInvited(db: Reader, callId: Id): Promise<{ invitationId: Id; number: number }[]> {
  const rows = await db
    .selectFrom('contributions_contribution')
    .select(['invitation_id', 'number'])
    .where('call_id', '=', callId)
    .where('invitation_id', 'is not', null)
    .orderBy('number')
    .execute()
  return rows.flatMap((row) => (row.invitation_id === null ? [] : [{ invitationId: row.invitation_id, number: row.number }]))
}

/** The invitations of a cycle as their file has them; each gets its name. */
export async function listInvitationsForFolder(db: Reader, cycleId: Id, names: FolderNames) {
  const rows = await db.selectFrom('contributions_invitation').selectAll().where('cycle_id', '=', cycleId).orderBy('made_at').orderBy('id').execute()
  return rows.map((row) => ({ id: row.id, call: names.of(row.call_id), number: row.number, organisation: row.organisation, note: row.note, madeAt: row.made_at, stoppedAt: row.stopped_at }))
}

/** Names the invitations of a cycle by the number that each has in its call. */
export async function nameInvitations(db: Reader, cycleId: Id, names: FolderNames): Promise<void> {
  const rows = await db.selectFrom('contributions_invitation').select(['id', 'number']).where('cycle_id', '=', cycleId).execute()
  for (const { id, number } of rows) names.give(id, String(number))
}

function toInvitation(row: Selectable<InvitationRow>): Invitation {
  return {
    id: row.id as Id<'invitation'>,
    callId: row.call_id as Id<'call'>,
    number: row.number,
    note: row.note,
    organisation: row.organisation,
    madeAt: row.made_at,
    stoppedAt: row.stopped_at,
  }
}
