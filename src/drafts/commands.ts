import type { Node } from 'prosemirror-model'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { appendAct } from '../record/commands.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import type { DocumentKind } from '../shared/vocabularies.ts'
import { editText, type LockedText } from './editing/commands.ts'
import type { Document } from './model.ts'
import { idOf, placesOf, textSchema } from './nodes/model.ts'
import { loadWorkingText, lockDocument } from './queries.ts'
import { endOfSection, moveBlocks } from './steps/model.ts'
import { untitled } from './tree/model.ts'

/** What every act of a document says of where it happened. */
export function actOf(document: Document): { forumId: Id<'forum'>; cycleId: Id<'cycle'>; subject: { kind: string; id: Id } } {
  return { forumId: document.forumId, cycleId: document.cycleId, subject: { kind: 'document', id: document.id } }
}

export interface DocumentToStart {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly slug: string
  readonly kind: DocumentKind
  readonly title: string
  readonly language: string
  /** The meeting or session in which it was agreed; one of the cycle, which the caller has looked up. */
  readonly agreedIn?: Id | undefined
}

/** Starts a document of a cycle, empty. Refuses `slug-taken`. */
export async function startDocument(tx: Tx, actor: Actor, input: DocumentToStart, now: Instant): Promise<{ documentId: Id<'document'> } | Refusal<'slug-taken'>> {
  const documentId = newId<'document'>()
  const made = await tx
    .insertInto('drafts_document')
    .values({
      id: documentId,
      forum_id: input.forumId,
      cycle_id: input.cycleId,
      slug: input.slug,
      kind: input.kind,
      title: input.title,
      language: input.language,
      created_at: now,
      agreed_in: input.agreedIn ?? null,
    })
    .onConflict((conflict) => conflict.columns(['cycle_id', 'slug']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made === undefined) return { refusal: 'slug-taken' }
  const detail = { document: input.slug, kind: input.kind }
  const texts = { title: { text: input.title, isPublic: true } }
  const { forumId, cycleId } = input
  await appendAct(tx, actor, { forumId, cycleId, act: 'document-started', subject: { kind: 'document', id: documentId }, detail, texts }, now)
  return { documentId }
}

/** Changes the title of a document. Refuses `changed-meanwhile` when the revision is no longer the one read. */
export async function reviseDocument(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; revision: number; title: string },
  now: Instant,
): Promise<{ revised: true } | Refusal<'document-not-found' | 'changed-meanwhile'>> {
  const document = await lockDocument(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  const revised = await tx
    .updateTable('drafts_document')
    .set((set) => ({ title: input.title, revision: set('revision', '+', 1) }))
    .where('id', '=', input.documentId)
    .where('revision', '=', input.revision)
    .returning('id')
    .executeTakeFirst()
  if (revised === undefined) return { refusal: 'changed-meanwhile' }
  const texts = { title: { text: input.title, isPublic: true } }
  await appendAct(tx, actor, { ...actOf(document), act: 'document-renamed', detail: { document: document.slug }, texts }, now)
  return { revised: true }
}

async function open(tx: Tx, documentId: Id): Promise<(LockedText & { readonly document: Document }) | undefined> {
  const document = await lockDocument(tx, documentId)
  return document === undefined ? undefined : { document, text: await loadWorkingText(tx, documentId) }
}

/** Adds a section at the end of a document. */
export async function addSection(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; title: string; sectionId?: Id<'section'> | undefined },
  now: Instant,
): Promise<{ sectionId: Id<'section'> } | Refusal<'document-not-found'>> {
  const opened = await open(tx, input.documentId)
  if (opened === undefined) return { refusal: 'document-not-found' }
  const { document } = opened
  const sectionId = input.sectionId ?? newId<'section'>()
  // The same form sent twice names the same id: taken once.
  if (await isTaken(tx, sectionId)) return { sectionId }
  await editText(
    tx,
    actor,
    opened,
    (tr) => {
      const first = tr.doc.child(0)
      const isStandIn = idOf(first) === idOf(untitled(document.id)) && first.childCount === 0 && tr.doc.childCount === 1
      tr.insert(tr.doc.content.size, headingOf(sectionId, input.title))
      if (isStandIn) tr.delete(0, first.nodeSize)
      return undefined
    },
    now,
  )
  const texts = { title: { text: input.title, isPublic: true } }
  await appendAct(tx, actor, { ...actOf(document), act: 'section-added', detail: { document: document.slug }, texts }, now)
  return { sectionId }
}

