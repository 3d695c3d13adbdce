import { sql } from 'kysely'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../platform/clock.ts'
import { transact, type Db, type Tx } from '../../platform/database.ts'
import type { Extractor } from '../../platform/extractor.ts'
import type { FileStore } from '../../platform/files.ts'
import type { Log } from '../../platform/log.ts'
import { SYSTEM } from '../../record/model.ts'
import { listChains } from '../../record/queries.ts'
import type { Extraction } from '../../shared/extraction.ts'
import type { Id } from '../../shared/ids.ts'
import { recordReading } from './commands.ts'
import { MOST_ATTEMPTS } from './model.ts'

const INTERVAL = 2_000
/** How many are looked at to find one that no other process is reading. */
const LOOKED_AT = 20

interface Reading {
  readonly db: Db
  readonly files: FileStore
  readonly extractor: Extractor
  readonly clock: Clock
  readonly signal?: AbortSignal | undefined
}

/** Makes a waiting row of every attached file that has none: whatever way it came in. No act: nothing is known of it yet. */
export async function enlistDocuments(db: Db): Promise<void> {
  await sql`insert into contributions_document (attachment_id, contribution_id, outcome)
    select a.id, a.contribution_id, 'waiting' from contributions_attachment a
    where not exists (select from contributions_document d where d.attachment_id = a.id)
    on conflict do nothing`.execute(db)
}

/**
 * Reads what waits, one file after the other, until nothing waits that is due. Each is held by an advisory lock while it is read, so
 * that of several processes one reads it; a process that is killed lets go of it, and it is read anew. How often it was begun is
 * counted apart and kept, so that a file which ends all that touch it is given up. Answers how many came to an outcome.
 */
export async function readWaitingDocuments(reading: Reading): Promise<number> {
  let read = 0
  for (;;) {
    if (reading.signal?.aborted === true) return read
    const outcome = await transact(reading.db, (tx) => readNext(tx, reading))
    if (outcome === 'nothing') return read
    if (outcome === 'read') read++
  }
}

async function readNext(tx: Tx, reading: Reading): Promise<'nothing' | 'read' | 'again'> {
  const next = await takeNext(tx, reading)
  if (next === undefined) return 'nothing'
  // On another connection, so that it stays counted when this process ends in the middle.
  await reading.db.updateTable('contributions_document').set((row) => ({ attempts: row('attempts', '+', 1) })).where('attachment_id', '=', next.id).execute()
  const extraction: Extraction = next.attempts >= MOST_ATTEMPTS ? { outcome: 'refused', reason: 'ended', format: null } : await reading.extractor.extract(reading.files.path(next.sha256), next.name)
  if (reading.signal?.aborted === true && extraction.outcome === 'refused' && extraction.reason === 'ended') {
    // It was ended because we end: that is nothing that the file did.
    await tx.updateTable('contributions_document').set({ attempts: next.attempts }).where('attachment_id', '=', next.id).execute()
    return 'nothing'
  }
  const outcome = await recordReading(tx, SYSTEM, { attachmentId: next.id, attempts: next.attempts + 1, extraction }, reading.clock())
  return outcome === undefined || outcome === 'waiting' ? 'again' : 'read'
}

/** The first that is due and that nobody reads; its lock is held until the transaction ends. */
async function takeNext(tx: Tx, { clock }: Reading): Promise<{ id: Id; name: string; sha256: string; attempts: number } | undefined> {
  const { rows } = await sql<{ id: Id }>`select attachment_id as id from contributions_document
    where outcome = 'waiting' and (not_before is null or not_before <= ${clock()}) order by attachment_id limit ${LOOKED_AT}`.execute(tx)
  for (const { id } of rows) {
    const lock = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${`document:${id}`}, 0)) as taken`.execute(tx)
    if (lock.rows[0]?.taken !== true) continue
    // Another may have read it between the look and the lock.
    const found = await tx
      .selectFrom('contributions_document')
      .innerJoin('contributions_attachment', 'contributions_attachment.id', 'attachment_id')
      .select(['attachment_id', 'name', 'sha256', 'attempts'])
      .where('attachment_id', '=', id)
      .where('outcome', '=', 'waiting')
      .where((where) => where.or([where('not_before', 'is', null), where('not_before', '<=', clock())]))
      .executeTakeFirst()
    if (found !== undefined) return { id: found.attachment_id, name: found.name, sha256: found.sha256, attempts: found.attempts }
  }
  return undefined
}

/**
 * Looks after attached files until it is stopped: as many readers as the extractor has places. New files are looked for when the
 * record has moved, for nothing is attached without an act. Stopping ends what is being read; it is read after the next start.
 */
export function startReadingDocuments(reading: Omit<Reading, 'signal'>, log: Log, places: number): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const within = { ...reading, signal: stopping.signal }
  const running = (async () => {
    let seen = ''
    while (!stopping.signal.aborted) {
      try {
        const heads = (await listChains(reading.db)).map(({ head }) => head).join()
        if (heads !== seen) await enlistDocuments(reading.db)
        seen = heads
        await Promise.all(Array.from({ length: places }, () => readWaitingDocuments(within)))
      } catch (error) {
        log.error('Attached files could not be read', { error: error instanceof Error ? error.message : String(error) })
      }
      await pause(INTERVAL, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await reading.extractor.stop()
      await running
    },
  }
}
