import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { splitParagraphs } from '../../shared/text.ts'
import type { Instant } from '../../shared/time.ts'
import { actOf } from '../commands.ts'
import { flatten, joinParagraphs, type Document, type Paragraph, type WorkingText } from '../model.ts'
import { loadWorkingText, lockDocument } from '../queries.ts'

export type NotThere = Refusal<'document-not-found' | 'paragraph-not-found' | 'section-not-found'>
/** A stale form: what stands now comes with it. */
export type ChangedMeanwhile = Refusal<'changed-meanwhile'> & { readonly current: Paragraph }

interface Opened {
  readonly document: Document
  readonly text: WorkingText
}

async function open(tx: Tx, documentId: Id): Promise<Opened | NotThere> {
  const document = await lockDocument(tx, documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  return { document, text: await loadWorkingText(tx, documentId) }
}

async function openAt(tx: Tx, input: { documentId: Id; paragraphId: Id }): Promise<(Opened & { paragraph: Paragraph }) | NotThere> {
  const opened = await open(tx, input.documentId)
  if ('refusal' in opened) return opened
  const paragraph = flatten(opened.text).find(({ id }) => id === input.paragraphId)
  return paragraph === undefined ? { refusal: 'paragraph-not-found' } : { ...opened, paragraph }
}

export interface ParagraphsToAdd {
  readonly documentId: Id
  readonly sectionId: Id
  /** The paragraph they follow, or an end of the section. */
  readonly after: Id<'paragraph'> | 'start' | 'end'
  /** Plain text; an empty line separates paragraphs. */
  readonly text: string
  /** The id of the first one, when the form has named it: the same form sent twice is taken once. */
  readonly firstId?: Id<'paragraph'> | undefined
}

/** Adds paragraphs to a section. Refuses `empty` when the text holds none. */
export async function addParagraphs(
  tx: Tx,
  actor: Actor,
  input: ParagraphsToAdd,
  now: Instant,
): Promise<{ paragraphIds: Id<'paragraph'>[] } | NotThere | Refusal<'empty'>> {
  const parts = splitParagraphs(input.text)
  if (parts.length === 0) return { refusal: 'empty' }
  const opened = await open(tx, input.documentId)
  if ('refusal' in opened) return opened
  const { document, text } = opened
  const section = text.find(({ id }) => id === input.sectionId)
  if (section === undefined) return { refusal: 'section-not-found' }
  const first = input.firstId ?? newId<'paragraph'>()
  if (await isTaken(tx, first)) return { paragraphIds: [first] }
  const ids = parts.map((_, place) => (place === 0 ? first : newId<'paragraph'>()))
  const order = section.paragraphs.map(({ id }) => id)
  const place = input.after === 'start' ? 0 : input.after === 'end' ? order.length : order.indexOf(input.after) + 1
  if (input.after !== 'start' && input.after !== 'end' && place === 0) return { refusal: 'paragraph-not-found' }
  await insertParagraphs(tx, document.id, section.id, parts.map((part, index) => ({ id: ids[index] ?? newId(), text: part, isOwnVoice: false })))
  await setOrder(tx, section.id, order.toSpliced(place, 0, ...ids))
  const texts = { text: { text: parts.join('\n\n'), isPublic: false } }
  await appendAct(tx, actor, { ...actOf(document), act: 'paragraphs-added', detail: { document: document.slug, count: parts.length }, texts }, now)
  return { paragraphIds: ids }
}

/**
 * Replaces a paragraph's text. An empty line inside splits it: the first part keeps the id, the others get their own and a lineage.
 * Refuses `changed-meanwhile` with what stands now when the revision is no longer the one read, and `empty`.
 */
export async function reviseParagraph(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; paragraphId: Id; revision: number; text: string },
  now: Instant,
): Promise<{ splitOff: Id<'paragraph'>[]; document: Document; number: number } | NotThere | ChangedMeanwhile | Refusal<'empty'>> {
  const [first, ...others] = splitParagraphs(input.text)
  if (first === undefined) return { refusal: 'empty' }
  const opened = await openAt(tx, input)
  if ('refusal' in opened) return opened
  const { document, text, paragraph } = opened
  const revised = await tx
    .updateTable('drafts_paragraph')
    .set((set) => ({ text: first, revision: set('revision', '+', 1) }))
    .where('id', '=', paragraph.id)
    .where('revision', '=', input.revision)
    .where('removed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (revised === undefined) return { refusal: 'changed-meanwhile', current: paragraph }
  const splitOff = others.map(() => newId<'paragraph'>())
  if (splitOff.length > 0) {
    const parts = others.map((part, place) => ({ id: splitOff[place] ?? newId<'paragraph'>(), text: part, isOwnVoice: paragraph.isOwnVoice }))
    await insertParagraphs(tx, document.id, paragraph.sectionId, parts)
    const order = orderOf(text, paragraph.sectionId)
    await setOrder(tx, paragraph.sectionId, order.toSpliced(order.indexOf(paragraph.id) + 1, 0, ...splitOff))
    await recordLineage(tx, document.id, splitOff.map((to) => ({ from: paragraph.id, to, kind: 'split' as const })), now)
  }
  const detail = { document: document.slug, number: paragraph.number, parts: 1 + splitOff.length }
  const texts = { text: { text: [first, ...others].join('\n\n'), isPublic: false } }
  await appendAct(tx, actor, { ...actOf(document), act: 'paragraph-revised', detail, texts }, now)
  return { splitOff, document, number: paragraph.number }
}

/**
 * Moves a paragraph past its neighbour (over the end of its section into the next one), or to the end of another section.
 * Refuses `at-the-edge` at the very start and end of the text.
 */
export async function moveParagraph(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; paragraphId: Id; to: 'up' | 'down' | Id<'section'> },
  now: Instant,
): Promise<{ number: number } | NotThere | Refusal<'at-the-edge'>> {
  const opened = await openAt(tx, input)
  if ('refusal' in opened) return opened
  const { document, text, paragraph } = opened
  const goal = goalOf(text, paragraph, input.to)
  if (goal === 'section-not-found' || goal === 'at-the-edge') return { refusal: goal }
  await tx.updateTable('drafts_paragraph').set({ section_id: goal.sectionId }).where('id', '=', paragraph.id).execute()
  await setOrder(tx, goal.sectionId, orderOf(text, goal.sectionId).filter((id) => id !== paragraph.id).toSpliced(goal.place, 0, paragraph.id))
  const number = flatten(await loadWorkingText(tx, document.id)).find(({ id }) => id === paragraph.id)?.number ?? paragraph.number
  await appendAct(tx, actor, { ...actOf(document), act: 'paragraph-moved', detail: { document: document.slug, from: paragraph.number, to: number } }, now)
  return { number }
}