function headingOf(id: Id, title: string): Node {
  return textSchema.node('heading', { id }, title === '' ? [] : [textSchema.text(title)])
}

/** Ids of sections and of paragraphs are told apart by their kind alone in a text, so none is both. */
async function isTaken(tx: Tx, id: Id): Promise<boolean> {
  const section = await tx.selectFrom('drafts_section').select('id').where('id', '=', id).executeTakeFirst()
  const paragraph = await tx.selectFrom('drafts_paragraph').select('id').where('id', '=', id).executeTakeFirst()
  return section !== undefined || paragraph !== undefined
}

/** Changes a section's title. Refuses `changed-meanwhile` when the title is no longer `before`. */
export async function renameSection(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; sectionId: Id; before: string; title: string },
  now: Instant,
): Promise<{ renamed: true } | Refusal<'document-not-found' | 'changed-meanwhile'>> {
  const opened = await open(tx, input.documentId)
  if (opened === undefined) return { refusal: 'document-not-found' }
  const { document, text } = opened
  // The document is locked: what stands now stands until this is written.
  if (text.find(({ id }) => id === input.sectionId)?.title !== input.before) return { refusal: 'changed-meanwhile' }
  await editText(
    tx,
    actor,
    opened,
    (tr) => {
      const here = placesOf(tr.doc).get(input.sectionId)
      if (here !== undefined) tr.replaceWith(here.pos + 1, here.pos + 1 + here.node.content.size, input.title === '' ? [] : [textSchema.text(input.title)])
      return undefined
    },
    now,
  )
  const texts = { title: { text: input.title, isPublic: true } }
  await appendAct(tx, actor, { ...actOf(document), act: 'section-renamed', detail: { document: document.slug }, texts }, now)
  return { renamed: true }
}

export type Direction = 'up' | 'down'

/** Moves a section with its paragraphs past its neighbour. Refuses `at-the-edge`. */
export async function moveSection(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; sectionId: Id; direction: Direction },
  now: Instant,
): Promise<{ moved: true } | Refusal<'document-not-found' | 'section-not-found' | 'at-the-edge'>> {
  const opened = await open(tx, input.documentId)
  if (opened === undefined) return { refusal: 'document-not-found' }
  const { document, text } = opened
  const place = text.findIndex((section) => section.id === input.sectionId)
  const section = text[place]
  if (section === undefined) return { refusal: 'section-not-found' }
  const neighbour = text[input.direction === 'up' ? place - 1 : place + 1]
  if (neighbour === undefined) return { refusal: 'at-the-edge' }
  const [first, second] = input.direction === 'up' ? [neighbour.id, section.id] : [section.id, neighbour.id]
  await editText(
    tx,
    actor,
    opened,
    (tr) => {
      const [start, middle] = [placesOf(tr.doc).get(first)?.pos, placesOf(tr.doc).get(second)?.pos]
      if (start !== undefined && middle !== undefined) moveBlocks(tr, middle, endOfSection(tr.doc, second), start)
      return undefined
    },
    now,
  )
  await appendAct(tx, actor, { ...actOf(document), act: 'section-moved', detail: { document: document.slug, direction: input.direction } }, now)
  return { moved: true }
}

/** Takes an empty section out of the working text; versions keep it. Refuses `section-not-empty`. */
export async function removeSection(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; sectionId: Id },
  now: Instant,
): Promise<{ removed: true } | Refusal<'document-not-found' | 'section-not-empty'>> {
  const opened = await open(tx, input.documentId)
  if (opened === undefined) return { refusal: 'document-not-found' }
  const { document, text } = opened
  if (text.find(({ id }) => id === input.sectionId)?.paragraphs.length !== 0) return { refusal: 'section-not-empty' }
  await editText(
    tx,
    actor,
    opened,
    (tr) => {
      const here = placesOf(tr.doc).get(input.sectionId)
      if (here === undefined) return undefined
      const end = endOfSection(tr.doc, input.sectionId)
      // A text begins with a heading, if only with one that stands for none.
      if (here.pos === 0 && end === tr.doc.content.size) tr.replaceWith(0, end, untitled(document.id))
      else tr.delete(here.pos, end)
      return undefined
    },
    now,
  )
  await appendAct(tx, actor, { ...actOf(document), act: 'section-removed', detail: { document: document.slug } }, now)
  return { removed: true }
}
