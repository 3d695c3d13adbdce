import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { RemarkRow } from '../tables.ts'
import type { Remark } from './model.ts'

/** Remarks on a call in the order in which they came, all words of them: what anyone may see is `asShown`. */
export async function listRemarks(db: Reader, callId: Id): Promise<Remark[]> {
  const rows = await db.selectFrom('calls_remark').selectAll().where('call_id', '=', callId).orderBy('number').execute()
  return rows.map(toRemark)
}

export async function findRemark(db: Reader, callId: Id, number: number): Promise<Remark | undefined> {
  const row = await db.selectFrom('calls_remark').selectAll().where('call_id', '=', callId).where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : toRemark(row)
}

/** How many remarks on each call of a cycle wait for an answer. */
export async function countUnansweredRemarks(db: Reader, cycleId: Id): Promise<Map<Id, number>> {
  const rows = await db
    .selectFrom('calls_remark')
    .innerJoin('calls_call', 'calls_call.id', 'call_id')
    .select(['call_id', (select) => select.fn.countAll<number>().as('count')])
    .where('cycle_id', '=', cycleId)
    .where('answered_at', 'is', null)
    .groupBy('call_id')
    .execute()
  return new Map(rows.map((row) => [row.call_id, Number(row.count)]))
}

function toRemark(row: Selectable<RemarkRow>): Remark {
  return {
    id: row.id as Id<'remark'>,
    callId: row.call_id as Id<'call'>,
    number: row.number,
    question: row.question_number,
    about: row.about,
    text: row.text,
    author: row.author,
    language: row.language,
    receivedAt: row.received_at,
    answer: row.answer,
    isChanged: row.is_changed,
    isHidden: row.is_hidden,
    answeredAt: row.answered_at,
  }
}
