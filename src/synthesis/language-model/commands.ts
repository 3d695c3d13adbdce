import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import { addMilliseconds, type Instant } from '../../shared/time.ts'
import { personOf } from '../assignments/commands.ts'
import { addTheme } from '../codebook/commands.ts'
import { pickPassages } from '../findings/commands.ts'
import { proposeApplication } from '../proposals/commands.ts'
import { KEPT_REPLY, MOST_PASSAGES, type ModelRequest, type ModelSuggestion, type Reason, type RequestKind } from './model.ts'
import { findModelSuggestion, listSendable, type Sendable } from './queries.ts'
import type { FolderRequest } from './schema.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

/** Lets passages of a cycle be sent to the operator's model, or no more: then what has not been sent is not sent. Refuses `as-it-was`. */
export async function switchModel(tx: Tx, actor: Actor, input: InCycle & { readonly isOn: boolean }, now: Instant): Promise<{ isOn: boolean } | Refusal<'as-it-was'>> {
  const { forumId, cycleId, isOn } = input
  const by = { is_on: isOn, switched_by: personOf(actor), switched_at: now }
  await tx.insertInto('synthesis_model_switch').values({ cycle_id: cycleId, forum_id: forumId, ...by, is_on: false }).onConflict((conflict) => conflict.doNothing()).execute()
  const written = await tx.updateTable('synthesis_model_switch').set(by).where('cycle_id', '=', cycleId).where('is_on', '=', !isOn).returning('is_on').executeTakeFirst()
  if (written === undefined) return { refusal: 'as-it-was' }
  if (!isOn) await tx.updateTable('synthesis_model_request').set({ state: 'stopped', taken_until: null }).where('cycle_id', '=', cycleId).where('state', '=', 'waiting').execute()
  await appendAct(tx, actor, { forumId, cycleId, act: 'language-model-switched', subject: { kind: 'cycle', id: cycleId }, detail: { state: isOn ? 'on' : 'off' } }, now)
  return { isOn }
}

/**
 * Lines up what a model is to be asked about passages; a job sends it. Refuses `switched-off` in this cycle, `no-passages` that may be sent,
 * `too-many-passages`, `nobody` (only a person asks).
 */
export async function askModel(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly kind: RequestKind; readonly passageIds: readonly Id[] },
  now: Instant,
): Promise<{ number: number } | Refusal<'switched-off' | 'no-passages' | 'too-many-passages' | 'nobody'>> {
  const { forumId, cycleId, kind } = input
  const person = personOf(actor)
  if (person === null) return { refusal: 'nobody' }
  const on = await tx.selectFrom('synthesis_model_switch').select('is_on').where('cycle_id', '=', cycleId).where('is_on', '=', true).forShare().executeTakeFirst()
  if (on === undefined) return { refusal: 'switched-off' }
  const ids = [...new Set(input.passageIds)]
  if (ids.length > MOST_PASSAGES) return { refusal: 'too-many-passages' }
  const inCycle = ids.length === 0 ? [] : await tx.selectFrom('synthesis_passage').select('id').where('id', 'in', ids).where('cycle_id', '=', cycleId).where('unmarked_at', 'is', null).orderBy('number').execute()
  const sendable = await listSendable(tx, inCycle.map(({ id }) => id))
  if (sendable.length === 0) return { refusal: 'no-passages' }
  await sql`select pg_advisory_xact_lock(hashtext(${`model requests ${cycleId}`}))`.execute(tx)
  const last = await tx.selectFrom('synthesis_model_request').select((select) => select.fn.max('number').as('number')).where('cycle_id', '=', cycleId).executeTakeFirst()
  const [id, number] = [newId<'model-request'>(), (last?.number ?? 0) + 1]
  const open = { reason: null, model: null, replied_at: null, reply: null, taken_until: null }
  await tx.insertInto('synthesis_model_request').values({ id, forum_id: forumId, cycle_id: cycleId, number, kind, asked_by: person, asked_at: now, state: 'waiting', ...open }).execute()
  await tx.insertInto('synthesis_model_passage').values(sendable.map((passage, index) => ({ request_id: id, passage_id: passage.id, position: index + 1, is_sent: null }))).execute()
  await appendAct(tx, actor, { forumId, cycleId, act: 'language-model-asked', subject: { kind: 'model-request', id }, detail: { number, kind, passages: sendable.length } }, now)
  return { number }
}

