import { LRUCache } from 'lru-cache'
import type { Selectable } from 'kysely'
import type { Node } from 'prosemirror-model'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { textSchema } from '../nodes/model.ts'
import { loadWorkingText } from '../queries.ts'
import type { Fate } from '../rebase/model.ts'
import { toTree } from '../tree/model.ts'
import type { BatchRow } from './tables.ts'
import { readTaken, type Leftover, type TakenBatch } from './model.ts'

/** A text as a tree at a version. */
export interface LiveText {
  readonly documentId: Id
  readonly version: number
  readonly doc: Node
  /** Of the tree that is stored: what came since is replayed when it is read. */
  readonly treeVersion: number
  /** Steps after this version are kept. */
  readonly oldest: number
}

/**
 * Texts as this process last knew them: never the truth, which is in the database, but what it has come from since is read instead
 * of all of it. Only what is committed is kept here.
 */
const known = new LRUCache<Id, LiveText>({ maxSize: 40_000_000, sizeCalculation: ({ doc }) => doc.content.size + 1_000 })

export function rememberText(text: LiveText): void {
  if ((known.get(text.documentId)?.version ?? -1) < text.version) known.set(text.documentId, text)
}

/** The text as it stands; undefined while nobody has opened it for live editing, so that its rows are all there is. */
export async function loadLiveText(db: Reader, documentId: Id): Promise<LiveText | undefined> {
  const row = await db.selectFrom('drafts_live').select(['version', 'tree_version', 'oldest_version as oldest']).where('document_id', '=', documentId).executeTakeFirst()
  if (row === undefined) return undefined
  const near = known.get(documentId)
  if (near?.version === row.version) return { ...near, oldest: row.oldest }
  const base = near !== undefined && near.version < row.version && near.version >= row.tree_version ? near : await loadTree(db, documentId)
  // Read without a lock, a newer tree may have been stored meanwhile.
  if (base.version >= row.version) return base
  const batches = await listBatches(db, documentId, base.version, row.version)
  const doc = batches.flatMap(readTaken).reduce((before, step) => {
    const after = step.apply(before).doc
    if (after === null) throw new Error(`A step that was taken does not apply to text ${documentId}`)
    return after
  }, base.doc)
  return { documentId, version: row.version, doc, treeVersion: row.tree_version, oldest: row.oldest }
}

async function loadTree(db: Reader, documentId: Id): Promise<LiveText> {
  const row = await db.selectFrom('drafts_live').select(['tree', 'tree_version', 'oldest_version as oldest']).where('document_id', '=', documentId).executeTakeFirstOrThrow()
  return { documentId, version: row.tree_version, doc: textSchema.nodeFromJSON(row.tree), treeVersion: row.tree_version, oldest: row.oldest }
}

/** The text as its rows have it. */
export async function loadTextOfRows(db: Reader, documentId: Id): Promise<Node> {
  return toTree(await loadWorkingText(db, documentId), documentId)
}

/** What was taken after a version, the oldest first, up to `until` where that is named. */
export async function listBatches(db: Reader, documentId: Id, since: number, until?: number): Promise<TakenBatch[]> {
  const rows = await db
    .selectFrom('drafts_batch')
    .selectAll()
    .where('document_id', '=', documentId)
    .where('version', '>', since)
    .where((where) => where(where.ref('version'), '>', where.ref('began')))
    .$if(until !== undefined, (query) => query.where('version', '<=', until ?? 0))
    .orderBy('version')
    .execute()
  return rows.map(toTaken)
}

export function toTaken(row: Selectable<BatchRow>): TakenBatch {
  return { began: row.began, version: row.version, client: row.client as Id<'client'> | null, seq: row.seq, person: row.person_id as Id<'person'> | null, swallowed: row.swallowed as Id<'person'>[], steps: row.steps as object[] }
}

/** What became of batches that were sent before, by their clients and numbers. */
export async function listOutcomes(db: Reader, documentId: Id, sent: readonly { readonly client: Id; readonly seq: number }[]): Promise<(TakenBatch & { readonly fates: readonly Fate[] })[]> {
  if (sent.length === 0) return []
  const rows = await db
    .selectFrom('drafts_batch')
    .selectAll()
    .where('document_id', '=', documentId)
    .where((where) => where.or(sent.map(({ client, seq }) => where.and({ client, seq }))))
    .execute()
  return rows.map((row) => ({ ...toTaken(row), fates: row.fates as Fate[] }))
}

/** Ids that a text may not take: they belong to another document, or name something of the other kind. */
export async function listForeignIds(db: Reader, documentId: Id, brought: readonly { readonly id: Id; readonly isHeading: boolean }[]): Promise<Set<Id>> {
  if (brought.length === 0) return new Set()
  const ids = [...new Set(brought.map(({ id }) => id))]
  const sections = await db.selectFrom('drafts_section').select(['id', 'document_id']).where('id', 'in', ids).execute()
  const paragraphs = await db.selectFrom('drafts_paragraph').select(['id', 'document_id']).where('id', 'in', ids).execute()
  const isTaken = ({ id, isHeading }: { readonly id: Id; readonly isHeading: boolean }): boolean =>
    sections.some((row) => row.id === id && (!isHeading || row.document_id !== documentId)) || paragraphs.some((row) => row.id === id && (isHeading || row.document_id !== documentId))
  return new Set(brought.filter(isTaken).map(({ id }) => id))
}

/** What somebody wrote and the text does not have, the latest first. */
export async function listLeftovers(db: Reader, documentId: Id, personId: Id): Promise<Leftover[]> {
  const rows = await db.selectFrom('drafts_leftover').selectAll().where('document_id', '=', documentId).where('person_id', '=', personId).orderBy('at', 'desc').orderBy('id', 'desc').limit(500).execute()
  return rows.map((row) => ({ id: row.id as Id<'leftover'>, kind: row.kind, reason: row.reason, words: row.words, blockId: row.block_id, byPerson: row.by_person as Id<'person'> | null, at: row.at }))
}

/** How far a text has come: changes with every step that is taken. 0 while nobody has opened it for live editing. */
export async function readVersion(db: Reader, documentId: Id): Promise<number> {
  const row = await db.selectFrom('drafts_live').select('version').where('document_id', '=', documentId).executeTakeFirst()
  return row?.version ?? 0
}
