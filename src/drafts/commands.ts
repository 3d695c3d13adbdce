import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { appendAct } from '../record/commands.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Refusal } from '../shared/result.ts'
import type { Instant } from '../shared/time.ts'
import type { DocumentKind } from '../shared/vocabularies.ts'
import type { Document } from './model.ts'
import { lockDocument } from './queries.ts'

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

/** Adds a section at the end of a document. */
export async function addSection(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; title: string; sectionId?: Id<'section'> | undefined },
  now: Instant,
): Promise<{ sectionId: Id<'section'> } | Refusal<'document-not-found'>> {
  const document = await lockDocument(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  const last = await tx.selectFrom('drafts_section').select((select) => select.fn.max('position').as('position')).where('document_id', '=', document.id).executeTakeFirst()
  const sectionId = input.sectionId ?? newId<'section'>()
  const made = await tx
    .insertInto('drafts_section')
    .values({ id: sectionId, document_id: document.id, position: (last?.position ?? 0) + 1, title: input.title, removed_at: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  // The same form sent twice names the same id: taken once.
  if (made === undefined) return { sectionId }
  const texts = { title: { text: input.title, isPublic: true } }
  await appendAct(tx, actor, { ...actOf(document), act: 'section-added', detail: { document: document.slug }, texts }, now)
  return { sectionId }
}

/** Changes a section's title. Refuses `changed-meanwhile` when the title is no longer `before`. */
export async function renameSection(
  tx: Tx,
  actor: Actor,
  input: { documentId: Id; sectionId: Id; before: string; title: string },
  now: Instant,
): Promise<{ renamed: true } | Refusal<'document-not-found' | 'changed-meanwhile'>> {
  const document = await lockDocument(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  const renamed = await tx
    .updateTable('drafts_section')
    .set({ title: input.title })
    .where('id', '=', input.sectionId)
    .where('document_id', '=', document.id)
    .where('title', '=', input.before)
    .where('removed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (renamed === undefined) return { refusal: 'changed-meanwhile' }
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
  const document = await lockDocument(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  const sections = await tx
    .selectFrom('drafts_section')
    .select(['id', 'position'])
    .where('document_id', '=', document.id)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .execute()
  const place = sections.findIndex((section) => section.id === input.sectionId)
  const section = sections[place]
  if (section === undefined) return { refusal: 'section-not-found' }
  const neighbour = sections[input.direction === 'up' ? place - 1 : place + 1]
  if (neighbour === undefined) return { refusal: 'at-the-edge' }
  await tx.updateTable('drafts_section').set({ position: neighbour.position }).where('id', '=', section.id).execute()
  await tx.updateTable('drafts_section').set({ position: section.position }).where('id', '=', neighbour.id).execute()
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
  const document = await lockDocument(tx, input.documentId)
  if (document === undefined) return { refusal: 'document-not-found' }
  const removed = await tx
    .updateTable('drafts_section')
    .set({ removed_at: now })
    .where('id', '=', input.sectionId)
    .where('document_id', '=', document.id)
    .where('removed_at', 'is', null)
    .where((where) =>
      where.not(
        where.exists(
          where.selectFrom('drafts_paragraph').select('drafts_paragraph.id').where('section_id', '=', input.sectionId).where('drafts_paragraph.removed_at', 'is', null),
        ),
      ),
    )
    .returning('id')
    .executeTakeFirst()
  if (removed === undefined) return { refusal: 'section-not-empty' }
  await appendAct(tx, actor, { ...actOf(document), act: 'section-removed', detail: { document: document.slug } }, now)
  return { removed: true }
}
