import { LRUCache } from 'lru-cache'
import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { FrozenParagraph, FrozenText, Version } from '../model.ts'
import { readBody } from '../queries.ts'
import type { VersionRow } from '../tables.ts'

/** Whether versions that are held back are among what is asked for: only for the desk, and for those who were sent them. */
export interface Asked {
  readonly withHeld?: boolean | undefined
}

/** Versions of a document, the latest first. */
export async function listVersions(db: Reader, documentId: Id, { withHeld = false }: Asked = {}): Promise<Version[]> {
  const rows = await db
    .selectFrom('drafts_version')
    .selectAll()
    .where('document_id', '=', documentId)
    .$if(!withHeld, (query) => query.where('released_at', 'is not', null))
    .orderBy('number', 'desc')
    .execute()
  return rows.map(toVersion)
}

/** A version by its number, held back or not. */
export async function findVersion(db: Reader, documentId: Id, number: number): Promise<Version | undefined> {
  const row = await db.selectFrom('drafts_version').selectAll().where('document_id', '=', documentId).where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : toVersion(row)
}

/** A version by its id, held back or not. */
export async function findVersionById(db: Reader, id: Id): Promise<Version | undefined> {
  const row = await db.selectFrom('drafts_version').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toVersion(row)
}

/** A version with what names it in an address. */
export interface VersionOfCycle extends Version {
  readonly documentSlug: string
  readonly documentTitle: string
  readonly language: string
}

/** Every version of every document of a cycle that is public: documents in the order they were started, of each the latest version first. */
export async function listVersionsOfCycle(db: Reader, cycleId: Id, { withHeld = false }: Asked = {}): Promise<VersionOfCycle[]> {
  const rows = await db
    .selectFrom('drafts_version')
    .innerJoin('drafts_document', 'drafts_document.id', 'drafts_version.document_id')
    .selectAll('drafts_version')
    .select(['drafts_document.slug as document_slug', 'drafts_document.title as document_title', 'drafts_document.language'])
    .where('drafts_document.cycle_id', '=', cycleId)
    .$if(!withHeld, (query) => query.where('drafts_version.released_at', 'is not', null))
    .orderBy('drafts_document.created_at')
    .orderBy('drafts_document.slug')
    .orderBy('drafts_version.number', 'desc')
    .execute()
  return rows.map((row) => ({ ...toVersion(row), documentSlug: row.document_slug, documentTitle: row.document_title, language: row.language }))
}

/** One version of a cycle with what names it; undefined for one of another cycle. */
export async function findVersionOfCycle(db: Reader, cycleId: Id, versionId: Id): Promise<VersionOfCycle | undefined> {
  return (await listVersionsOfCycle(db, cycleId)).find(({ id }) => id === versionId)
}

/** Texts that were read, by database and version: what was frozen never changes. Within a transaction it may still be coming into being. */
const known = new WeakMap<Reader, LRUCache<Id, FrozenText>>()
const KNOWN_CHARACTERS = 16_000_000

/** The text of a version: its sections and paragraphs as they were frozen, with their numbers. */
export async function loadFrozenText(db: Reader, versionId: Id): Promise<FrozenText> {
  if (db.isTransaction) return readFrozenText(db, versionId)
  const texts = known.get(db) ?? new LRUCache<Id, FrozenText>({ maxSize: KNOWN_CHARACTERS, sizeCalculation: weighText })
  known.set(db, texts)
  const found = texts.get(versionId)
  if (found !== undefined) return found
  const text = await readFrozenText(db, versionId)
  // Without a section it is no version, or none yet.
  if (text.length > 0) texts.set(versionId, text)
  return text
}

/** In characters, roughly: structure weighs as much as the words of a short paragraph. */
function weighText(text: FrozenText): number {
  return text.reduce((sum, { paragraphs }) => sum + paragraphs.reduce((all, { text: words, body }) => all + words.length * (body === undefined ? 1 : 3) + 300, 300), 1)
}

async function readFrozenText(db: Reader, versionId: Id): Promise<FrozenText> {
  const sections = await db.selectFrom('drafts_version_section').select(['section_id', 'title', 'level', 'is_annex']).where('version_id', '=', versionId).orderBy('position').execute()
  const paragraphs = await db.selectFrom('drafts_version_paragraph').selectAll().where('version_id', '=', versionId).orderBy('number').execute()
  const bySection = Map.groupBy(paragraphs, (row) => row.section_id)
  return sections.map((section) => ({
    id: section.section_id as Id<'section'>,
    title: section.title,
    level: section.level,
    isAnnex: section.is_annex,
    paragraphs: (bySection.get(section.section_id) ?? []).map(toFrozen),
  }))
}

/** A paragraph in a version, by the numbers that a citation names. */
export interface NumberedParagraph {
  readonly versionId: Id<'version'>
  readonly id: Id<'paragraph'>
  readonly number: number
  readonly isOwnVoice: boolean
}

