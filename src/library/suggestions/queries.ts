import { sql, type Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { addMilliseconds, type Instant } from '../../shared/time.ts'
import type { Reference } from '../model.ts'
import { findReferences } from '../queries.ts'
import { isSameWork, UNCONFIRMED_DAYS, type Paper, type PaperSuggestion } from './model.ts'
import type { PaperSuggestionRow, SuggestionFileRow } from './tables.ts'

const DAY = 86_400_000

export async function findSuggestion(db: Reader, id: Id): Promise<PaperSuggestion | undefined> {
  const [found] = await withFiles(db, await db.selectFrom('library_suggestion').selectAll().where('id', '=', id).execute())
  return found
}

/** All that came in one mail, in its order. */
export async function listSuggestionsOfMail(db: Reader, mailKey: Id): Promise<PaperSuggestion[]> {
  return withFiles(db, await db.selectFrom('library_suggestion').selectAll().where('mail_key', '=', mailKey).orderBy('position').execute())
}

/** `waiting`: what the desk has to decide on, what is not confirmed among it for so many days; `unconfirmed`: all of that, however old. */
export type DeskChoice = 'waiting' | 'unconfirmed' | 'decided'

/** What a forum's desk has to look at, oldest first, or has decided, newest first; `limit` at most after `offset`. */
export async function listSuggestionsForDesk(db: Reader, choice: { readonly forumId: Id; readonly show: DeskChoice; readonly now: Instant; readonly limit: number; readonly offset: number }): Promise<PaperSuggestion[]> {
  const { forumId, show, now, limit, offset } = choice
  const query = db.selectFrom('library_suggestion').selectAll().where('forum_id', '=', forumId)
  const chosen =
    show === 'decided' ? query.where('state', 'in', ['listed', 'declined', 'withdrawn'])
    : show === 'unconfirmed' ? query.where('state', '=', 'unconfirmed')
    : query.where((where) => where.or([where('state', '=', 'waiting'), where.and([where('state', '=', 'unconfirmed'), where('suggested_at', '>', oldestShown(now))])]))
  const order = show === 'waiting' ? 'asc' : 'desc'
  const rows = await chosen.orderBy('suggested_at', order).orderBy('number', order).orderBy('mail_key').orderBy('position').limit(limit).offset(offset).execute()
  return withFiles(db, rows)
}

function oldestShown(now: Instant): Instant {
  return addMilliseconds(now, -UNCONFIRMED_DAYS * DAY)
}

/** How many wait for the desk, of sure addresses, since when; and how many were never confirmed, however old. */
export async function countSuggestions(db: Reader, forumId: Id): Promise<{ readonly waiting: number; readonly since: Instant | null; readonly unconfirmed: number }> {
  const row = await db
    .selectFrom('library_suggestion')
    .select((of) => [of.fn.countAll<number>().filterWhere('state', '=', 'waiting').as('waiting'), of.fn.countAll<number>().filterWhere('state', '=', 'unconfirmed').as('unconfirmed'), of.fn.min('suggested_at').filterWhere('state', '=', 'waiting').as('since')])
    .where('forum_id', '=', forumId)
    .executeTakeFirstOrThrow()
  return { waiting: row.waiting, since: row.since, unconfirmed: row.unconfirmed }
}

/** Suggestions for a cycle that are known to be their senders', newest first, `limit` at most below a number. Withdrawn ones are there, to be shown without words. */
export async function listSuggestionsOfCycle(db: Reader, cycleId: Id, options: { readonly below?: number | undefined; readonly limit: number }): Promise<PaperSuggestion[]> {
  let query = db.selectFrom('library_suggestion').selectAll().where('cycle_id', '=', cycleId).where('number', 'is not', null).orderBy('number', 'desc').limit(options.limit)
  if (options.below !== undefined) query = query.where('number', '<', options.below)
  return withFiles(db, await query.execute())
}

/** The suggestions that became these references. */
export async function listSuggestionsOfReferences(db: Reader, referenceIds: readonly Id[]): Promise<PaperSuggestion[]> {
  if (referenceIds.length === 0) return []
  const rows = await db.selectFrom('library_suggestion').selectAll().where('reference_id', 'in', [...referenceIds]).where('state', '=', 'listed').orderBy('number').execute()
  return withFiles(db, rows)
}

/** What came from an address, is not confirmed, and was not asked about, since an hour had not gone by; by the mails it came in, oldest first. */
export async function listUnasked(db: Reader, forumId: Id, mail: string, limit: number): Promise<PaperSuggestion[]> {
  const rows = await db
    .selectFrom('library_suggestion').selectAll().where('forum_id', '=', forumId).where('state', '=', 'unconfirmed').where(sql`lower(mail)`, '=', mail.toLowerCase()).where('asked_at', 'is', null).where('position', '=', 1).orderBy('suggested_at').orderBy('id').limit(limit).execute()
  return withFiles(db, rows)
}

/** The reference of a forum that a paper seems to be already: the same address, or the same title. Undefined where none is. */
export async function findListedAs(db: Reader, forumId: Id, paper: Pick<Paper, 'title' | 'address'>): Promise<Reference | undefined> {
  const rows = await db.selectFrom('library_reference').select(['id', 'title', 'url']).where('forum_id', '=', forumId).orderBy('id').execute()
  const same = rows.find(({ title, url }) => isSameWork(paper, { title, address: url }))
  return same === undefined ? undefined : (await findReferences(db, [same.id]))[0]
}

async function withFiles(db: Reader, rows: readonly Selectable<PaperSuggestionRow>[]): Promise<PaperSuggestion[]> {
  if (rows.length === 0) return []
  const files = await db.selectFrom('library_suggestion_file').selectAll().where('suggestion_id', 'in', rows.map(({ id }) => id)).orderBy('position').execute()
  return rows.map((row) => toSuggestion(row, files.filter(({ suggestion_id }) => suggestion_id === row.id)))
}

export function toSuggestion(row: Selectable<PaperSuggestionRow>, files: readonly Selectable<SuggestionFileRow>[]): PaperSuggestion {
  return {
    id: row.id as Id<'paper-suggestion'>,
    forumId: row.forum_id as Id<'forum'>,
    cycleId: row.cycle_id as Id<'cycle'> | null,
    number: row.number,
    mailKey: row.mail_key,
    title: row.title,
    author: row.author,
    publisher: row.publisher,
    published: row.published,
    address: row.address,
    note: row.note,
    name: row.name,
    organisation: row.organisation,
    consent: row.consent,
    mail: row.mail,
    language: row.language,
    state: row.state,
    proof: row.proof,
    reason: row.reason,
    isWithheld: row.is_withheld,
    referenceId: row.reference_id as Id<'reference'> | null,
    suggestedAt: row.suggested_at,
    askedAt: row.asked_at,
    decidedAt: row.decided_at,
    files: files.map(({ name, media_type, size, sha256 }) => ({ name, mediaType: media_type, size, sha256 })),
  }
}
