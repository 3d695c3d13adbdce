import { sql } from 'kysely'
import { violatedUnique, type Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { contributionOfAnswer } from '../../shared/refs.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import { sliceCodePoints } from '../../shared/text.ts'
import type { Instant } from '../../shared/time.ts'
import { replaceThemes } from '../assignments/commands.ts'
import { locate, type Marking, type MarkingRefusal, type Range, type SourceKind } from '../model.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

/** What a passage is marked in, as the procedure finds it. */
export interface Source {
  readonly kind: SourceKind
  readonly id: Id
  /** Within the cycle: `C-14/2`, `R-112`. */
  readonly ref: string
  readonly text: string
  /** Which pages a range of it stands on, where it has pages. */
  readonly citePages?: (start: number, end: number) => string | null
  readonly isWithdrawn: boolean
}

export interface PassageToMark extends InCycle {
  readonly source: Source
  readonly marking: Marking
  readonly themeIds: readonly Id[]
}

export type MarkRefusal = MarkingRefusal | Refusal<'withdrawn' | 'already-marked' | 'theme-not-found'>

/**
 * Marks a passage: by its places in code points or by its exact words. Passages may overlap; the very same one is marked once
 * (`already-marked`). Refuses also `quote-not-found`, `quote-not-unique` (with the places to choose from), `range-out-of-text`,
 * `withdrawn`, `theme-not-found`.
 */
export async function markPassage(tx: Tx, actor: Actor, input: PassageToMark, now: Instant): Promise<{ passageId: Id<'passage'>; number: number } | MarkRefusal> {
  const { source } = input
  if (source.isWithdrawn) return { refusal: 'withdrawn' }
  const range = locate(source.text, input.marking)
  if (isRefusal(range)) return range
  const quote = sliceCodePoints(source.text, range.start, range.end)
  const id = newId<'passage'>()
  const number = await nextNumber(tx, input.cycleId)
  try {
    await tx
      .insertInto('synthesis_passage')
      .values({
        id,
        forum_id: input.forumId,
        cycle_id: input.cycleId,
        number,
        source_kind: source.kind,
        source_id: source.id,
        contribution_number: contributionOfAnswer(source.ref),
        range_start: range.start,
        range_end: range.end,
        quote,
        page: source.citePages?.(range.start, range.end) ?? null,
        marked_by: actor.kind === 'person' ? actor.id : null,
        marked_at: now,
        unmarked_at: null,
      })
      .execute()
  } catch (error) {
    if (violatedUnique(error) === 'synthesis_passage_once') return { refusal: 'already-marked' }
    throw error
  }
  const themes = await replaceThemes(tx, actor, { cycleId: input.cycleId, passageId: id, themeIds: input.themeIds }, now)
  if (themes === undefined) return { refusal: 'theme-not-found' }
  const detail = { ref: `P-${number}`, source: source.ref, start: range.start, end: range.end, themes }
  // Never public in the record: the pages show it for as long as its source may be read, and a withdrawal takes it from them.
  const texts = { quote: { text: quote, isPublic: false } }
  await appendAct(tx, actor, { ...input, act: 'passage-marked', subject: { kind: 'passage', id }, detail, texts }, now)
  return { passageId: id, number }
}

/** Says anew what a passage is about. Refuses `passage-not-found` (never marked, or taken back), `theme-not-found`. */
export async function setThemes(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly passageId: Id; readonly themeIds: readonly Id[] },
  now: Instant,
): Promise<{ themes: number } | Refusal<'passage-not-found' | 'theme-not-found'>> {
  const passage = await tx
    .selectFrom('synthesis_passage')
    .select('number')
    .where('id', '=', input.passageId)
    .where('cycle_id', '=', input.cycleId)
    .where('unmarked_at', 'is', null)
    // Not the key: a change of the codebook, which holds the themes, may add a theme to this passage meanwhile.
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (passage === undefined) return { refusal: 'passage-not-found' }
  const themes = await replaceThemes(tx, actor, input, now)
  if (themes === undefined) return { refusal: 'theme-not-found' }
  const detail = { ref: `P-${passage.number}`, themes }
  await appendAct(tx, actor, { ...input, act: 'passage-themes-set', subject: { kind: 'passage', id: input.passageId }, detail }, now)
  return { themes }
}

/** Takes a passage back; its number is not given again. The procedure refuses while something rests on it. Refuses `passage-not-found`. */
export async function unmarkPassage(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly passageId: Id },
  now: Instant,
): Promise<{ unmarked: true } | Refusal<'passage-not-found'>> {
  const passage = await tx
    .updateTable('synthesis_passage')
    .set({ unmarked_at: now })
    .where('id', '=', input.passageId)
    .where('cycle_id', '=', input.cycleId)
    .where('unmarked_at', 'is', null)
    .returning('number')
    .executeTakeFirst()
  if (passage === undefined) return { refusal: 'passage-not-found' }
  const detail = { ref: `P-${passage.number}` }
  await appendAct(tx, actor, { ...input, act: 'passage-unmarked', subject: { kind: 'passage', id: input.passageId }, detail }, now)
  return { unmarked: true }
}

/**
 * Sets where the words of passages stand now that their source's text has changed around them; the words are the same. The command
 * that changed the text records it. A passage taken back is left alone.
 */
export async function movePassages(tx: Tx, _actor: Actor, moved: readonly (Range & { readonly passageId: Id })[], _now: Instant): Promise<void> {
  // Out of each other's way first: one may come to stand where another stood.
  for (const { passageId } of moved) await tx.updateTable('synthesis_passage').set({ range_start: sql`-1 - range_start` }).where('id', '=', passageId).where('unmarked_at', 'is', null).execute()
  for (const { passageId, start, end } of moved) {
    await tx.updateTable('synthesis_passage').set({ range_start: start, range_end: end }).where('id', '=', passageId).where('unmarked_at', 'is', null).execute()
  }
}

async function nextNumber(tx: Tx, cycleId: Id): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext(${`passages ${cycleId}`}))`.execute(tx)
  const row = await tx
    .selectFrom('synthesis_passage')
    .select((select) => select.fn.max('number').as('last'))
    .where('cycle_id', '=', cycleId)
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}
