import type { Reader } from '../platform/database.ts'
import { hmac, sha256 } from '../platform/digest.ts'
import type { Json } from '../shared/canonical-json.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import { verifyEntries, type Entry, type OpenedText, type Verified } from './model.ts'

export interface Chain {
  readonly id: Id<'chain'>
  readonly forumId: Id<'forum'> | null
  readonly length: number
  readonly head: string
}

/** All chains, the installation's first. */
export async function listChains(db: Reader): Promise<Chain[]> {
  const rows = await db.selectFrom('record_chain').selectAll().orderBy('forum_id', (order) => order.asc().nullsFirst()).execute()
  return rows.map((row) => ({ id: row.id as Id<'chain'>, forumId: row.forum_id as Id<'forum'> | null, length: row.length, head: row.head }))
}

/** The chain of a forum (null: of the installation); undefined before its first entry. */
export async function findChain(db: Reader, forumId: Id | null): Promise<Chain | undefined> {
  const row = await db
    .selectFrom('record_chain')
    .selectAll()
    .where('forum_id', forumId === null ? 'is' : '=', forumId)
    .executeTakeFirst()
  return row === undefined ? undefined : { id: row.id as Id<'chain'>, forumId: row.forum_id as Id<'forum'> | null, length: row.length, head: row.head }
}

/** Entries of a chain after a sequence number, in order, `limit` at most. */
export async function listEntries(db: Reader, chainId: Id, after: number, limit: number): Promise<Entry[]> {
  const rows = await db.selectFrom('record_entry').selectAll().where('chain_id', '=', chainId).where('sequence', '>', after).orderBy('sequence').limit(limit).execute()
  return rows.map(toEntry)
}

/** Entries of a chain before a sequence number, newest first; all kinds, or those of one cycle. */
export async function listLatestEntries(db: Reader, chainId: Id, options: { before?: number; limit: number; cycleId?: Id | undefined }): Promise<Entry[]> {
  let query = db.selectFrom('record_entry').selectAll().where('chain_id', '=', chainId)
  if (options.before !== undefined) query = query.where('sequence', '<', options.before)
  if (options.cycleId !== undefined) query = query.where('cycle_id', '=', options.cycleId)
  const rows = await query.orderBy('sequence', 'desc').limit(options.limit).execute()
  return rows.map(toEntry)
}

/** What happened to things of some kinds in a cycle after an entry, oldest first, `limit` at most. */
export async function listEntriesSince(db: Reader, chainId: Id, choice: { sequence: number; cycleId: Id; subjectKinds: readonly string[]; limit: number }): Promise<Entry[]> {
  const rows = await db
    .selectFrom('record_entry')
    .selectAll()
    .where('chain_id', '=', chainId)
    .where('sequence', '>', choice.sequence)
    .where('cycle_id', '=', choice.cycleId)
    .where('subject_kind', 'in', choice.subjectKinds)
    .orderBy('sequence')
    .limit(choice.limit)
    .execute()
  return rows.map(toEntry)
}

/** What happened to one thing, oldest first: its history. */
export async function listEntriesOf(db: Reader, subjectId: Id): Promise<Entry[]> {
  const rows = await db.selectFrom('record_entry').selectAll().where('subject_id', '=', subjectId).orderBy('at').orderBy('sequence').execute()
  return rows.map(toEntry)
}

/** The texts at hand behind a stretch of entries; the public ones alone unless asked otherwise. */
export async function listTexts(db: Reader, chainId: Id, from: number, until: number, options: { all: boolean }): Promise<OpenedText[]> {
  let query = db.selectFrom('record_text').selectAll().where('chain_id', '=', chainId).where('sequence', '>=', from).where('sequence', '<=', until)
  if (!options.all) query = query.where('is_public', '=', true)
  const rows = await query.orderBy('sequence').orderBy('name').execute()
  return rows.map((row) => ({ sequence: row.sequence, name: row.name, salt: row.salt, text: row.text, isPublic: row.is_public }))
}

/** The texts of one name that are at hand behind the acts on one thing, oldest first: for whoever may read what is not public. */
export async function unscopedListTextsOf(db: Reader, subjectId: Id, name: string): Promise<string[]> {
  const rows = await db
    .selectFrom('record_entry')
    .innerJoin('record_text', (join) => join.onRef('record_text.chain_id', '=', 'record_entry.chain_id').onRef('record_text.sequence', '=', 'record_entry.sequence'))
    .select('text')
    .where('subject_id', '=', subjectId)
    .where('name', '=', name)
    .orderBy('at')
    .orderBy('record_entry.sequence')
    .execute()
  return rows.map(({ text }) => text)
}