/** The paragraphs of several versions without their texts, in order of their numbers; all, or those with these numbers. */
export async function listNumberedParagraphs(db: Reader, versionIds: readonly Id[], numbers?: readonly number[]): Promise<NumberedParagraph[]> {
  if (versionIds.length === 0) return []
  const rows = await db
    .selectFrom('drafts_version_paragraph')
    .select(['version_id', 'paragraph_id', 'number', 'own_voice'])
    .where('version_id', 'in', [...versionIds])
    .$if(numbers !== undefined, (query) => query.where('number', '=', (eb) => eb.fn.any(eb.val(numbers ?? []))))
    .orderBy('version_id')
    .orderBy('number')
    .execute()
  return rows.map((row) => ({
    versionId: row.version_id as Id<'version'>,
    id: row.paragraph_id as Id<'paragraph'>,
    number: row.number,
    isOwnVoice: row.own_voice,
  }))
}

/** Where some paragraphs stand, in every public version that has them. */
export async function listPlacesOf(db: Reader, paragraphIds: readonly Id[]): Promise<Omit<NumberedParagraph, 'isOwnVoice'>[]> {
  if (paragraphIds.length === 0) return []
  const rows = await db
    .selectFrom('drafts_version_paragraph')
    .innerJoin('drafts_version', 'drafts_version.id', 'version_id')
    .select(['version_id', 'paragraph_id', 'drafts_version_paragraph.number'])
    .where('paragraph_id', 'in', [...paragraphIds])
    .where('released_at', 'is not', null)
    .execute()
  return rows.map((row) => ({ versionId: row.version_id as Id<'version'>, id: row.paragraph_id as Id<'paragraph'>, number: row.number }))
}

function toFrozen(row: { paragraph_id: Id; number: number; text: string; body: unknown; own_voice: boolean }): FrozenParagraph {
  return { id: row.paragraph_id as Id<'paragraph'>, number: row.number, text: row.text, body: readBody(row.body), isOwnVoice: row.own_voice }
}

function toVersion(row: Selectable<VersionRow>): Version {
  return {
    id: row.id as Id<'version'>,
    documentId: row.document_id as Id<'document'>,
    number: row.number,
    title: row.title,
    note: row.note,
    cutOff: row.cut_off,
    frozenAt: row.frozen_at,
    commentsCutOff: row.comments_cut_off,
    circulatedAt: row.circulated_at,
    releaseOn: row.release_on,
    releasedAt: row.released_at,
  }
}

/** Some paragraphs as they stand in some versions, with their words; in no order. */
export async function findFrozenParagraphs(db: Reader, versionIds: readonly Id[], paragraphIds: readonly Id[]): Promise<(FrozenParagraph & { readonly versionId: Id<'version'> })[]> {
  if (versionIds.length === 0 || paragraphIds.length === 0) return []
  const rows = await db
    .selectFrom('drafts_version_paragraph')
    .select(['version_id', 'paragraph_id', 'number', 'text', 'body', 'own_voice'])
    .where('version_id', '=', (eb) => eb.fn.any(eb.val([...new Set(versionIds)])))
    .where('paragraph_id', '=', (eb) => eb.fn.any(eb.val([...new Set(paragraphIds)])))
    .execute()
  return rows.map((row) => ({ ...toFrozen(row), versionId: row.version_id as Id<'version'> }))
}

/** One paragraph of a version by its number, with the last number there is; undefined where the version has none of this number. */
export async function findParagraphByNumber(db: Reader, versionId: Id, number: number): Promise<(FrozenParagraph & { readonly last: number }) | undefined> {
  const row = await db
    .selectFrom('drafts_version_paragraph')
    .select(['paragraph_id', 'number', 'text', 'body', 'own_voice'])
    .select((eb) => eb.selectFrom('drafts_version_paragraph as all').select((all) => all.fn.max('number').as('last')).where('all.version_id', '=', versionId).as('last'))
    .where('version_id', '=', versionId)
    .where('number', '=', number)
    .executeTakeFirst()
  return row === undefined ? undefined : { ...toFrozen(row), last: row.last ?? number }
}

/** The cycle and the document that a version belongs to. */
export async function findVersionPlace(db: Reader, versionId: Id): Promise<{ readonly cycleId: Id<'cycle'>; readonly documentId: Id<'document'> } | undefined> {
  const row = await db.selectFrom('drafts_version').innerJoin('drafts_document', 'drafts_document.id', 'document_id').select(['cycle_id', 'document_id']).where('drafts_version.id', '=', versionId).executeTakeFirst()
  return row === undefined ? undefined : { cycleId: row.cycle_id as Id<'cycle'>, documentId: row.document_id as Id<'document'> }
}