/** What a process has taken to send. */
export interface Taken extends InCycle {
  readonly id: Id<'model-request'>
  readonly number: number
  readonly kind: RequestKind
  readonly tries: number
  readonly passageIds: readonly Id[]
}

/** For how long a process has what it took; when it dies another takes it then. */
const HELD = 5 * 60_000

/** Takes the next that waits and is due, in a cycle that is switched on, so that no other process does; undefined when there is none. */
export async function takeRequest(tx: Tx, now: Instant): Promise<Taken | undefined> {
  const { rows } = await sql<{ id: Id<'model-request'>; forum_id: Id<'forum'>; cycle_id: Id<'cycle'>; number: number; kind: RequestKind; tries: number }>`
    update synthesis_model_request set tries = tries + 1, taken_until = ${addMilliseconds(now, HELD)} where id = (
      select r.id from synthesis_model_request r join synthesis_model_switch s on s.cycle_id = r.cycle_id
      where s.is_on and r.state = 'waiting' and (r.taken_until is null or r.taken_until <= ${now}) order by r.asked_at, r.id limit 1 for update of r skip locked
    ) returning id, forum_id, cycle_id, number, kind, tries`.execute(tx)
  const [row] = rows
  if (row === undefined) return undefined
  const passages = await tx.selectFrom('synthesis_model_passage').select('passage_id').where('request_id', '=', row.id).orderBy('position').execute()
  return { id: row.id, forumId: row.forum_id, cycleId: row.cycle_id, number: row.number, kind: row.kind, tries: row.tries, passageIds: passages.map(({ passage_id }) => passage_id) }
}

/** Gives back what was taken and not sent, or sends it again later. */
export async function putBack(tx: Tx, taken: Taken, again: { readonly at: Instant | null; readonly wasSent: boolean }): Promise<void> {
  await tx.updateTable('synthesis_model_request').set({ taken_until: again.at, tries: again.wasSent ? taken.tries : taken.tries - 1 }).where('id', '=', taken.id).where('state', '=', 'waiting').where('tries', '=', taken.tries).execute()
}

/** What came of asking: suggestions, or why there are none. */
export interface Outcome {
  readonly sent: readonly Sendable[]
  /** Null when nothing was replied. */
  readonly model: string | null
  readonly suggestions: readonly { readonly text: string; readonly refs: readonly string[] }[]
  readonly reason: Reason | null
  /** A reply that is refused. */
  readonly reply: string | null
}

/** Writes down what came of asking. What was stopped or sent anew meanwhile is left alone: answers false. */
export async function recordReply(tx: Tx, actor: Actor, taken: Taken, outcome: Outcome, now: Instant): Promise<boolean> {
  const state = outcome.reason === null ? 'answered' : outcome.reply === null ? 'failed' : 'refused'
  const reply = keepReply(outcome.reply ?? '')
  const written = await tx
    .updateTable('synthesis_model_request')
    .set({ state, reason: outcome.reason, model: outcome.model, replied_at: now, reply, taken_until: null })
    .where('id', '=', taken.id)
    .where('state', '=', 'waiting')
    .where('tries', '=', taken.tries)
    .returning('id')
    .executeTakeFirst()
  if (written === undefined) return false
  const sent = outcome.sent.map(({ id }) => id)
  await sql`update synthesis_model_passage set is_sent = (passage_id = any(${sent}::uuid[])) where request_id = ${taken.id}`.execute(tx)
  const byRef = new Map(outcome.sent.map(({ ref, id }) => [ref, id]))
  for (const [index, { text, refs }] of outcome.suggestions.entries()) {
    const id = newId<'model-suggestion'>()
    await tx.insertInto('synthesis_model_suggestion').values({ id, request_id: taken.id, position: index + 1, text, decision: null, decided_by: null, decided_at: null, theme_id: null }).execute()
    const ground = refs.flatMap((ref) => byRef.get(ref) ?? [])
    await tx.insertInto('synthesis_model_ground').values(ground.map((passageId, place) => ({ suggestion_id: id, passage_id: passageId, position: place + 1 }))).execute()
  }
  const detail = { number: taken.number, outcome: state, suggestions: outcome.suggestions.length, passages: sent.length, model: outcome.model ?? '' }
  await appendAct(tx, actor, { forumId: taken.forumId, cycleId: taken.cycleId, act: 'language-model-replied', subject: { kind: 'model-request', id: taken.id }, detail }, now)
  return true
}

