import type { Selectable } from 'kysely'
import type { Reader, Tx } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import type { Call, Extension, Question } from './model.ts'
import type { CallRow } from './tables.ts'

/** The calls of a cycle in the order in which they open, each with its questions and earlier deadlines. */
export async function listCalls(db: Reader, cycleId: Id): Promise<Call[]> {
  const rows = await db
    .selectFrom('calls_call')
    .selectAll()
    .where('cycle_id', '=', cycleId)
    .orderBy('opens_on', (order) => order.asc().nullsFirst())
    .orderBy('id')
    .execute()
  return complete(db, rows)
}

export async function findCall(db: Reader, cycleId: Id, slug: string): Promise<Call | undefined> {
  const rows = await db.selectFrom('calls_call').selectAll().where('cycle_id', '=', cycleId).where('slug', '=', slug).execute()
  return (await complete(db, rows))[0]
}

export async function findCallById(db: Reader, id: Id): Promise<Call | undefined> {
  const rows = await db.selectFrom('calls_call').selectAll().where('id', '=', id).execute()
  return (await complete(db, rows))[0]
}

/** A call as it stands, kept from being revised, extended or closed until the transaction ends; many may hold it so at once. */
export async function lockCallForInput(tx: Tx, id: Id): Promise<Call | undefined> {
  const rows = await tx.selectFrom('calls_call').selectAll().where('id', '=', id).forShare().execute()
  return (await complete(tx, rows))[0]
}

async function complete(db: Reader, rows: readonly Selectable<CallRow>[]): Promise<Call[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const questions = await db.selectFrom('calls_question').selectAll().where('call_id', 'in', ids).orderBy('number').execute()
  const extensions = await db.selectFrom('calls_extension').selectAll().where('call_id', 'in', ids).orderBy('sequence').execute()
  return rows.map((row) =>
    toCall(
      row,
      questions.filter((each) => each.call_id === row.id).map((each) => ({ id: each.id as Id<'question'>, number: each.number, text: each.text, guidance: each.guidance })),
      extensions.filter((each) => each.call_id === row.id).map((each) => ({ earlier: each.earlier, changedOn: each.changed_on, reason: each.reason })),
    ),
  )
}

function toCall(row: Selectable<CallRow>, questions: readonly Question[], extensions: readonly Extension[]): Call {
  return {
    id: row.id as Id<'call'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    slug: row.slug,
    title: row.title,
    introduction: row.introduction,
    audience: row.audience,
    opensOn: row.opens_on,
    deadline: row.deadline,
    deadlineZone: row.deadline_zone,
    isSoft: row.is_soft,
    rollingUntil: row.rolling_until,
    isOpen: row.is_open,
    closedAt: row.closed_at,
    closedReason: row.closed_reason,
    source: row.source,
    revision: row.revision,
    questions,
    extensions,
  }
}
