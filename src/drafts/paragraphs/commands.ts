import type { Transform } from 'prosemirror-transform'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { splitParagraphs } from '../../shared/text.ts'
import type { Instant } from '../../shared/time.ts'
import { actOf } from '../commands.ts'
import { editText } from '../editing/commands.ts'
import { flatten, joinParagraphs, type Document, type Paragraph, type WorkingText } from '../model.ts'
import { placesOf } from '../nodes/model.ts'
import { loadWorkingText, lockDocument } from '../queries.ts'
import { isWorded, reword } from '../rewording/model.ts'
import { endOfSection, joinWithPrevious, moveBlocks } from '../steps/model.ts'
import { plainNode, toNode, toSections } from '../tree/model.ts'
import { bodyOf } from '../blocks/model.ts'

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
  if (input.after !== 'start' && input.after !== 'end' && !section.paragraphs.some(({ id }) => id === input.after)) return { refusal: 'paragraph-not-found' }
  const nodes = parts.map((part, place) => plainNode(ids[place] ?? newId(), part))
  await editText(
    tx,
    actor,
    opened,
    (tr) => {
      const before = placesOf(tr.doc).get(input.after === 'start' || input.after === 'end' ? section.id : input.after)
      if (before !== undefined) tr.insert(input.after === 'end' ? endOfSection(tr.doc, section.id) : before.pos + before.node.nodeSize, nodes)
      return undefined
    },
    now,
  )
  const texts = { text: { text: parts.join('\n\n'), isPublic: false } }
  await appendAct(tx, actor, { ...actOf(document), act: 'paragraphs-added', detail: { document: document.slug, count: parts.length }, texts }, now)
  return { paragraphIds: ids }
}

/**
 * Replaces a paragraph's text. An empty line inside splits it: the first part keeps the id, the others get their own and a lineage.
 * Refuses `changed-meanwhile` with what stands now when the revision is no longer the one read, `empty`, and `not-by-form` for a table.
 */
export async function reviseParagraph(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; paragraphId: Id; revision: number; text: string },
  now: Instant,
): Promise<{ splitOff: Id<'paragraph'>[]; document: Document; number: number } | NotThere | ChangedMeanwhile | Refusal<'empty' | 'not-by-form'>> {
  const [first, ...others] = splitParagraphs(input.text)
  if (first === undefined) return { refusal: 'empty' }
  const opened = await openAt(tx, input)
  if ('refusal' in opened) return opened
  const { document, paragraph } = opened
  // The document is locked: what stands now stands until this is written.
  if (paragraph.revision !== input.revision) return { refusal: 'changed-meanwhile', current: paragraph }
  if (!isWorded(toNode({ id: paragraph.id, isOwnVoice: paragraph.isOwnVoice, body: bodyOf(paragraph) }))) return { refusal: 'not-by-form' }
  let splitOff: Id<'paragraph'>[] = []
  await editText(
    tx,
    actor,
    opened,
    (tr) => {
      const reworded = reword(tr, paragraph.id, [first, ...others], document.language, newId)
      splitOff = reworded.splitOff
      return reworded.ties
    },
    now,
  )
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
  const doc = await editText(
    tx,
    actor,
    opened,
    (tr) => {
      const places = placesOf(tr.doc)
      const here = places.get(paragraph.id)
      const before = goal.place === 0 ? goal.sectionId : orderOf(text, goal.sectionId).filter((id) => id !== paragraph.id)[goal.place - 1]
      const anchor = before === undefined ? undefined : places.get(before)
      if (here !== undefined && anchor !== undefined) moveBlocks(tr, here.pos, here.pos + here.node.nodeSize, anchor.pos + anchor.node.nodeSize)
      return undefined
    },
    now,
  )
  const number = flatten(toSections(doc, document.id)).findIndex(({ id }) => id === paragraph.id) + 1
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
  // The document is locked: what stands now stands until this is written.
  for (const [one, revision] of [[paragraph, input.revision], [next, input.nextRevision]] as const) if (one.revision !== revision) return { refusal: 'changed-meanwhile', current: one }
  let isJoined = false
  await editText(
    tx,
    actor,
    opened,
    (tr) => {
      isJoined = joinAcross(tr, paragraph, next)
      return undefined
    },
    now,
  )
  if (!isJoined) return { refusal: 'nothing-to-merge-with' }
  const detail = { document: document.slug, number: paragraph.number, other: next.number }
  await appendAct(tx, actor, { ...actOf(document), act: 'paragraphs-merged', detail }, now)
  return { survivor: paragraph.id, merged: next.id, document, number: paragraph.number }
}

/** Joins two paragraphs, and what blank blocks stand between them goes. The joined one is the editors' own only where both were. */
function joinAcross(tr: Transform, paragraph: Paragraph, next: Paragraph): boolean {
  const [left, right] = [placesOf(tr.doc).get(paragraph.id), placesOf(tr.doc).get(next.id)]
  if (left === undefined || right === undefined) return false
  const end = left.pos + left.node.nodeSize
  if (end < right.pos) tr.delete(end, right.pos)
  const joined = joinParagraphs(paragraph.text, next.text)
  const between = joined.slice(paragraph.text.length, joined.length - next.text.length)
  if (!joinWithPrevious(tr, next.id, between)) return false
  if (paragraph.isOwnVoice && !next.isOwnVoice) tr.setNodeAttribute(left.pos, 'ownVoice', false)
  return true
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
  if (paragraph.revision !== input.revision) return { refusal: 'changed-meanwhile', current: paragraph }
  await editText(
    tx,
    actor,
    opened,
    (tr) => {
      const here = placesOf(tr.doc).get(paragraph.id)
      if (here !== undefined) tr.delete(here.pos, here.pos + here.node.nodeSize)
      return undefined
    },
    now,
  )
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
  if (paragraph.isOwnVoice === input.isOwnVoice) return { isOwnVoice: input.isOwnVoice }
  await editText(
    tx,
    actor,
    opened,
    (tr) => {
      const here = placesOf(tr.doc).get(paragraph.id)
      if (here !== undefined) tr.setNodeAttribute(here.pos, 'ownVoice', input.isOwnVoice)
      return undefined
    },
    now,
  )
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
