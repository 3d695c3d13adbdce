import { lockCycleForInput } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actOf } from '../commands.ts'
import { flatten, type Document } from '../model.ts'
import { loadWorkingText, lockDocument } from '../queries.ts'
import type { SuggestionKind, SuggestionOutcome } from './model.ts'

export interface SuggestionToMake {
  readonly documentId: Id<'document'>
  readonly kind: SuggestionKind
  /** Of an addition null puts it at the start of the text. */
  readonly paragraphId: Id<'paragraph'> | null
  readonly text: string
  readonly reason: string
  readonly authorId: Id<'person'>
  /** Made when the form was shown: sent twice, it is taken once. */
  readonly formKey: Id
}

export type SuggestRefusal = Refusal<'document-not-found' | 'paragraph-not-found' | 'says-the-same' | 'empty' | 'form-used'>

/**
 * Suggests a change to the working text as it stands now. Refuses `paragraph-not-found` where it is not in the text any more,
 * `says-the-same` for a wording that changes nothing, `empty` for one without words.
 */
export async function makeSuggestion(tx: Tx, actor: Actor, input: SuggestionToMake, now: Instant): Promise<{ suggestionId: Id<'suggestion'>; number: number; document: Document; isRepeat: boolean } | SuggestRefusal> {
  const text = input.kind === 'removal' ? null : input.text.trim()
  if (text === '') return { refusal: 'empty' }
  const document = await lockDocument(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  await lockCycleForInput(tx, document.cycleId)
  const known = await tx.selectFrom('drafts_suggestion').select(['id', 'number', 'document_id']).where('form_key', '=', input.formKey).executeTakeFirst()
  if (known !== undefined) return known.document_id === document.id ? { suggestionId: known.id as Id<'suggestion'>, number: known.number, document, isRepeat: true } : { refusal: 'form-used' }
  const paragraph = flatten(await loadWorkingText(tx, document.id)).find(({ id }) => id === input.paragraphId)
  if (paragraph === undefined && (input.kind !== 'addition' || input.paragraphId !== null)) return { refusal: 'paragraph-not-found' }
  if (input.kind === 'wording' && paragraph?.text === text) return { refusal: 'says-the-same' }
  // The document is held: the number is the next.
  const last = await tx.selectFrom('drafts_suggestion').select((select) => select.fn.max('number').as('number')).where('document_id', '=', document.id).executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  const suggestionId = newId<'suggestion'>()
  const open = { outcome: null, outcome_reason: null, taken: null, became: null, decided_by: null, decided_at: null }
  await tx
    .insertInto('drafts_suggestion')
    .values({
      id: suggestionId, document_id: document.id, number, kind: input.kind, paragraph_id: paragraph?.id ?? null, before: input.kind === 'addition' ? null : (paragraph?.text ?? ''), text,
      reason: input.reason, author_id: input.authorId, suggested_at: now, form_key: input.formKey, ...open,
    })
    .execute()
  const detail = { document: document.slug, suggestion: number, kind: input.kind, number: paragraph?.number ?? 0 }
  const texts = { ...(text === null ? {} : { text: { text, isPublic: false } }), reason: { text: input.reason, isPublic: false } }
  await appendAct(tx, actor, { ...actOf(document), act: 'suggestion-made', detail, texts }, now)
  return { suggestionId, number, document, isRepeat: false }
}

export interface Decision {
  readonly suggestionId: Id<'suggestion'>
  readonly outcome: SuggestionOutcome
  readonly reason: string | null
  readonly taken: string | null
  readonly became: Id<'paragraph'> | null
  readonly decidedBy: Id<'person'>
}

/** Says what became of a suggestion, once. Refuses `decided-already`. What it does to the text is the procedure's around it. */
export async function decideSuggestion(tx: Tx, actor: Actor, input: Decision, now: Instant): Promise<{ number: number } | Refusal<'decided-already'>> {
  const found = await tx.selectFrom('drafts_suggestion').select('document_id').where('id', '=', input.suggestionId).executeTakeFirst()
  // The document first, as every writer of it does.
  const document = found === undefined ? undefined : await lockDocument(tx, found.document_id)
  if (document === undefined) return { refusal: 'decided-already' }
  const decided = await tx
    .updateTable('drafts_suggestion')
    .set({ outcome: input.outcome, outcome_reason: input.reason, taken: input.taken, became: input.became, decided_by: input.decidedBy, decided_at: now })
    .where('id', '=', input.suggestionId)
    .where('outcome', 'is', null)
    .returning('number')
    .executeTakeFirst()
  if (decided === undefined) return { refusal: 'decided-already' }
  const detail = { document: document.slug, suggestion: decided.number, outcome: input.outcome }
  const texts = input.reason === null ? {} : { reason: { text: input.reason, isPublic: false } }
  await appendAct(tx, actor, { ...actOf(document), act: 'suggestion-decided', detail, texts }, now)
  return { number: decided.number }
}

/** Takes a suggestion back while nobody has decided it: its author, or an editor whom the author asked. Refuses `not-yours` and `decided-already`. */
export async function withdrawSuggestion(
  tx: Tx,
  actor: Actor,
  input: { readonly suggestionId: Id<'suggestion'>; readonly by: Id<'person'>; readonly isEditor: boolean; readonly reason: string | undefined },
  now: Instant,
): Promise<{ number: number } | Refusal<'not-yours' | 'decided-already'>> {
  const found = await tx.selectFrom('drafts_suggestion').select('author_id').where('id', '=', input.suggestionId).executeTakeFirst()
  if (found === undefined || (found.author_id !== input.by && !input.isEditor)) return { refusal: 'not-yours' }
  return decideSuggestion(tx, actor, { suggestionId: input.suggestionId, outcome: 'withdrawn', reason: input.reason ?? null, taken: null, became: null, decidedBy: input.by }, now)
}
