import type { Selectable } from 'kysely'
import type { Reader, Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { SuggestionRow } from '../tables.ts'
import type { Suggestion } from './model.ts'

/** What a list of suggestions is narrowed to; undefined members narrow nothing. */
export interface SuggestionChoice {
  readonly isOpen?: boolean | undefined
  readonly authorId?: Id | undefined
  readonly paragraphId?: Id | undefined
}

/** One page of a document's suggestions in the order in which they came, and how many there are in all. */
export async function listSuggestions(db: Reader, documentId: Id, choice: SuggestionChoice = {}, page: { limit: number; offset: number } = { limit: 10_000, offset: 0 }): Promise<{ suggestions: Suggestion[]; total: number }> {
  const rows = await db
    .selectFrom('drafts_suggestion')
    .selectAll()
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where('document_id', '=', documentId)
    .$if(choice.isOpen !== undefined, (query) => query.where('outcome', choice.isOpen === true ? 'is' : 'is not', null))
    .$if(choice.authorId !== undefined, (query) => query.where('author_id', '=', choice.authorId ?? documentId))
    .$if(choice.paragraphId !== undefined, (query) => query.where('paragraph_id', '=', choice.paragraphId ?? documentId))
    .orderBy('number')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { suggestions: rows.map(toSuggestion), total: Number(rows[0]?.total ?? 0) }
}

export async function findSuggestion(db: Reader, documentId: Id, number: number): Promise<Suggestion | undefined> {
  const row = await db.selectFrom('drafts_suggestion').selectAll().where('document_id', '=', documentId).where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : toSuggestion(row)
}

/** Holds a suggestion: nobody else decides it until the transaction ends. */
export async function lockSuggestion(tx: Tx, id: Id): Promise<Suggestion | undefined> {
  const row = await tx.selectFrom('drafts_suggestion').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row === undefined ? undefined : toSuggestion(row)
}

/** How many suggestions wait in the documents of a cycle, by document, with the first that came. */
export async function countOpenSuggestions(db: Reader, cycleId: Id) {
  const rows = await db
    .selectFrom('drafts_suggestion')
    .innerJoin('drafts_document', 'drafts_document.id', 'document_id')
    .select((eb) => ['slug', 'document_id', eb.fn.countAll<number>().as('count'), eb.fn.min('suggested_at').as('since')])
    .where('cycle_id', '=', cycleId)
    .where('outcome', 'is', null)
    .groupBy(['slug', 'document_id'])
    .orderBy('slug')
    .execute()
  return rows.map((row) => ({ documentId: row.document_id, slug: row.slug, count: Number(row.count), since: row.since }))
}

/** How many suggestions were made to each paragraph and wait, for the working text's desk. */
export async function countOpenByParagraph(db: Reader, documentId: Id): Promise<Map<Id, number>> {
  const rows = await db
    .selectFrom('drafts_suggestion')
    .select((eb) => ['paragraph_id', eb.fn.countAll<number>().as('count')])
    .where('document_id', '=', documentId)
    .where('outcome', 'is', null)
    .where('paragraph_id', 'is not', null)
    .groupBy('paragraph_id')
    .execute()
  return new Map(rows.flatMap((row) => (row.paragraph_id === null ? [] : [[row.paragraph_id, Number(row.count)]])))
}

function toSuggestion(row: Selectable<SuggestionRow>): Suggestion {
  return {
    id: row.id as Id<'suggestion'>,
    documentId: row.document_id as Id<'document'>,
    number: row.number,
    kind: row.kind,
    paragraphId: row.paragraph_id as Id<'paragraph'> | null,
    before: row.before,
    text: row.text,
    reason: row.reason,
    authorId: row.author_id as Id<'person'> | null,
    suggestedAt: row.suggested_at,
    outcome: row.outcome,
    outcomeReason: row.outcome_reason,
    taken: row.taken,
    became: row.became as Id<'paragraph'> | null,
    decidedBy: row.decided_by as Id<'person'> | null,
    decidedAt: row.decided_at,
  }
}