function goalOf(text: WorkingText, paragraph: Paragraph, to: 'up' | 'down' | Id<'section'>): { sectionId: Id<'section'>; place: number } | 'section-not-found' | 'at-the-edge' {
  const here = text.findIndex(({ id }) => id === paragraph.sectionId)
  const order = orderOf(text, paragraph.sectionId)
  const place = order.indexOf(paragraph.id)
  if (to === 'up') {
    if (place > 0) return { sectionId: paragraph.sectionId, place: place - 1 }
    const before = text[here - 1]
    return before === undefined ? 'at-the-edge' : { sectionId: before.id, place: before.paragraphs.length }
  }
  if (to === 'down') {
    if (place < order.length - 1) return { sectionId: paragraph.sectionId, place: place + 1 }
    const after = text[here + 1]
    return after === undefined ? 'at-the-edge' : { sectionId: after.id, place: 0 }
  }
  const section = text.find(({ id }) => id === to)
  return section === undefined ? 'section-not-found' : { sectionId: section.id, place: section.paragraphs.length }
}

/**
 * Joins a paragraph with the one that follows in its section. The left one keeps its id and takes the words; the right one leaves
 * the text, with its lineage. Refuses `nothing-to-merge-with`, and `changed-meanwhile` when either was changed since it was read.
 */