/** A reply as it is kept: text alone, of bounded length, so that it can be shown and can travel. */
function keepReply(reply: string): string | null {
  const text = reply.replace(/\r\n?/gu, '\n').toWellFormed().replaceAll('\ufffd', '?').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/gu, '')
  const kept = Array.from(text.slice(0, 2 * KEPT_REPLY)).slice(0, KEPT_REPLY).join('').toWellFormed().replaceAll('\ufffd', '?')
  return kept === '' ? null : kept
}

export interface SuggestionToDecide extends InCycle {
  readonly suggestionId: Id
}

type DecideRefusal = Refusal<'suggestion-not-found' | 'passages-gone' | 'nobody'>

/**
 * A person takes what a model suggested: a group becomes a theme put forward, under a title that the person gives, with its passages as a
 * proposal that waits for its sign-off; the passages of a statement are picked, for the person to write a finding from them. Refuses
 * `suggestion-not-found` (or decided meanwhile), `passages-gone` (one of its passages may not be read any more), `nobody`.
 */
export async function takeSuggestion(
  tx: Tx,
  actor: Actor,
  input: SuggestionToDecide & { readonly title: string },
  now: Instant,
): Promise<{ readonly kind: 'groups'; readonly slug: string } | { readonly kind: 'statements' } | DecideRefusal> {
  const decided = await decide(tx, actor, input, 'taken', now)
  if (isRefusal(decided)) return decided
  const { request, suggestion, person, model } = decided
  if ((await listSendable(tx, suggestion.passageIds)).length < suggestion.passageIds.length) return { refusal: 'passages-gone' }
  const place = { forumId: input.forumId, cycleId: input.cycleId }
  if (request.kind === 'statements') {
    await pickPassages(tx, { cycleId: input.cycleId, personId: person, passageIds: suggestion.passageIds }, now)
    await recordDecision(tx, actor, { ...input, request, suggestion, model, decision: 'taken' }, now)
    return { kind: 'statements' }
  }
  const theme = await addTheme(tx, actor, { ...place, title: input.title, description: null, parentId: null, isProposed: true }, now)
  if ('refusal' in theme) throw new Error(`A theme without a parent was refused: ${theme.refusal}`)
  await tx.updateTable('synthesis_model_suggestion').set({ theme_id: theme.themeId }).where('id', '=', suggestion.id).execute()
  await proposeApplication(tx, actor, { ...place, themeId: theme.themeId, passageIds: suggestion.passageIds, reason: suggestion.text, machine: model }, now)
  await recordDecision(tx, actor, { ...input, request, suggestion, model, decision: 'taken' }, now)
  return { kind: 'groups', slug: theme.slug }
}

/** A person dismisses what a model suggested. Refuses `suggestion-not-found` (or decided meanwhile), `nobody`. */
export async function dismissSuggestion(tx: Tx, actor: Actor, input: SuggestionToDecide, now: Instant): Promise<{ dismissed: true } | Exclude<DecideRefusal, Refusal<'passages-gone'>>> {
  const decided = await decide(tx, actor, input, 'dismissed', now)
  if (isRefusal(decided)) return decided
  await recordDecision(tx, actor, { ...input, ...decided, decision: 'dismissed' }, now)
  return { dismissed: true }
}

