import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { findComments } from '../comments/queries.ts'
import type { Comment } from '../model.ts'
import type { AgendaItem } from './model.ts'
import type { AgendaRow } from './tables.ts'

/** The agendas that a comment is on, in the order in which it was put there; without what was taken off again. */
export async function listAgendaOfComment(db: Reader, commentId: Id): Promise<AgendaItem[]> {
  const rows = await db.selectFrom('review_agenda').selectAll().where('comment_id', '=', commentId).where('taken_off_at', 'is', null).orderBy('put_at').orderBy('id').execute()
  return rows.map(toItem)
}

/** The cycles whose comments are on the agenda of a meeting. */
export async function listCyclesOnAgenda(db: Reader, meetingId: Id): Promise<Id[]> {
  const rows = await standing(db, meetingId).select('review_comment.cycle_id').distinct().execute()
  return rows.map((row) => row.cycle_id)
}

/**
 * The comments on the agenda of a meeting, in the order in which they were put there, of the reviews of these versions; `limit` of them
 * from `offset` on, and how many there are. Comments that were withdrawn are left out.
 */
export async function listAgendaOfMeeting(
  db: Reader,
  meetingId: Id,
  versionIds: readonly Id[],
  part: { readonly limit: number; readonly offset: number },
): Promise<{ total: number; items: { item: AgendaItem; comment: Comment }[] }> {
  if (versionIds.length === 0) return { total: 0, items: [] }
  const readable = standing(db, meetingId).where('version_id', 'in', versionIds)
  const { total } = await readable.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await readable.selectAll('review_agenda').orderBy('put_at').orderBy('review_agenda.id').limit(part.limit).offset(part.offset).execute()
  const comments = new Map<Id, Comment>((await findComments(db, rows.map((row) => row.comment_id))).map((comment) => [comment.id, comment]))
  const items = rows.flatMap((row) => {
    const comment = comments.get(row.comment_id)
    return comment === undefined ? [] : [{ item: toItem(row), comment }]
  })
  return { total, items }
}

/** True when a comment of the cycle is, or was, on an agenda. */
export async function hasAgenda(db: Reader, cycleId: Id): Promise<boolean> {
  const row = await db.selectFrom('review_agenda').innerJoin('review_comment', 'review_comment.id', 'comment_id').select('review_agenda.id').where('cycle_id', '=', cycleId).limit(1).executeTakeFirst()
  return row !== undefined
}

function standing(db: Reader, meetingId: Id) {
  return db
    .selectFrom('review_agenda')
    .innerJoin('review_comment', 'review_comment.id', 'comment_id')
    .innerJoin('review_review', 'review_review.id', 'review_id')
    .where('meeting_id', '=', meetingId)
    .where('taken_off_at', 'is', null)
    .where('withdrawn_at', 'is', null)
}

function toItem(row: Selectable<AgendaRow>): AgendaItem {
  return {
    id: row.id as Id<'agenda-item'>,
    commentId: row.comment_id as Id<'comment'>,
    meetingId: row.meeting_id as Id<'meeting'>,
    why: row.why,
    putAt: row.put_at,
    said: row.said,
    saidAt: row.said_at,
    revision: row.revision,
  }
}
