import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { findCycleById } from '../../forums/queries.ts'
import { appendAct } from '../../record/commands.ts'
import type { ActDetails, Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'

interface OfContribution {
  readonly cycleId: Id<'cycle'>
  readonly contributionId: Id
}

/** Writes a note for the desk: never public, not in a public folder. Refuses `contribution-not-found` in this cycle, `nobody` (only people write notes). */
export async function writeNote(
  tx: Tx,
  actor: Actor,
  input: OfContribution & { readonly text: string },
  now: Instant,
): Promise<{ noteId: Id<'note'> } | Refusal<'contribution-not-found' | 'nobody'>> {
  if (actor.kind !== 'person') return { refusal: 'nobody' }
  const place = await findPlace(tx, input)
  if (place === undefined) return { refusal: 'contribution-not-found' }
  const noteId = newId<'note'>()
  await tx.insertInto('contributions_note').values({ id: noteId, contribution_id: input.contributionId, author_id: actor.id, text: input.text, written_at: now, struck_at: null }).execute()
  await appendAct(tx, actor, { ...place.at, act: 'note-written', detail: { ref: place.ref }, texts: { text: { text: input.text, isPublic: false } } }, now)
  return { noteId }
}

/** Strikes a note: it is read crossed out from then on. Refuses `already-struck`: by somebody else meanwhile, or it is none of this cycle. */
export async function strikeNote(tx: Tx, actor: Actor, input: OfContribution & { readonly noteId: Id }, now: Instant): Promise<{ struck: true } | Refusal<'already-struck'>> {
  const place = await findPlace(tx, input)
  const struck = place === undefined ? undefined : await tx
    .updateTable('contributions_note')
    .set({ struck_at: now })
    .where('id', '=', input.noteId)
    .where('contribution_id', '=', input.contributionId)
    .where('struck_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (place === undefined || struck === undefined) return { refusal: 'already-struck' }
  await appendAct(tx, actor, { ...place.at, act: 'note-struck', detail: { ref: place.ref } }, now)
  return { struck: true }
}

/**
 * Says who is to read a contribution: these people, and nobody else. Answers how many; nothing is recorded where they are the same
 * as before. Refuses `contribution-not-found`. Whether they may read here is asked at the door.
 */
export async function chooseReaders(
  tx: Tx,
  actor: Actor,
  input: OfContribution & { readonly personIds: readonly Id[] },
  now: Instant,
): Promise<{ readers: number } | Refusal<'contribution-not-found'>> {
  const place = await findPlace(tx, input, true)
  if (place === undefined) return { refusal: 'contribution-not-found' }
  const wanted = [...new Set(input.personIds)]
  const left = await tx.deleteFrom('contributions_reader').where('contribution_id', '=', input.contributionId).where((where) => where.not(where('person_id', '=', where.fn.any(where.val(wanted))))).returning('person_id').execute()
  const rows = wanted.map((personId) => ({ contribution_id: input.contributionId, person_id: personId, assigned_at: now }))
  const added = rows.length === 0 ? [] : await tx.insertInto('contributions_reader').values(rows).onConflict((conflict) => conflict.doNothing()).returning('person_id').execute()
  if (left.length + added.length > 0) await appendAct(tx, actor, { ...place.at, act: 'readers-chosen', detail: { ref: place.ref, readers: wanted.length } }, now)
  return { readers: wanted.length }
}

/**
 * Asks one more person to read some contributions; those who read them already go on. Answers how many it is new for. Refuses
 * `nothing-chosen`. Whether the person may read here is asked at the door.
 */
export async function assignReader(
  tx: Tx,
  actor: Actor,
  input: { readonly cycleId: Id<'cycle'>; readonly contributionIds: readonly Id[]; readonly personId: Id },
  now: Instant,
): Promise<{ assigned: number } | Refusal<'nothing-chosen'>> {
  if (input.contributionIds.length === 0) return { refusal: 'nothing-chosen' }
  const { rows } = await sql<{ contribution_id: Id }>`
    insert into contributions_reader (contribution_id, person_id, assigned_at)
    select id, ${input.personId}, ${now} from contributions_contribution where cycle_id = ${input.cycleId} and id = any(${[...input.contributionIds]}::uuid[]) order by id
    on conflict do nothing returning contribution_id`.execute(tx)
  await recordMany(tx, actor, { cycleId: input.cycleId, contributionIds: rows.map((row) => row.contribution_id) }, (ref) => ({ act: 'reader-assigned', detail: { ref, contributions: rows.length } }), now)
  return { assigned: rows.length }
}

/** Contributions to be marked; `answerNumber` narrows it to the answers with that number. */
export interface ToMark {
  readonly cycleId: Id<'cycle'>
  readonly contributionIds: readonly Id[]
  readonly answerNumber?: number | undefined
}

/**
 * Marks answers, and contributions that have none, as read by whoever does it; those that were so before stay as they are. Answers
 * how many were marked now. Refuses `nothing-chosen`, `nobody` (only people read).
 */
export async function markRead(tx: Tx, actor: Actor, input: ToMark, now: Instant): Promise<{ answers: number } | Refusal<'nothing-chosen' | 'nobody'>> {
  if (actor.kind !== 'person') return { refusal: 'nobody' }
  if (input.contributionIds.length === 0) return { refusal: 'nothing-chosen' }
  const { rows } = await sql<{ contribution_id: Id }>`
    insert into contributions_reading (contribution_id, unit_id, person_id, read_at)
    select contribution_id, unit_id, ${actor.id}, ${now} from (${units(input)}) unit order by unit_id
    on conflict do nothing returning contribution_id`.execute(tx)
  await recordMarks(tx, actor, { input, marked: rows, act: 'answers-read' }, now)
  return { answers: rows.length }
}

/** The other way round: for whoever does it they are unread again. Refuses `nothing-chosen`, `nobody`. */
export async function markUnread(tx: Tx, actor: Actor, input: ToMark, now: Instant): Promise<{ answers: number } | Refusal<'nothing-chosen' | 'nobody'>> {
  if (actor.kind !== 'person') return { refusal: 'nobody' }
  if (input.contributionIds.length === 0) return { refusal: 'nothing-chosen' }
  const { rows } = await sql<{ contribution_id: Id }>`
    delete from contributions_reading where person_id = ${actor.id} and unit_id in (select unit_id from (${units(input)}) unit) returning contribution_id`.execute(tx)
  await recordMarks(tx, actor, { input, marked: rows, act: 'answers-unread' }, now)
  return { answers: rows.length }
}

/** What can be read of these contributions: their answers, and those that have none as a whole. */
function units({ cycleId, contributionIds, answerNumber }: ToMark) {
  const number = answerNumber ?? null
  const ids = [...new Set(contributionIds)]
  return sql`
    select c.id as contribution_id, coalesce(a.id, c.id) as unit_id
    from contributions_contribution c left join contributions_answer a on a.contribution_id = c.id
    where c.cycle_id = ${cycleId} and c.id = any(${ids}::uuid[]) and (${number}::integer is null or a.number = ${number}::integer)`
}

interface Marks {
  readonly input: ToMark
  readonly marked: readonly { readonly contribution_id: Id }[]
  readonly act: 'answers-read' | 'answers-unread'
}

/** What was marked before is not told again. */
async function recordMarks(tx: Tx, actor: Actor, { input, marked, act }: Marks, now: Instant): Promise<void> {
  const contributionIds = [...new Set(marked.map((row) => row.contribution_id))]
  await recordMany(tx, actor, { cycleId: input.cycleId, contributionIds }, (ref) => ({ act, detail: { ref, contributions: contributionIds.length, answers: marked.length } }), now)
}

type ManyAct = 'answers-read' | 'answers-unread' | 'reader-assigned'

/** One entry for all of them, about the first; none where there are none. */
async function recordMany<Name extends ManyAct>(
  tx: Tx,
  actor: Actor,
  { cycleId, contributionIds }: { readonly cycleId: Id<'cycle'>; readonly contributionIds: readonly Id[] },
  write: (ref: string) => { readonly act: Name; readonly detail: ActDetails[Name] },
  now: Instant,
): Promise<void> {
  if (contributionIds.length === 0) return
  const first = await tx.selectFrom('contributions_contribution').select(['id', 'number', 'forum_id']).where('id', 'in', contributionIds).orderBy('number').limit(1).executeTakeFirstOrThrow()
  const ref = formatRef((await findCycleById(tx, cycleId))?.slug ?? '', 'C', first.number)
  await appendAct(tx, actor, { forumId: first.forum_id as Id<'forum'>, cycleId, subject: { kind: 'contribution', id: first.id }, ...write(ref) }, now)
}

async function findPlace(tx: Tx, { cycleId, contributionId }: OfContribution, isHeld = false) {
  let query = tx.selectFrom('contributions_contribution').select(['number', 'forum_id']).where('id', '=', contributionId).where('cycle_id', '=', cycleId)
  if (isHeld) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (row === undefined) return undefined
  const ref = formatRef((await findCycleById(tx, cycleId))?.slug ?? '', 'C', row.number)
  return { ref, at: { forumId: row.forum_id as Id<'forum'>, cycleId, subject: { kind: 'contribution', id: contributionId } } }
}
