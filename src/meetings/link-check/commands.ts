import type { Db } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import { addMilliseconds, type Instant } from '../../shared/time.ts'
import type { Probed } from '../../shared/web-addresses.ts'
import { judgeProbe, type Address } from './model.ts'
import { listAddresses } from './queries.ts'

/** Longer ones are no key of an index, and nobody's link. */
const LONGEST = 2000
/** A new address is not asked at once: whoever typed it may still be at it. */
const FIRST = 600_000
/** So long an address is in the hands of the process that took it. */
const HELD = 900_000

/** Brings the list of addresses up to what stands in meetings and reports: new ones wait, those that stand nowhere are forgotten. No acts: it is what this installation looks at. */
export async function gatherAddresses(db: Db, now: Instant): Promise<void> {
  const standing = new Set((await listAddresses(db)).map(({ url }) => url).filter((url) => Buffer.byteLength(url) <= LONGEST))
  const known = await db.selectFrom('meetings_address').select('url').execute()
  const gone = known.map(({ url }) => url).filter((url) => !standing.has(url))
  for (const { url } of known) standing.delete(url)
  for (const part of inParts(gone)) await db.deleteFrom('meetings_address').where('url', 'in', part).execute()
  const rows = [...standing].map((url) => ({ url, state: 'waiting', status: null, failing_since: null, checked_at: null, next_at: addMilliseconds(now, FIRST) }))
  for (const part of inParts(rows)) await db.insertInto('meetings_address').values(part).onConflict((conflict) => conflict.doNothing()).execute()
}

/** Takes addresses that are due, so that no other process asks them meanwhile. */
export async function takeDueAddresses(db: Db, limit: number, now: Instant): Promise<Address[]> {
  const due = db.selectFrom('meetings_address').select('url').where('next_at', '<=', now).orderBy('next_at').orderBy('url').limit(limit).forUpdate().skipLocked()
  const rows = await db.updateTable('meetings_address').set({ next_at: addMilliseconds(now, HELD) }).where('url', 'in', due).returning(['url', 'failures', 'failing_since']).execute()
  return rows.map(({ url, failures, failing_since: failingSince }) => ({ url, failures, failingSince }))
}

/** Notes what came of asking. */
export async function recordProbe(db: Db, address: Address, probed: Probed, now: Instant): Promise<void> {
  await db.updateTable('meetings_address').set(judgeProbe(address, probed, now)).where('url', '=', address.url).execute()
}

/** Puts addresses off, with nothing said of them. */
export async function putOff(db: Db, urls: readonly string[], milliseconds: number, now: Instant): Promise<void> {
  if (urls.length > 0) await db.updateTable('meetings_address').set({ next_at: addMilliseconds(now, milliseconds) }).where('url', 'in', urls).execute()
}
