import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/database.ts'
import type { FileStore } from '../../platform/files.ts'
import type { Log } from '../../platform/log.ts'
import type { Id } from '../../shared/ids.ts'
import { addMilliseconds, type Instant } from '../../shared/time.ts'

const INTERVAL = 1_000
/** Beginnings of one import: what ends the process each time is not begun for ever. */
const TRIES = 4
const FORGOTTEN_AFTER = 30 * 24 * 3_600_000
const SWEEP = 3_600_000

/**
 * Carries out what waits, one import after the other. While one runs, a lock is held that goes with the process: killed at any
 * moment, it is begun again by whichever process looks next, and of several processes one runs it. Answers whether there was one.
 */
export async function runWaitingImport(db: Db, run: (importId: Id<'import'>) => Promise<void>): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const waiting = await tx.selectFrom('contributions_import').select('id').where('state', 'in', ['waiting', 'working']).orderBy('changed_at').orderBy('id').execute()
    for (const { id } of waiting) {
      const { rows } = await sql<{ is_mine: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${`run-import:${id}`}, 0)) as is_mine`.execute(tx)
      if (rows[0]?.is_mine !== true) continue
      // Beside the transaction that holds the lock, so that whoever waits for the import sees it.
      const begun = await db
        .updateTable('contributions_import')
        .set((row) => ({ state: sql<'working' | 'failed'>`case when tries < ${TRIES} then 'working' else 'failed' end`, tries: row('tries', '+', 1) }))
        .where('id', '=', id)
        .where('state', 'in', ['waiting', 'working'])
        .returning('state')
        .executeTakeFirst()
      if (begun?.state === 'working') await run(id as Id<'import'>)
      if (begun !== undefined) return true
    }
    return false
  })
}

/** Forgets imports that nobody has touched for thirty days, with their files: what they took is in the contributions and in the record. */
export async function forgetImports(db: Db, files: FileStore, now: Instant): Promise<number> {
  const { rows } = await sql<{ sha256: string; documents_sha256: string | null }>`
    delete from contributions_import where changed_at < ${addMilliseconds(now, -FORGOTTEN_AFTER)} and state not in ('waiting', 'working') returning sha256, documents_sha256`.execute(db)
  for (const sha256 of new Set(rows.flatMap((row) => [row.sha256, row.documents_sha256]))) {
    if (sha256 === null) continue
    const attached = await db.selectFrom('contributions_attachment').select('id').where('sha256', '=', sha256).limit(1).executeTakeFirst()
    const used = await db.selectFrom('contributions_import').select('id').where((where) => where.or([where('sha256', '=', sha256), where('documents_sha256', '=', sha256)])).limit(1).executeTakeFirst()
    if (attached === undefined && used === undefined) await files.remove(sha256)
  }
  return rows.length
}

/** Looks after the imports until it is stopped; stopping waits for the one that runs. */
export function startImporting(db: Db, files: FileStore, run: (importId: Id<'import'>) => Promise<void>, clock: Clock, log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController()
  let swept = -SWEEP
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        if (performance.now() - swept > SWEEP) {
          swept = performance.now()
          await forgetImports(db, files, clock())
        }
        if (await runWaitingImport(db, run)) continue
      } catch (error) {
        log.error('An import could not be carried out', { error: error instanceof Error ? error.message : String(error) })
      }
      await pause(INTERVAL, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
