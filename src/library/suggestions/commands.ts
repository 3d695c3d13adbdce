import { sql } from 'kysely'
import { lockCycleForInput } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { countWithin, type Limit } from '../../platform/limits.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail } from '../../record/commands.ts'
import type { ActDetails, Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { SuggestionAct } from './acts.ts'
import { suggestionRef, type Paper, type PaperFile, type PaperSuggestion, type Proof, type SuggesterConsent } from './model.ts'
import { findSuggestion, listSuggestionsOfMail } from './queries.ts'

export interface PapersToTake {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'> | null
  /** Made of the mail: what comes twice is taken once. */
  readonly mailKey: Id
  readonly papers: readonly { readonly paper: Paper; readonly files: readonly PaperFile[] }[]
  readonly by: { readonly name: string | null; readonly organisation: string | null; readonly consent: SuggesterConsent; readonly mail: string; readonly language: string }
  /** Null: they stay unconfirmed until their sender says that they sent them. */
  readonly proof: Proof | null
  /** What one address may send in how long. */
  readonly limits: readonly Limit[]
}

/**
 * Takes the papers of one mail: with a proof of who sent it they wait for the desk under the next numbers of the forum, without one they
 * are kept and have none. The same mail again gets what the first one became. Refuses: too-many.
 */
export async function takePapers(tx: Tx, actor: Actor, input: PapersToTake, now: Instant): Promise<{ suggestions: PaperSuggestion[]; isRepeat: boolean } | Refusal<'too-many'>> {
  if (input.cycleId !== null) await lockCycleForInput(tx, input.cycleId)
  await lockNumbers(tx, input.forumId)
  const known = await listSuggestionsOfMail(tx, input.mailKey)
  if (known.length > 0) return { suggestions: known, isRepeat: true }
  if ((await countWithin(tx, input.limits, now)) !== undefined) return { refusal: 'too-many' }
  const first = input.proof === null ? undefined : await nextNumber(tx, input.forumId)
  const rows = input.papers.map(({ paper, files }, place) => ({ id: newId(), number: first === undefined ? null : first + place, position: place + 1, paper, files }))
  const { proof, by } = input
  await tx
    .insertInto('library_suggestion')
    .values(
      rows.map(({ id, number, position, paper }) => ({
        id, forum_id: input.forumId, cycle_id: input.cycleId, number, mail_key: input.mailKey, position, ...paper, ...by, state: proof === null ? ('unconfirmed' as const) : ('waiting' as const), proof,
        suggested_at: now, confirmed_at: proof === null ? null : now,
      })),
    )
    .execute()
  const files = rows.flatMap((row) => row.files.map(({ name, mediaType, size, sha256 }, place) => ({ id: newId(), suggestion_id: row.id, position: place + 1, name, media_type: mediaType, size, sha256 })))
  if (files.length > 0) await tx.insertInto('library_suggestion_file').values(files).execute()
  const suggestions = await listSuggestionsOfMail(tx, input.mailKey)
  if (proof === null) await append(tx, actor, suggestions, 'papers-wait', { count: suggestions.length }, now)
  else await append(tx, actor, suggestions, 'papers-suggested', { references: refsOf(suggestions), count: suggestions.length }, now)
  return { suggestions, isRepeat: false }
}

/** Notes that their sender was asked whether they sent the papers of a mail. */
export async function noteAsked(tx: Tx, mailKey: Id, now: Instant): Promise<void> {
  await tx.updateTable('library_suggestion').set({ asked_at: now }).where('mail_key', '=', mailKey).where('state', '=', 'unconfirmed').execute()
}

/** Their sender says that they sent the papers of a mail: they wait for the desk from now on, each with its number. Refuses: confirmed-already, also where they were decided or taken back. */
export async function confirmPapers(tx: Tx, actor: Actor, input: { readonly forumId: Id<'forum'>; readonly mailKey: Id }, now: Instant): Promise<{ suggestions: PaperSuggestion[] } | Refusal<'confirmed-already'>> {
  await lockNumbers(tx, input.forumId)
  const open = await tx.selectFrom('library_suggestion').select('id').where('mail_key', '=', input.mailKey).where('state', '=', 'unconfirmed').orderBy('position').forUpdate().execute()
  if (open.length === 0) return { refusal: 'confirmed-already' }
  const first = await nextNumber(tx, input.forumId)
  for (const [place, { id }] of open.entries()) await tx.updateTable('library_suggestion').set({ state: 'waiting', proof: 'confirmed', number: first + place, confirmed_at: now }).where('id', '=', id).where('state', '=', 'unconfirmed').execute()
  const suggestions = (await listSuggestionsOfMail(tx, input.mailKey)).filter(({ id }) => open.some((each) => each.id === id))
  await append(tx, actor, suggestions, 'papers-suggested', { references: refsOf(suggestions), count: suggestions.length }, now)
  return { suggestions }
}

/** Their sender takes papers back while nobody has decided on them; what was decided stays. Refuses: decided-already where all were, or were taken back before. */
export async function withdrawPapers(tx: Tx, actor: Actor, input: { readonly ids: readonly Id[] }, now: Instant): Promise<{ suggestions: PaperSuggestion[] } | Refusal<'decided-already'>> {
  if (input.ids.length === 0) return { refusal: 'decided-already' }
  const rows = await tx.updateTable('library_suggestion').set({ state: 'withdrawn', decided_at: now }).where('id', 'in', [...input.ids]).where('state', 'in', ['unconfirmed', 'waiting']).returning(['id', 'mail_key']).execute()
  const [first] = rows
  if (first === undefined) return { refusal: 'decided-already' }
  const suggestions = (await listSuggestionsOfMail(tx, first.mail_key)).filter(({ id }) => rows.some((each) => each.id === id))
  await append(tx, actor, suggestions, 'papers-withdrawn', { references: refsOf(suggestions), count: suggestions.length }, now)
  return { suggestions }
}

/** Writes to who suggested a paper what became of it. */
export type WritePaperLetter = (suggestion: PaperSuggestion) => { readonly subject: string; readonly body: string }

/** Says which reference a paper became. Its sender is told where their address is sure. Refuses: decided-already. */
export async function listPaper(
  tx: Tx,
  actor: Actor,
  input: { readonly forumId: Id<'forum'>; readonly suggestionId: Id; readonly referenceId: Id; readonly reference: string; readonly write: WritePaperLetter },
  now: Instant,
): Promise<{ suggestion: PaperSuggestion } | Refusal<'decided-already'>> {
  const decided = await decide(tx, input, { state: 'listed', reference_id: input.referenceId }, now)
  if (decided === undefined) return { refusal: 'decided-already' }
  await tell(tx, decided, input.write, now)
  await append(tx, actor, [decided], 'paper-listed', { suggestion: refsOf([decided]), reference: input.reference }, now)
  return { suggestion: decided }
}

/** Declines a paper, with a reason that everybody reads; `isWithheld` shows its words to nobody. Its sender is told where their address is sure. Refuses: decided-already. */
export async function declinePaper(
  tx: Tx,
  actor: Actor,
  input: { readonly forumId: Id<'forum'>; readonly suggestionId: Id; readonly reason: string; readonly isWithheld: boolean; readonly write: WritePaperLetter },
  now: Instant,
): Promise<{ suggestion: PaperSuggestion } | Refusal<'decided-already'>> {
  const { reason, isWithheld } = input
  const decided = await decide(tx, input, { state: 'declined', reason, is_withheld: isWithheld }, now)
  if (decided === undefined) return { refusal: 'decided-already' }
  await tell(tx, decided, input.write, now)
  await append(tx, actor, [decided], 'paper-declined', { suggestion: refsOf([decided]) }, now)
  return { suggestion: decided }
}

async function decide(
  tx: Tx,
  { forumId, suggestionId }: { readonly forumId: Id; readonly suggestionId: Id },
  set: { readonly state: 'listed' | 'declined'; readonly reference_id?: Id; readonly reason?: string; readonly is_withheld?: boolean },
  now: Instant,
): Promise<PaperSuggestion | undefined> {
  await lockNumbers(tx, forumId)
  const row = await tx.updateTable('library_suggestion').set({ ...set, decided_at: now }).where('id', '=', suggestionId).where('forum_id', '=', forumId).where('state', 'in', ['unconfirmed', 'waiting']).returning(['id', 'number']).executeTakeFirst()
  if (row === undefined) return undefined
  // What is decided is cited, whether its sender ever said yes or not.
  if (row.number === null) await tx.updateTable('library_suggestion').set({ number: await nextNumber(tx, forumId) }).where('id', '=', row.id).execute()
  return findSuggestion(tx, row.id)
}

/** An address that is not sure is not written to: somebody else may have used it. */
async function tell(tx: Tx, suggestion: PaperSuggestion, write: WritePaperLetter, now: Instant): Promise<void> {
  const { id, forumId, mail, language, proof } = suggestion
  if (mail === null || proof === null) return
  await enqueueMail(tx, { forumId, recipient: mail, language, ...write(suggestion), occasion: 'paper-answered', about: { kind: 'paper-suggestion', id }, cause: `paper-answered:${id}` }, now)
}

/** One writer a forum: the next number stays the next until the row has it. */
async function lockNumbers(tx: Tx, forumId: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`library_suggestion ${forumId}`}))`.execute(tx)
}

async function nextNumber(tx: Tx, forumId: Id): Promise<number> {
  const last = await tx.selectFrom('library_suggestion').select((select) => select.fn.max('number').as('number')).where('forum_id', '=', forumId).executeTakeFirst()
  return (last?.number ?? 0) + 1
}

function refsOf(suggestions: readonly PaperSuggestion[]): string {
  return suggestions.flatMap(({ number }) => (number === null ? [] : [suggestionRef(number)])).join(', ')
}

async function append<Name extends SuggestionAct>(tx: Tx, actor: Actor, suggestions: readonly PaperSuggestion[], act: Name, detail: ActDetails[Name], now: Instant): Promise<void> {
  const [first] = suggestions
  if (first === undefined) throw new Error('An act about no suggestion')
  const titles = suggestions.map(({ title, address }) => title ?? address ?? '').filter((each) => each !== '').join('\n')
  const texts = {
    // Whether its words are shown is decided on the page, and may be decided otherwise later.
    ...(act === 'papers-wait' || act === 'papers-suggested' ? { titles: { text: titles, isPublic: false } } : {}),
    ...(first.reason !== null && act === 'paper-declined' ? { reason: { text: first.reason, isPublic: !first.isWithheld } } : {}),
  }
  await appendAct(tx, actor, { forumId: first.forumId, cycleId: first.cycleId, act, subject: { kind: 'paper-suggestion', id: first.id }, detail, texts }, now)
}
