import type { Selectable } from 'kysely'
import { findDocumentVoices } from '../../contributions/documents/queries.ts'
import { findAnswers } from '../../contributions/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { countCodePoints } from '../../shared/text.ts'
import type { Instant } from '../../shared/time.ts'
import { findPassages } from '../queries.ts'
import { isReadable } from '../similar/queries.ts'
import { MOST_WORDS, type GivenPassage, type ModelRequest, type ModelSuggestion } from './model.ts'
import type { ModelRequestRow, ModelSuggestionRow } from './tables.ts'

/** Whether a cycle lets passages be sent; off unless somebody said otherwise. */
export async function findSwitch(db: Reader, cycleId: Id): Promise<{ readonly isOn: boolean; readonly by: Id | null; readonly at: Instant | null }> {
  const row = await db.selectFrom('synthesis_model_switch').selectAll().where('cycle_id', '=', cycleId).executeTakeFirst()
  return row === undefined ? { isOn: false, by: null, at: null } : { isOn: row.is_on, by: row.switched_by, at: row.switched_at }
}

/** A passage that may leave the installation, with its words as anyone may read them. */
export interface Sendable extends GivenPassage {
  readonly id: Id<'passage'>
}

/**
 * Those of the passages that may be sent now, in this order: words of answers and attached documents that anyone may read, none of them
 * redacted, and standing where they were marked; not those of comments. What is beyond the limit of words is left out.
 */
export async function listSendable(db: Reader, passageIds: readonly Id[]): Promise<Sendable[]> {
  const passages = await findPassages(db, passageIds)
  const of = (kind: string): Id[] => passages.filter(({ sourceKind }) => sourceKind === kind).map(({ sourceId }) => sourceId)
  const answers = (await findAnswers(db, of('answer'))).filter(isReadable)
  const documents = (await findDocumentVoices(db, of('document'))).filter(({ standing, consent }) => standing === 'stands' && consent !== 'not-at-all')
  const open = new Set<Id>([...answers, ...documents].map(({ id }) => id))
  const byId = new Map(passages.map((passage) => [passage.id as Id, passage]))
  let words = 0
  return passageIds.flatMap((id): Sendable[] => {
    const passage = byId.get(id)
    if (passage === undefined || passage.detachedAt !== null || (passage.redactions ?? []).length > 0 || !open.has(passage.sourceId)) return []
    words += countCodePoints(passage.quote)
    return words > MOST_WORDS ? [] : [{ id: passage.id, ref: `P-${passage.number}`, text: passage.quote }]
  })
}

/** What was asked in a cycle, the latest first, `limit` at most. */
export async function listModelRequests(db: Reader, cycleId: Id, limit: number): Promise<ModelRequest[]> {
  return complete(db, await db.selectFrom('synthesis_model_request').selectAll().where('cycle_id', '=', cycleId).orderBy('number', 'desc').limit(limit).execute())
}

export async function findModelRequest(db: Reader, cycleId: Id, number: number): Promise<ModelRequest | undefined> {
  const rows = await db.selectFrom('synthesis_model_request').selectAll().where('cycle_id', '=', cycleId).where('number', '=', number).execute()
  return (await complete(db, rows))[0]
}

/** A suggestion of the cycle by its id, with the number of what was asked and the model that made it. */
export async function findModelSuggestion(db: Reader, cycleId: Id, suggestionId: Id): Promise<{ readonly request: ModelRequest; readonly suggestion: ModelSuggestion } | undefined> {
  const row = await db
    .selectFrom('synthesis_model_suggestion')
    .innerJoin('synthesis_model_request', 'synthesis_model_request.id', 'request_id')
    .select('number')
    .where('synthesis_model_suggestion.id', '=', suggestionId)
    .where('cycle_id', '=', cycleId)
    .executeTakeFirst()
  const request = row === undefined ? undefined : await findModelRequest(db, cycleId, row.number)
  const suggestion = request?.suggestions.find(({ id }) => id === suggestionId)
  return request === undefined || suggestion === undefined ? undefined : { request, suggestion }
}

async function complete(db: Reader, rows: readonly Selectable<ModelRequestRow>[]): Promise<ModelRequest[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const passages = Map.groupBy(await db.selectFrom('synthesis_model_passage').selectAll().where('request_id', 'in', ids).orderBy('position').execute(), (row) => row.request_id)
  const suggestions = await db.selectFrom('synthesis_model_suggestion').selectAll().where('request_id', 'in', ids).orderBy('position').execute()
  const ground = suggestions.length === 0 ? [] : await db.selectFrom('synthesis_model_ground').selectAll().where('suggestion_id', 'in', suggestions.map(({ id }) => id)).orderBy('position').execute()
  const bySuggestion = Map.groupBy(ground, (row) => row.suggestion_id)
  const byRequest = Map.groupBy(suggestions, (row) => row.request_id)
  return rows.map((row) => ({
    id: row.id as Id<'model-request'>,
    number: row.number,
    kind: row.kind,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    state: row.state,
    reason: row.reason,
    model: row.model,
    repliedAt: row.replied_at,
    reply: row.reply,
    passages: (passages.get(row.id) ?? []).map((passage) => ({ passageId: passage.passage_id as Id<'passage'>, isSent: passage.is_sent })),
    suggestions: (byRequest.get(row.id) ?? []).map((suggestion) => toSuggestion(suggestion, (bySuggestion.get(suggestion.id) ?? []).map(({ passage_id }) => passage_id as Id<'passage'>))),
  }))
}

function toSuggestion(row: Selectable<ModelSuggestionRow>, passageIds: readonly Id<'passage'>[]): ModelSuggestion {
  return {
    id: row.id as Id<'model-suggestion'>,
    position: row.position,
    text: row.text,
    passageIds,
    decision: row.decision,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    themeId: row.theme_id as Id<'theme'> | null,
  }
}

/** What was asked in a cycle, in order, for its folder; themes by their slugs. */
export async function listModelRequestsForFolder(db: Reader, cycleId: Id) {
  const requests = (await complete(db, await db.selectFrom('synthesis_model_request').selectAll().where('cycle_id', '=', cycleId).orderBy('number').execute()))
  const themes = await db.selectFrom('synthesis_theme').select(['id', 'slug']).where('cycle_id', '=', cycleId).execute()
  return { requests, slugs: new Map<Id, string>(themes.map(({ id, slug }) => [id, slug])) }
}
