import { violatedUnique, type Tx } from '../../platform/database.ts'
import { appendAct, appendActs } from '../../record/commands.ts'
import type { Act, ActDetails, Actor } from '../../record/model.ts'
import { listEntriesOf, listTexts } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import { sliceCodePoints } from '../../shared/text.ts'
import type { Instant } from '../../shared/time.ts'
import { locate, type Marking, type MarkingRefusal } from '../model.ts'
import { anchorIn } from './model.ts'
import { toAnchored } from './queries.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

/**
 * Finds the passages of a source again after its text was changed; `text` null: it was taken back. What stands exactly once as it was
 * quoted follows its words; what does not is kept with its quotation and waits for a person. Answers how many of each there were.
 */
export async function anchorPassages(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly sourceId: Id; readonly sourceRef: string; readonly text: string | null },
  now: Instant,
): Promise<{ moved: number; detached: number }> {
  const rows = await tx.selectFrom('synthesis_passage').selectAll().where('source_id', '=', input.sourceId).where('unmarked_at', 'is', null).orderBy('number').forUpdate().execute()
  if (rows.length === 0) return { moved: 0, detached: 0 }
  const found = rows.map(toAnchored).map((passage) => ({ passage, range: anchorIn(input.text, passage) }))
  // All are taken off first: on its way to its new place none runs into another that still stands at its old one.
  await tx.updateTable('synthesis_passage').set({ detached_at: now }).where('id', 'in', rows.map(({ id }) => id)).where('detached_at', 'is', null).execute()
  const acts: Act[] = []
  for (const { passage, range } of found) {
    const subject = { kind: 'passage', id: passage.id }
    const ref = `P-${passage.number}`
    if (range !== null) {
      await tx.updateTable('synthesis_passage').set({ range_start: range.start, range_end: range.end, detached_at: null }).where('id', '=', passage.id).execute()
      if (range.start !== passage.start || passage.isDetached) {
        acts.push({ ...input, act: 'passage-anchored', subject, detail: { ref, source: input.sourceRef, method: 'exact', earlier: `${passage.start}-${passage.end}`, start: range.start, end: range.end } })
      }
    } else if (!passage.isDetached) acts.push({ ...input, act: 'passage-detached', subject, detail: { ref, source: input.sourceRef } })
  }
  await appendActs(tx, actor, acts.map((act) => ({ act, now })))
  return { moved: acts.filter(({ act }) => act === 'passage-anchored').length, detached: found.filter(({ range }) => range === null).length }
}

/**
 * Puts a passage that had lost its words to others, chosen by a person. It keeps its number, its themes and what rests on it; the
 * words that it had stand in the record. Refuses `passage-not-found` (or not lost), `already-marked`, and what marking refuses.
 */
export async function anchorPassage(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly passageId: Id; readonly sourceRef: string; readonly text: string; readonly marking: Marking },
  now: Instant,
): Promise<{ number: number } | MarkingRefusal | Refusal<'passage-not-found' | 'already-marked'>> {
  const range = locate(input.text, input.marking)
  if (isRefusal(range)) return range
  const before = await tx.selectFrom('synthesis_passage').selectAll().where('id', '=', input.passageId).where('cycle_id', '=', input.cycleId).where('unmarked_at', 'is', null).where('detached_at', 'is not', null).forUpdate().executeTakeFirst()
  if (before === undefined) return { refusal: 'passage-not-found' }
  const quote = sliceCodePoints(input.text, range.start, range.end)
  try {
    await tx.updateTable('synthesis_passage').set({ range_start: range.start, range_end: range.end, quote, detached_at: null }).where('id', '=', before.id).execute()
  } catch (error) {
    if (violatedUnique(error) === 'synthesis_passage_once') return { refusal: 'already-marked' }
    throw error
  }
  const detail = { ref: `P-${before.number}`, source: input.sourceRef, method: 'person' as const, earlier: `${before.range_start}-${before.range_end}`, start: range.start, end: range.end }
  const texts = { earlierQuote: { text: before.quote, isPublic: false }, quote: { text: quote, isPublic: false } }
  await appendAct(tx, actor, { ...input, act: 'passage-anchored', subject: { kind: 'passage', id: before.id }, detail, texts }, now)
  return { number: before.number }
}

/**
 * Takes back the last new place of a passage, whoever or whatever gave it: it has its earlier words again, which do not stand there, and
 * waits for a person. Refuses `nothing-to-undo`: it was never moved, or not moved last, or its earlier words were erased.
 */
export async function undoAnchoring(tx: Tx, actor: Actor, input: InCycle & { readonly passageId: Id }, now: Instant): Promise<{ undone: true } | Refusal<'nothing-to-undo'>> {
  const entry = (await listEntriesOf(tx, input.passageId)).findLast(({ act }) => act.startsWith('passage-anchor') || act === 'passage-detached')
  const detail = entry?.act === 'passage-anchored' ? (entry.detail as unknown as ActDetails['passage-anchored']) : undefined
  if (entry === undefined || detail === undefined) return { refusal: 'nothing-to-undo' }
  const [start, end] = detail.earlier.split('-').map(Number)
  const texts = detail.method === 'exact' ? [] : await listTexts(tx, entry.chainId, entry.sequence, entry.sequence, { all: true })
  const quote = texts.find(({ name }) => name === 'earlierQuote')?.text
  if (start === undefined || end === undefined || (detail.method === 'person' && quote === undefined)) return { refusal: 'nothing-to-undo' }
  const undone = await tx
    .updateTable('synthesis_passage')
    .set({ range_start: start, range_end: end, detached_at: now, ...(quote === undefined ? {} : { quote }) })
    .where('id', '=', input.passageId)
    .where('cycle_id', '=', input.cycleId)
    .where('unmarked_at', 'is', null)
    .where('detached_at', 'is', null)
    .where('range_start', '=', detail.start)
    .where('range_end', '=', detail.end)
    .returning('number')
    .executeTakeFirst()
  if (undone === undefined) return { refusal: 'nothing-to-undo' }
  await appendAct(tx, actor, { ...input, act: 'passage-anchoring-undone', subject: { kind: 'passage', id: input.passageId }, detail: { ref: `P-${undone.number}`, start, end } }, now)
  return { undone: true }
}
