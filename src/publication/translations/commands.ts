import { bodyOf } from '../../drafts/blocks/model.ts'
import { flatten } from '../../drafts/model.ts'
import { loadFrozenText } from '../../drafts/versions/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { RENDER_FORMATS } from '../renders/model.ts'
import { enlistRenders } from '../renders/commands.ts'
import { readSource, referencesOf } from '../translating/model.ts'
import { countTranslated } from './model.ts'
import { listTranslated } from './queries.ts'

export interface TranslationToStart {
  readonly editionId: Id
  /** The language of the edition itself. */
  readonly original: string
  readonly language: string
  readonly title: string
  readonly summary: string
  readonly translator: string
}

/** Begins a translation of an edition; the desk alone reads it until it is published. Refuses `same-language` and `already-begun`. */
export async function startTranslation(tx: Tx, actor: Actor, input: TranslationToStart, now: Instant): Promise<{ translationId: Id<'translation'> } | Refusal<'edition-not-found' | 'same-language' | 'already-begun'>> {
  if (input.language.toLowerCase() === input.original.toLowerCase()) return { refusal: 'same-language' }
  const edition = await tx.selectFrom('publication_edition').select(['id', 'number', 'forum_id', 'cycle_id']).where('id', '=', input.editionId).executeTakeFirst()
  if (edition === undefined) return { refusal: 'edition-not-found' }
  const id = newId<'translation'>()
  const { language, title, summary, translator } = input
  const inserted = await tx
    .insertInto('publication_translation')
    .values({ id, edition_id: edition.id, language, title, summary, translator, created_at: now, published_at: null })
    .onConflict((conflict) => conflict.columns(['edition_id', 'language']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) return { refusal: 'already-begun' }
  const scope = { forumId: edition.forum_id as Id<'forum'>, cycleId: edition.cycle_id as Id<'cycle'> }
  const texts = { title: { text: title, isPublic: false }, summary: { text: summary, isPublic: false } }
  await appendAct(tx, actor, { ...scope, act: 'translation-started', subject: { kind: 'translation', id }, detail: { edition: edition.number, language }, texts }, now)
  return { translationId: id }
}

export interface PartToTranslate {
  readonly partId: Id
  readonly kind: 'section' | 'paragraph'
  /** As it is typed; empty takes the translation of the part away. */
  readonly text: string
  /** What stood there when the translator began to type. */
  readonly was: string
}

/** The title, summary and translator as they are typed, and as they stood when the translator began to type. */
export interface MatterToTranslate {
  readonly title: string
  readonly summary: string
  readonly translator: string
}

export type TranslateRefusal =
  | Refusal<'translation-not-found' | 'nothing-changed'>
  /** Somebody else translated these meanwhile. */
  | (Refusal<'changed-meanwhile'> & { readonly partIds: readonly Id[] })
  /** `rows`: a table with other rows or cells than the original's; `notes`: more footnotes. */
  | (Refusal<'not-like-the-original'> & { readonly partId: Id; readonly problem: 'rows' | 'notes' })

/**
 * Translates some parts of an edition, or mends their translation, published or not. Two may work on it at once: what another changed
 * since is refused part by part, by what each had seen.
 */
export async function translateParts(tx: Tx, actor: Actor, input: { translationId: Id; parts: readonly PartToTranslate[]; matter?: { readonly is: MatterToTranslate; readonly was: MatterToTranslate } | undefined }, now: Instant): Promise<{ changed: number } | TranslateRefusal> {
  const found = await lockTranslation(tx, input.translationId)
  if (found === undefined) return { refusal: 'translation-not-found' }
  const original = await loadFrozenText(tx, found.version_id)
  const stands = new Map<Id, string>((await listTranslated(tx, found.id)).map(({ partId, text }) => [partId, text]))
  const known = new Set<Id>([...original.map(({ id }): Id => id), ...flatten(original).map(({ id }) => id)])
  const parts = input.parts.filter(({ partId, text }) => known.has(partId) && text !== (stands.get(partId) ?? ''))
  const { matter } = input
  const isRetitled = matter !== undefined && (matter.is.title !== found.title || matter.is.summary !== found.summary || matter.is.translator !== found.translator)
  if (parts.length === 0 && !isRetitled) return { refusal: 'nothing-changed' }
  if (isRetitled && (matter.was.title !== found.title || matter.was.summary !== found.summary || matter.was.translator !== found.translator)) return { refusal: 'changed-meanwhile', partIds: [] }
  const changed = parts.filter(({ partId, was }) => was !== (stands.get(partId) ?? ''))
  if (changed.length > 0) return { refusal: 'changed-meanwhile', partIds: changed.map(({ partId }) => partId) }
  const references = referencesOf(original)
  const paragraphs = new Map(flatten(original).map((paragraph) => [paragraph.id as Id, paragraph]))
  for (const { partId, text } of parts) {
    const paragraph = paragraphs.get(partId)
    const problem = paragraph === undefined || text === '' ? null : readSource(text, bodyOf(paragraph), references).problem
    if (problem !== null) return { refusal: 'not-like-the-original', partId, problem }
  }
  await writeParts(tx, found.id, parts)
  await tx.updateTable('publication_translation').set((row) => ({ revision: row('revision', '+', 1), ...(isRetitled ? matter.is : {}) })).where('id', '=', found.id).execute()
  const counted = countTranslated(original, await listTranslated(tx, found.id))
  const detail = { edition: found.number, language: found.language, parts: parts.length, ...counted }
  await appendAct(tx, actor, { ...scopeOf(found), act: 'translation-edited', subject: { kind: 'translation', id: found.id }, detail }, now)
  return { changed: parts.length }
}

async function writeParts(tx: Tx, translationId: Id, parts: readonly PartToTranslate[]): Promise<void> {
  const gone = parts.filter(({ text }) => text === '').map(({ partId }) => partId)
  if (gone.length > 0) await tx.deleteFrom('publication_translated').where('translation_id', '=', translationId).where('part_id', 'in', gone).execute()
  const kept = parts.filter(({ text }) => text !== '').map(({ partId, kind, text }) => ({ translation_id: translationId, part_id: partId, part_kind: kind, text }))
  if (kept.length === 0) return
  await tx
    .insertInto('publication_translated')
    .values(kept)
    .onConflict((conflict) => conflict.columns(['translation_id', 'part_id']).doUpdateSet((row) => ({ text: row.ref('excluded.text') })))
    .execute()
}

/** Publishes a translation, however much of it is done: what is not stands in the original's language, and it says so. Refuses `already-published` and `nothing-translated`. */
export async function publishTranslation(tx: Tx, actor: Actor, input: { translationId: Id }, now: Instant): Promise<{ published: true } | Refusal<'translation-not-found' | 'already-published' | 'nothing-translated'>> {
  const found = await lockTranslation(tx, input.translationId)
  if (found === undefined) return { refusal: 'translation-not-found' }
  const counted = countTranslated(await loadFrozenText(tx, found.version_id), await listTranslated(tx, found.id))
  if (counted.done === 0) return { refusal: 'nothing-translated' }
  const published = await tx.updateTable('publication_translation').set({ published_at: now }).where('id', '=', found.id).where('published_at', 'is', null).returning('id').executeTakeFirst()
  if (published === undefined) return { refusal: 'already-published' }
  const scope = scopeOf(found)
  await enlistRenders(tx, { subject: { kind: 'edition', id: found.edition_id, language: found.language }, forumId: scope.forumId, formats: RENDER_FORMATS }, now)
  await appendAct(tx, actor, { ...scope, act: 'translation-published', subject: { kind: 'translation', id: found.id }, detail: { edition: found.number, language: found.language, ...counted } }, now)
  return { published: true }
}

/** Locks a translation's row: who writes it takes turns. */
async function lockTranslation(tx: Tx, id: Id) {
  return tx
    .selectFrom('publication_translation')
    .innerJoin('publication_edition', 'publication_edition.id', 'edition_id')
    .select(['publication_translation.id', 'edition_id', 'language', 'publication_translation.title', 'publication_translation.summary', 'translator', 'number', 'version_id', 'forum_id', 'cycle_id'])
    .where('publication_translation.id', '=', id)
    .forUpdate('publication_translation')
    .executeTakeFirst()
}

function scopeOf(found: { forum_id: Id; cycle_id: Id }): { forumId: Id<'forum'>; cycleId: Id<'cycle'> } {
  return { forumId: found.forum_id as Id<'forum'>, cycleId: found.cycle_id as Id<'cycle'> }
}