export async function mergeParagraphs(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; paragraphId: Id; revision: number; nextRevision: number },
  now: Instant,
): Promise<{ survivor: Id<'paragraph'>; merged: Id<'paragraph'>; document: Document; number: number } | NotThere | ChangedMeanwhile | Refusal<'nothing-to-merge-with'>> {
  const opened = await openAt(tx, input)
  if ('refusal' in opened) return opened
  const { document, text, paragraph } = opened
  const paragraphs = text.find(({ id }) => id === paragraph.sectionId)?.paragraphs ?? []
  const next = paragraphs[paragraphs.indexOf(paragraph) + 1]
  if (next === undefined) return { refusal: 'nothing-to-merge-with' }
  const survivor = await tx
    .updateTable('drafts_paragraph')
    .set((set) => ({ text: joinParagraphs(paragraph.text, next.text), own_voice: paragraph.isOwnVoice && next.isOwnVoice, revision: set('revision', '+', 1) }))
    .where('id', '=', paragraph.id)
    .where('revision', '=', input.revision)
    .returning('id')
    .executeTakeFirst()
  if (survivor === undefined) return { refusal: 'changed-meanwhile', current: paragraph }
  const merged = await tx
    .updateTable('drafts_paragraph')
    .set({ removed_at: now })
    .where('id', '=', next.id)
    .where('revision', '=', input.nextRevision)
    .returning('id')
    .executeTakeFirst()
  if (merged === undefined) return { refusal: 'changed-meanwhile', current: next }
  await recordLineage(tx, document.id, [{ from: next.id, to: paragraph.id, kind: 'merge' }], now)
  const detail = { document: document.slug, number: paragraph.number, other: next.number }
  await appendAct(tx, actor, { ...actOf(document), act: 'paragraphs-merged', detail }, now)
  return { survivor: paragraph.id, merged: next.id, document, number: paragraph.number }
}

/** Takes a paragraph out of the working text. Its row, versions and comments stay. Refuses `changed-meanwhile`. */
export async function removeParagraph(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; paragraphId: Id; revision: number },
  now: Instant,
): Promise<{ removed: true } | NotThere | ChangedMeanwhile> {
  const opened = await openAt(tx, input)
  if ('refusal' in opened) return opened
  const { document, paragraph } = opened
  const removed = await tx
    .updateTable('drafts_paragraph')
    .set({ removed_at: now })
    .where('id', '=', paragraph.id)
    .where('revision', '=', input.revision)
    .where('removed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (removed === undefined) return { refusal: 'changed-meanwhile', current: paragraph }
  await appendAct(tx, actor, { ...actOf(document), act: 'paragraph-removed', detail: { document: document.slug, number: paragraph.number } }, now)
  return { removed: true }
}

/** Declares a paragraph the editors' own, or no longer so. Saying what stands already is no mistake and no act. */
export async function setOwnVoice(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; paragraphId: Id; isOwnVoice: boolean },
  now: Instant,
): Promise<{ isOwnVoice: boolean } | NotThere> {
  const opened = await openAt(tx, input)
  if ('refusal' in opened) return opened
  const { document, paragraph } = opened
  const changed = await tx
    .updateTable('drafts_paragraph')
    .set({ own_voice: input.isOwnVoice })
    .where('id', '=', paragraph.id)
    .where('own_voice', '!=', input.isOwnVoice)
    .returning('id')
    .executeTakeFirst()
  if (changed === undefined) return { isOwnVoice: input.isOwnVoice }
  const detail = { document: document.slug, number: paragraph.number, own: input.isOwnVoice ? 'yes' : 'no' }
  await appendAct(tx, actor, { ...actOf(document), act: 'own-voice-set', detail }, now)
  return { isOwnVoice: input.isOwnVoice }
}

function orderOf(text: WorkingText, sectionId: Id): Id<'paragraph'>[] {
  return text.find(({ id }) => id === sectionId)?.paragraphs.map(({ id }) => id) ?? []
}

async function isTaken(tx: Tx, id: Id): Promise<boolean> {
  return (await tx.selectFrom('drafts_paragraph').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
}

async function insertParagraphs(tx: Tx, documentId: Id, sectionId: Id, parts: readonly { id: Id<'paragraph'>; text: string; isOwnVoice: boolean }[]): Promise<void> {
  const rows = parts.map((part) => ({ id: part.id, document_id: documentId, section_id: sectionId, position: 0, text: part.text, own_voice: part.isOwnVoice, removed_at: null }))
  await tx.insertInto('drafts_paragraph').values(rows).execute()
}

/** Places the paragraphs of a section anew, in one statement. */
async function setOrder(tx: Tx, sectionId: Id, order: readonly Id<'paragraph'>[]): Promise<void> {
  await sql`
    update drafts_paragraph set position = placed.position
    from unnest(${[...order]}::uuid[]) with ordinality as placed (id, position)
    where drafts_paragraph.id = placed.id and drafts_paragraph.section_id = ${sectionId}`.execute(tx)
}

async function recordLineage(tx: Tx, documentId: Id, edges: readonly { from: Id; to: Id; kind: 'split' | 'merge' }[], now: Instant): Promise<void> {
  await tx
    .insertInto('drafts_lineage')
    .values(edges.map((edge) => ({ id: newId(), document_id: documentId, from_paragraph: edge.from, to_paragraph: edge.to, kind: edge.kind, at: now })))
    .execute()
}
