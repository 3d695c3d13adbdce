import { counts } from '../../contributions/model.ts'
import { findContributions, listCountedIds, listWholeTexts } from '../../contributions/queries.ts'
import { listCycles, listForums } from '../../forums/queries.ts'
import { startBackground, type Background } from '../../platform/background.ts'
import type { Clock } from '../../platform/clock.ts'
import { transact, type Db, type Reader, type Tx } from '../../platform/database.ts'
import type { Log } from '../../platform/log.ts'
import { findChain, listEntries } from '../../record/queries.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { forgetTexts, placeTexts } from '../placing/commands.ts'
import { fingerprint, type Fingerprint } from '../shingles/model.ts'
import { findProgress, listApart, listCompared, listDeputies } from './queries.ts'

/** An act on a contribution after which its text, or whether it counts, may be another. What is redacted is compared as it was sent. */
function concernsText({ act, subjectKind }: { readonly act: string; readonly subjectKind: string | null }): boolean {
  return subjectKind === 'contribution' && (act.startsWith('contribution') || act === 'correction-taken')
}

/** Acts after which many contributions may be new. */
const MANY = new Set(['contributions-imported', 'forum-imported'])
const INTERVAL = 1_000
/** Entries read in one turn, and texts placed in one transaction. */
const ENTRIES = 500
const TEXTS = 20_000
/** What is compared with all that came before stands in memory: so many runs of words of those placed together, at four bytes each. */
const SHINGLES = 10_000_000
const READ_AT_ONCE = 250

/**
 * Places what has come, been changed or been taken away since the last turn, forum by forum, as the record tells it. What was placed
 * and how far it came stand in one transaction, so that a process killed in between begins where it was. Answers whether anything was.
 */
export async function placeWhatCame(db: Db, clock: Clock, signal?: AbortSignal): Promise<boolean> {
  let isMore = false
  for (const forum of await listForums(db)) {
    if (signal?.aborted === true) return false
    if (await followForum(db, forum.id, clock)) isMore = true
  }
  return isMore
}

/** Looks after campaigns until it is stopped. */
export function startPlacingTexts(db: Db, clock: Clock, log: Log): Background {
  return startBackground({ what: 'campaigns', every: INTERVAL, log, turn: (signal) => placeWhatCame(db, clock, signal) })
}

async function followForum(db: Db, forumId: Id<'forum'>, clock: Clock): Promise<boolean> {
  const chain = await findChain(db, forumId)
  const progress = await findProgress(db, forumId)
  if (chain === undefined || chain.length <= progress) return false
  const entries = await listEntries(db, chain.id, progress, ENTRIES)
  const last = entries.at(-1)?.sequence ?? chain.length
  const isBegin = progress === 0 || entries.some(({ act }) => MANY.has(act))
  const touched = entries.filter(concernsText).map(({ subjectId }) => subjectId)
  if (isBegin) await placeAll(db, forumId, clock)
  return transact(db, async (tx) => {
    // Another process may have been here meanwhile: the one that moves the mark does the work.
    if (!(await moveMark(tx, forumId, progress, last))) return true
    if (!isBegin) await placeTouched(tx, forumId, [...new Set(touched)], clock())
    return chain.length > last
  })
}

async function moveMark(tx: Tx, forumId: Id, from: number, to: number): Promise<boolean> {
  const moved =
    from === 0
      ? await tx.insertInto('synthesis_campaign_progress').values({ forum_id: forumId, sequence: to }).onConflict((conflict) => conflict.doNothing()).returning('sequence').executeTakeFirst()
      : await tx.updateTable('synthesis_campaign_progress').set({ sequence: to }).where('forum_id', '=', forumId).where('sequence', '=', from).returning('sequence').executeTakeFirst()
  return moved !== undefined
}

/** Every contribution of the forum that counts and was not compared yet, some thousands in a transaction. */
async function placeAll(db: Db, forumId: Id<'forum'>, clock: Clock): Promise<void> {
  for (const cycle of await listCycles(db, forumId)) {
    const known = await listCompared(db, cycle.id)
    for (const id of await listApart(db, cycle.id)) known.add(id)
    const missing = (await listCountedIds(db, cycle.id)).filter((id) => !known.has(id))
    let prints = new Map<Id, Fingerprint>()
    const place = async (): Promise<void> => {
      const together = { forumId, cycleId: cycle.id, prints }
      prints = new Map()
      await transact(db, (tx) => placeTexts(tx, together, clock()))
    }
    let shingles = 0
    for (const part of inParts(missing, READ_AT_ONCE)) {
      for (const [id, print] of await listPrints(db, part)) {
        prints.set(id, print)
        shingles += print.shingles.length
      }
      if (prints.size < TEXTS && shingles < SHINGLES) continue
      await place()
      shingles = 0
    }
    if (prints.size > 0) await place()
  }
}

/** The fingerprints of contributions; their texts, which are larger, are let go. */
async function listPrints(db: Reader, ids: readonly Id[]): Promise<Map<Id, Fingerprint>> {
  return new Map([...(await listWholeTexts(db, ids))].map(([id, text]) => [id, fingerprint(text)]))
}

async function placeTouched(tx: Tx, forumId: Id<'forum'>, ids: readonly Id[], now: Instant): Promise<void> {
  const contributions = await findContributions(tx, ids)
  for (const [cycleId, some] of Map.groupBy(contributions, (contribution) => contribution.cycleId)) {
    const prints = await listPrints(tx, some.filter(counts).map(({ id }) => id))
    // Read before anything goes: the campaign says for whom a text stood.
    const deputies = await listDeputies(tx, cycleId, some.map(({ id }) => id))
    await forgetTexts(tx, cycleId, some.map(({ id }) => id).filter((id) => !prints.has(id)), now)
    for (const [id, print] of await listPrints(tx, deputies)) prints.set(id, print)
    if (prints.size > 0) await placeTexts(tx, { forumId, cycleId, prints }, now)
  }
}
