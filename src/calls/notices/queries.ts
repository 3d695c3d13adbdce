import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Recipient } from './model.ts'

/** Who is to be told of a call: confirmed, and not left. `isOpening`: of them those who asked before it opened. */
export async function listRecipients(db: Reader, callId: Id, { isOpening = false } = {}): Promise<Recipient[]> {
  let query = db.selectFrom('calls_notice').select(['id', 'mail', 'language']).where('call_id', '=', callId).where('confirmed_at', 'is not', null).where('left_at', 'is', null)
  if (isOpening) query = query.where('is_before_opening', '=', true)
  const rows = await query.orderBy('id').execute()
  return rows.map(({ id, mail, language }) => ({ id: id as Id<'notice'>, mail, language }))
}

export interface Notice {
  readonly id: Id<'notice'>
  readonly callId: Id<'call'>
  readonly isConfirmed: boolean
  readonly hasLeft: boolean
}

export async function findNotice(db: Reader, id: Id): Promise<Notice | undefined> {
  const row = await db.selectFrom('calls_notice').select(['id', 'call_id', 'confirmed_at', 'left_at']).where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : { id: row.id as Id<'notice'>, callId: row.call_id as Id<'call'>, isConfirmed: row.confirmed_at !== null, hasLeft: row.left_at !== null }
}

/** Every following of a forum's calls: who confirmed, and has not left. `mail` in small letters: of one address alone. */
export async function listCallFollowings(db: Reader, forumId: Id, mail?: string): Promise<{ of: Id; title: string; cycleId: Id; id: Id; mail: string; language: string }[]> {
  let query = db
    .selectFrom('calls_notice as notice')
    .innerJoin('calls_call as call', 'call.id', 'notice.call_id')
    .select(['call.id as of', 'call.title', 'call.cycle_id as cycleId', 'notice.id', 'notice.mail', 'notice.language'])
    .where('call.forum_id', '=', forumId)
    .where('notice.confirmed_at', 'is not', null)
    .where('notice.left_at', 'is', null)
  if (mail !== undefined) query = query.where((eb) => eb(eb.fn<string>('lower', ['notice.mail']), '=', mail))
  return query.orderBy('call.title').orderBy('call.id').orderBy('notice.id').execute()
}