/** Takes a dismissal back. Refuses `suggestion-not-found` when it is not dismissed (any more). */
export async function restoreSuggestion(tx: Tx, actor: Actor, input: SuggestionToDecide, now: Instant): Promise<{ restored: true } | Refusal<'suggestion-not-found'>> {
  const found = await findModelSuggestion(tx, input.cycleId, input.suggestionId)
  const written = await tx
    .updateTable('synthesis_model_suggestion')
    .set({ decision: null, decided_by: null, decided_at: null })
    .where('id', '=', found?.suggestion.id ?? input.cycleId)
    .where('decision', '=', 'dismissed')
    .returning('id')
    .executeTakeFirst()
  if (found === undefined || written === undefined) return { refusal: 'suggestion-not-found' }
  const detail = { number: found.request.number, position: found.suggestion.position }
  await appendAct(tx, actor, { ...input, act: 'model-suggestion-restored', subject: { kind: 'model-suggestion', id: found.suggestion.id }, detail }, now)
  return { restored: true }
}

async function decide(tx: Tx, actor: Actor, input: SuggestionToDecide, decision: 'taken' | 'dismissed', now: Instant) {
  const person = personOf(actor)
  if (person === null) return { refusal: 'nobody' as const }
  const found = await findModelSuggestion(tx, input.cycleId, input.suggestionId)
  if (found === undefined) return { refusal: 'suggestion-not-found' as const }
  const written = await tx.updateTable('synthesis_model_suggestion').set({ decision, decided_by: person, decided_at: now }).where('id', '=', found.suggestion.id).where('decision', 'is', null).returning('id').executeTakeFirst()
  return written === undefined ? { refusal: 'suggestion-not-found' as const } : { ...found, person, model: found.request.model ?? '' }
}

async function recordDecision(
  tx: Tx,
  actor: Actor,
  { forumId, cycleId, request, suggestion, model, decision }: InCycle & { request: ModelRequest; suggestion: ModelSuggestion; model: string; decision: 'taken' | 'dismissed' },
  now: Instant,
): Promise<void> {
  const detail = { number: request.number, position: suggestion.position, decision, model }
  await appendAct(tx, actor, { forumId, cycleId, act: 'model-suggestion-decided', subject: { kind: 'model-suggestion', id: suggestion.id }, detail }, now)
}

/** Takes what was asked in a cycle as its folder has it. */
export async function insertRequests(tx: Tx, owner: { readonly forum_id: Id; readonly cycle_id: Id }, requests: readonly FolderRequest[], here: (person: string | undefined) => Id | null): Promise<void> {
  for (const { id, item, passages, suggestions } of requests) {
    const said = { reason: item.reason ?? null, model: item.model ?? null, replied_at: item.repliedAt ?? null, reply: item.reply ?? null, taken_until: null }
    await tx.insertInto('synthesis_model_request').values({ ...owner, id, number: item.number, kind: item.kind, asked_by: here(item.madeBy), asked_at: item.madeAt, state: item.state, ...said }).execute()
    if (passages.length > 0) await tx.insertInto('synthesis_model_passage').values(passages.map(({ passageId, isSent }, index) => ({ request_id: id, passage_id: passageId, position: index + 1, is_sent: isSent }))).execute()
    for (const [index, { id: own, item: suggestion, passageIds, themeId }] of suggestions.entries()) {
      const decided = { decision: suggestion.decision ?? null, decided_by: here(suggestion.decidedBy), decided_at: suggestion.decidedAt ?? null, theme_id: themeId }
      await tx.insertInto('synthesis_model_suggestion').values({ id: own, request_id: id, position: index + 1, text: suggestion.text, ...decided }).execute()
      if (passageIds.length > 0) await tx.insertInto('synthesis_model_ground').values(passageIds.map((passageId, place) => ({ suggestion_id: own, passage_id: passageId, position: place + 1 }))).execute()
    }
  }
}
