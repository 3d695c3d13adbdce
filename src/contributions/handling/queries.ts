import { sql, type RawBuilder, type Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { toContribution } from '../queries.ts'
import type { ContributionRow } from '../tables.ts'
import { INBOX_REASONS, type InboxChoice, type InboxReason, type InInbox, type Note, type OpenNames, type Progress } from './model.ts'

/** Short answers are alike by chance. The index on texts has the same limit. */
const ALIKE_FROM = 80

const STANDS = sql`(c.withdrawn_at is null and c.declined_at is null)`
const UNREAD = sql`(${STANDS} and not exists (select from contributions_reading r where r.contribution_id = c.id))`

/** The condition of each reason, in the columns of `c`. What is alike, or a file alone, is told until somebody has read it. */
function conditions(open: OpenNames): Readonly<Record<InboxReason, RawBuilder<unknown>>> {
  return {
    unread: UNREAD,
    held: sql`(c.held_at is not null and c.withdrawn_at is null)`,
    name: sql`(${STANDS} and (c.contributor = any(${open.people}::text[]) or c.organisation = any(${open.organisations}::text[])))`,
    'same-text': sql`(${UNREAD} and exists (
      select from contributions_answer a join contributions_answer b on md5(b.text) = md5(a.text) and length(b.text) >= ${sql.lit(ALIKE_FROM)} and b.contribution_id <> a.contribution_id
        join contributions_contribution d on d.id = b.contribution_id
      where a.contribution_id = c.id and length(a.text) >= ${sql.lit(ALIKE_FROM)} and d.cycle_id = c.cycle_id and d.state = 'received' and d.withdrawn_at is null and d.declined_at is null))`,
    'file-only': sql`(${UNREAD} and exists (select from contributions_attachment f where f.contribution_id = c.id) and not exists (select from contributions_answer a where a.contribution_id = c.id))`,
    unconfirmed: sql`(${STANDS} and c.sender_asked_at is not null and c.sender_confirmed_at is null)`,
    correction: sql`(c.withdrawn_at is null and exists (select from contributions_correction k where k.contribution_id = c.id and k.decided_at is null))`,
  }
}

function narrowed(choice: InboxChoice, reasons: ReturnType<typeof conditions>): RawBuilder<unknown> {
  const any = sql`(${sql.join(INBOX_REASONS.map((reason) => reasons[reason]), sql` or `)})`
  const parts = [
    // What waits to be released or confirmed by its sender is not here yet.
    sql`c.state = 'received'`,
    ...(choice.reason === undefined ? (choice.all === true ? [] : [any]) : [reasons[choice.reason]]),
    ...(choice.callId === undefined ? [] : [sql`c.call_id = ${choice.callId}`]),
    ...(choice.readerId === undefined ? [] : [sql`exists (select from contributions_reader p where p.contribution_id = c.id and p.person_id = ${choice.readerId})`]),
  ]
  return sql.join(parts, sql` and `)
}

/** What waits at the desk in a cycle, by number, a page of it. */
export async function listInbox(db: Reader, cycleId: Id, choice: InboxChoice, open: OpenNames, page: { offset: number; limit: number }): Promise<InInbox[]> {
  const reasons = conditions(open)
  const { rows } = await sql<Selectable<ContributionRow> & { reasons: boolean[]; answers: number }>`
    select c.*, array[${sql.join(INBOX_REASONS.map((reason) => reasons[reason]))}] as reasons, 
      (select count(distinct question_id)::integer from (
        select question_id from contributions_answer where contribution_id = c.id and removed_at is null
        union all select question_id from contributions_choice where contribution_id = c.id) answered) as answers
    from contributions_contribution c where c.cycle_id = ${cycleId} and ${narrowed(choice, reasons)}
    order by c.number offset ${page.offset} limit ${page.limit}`.execute(db)
  const progress = await listProgress(db, rows.map((row) => row.id))
  return rows.map((row) => ({
    contribution: toContribution(row),
    reasons: INBOX_REASONS.filter((_, place) => row.reasons[place] === true),
    progress: progress.get(row.id) ?? [],
    answers: row.answers,
  }))
}

/** How many wait for each reason, and in all; one may wait for several. */
export async function countInbox(db: Reader, cycleId: Id, choice: Omit<InboxChoice, 'reason'>, open: OpenNames): Promise<{ all: number; byReason: ReadonlyMap<InboxReason, number> }> {
  const reasons = conditions(open)
  const counted = INBOX_REASONS.map((reason) => sql`count(*) filter (where ${reasons[reason]})`)
  const { rows } = await sql<{ all: number; counts: number[] }>`
    select count(*)::integer as all, array[${sql.join(counted)}]::integer[] as counts
    from contributions_contribution c where c.cycle_id = ${cycleId} and ${narrowed(choice, reasons)}`.execute(db)
  return { all: rows[0]?.all ?? 0, byReason: new Map(INBOX_REASONS.map((reason, place) => [reason, rows[0]?.counts[place] ?? 0])) }
}

/** Why one contribution waits, how far its readers are, and the numbers of those that stand before and after it in the inbox so narrowed. */
export async function findInInbox(
  db: Reader,
  at: { readonly cycleId: Id; readonly number: number },
  choice: InboxChoice,
  open: OpenNames,
): Promise<{ reasons: readonly InboxReason[]; before: number | null; after: number | null }> {
  const reasons = conditions(open)
  const where = narrowed(choice, reasons)
  const { rows } = await sql<{ reasons: boolean[]; before: number | null; after: number | null }>`
    select array[${sql.join(INBOX_REASONS.map((reason) => reasons[reason]))}] as reasons,
      (select max(number) from contributions_contribution c where c.cycle_id = ${at.cycleId} and c.number < ${at.number} and ${where}) as before,
      (select min(number) from contributions_contribution c where c.cycle_id = ${at.cycleId} and c.number > ${at.number} and ${where}) as after
    from contributions_contribution c where c.cycle_id = ${at.cycleId} and c.number = ${at.number}`.execute(db)
  const [row] = rows
  return { reasons: INBOX_REASONS.filter((_, place) => row?.reasons[place] === true), before: row?.before ?? null, after: row?.after ?? null }
}

/** Whoever is to read contributions, or has read some of them: how far each has come, by contribution. */
export async function listProgress(db: Reader, contributionIds: readonly Id[]): Promise<Map<Id, Progress[]>> {
  if (contributionIds.length === 0) return new Map()
  const { rows } = await sql<{ contribution_id: Id; person_id: Id; assigned: boolean; read: number; total: number }>`
    with asked as (select unnest(${[...contributionIds]}::uuid[]) as id),
      total as (select asked.id, greatest(count(a.id), 1)::integer as total from asked left join contributions_answer a on a.contribution_id = asked.id group by asked.id),
      involved as (
        select contribution_id, person_id, true as assigned, 0 as read from contributions_reader where contribution_id in (select id from asked)
        union all select contribution_id, person_id, false, 1 from contributions_reading where contribution_id in (select id from asked))
    select contribution_id, person_id, bool_or(assigned) as assigned, sum(read)::integer as read, total
    from involved join total on total.id = contribution_id group by contribution_id, person_id, total order by contribution_id, bool_or(assigned) desc, person_id`.execute(db)
  return Map.groupBy(
    rows.map((row) => ({ contributionId: row.contribution_id, personId: row.person_id as Id<'person'>, isAssigned: row.assigned, read: row.read, total: row.total })),
    ({ contributionId }) => contributionId,
  )
}

/** Which answers of a contribution (or itself, where it has none) somebody has read. */
export async function listReadUnits(db: Reader, contributionId: Id, personId: Id): Promise<ReadonlySet<Id>> {
  const rows = await db.selectFrom('contributions_reading').select('unit_id').where('contribution_id', '=', contributionId).where('person_id', '=', personId).execute()
  return new Set(rows.map((row) => row.unit_id))
}

/** How far each reader of a cycle has come, question by question: of the answers assigned to them, how many they have read. */
export async function listReadersProgress(db: Reader, cycleId: Id): Promise<{ personId: Id<'person'>; number: number | null; read: number; assigned: number }[]> {
  const { rows } = await sql<{ person_id: Id; number: number | null; read: number; assigned: number }>`
    select p.person_id, a.number, count(r.unit_id)::integer as read, count(*)::integer as assigned
    from contributions_reader p join contributions_contribution c on c.id = p.contribution_id
      left join contributions_answer a on a.contribution_id = c.id
      left join contributions_reading r on r.unit_id = coalesce(a.id, c.id) and r.person_id = p.person_id
    where c.cycle_id = ${cycleId} and c.withdrawn_at is null and c.declined_at is null
    group by p.person_id, a.number order by p.person_id, a.number nulls last`.execute(db)
  return rows.map((row) => ({ personId: row.person_id as Id<'person'>, number: row.number, read: row.read, assigned: row.assigned }))
}

/** The notes of a contribution, the oldest first. */
export async function listNotes(db: Reader, contributionId: Id): Promise<Note[]> {
  const rows = await db.selectFrom('contributions_note').selectAll().where('contribution_id', '=', contributionId).orderBy('written_at').orderBy('id').execute()
  return rows.map((row) => ({ id: row.id as Id<'note'>, authorId: row.author_id as Id<'person'>, text: row.text, writtenAt: row.written_at, isStruck: row.struck_at !== null }))
}

/** What the contributor was told with a decision, for the desk. */
export async function findModerationNote(db: Reader, contributionId: Id): Promise<string | null> {
  const row = await db.selectFrom('contributions_contribution').select('moderated_note').where('id', '=', contributionId).executeTakeFirst()
  return row?.moderated_note ?? null
}

/** The numbers of other contributions of the cycle, that stand, of which an answer is word for word one of these. */
export async function listSameText(db: Reader, contributionId: Id): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select distinct d.number from contributions_answer a join contributions_contribution c on c.id = a.contribution_id
      join contributions_answer b on md5(b.text) = md5(a.text) and length(b.text) >= ${sql.lit(ALIKE_FROM)} and b.contribution_id <> a.contribution_id
      join contributions_contribution d on d.id = b.contribution_id and d.cycle_id = c.cycle_id
    where a.contribution_id = ${contributionId} and length(a.text) >= ${sql.lit(ALIKE_FROM)} and d.state = 'received' and d.withdrawn_at is null and d.declined_at is null order by d.number limit 100`.execute(db)
  return rows.map((row) => row.number)
}

/** A name as contributions of a forum have it, with how many have it and some of them. */
export interface NameUse {
  readonly kind: 'person' | 'organisation'
  readonly name: string
  readonly count: number
  /** Up to five, `2017/14`: cycle and number. */
  readonly examples: readonly { readonly cycleId: Id; readonly number: number }[]
}

/** Every name that stands in a contribution of a forum, withdrawn and declined ones left out. */
export async function listNameUses(db: Reader, forumId: Id): Promise<NameUse[]> {
  const { rows } = await sql<{ kind: 'person' | 'organisation'; name: string; count: number; cycles: Id[]; numbers: number[] }>`
    select kind, name, count(*)::integer as count, (array_agg(cycle_id order by cycle_id, number))[1:5]::text[] as cycles, (array_agg(number order by cycle_id, number))[1:5] as numbers from (
      select 'person' as kind, contributor as name, cycle_id, number from contributions_contribution where forum_id = ${forumId} and contributor is not null and state = 'received' and withdrawn_at is null and declined_at is null
      union all select 'organisation', organisation, cycle_id, number from contributions_contribution where forum_id = ${forumId} and organisation is not null and state = 'received' and withdrawn_at is null and declined_at is null
    ) use group by kind, name order by kind, name collate "C"`.execute(db)
  return rows.map(({ kind, name, count, cycles, numbers }) => ({ kind, name, count, examples: cycles.map((cycleId, place) => ({ cycleId, number: numbers[place] ?? 0 })) }))
}