const BATCH = 1000

/** Recomputes a whole chain, a thousand entries at a time, against its stored head. */
export async function verifyChain(db: Reader, chain: Chain): Promise<Verified> {
  let reached: { length: number; head: string } | undefined
  for (;;) {
    const done = reached?.length ?? 0
    // What is appended while this runs is beyond the head that was asked about.
    const entries = await listEntries(db, chain.id, done, Math.min(BATCH, chain.length - done))
    const last = entries.at(-1)
    if (last === undefined) break
    const texts = Map.groupBy(await listTexts(db, chain.id, entries[0]?.sequence ?? 0, last.sequence, { all: true }), (text) => text.sequence)
    const verified = verifyEntries(chain.id, entries, (sequence) => texts.get(sequence) ?? [], sha256, hmac, reached)
    if (!verified.ok) return verified
    reached = verified
  }
  const { length, head } = reached ?? verifyEmpty(chain.id)
  return length === chain.length && head === chain.head ? { ok: true, length, head } : { ok: false, sequence: length, problem: 'gap' }
}

function verifyEmpty(chainId: Id): { length: number; head: string } {
  const verified = verifyEntries(chainId, [], () => [], sha256, hmac)
  return verified.ok ? verified : { length: 0, head: '' }
}

function toEntry(row: {
  chain_id: Id
  sequence: number
  at: Instant
  act: string
  actor_kind: string
  actor_id: Id | null
  subject_kind: string
  subject_id: Id
  cycle_id: Id | null
  detail: Record<string, Json>
  commitments: Record<string, string>
  previous: string
  hash: string
}): Entry {
  return {
    chainId: row.chain_id as Id<'chain'>,
    sequence: row.sequence,
    at: row.at,
    act: row.act,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    cycleId: row.cycle_id,
    detail: row.detail,
    commitments: row.commitments,
    previous: row.previous,
    hash: row.hash,
  }
}

export interface OutboxItem {
  readonly id: Id<'outbox'>
  readonly forumId: Id<'forum'> | null
  readonly recipient: string
  readonly subject: string
  readonly body: string
  readonly createdAt: Instant
  readonly sentAt: Instant | null
  readonly failure: string | null
}

/** What waits to leave or has left, newest first. */
export async function unscopedListOutbox(db: Reader, limit: number): Promise<OutboxItem[]> {
  const rows = await db.selectFrom('record_outbox').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return rows.map((row) => ({
    id: row.id as Id<'outbox'>,
    forumId: row.forum_id as Id<'forum'> | null,
    recipient: row.recipient,
    subject: row.subject,
    body: row.body,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    failure: row.failure,
  }))
}

/** What changes with every act of a forum (undefined: of any): as long as it stays, nothing that a page shows has changed. */
export async function readStamp(db: Reader, forumId: Id | undefined): Promise<string> {
  let query = db.selectFrom('record_chain').select('head').orderBy('id')
  if (forumId !== undefined) query = query.where((where) => where.or([where('forum_id', 'is', null), where('forum_id', '=', forumId)]))
  const rows = await query.execute()
  return rows.map((row) => row.head.slice(0, 16)).join('.')
}

/** Which of these causes have a mail that was turned back, or that no server took so far. */
export async function findFailedMails(db: Reader, causes: readonly string[]): Promise<string[]> {
  if (causes.length === 0) return []
  const rows = await db.selectFrom('record_outbox').select('cause').where('cause', 'in', [...new Set(causes)]).where('sent_at', 'is', null).where('failure', 'is not', null).execute()
  return rows.map(({ cause }) => cause)
}

/** When each of some things was last acted upon, and when their forum's record began, which stands for those that came before it. */
export async function listLastActs(db: Reader, forumId: Id, subjectIds: readonly Id[]): Promise<{ readonly began: Instant | undefined; readonly of: ReadonlyMap<Id, Instant> }> {
  const first = await db.selectFrom('record_entry').select('at').where('chain_id', '=', forumId).where('sequence', '=', 1).executeTakeFirst()
  if (subjectIds.length === 0) return { began: first?.at, of: new Map() }
  const rows = await db.selectFrom('record_entry').select((select) => ['subject_id', select.fn.max('at').as('at')]).where('subject_id', 'in', subjectIds).groupBy('subject_id').execute()
  return { began: first?.at, of: new Map(rows.map((row) => [row.subject_id, row.at])) }
}
