import type { Contribution } from '../../contributions/model.ts'
import { standingOf } from '../../contributions/model.ts'
import { listContributions, listMailAddresses } from '../../contributions/queries.ts'
import type { Cycle, Forum } from '../../forums/model.ts'
import type { Reader } from '../../platform/database.ts'
import { listCommentAddresses } from '../../review/addresses/queries.ts'
import { listComments } from '../../review/comments/queries.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Instant } from '../../shared/time.ts'
import type { Fate } from '../../shared/vocabularies.ts'
import { traceFates, type Unit, type UnitFate } from '../../trace/coverage/model.ts'
import { loadTraceRows } from '../../trace/coverage/queries.ts'
import { listEditions } from '../queries.ts'
import { isConfirmedAddress, planTelling, type Source, type SourceKind, type Telling } from './model.ts'

const PART = 1000

/**
 * Who is to be told about an edition of a cycle, who was, and who cannot be: everybody of whom something stands. What was declined or
 * withdrawn was answered then.
 */
export async function loadTelling(db: Reader, place: { readonly forum: Pick<Forum, 'id' | 'confirmation'>; readonly cycle: Pick<Cycle, 'id' | 'slug'> }, editionId: Id): Promise<Telling> {
  const published = (await listEditions(db, place.cycle.id)).map(({ versionId }) => versionId)
  const rows = await loadTraceRows(db, place.cycle, { published })
  const sources = await listSources(db, place, rows.units, traceFates(rows))
  return planTelling(sources, await listTold(db, editionId), await listStopped(db, place.forum.id))
}

async function listSources(db: Reader, { forum, cycle }: Parameters<typeof loadTelling>[1], units: readonly Unit[], fates: ReadonlyMap<Id, UnitFate>): Promise<Source[]> {
  // Units of a contribution are named after it: 2026/C-14/2 of 2026/C-14.
  const byRef = Map.groupBy(units.filter(({ isWithdrawn }) => !isWithdrawn), ({ ref }) => ref.split('/').slice(0, 2).join('/'))
  const countOf = (ref: string): Map<Fate, number> => {
    const counts = new Map<Fate, number>()
    for (const { id } of byRef.get(ref) ?? []) counts.set(fates.get(id)?.fate ?? 'none', (counts.get(fates.get(id)?.fate ?? 'none') ?? 0) + 1)
    return counts
  }
  const sources: Source[] = []
  for await (const part of contributionsOf(db, cycle.id)) {
    const addresses = await listMailAddresses(db, part.map(({ id }) => id))
    for (const { id, number, channel, confirmedAt, senderConfirmedAt, language } of part) {
      const ref = formatRef(cycle.slug, 'C', number)
      sources.push({ kind: 'contribution', id, number, ref, address: lower(addresses.get(id)), isConfirmed: isConfirmedAddress({ channel, confirmedAt, senderConfirmedAt }, forum.confirmation), language, fates: countOf(ref) })
    }
  }
  const comments = (await listComments(db, cycle.id)).filter(({ withdrawnAt }) => withdrawnAt === null)
  const addresses = await listCommentAddresses(db, comments.map(({ id }) => id))
  for (const { id, number, channel, language } of comments) {
    const ref = formatRef(cycle.slug, 'R', number)
    sources.push({ kind: 'comment', id, number, ref, address: lower(addresses.get(id)), isConfirmed: isConfirmedAddress({ channel, confirmedAt: null, senderConfirmedAt: null }, forum.confirmation), language, fates: countOf(ref) })
  }
  return sources
}

async function* contributionsOf(db: Reader, cycleId: Id): AsyncGenerator<Contribution[]> {
  for (let offset = 0; ; offset += PART) {
    const part = await listContributions(db, cycleId, {}, { offset, limit: PART })
    yield part.filter((contribution) => standingOf(contribution) === 'stands' || standingOf(contribution) === 'held')
    if (part.length < PART) return
  }
}

function lower(address: string | undefined): string | undefined {
  const plain = address?.trim().toLowerCase()
  return plain === '' ? undefined : plain
}

async function listTold(db: Reader, editionId: Id): Promise<Map<Id, Instant>> {
  const rows = await db.selectFrom('publication_told').select(['source_id', 'told_at']).where('edition_id', '=', editionId).execute()
  return new Map(rows.map((row) => [row.source_id, row.told_at]))
}

/** The addresses of a forum that asked to be told no more, in lower case. */
async function listStopped(db: Reader, forumId: Id): Promise<Set<string>> {
  const rows = await db.selectFrom('publication_stop').select(['source_id']).where('forum_id', '=', forumId).execute()
  const ids = rows.map((row) => row.source_id)
  const addresses = [...(await listMailAddresses(db, ids)).values(), ...(await listCommentAddresses(db, ids)).values()]
  return new Set(addresses.flatMap((address) => lower(address) ?? []))
}

/** Whether the sender of something asked, by it, to be told no more. */
export async function isStopped(db: Reader, sourceId: Id): Promise<boolean> {
  return (await db.selectFrom('publication_stop').select('source_id').where('source_id', '=', sourceId).executeTakeFirst()) !== undefined
}

/** For the forum folder: who was told about which edition of a cycle, and who stopped, in the order of editions and ids. */
export async function listToldOfCycle(db: Reader, cycleId: Id): Promise<{ told: { edition: number; sourceId: Id; toldAt: Instant }[]; stopped: { sourceId: Id; kind: SourceKind; stoppedAt: Instant }[] }> {
  const told = await db
    .selectFrom('publication_told')
    .innerJoin('publication_edition', 'publication_edition.id', 'edition_id')
    .select(['number', 'source_id', 'told_at'])
    .where('cycle_id', '=', cycleId)
    .orderBy('number')
    .orderBy('source_id')
    .execute()
  const stopped = await db.selectFrom('publication_stop').select(['source_id', 'source_kind', 'stopped_at']).where('cycle_id', '=', cycleId).orderBy('source_id').execute()
  return {
    told: told.map((row) => ({ edition: row.number, sourceId: row.source_id, toldAt: row.told_at })),
    stopped: stopped.map((row) => ({ sourceId: row.source_id, kind: row.source_kind, stoppedAt: row.stopped_at })),
  }
}
