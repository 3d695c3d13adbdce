import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Suggestion } from './model.ts'
import type { SuggestionRow } from './tables.ts'

/** What was said to the findings of a cycle, by number, as it was sent. */
export async function listSuggestions(db: Reader, cycleId: Id): Promise<Suggestion[]> {
  const rows = await db.selectFrom('synthesis_suggestion').selectAll().where('cycle_id', '=', cycleId).orderBy('number').execute()
  return rows.map(toSuggestion)
}

export async function findSuggestion(db: Reader, cycleId: Id, number: number): Promise<Suggestion | undefined> {
  const row = await db.selectFrom('synthesis_suggestion').selectAll().where('cycle_id', '=', cycleId).where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : toSuggestion(row)
}

/** Where a suggestion stands, by its id; undefined where there is none. */
export async function findSuggestionById(db: Reader, id: Id): Promise<{ number: number; cycleId: Id<'cycle'> } | undefined> {
  const row = await db.selectFrom('synthesis_suggestion').select(['number', 'cycle_id']).where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : { number: row.number, cycleId: row.cycle_id as Id<'cycle'> }
}

function toSuggestion(row: Selectable<SuggestionRow>): Suggestion {
  return {
    id: row.id as Id<'suggestion'>,
    number: row.number,
    findingId: row.finding_id as Id<'finding'>,
    statement: row.statement,
    proposal: row.proposal,
    comment: row.comment,
    author: row.author,
    language: row.language,
    receivedAt: row.received_at,
    withdrawnAt: row.withdrawn_at,
    verdict: row.verdict,
    reason: row.reason,
    answeredAt: row.answered_at,
  }
}
