import { sql, type ExpressionBuilder, type Selectable } from 'kysely'
import type { Database, Reader } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import type { PlainDate } from '../shared/time.ts'
import { NOT_RECORDED } from '../shared/vocabularies.ts'
import { counts, declinedForOf, hasPublicText, publicName, standingOf, type Answer, type Attachment, type Contribution, type Contributor, type Unit } from './model.ts'
import type { DeclineReason } from './moderation/model.ts'
import type { ContributionState } from './sending/model.ts'
import { IS_LISTED, isWithin, type Narrowing } from './narrowing/queries.ts'
import { maskText, type Redaction } from './redaction/model.ts'
import { findRedactions, listRedactions } from './redaction/queries.ts'
import type { AnswerRow, AttachmentRow, ContributionRow } from './tables.ts'

/** Narrows a list of answers; `limit` and `offset` page it. */
export interface AnswerChoice {
  readonly questionId?: Id | undefined
  readonly contributionIds?: readonly Id[] | undefined
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

/** The answers of a cycle by contribution and number, as anyone may see them; withdrawn ones are marked and have no text. */
export async function listAnswers(db: Reader, cycleId: Id, choice: AnswerChoice = {}): Promise<Answer[]> {
  let query = selectAnswers(db).where('cycle_id', '=', cycleId).where('state', '=', 'received').where('removed_at', 'is', null)
  if (choice.questionId !== undefined) query = query.where('question_id', '=', choice.questionId)
  if (choice.contributionIds !== undefined) query = query.where(sql<boolean>`contribution_id in (select unnest(${[...choice.contributionIds]}::uuid[]))`)
  if (choice.limit !== undefined) query = query.limit(choice.limit)
  if (choice.offset !== undefined) query = query.offset(choice.offset)
  const rows = await query.orderBy('contributions_contribution.number').orderBy('contributions_answer.number').execute()
  const redactions = await listRedactions(db, cycleId)
  return rows.map((row) => toAnswer(row, redactions))
}

/** Answers by their ids, as anyone may see them, in the order of their references; ids that are none are left out. */
export async function findAnswers(db: Reader, ids: readonly Id[]): Promise<Answer[]> {
  if (ids.length === 0) return []
  const rows = await selectAnswers(db)
    .where('contributions_answer.id', 'in', [...new Set(ids)])
    .orderBy('contributions_contribution.number')
    .orderBy('contributions_answer.number')
    .execute()
  const redactions = await findRedactions(db, ids)
  return rows.map((row) => toAnswer(row, redactions))
}

/** How many contributions a cycle has, not counting those withdrawn or declined. */
export async function countContributions(db: Reader, cycleId: Id): Promise<number> {
  return (await countChosen(db, cycleId, {})).counted
}

/** In the columns of `c`: the kind of reason of one that is declined. */
const DECLINED_FOR = sql`case when c.declined_at is not null then c.moderated_for end`

/** All that has to be accounted for in a cycle, by reference: see `Unit`. */
export async function listUnits(db: Reader, cycleId: Id): Promise<Unit[]> {
  const { rows } = await sql<{ kind: Unit['kind']; id: Id; contribution_id: Id; contribution_number: number; number: number | null; withdrawn: boolean; declined_for: DeclineReason | null }>`
    select 'answer' as kind, a.id, c.id as contribution_id, c.number as contribution_number, a.number, (c.withdrawn_at is not null or a.removed_at is not null) as withdrawn, ${DECLINED_FOR} as declined_for
    from contributions_contribution c join contributions_answer a on a.contribution_id = c.id where c.cycle_id = ${cycleId} and c.state = 'received'
    union all
    select 'contribution', c.id, c.id, c.number, null, c.withdrawn_at is not null, ${DECLINED_FOR}
    from contributions_contribution c where c.cycle_id = ${cycleId} and c.state = 'received'
      and not exists (select from contributions_answer a where a.contribution_id = c.id)
      and exists (select from contributions_attachment f where f.contribution_id = c.id)
    order by contribution_number, number`.execute(db)
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id as Unit['id'],
    contributionId: row.contribution_id as Id<'contribution'>,
    contributionNumber: row.contribution_number,
    number: row.number,
    withdrawn: row.withdrawn,
    declinedFor: row.declined_for,
  }))
}

/** Contributions by their ids, everything known of them; ids that are none are left out. */
export async function findContributions(db: Reader, ids: readonly Id[]): Promise<Contribution[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('contributions_contribution').selectAll().where('id', 'in', [...new Set(ids)]).orderBy('number').execute()
  return rows.map(toContribution)
}

/** A contribution by its number in its cycle, everything known of it. */
export async function findContribution(db: Reader, cycleId: Id, number: number): Promise<Contribution | undefined> {
  const row = await db.selectFrom('contributions_contribution').selectAll().where('cycle_id', '=', cycleId).where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : toContribution(row)
}

/** The answers of one contribution as they were sent, whatever consent was given: for the desk, and for the contributor's own page. */
export async function listAnswersAsSent(db: Reader, contributionId: Id): Promise<Pick<Selectable<AnswerRow>, 'id' | 'question_id' | 'number' | 'text'>[]> {
  return db
    .selectFrom('contributions_answer')
    .select(['id', 'question_id', 'number', 'text'])
    .where('contribution_id', '=', contributionId)
    .where('removed_at', 'is', null)
    .orderBy('number')
    .execute()
}

/** The whole text of contributions, their answers in order with an empty line between them, as sent; those without an answer are left out. */
export async function listWholeTexts(db: Reader, ids: readonly Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ contribution_id: Id; text: string }>`
    select contribution_id, string_agg(text, E'\n\n' order by number) as text from contributions_answer where contribution_id = any(${ids}::uuid[]) group by contribution_id`.execute(db)
  return new Map(rows.map((row) => [row.contribution_id, row.text]))
}

/** The answers of contributions as anyone may see them. */
export async function listAnswersOf(db: Reader, contributionIds: readonly Id[]): Promise<Answer[]> {
  if (contributionIds.length === 0) return []
  const rows = await selectAnswers(db)
    .where('contribution_id', 'in', [...new Set(contributionIds)])
    .orderBy('contributions_contribution.number')
    .orderBy('contributions_answer.number')
    .execute()
  const redactions = await findRedactions(db, rows.map((row) => row.answer_id))
  return rows.map((row) => toAnswer(row, redactions))
}

/** Every contribution of a cycle that counts, by number. */
export async function listCountedIds(db: Reader, cycleId: Id): Promise<Id<'contribution'>[]> {
  const rows = await db.selectFrom('contributions_contribution').select(['id', 'withdrawn_at', 'held_at', 'declined_at', 'state']).where('cycle_id', '=', cycleId).orderBy('number').execute()
  return rows.filter((row) => counts({ withdrawnAt: row.withdrawn_at, heldAt: row.held_at, declinedAt: row.declined_at, state: row.state })).map((row) => row.id as Id<'contribution'>)
}

/** What a list of contributions is narrowed to. `not recorded` asks for rows without a value, `none` for those of no regional group. */
export interface ContributionChoice {
  readonly callId?: Id | undefined
  readonly stakeholderGroup?: string | undefined
  readonly regionalGroup?: string | undefined
  readonly capacity?: string | undefined
  /** Those that had come by the end of this day. */
  readonly asOf?: PlainDate | undefined
  /** Those in these states; without it those received alone, as everybody may see them. */
  readonly states?: readonly ContributionState[] | undefined
  readonly invitationId?: Id | undefined
  /** Those alone that came after the deadline of their call. */
  readonly isLate?: boolean | undefined
  /** Of these those that came, as far as is known, on this day or later. */
  readonly from?: PlainDate | undefined
  /** What says something of senders and choices: then those alone are listed of which anyone may know it. `on`: whose classes of countries. */
  readonly narrowing?: (Narrowing & { readonly on: PlainDate }) | undefined
}

/** Contributions of a cycle by number, everything known of them, `limit` at most. */
export async function listContributions(db: Reader, cycleId: Id, choice: ContributionChoice, page: { offset: number; limit: number }): Promise<Contribution[]> {
  const rows = await db.selectFrom('contributions_contribution').selectAll().where('cycle_id', '=', cycleId).where(chosen(choice)).where('state', 'in', choice.states ?? ['received']).where(choice.narrowing === undefined ? sql<boolean>`true` : sql<boolean>`${isWithin(choice.narrowing, choice.narrowing.on)} and ${IS_LISTED}`).$if(choice.isLate === true, (query) => query.where('is_late', '=', true).where('withdrawn_at', 'is', null)).$if(choice.invitationId !== undefined, (query) => query.where('invitation_id', '=', choice.invitationId ?? null)).orderBy('number').offset(page.offset).limit(page.limit).execute()
  return rows.map(toContribution)
}

/** How many of those there are: all that count, of them those that are not listed, and besides them those withdrawn and those declined. */
export async function countChosen(db: Reader, cycleId: Id, choice: ContributionChoice): Promise<{ counted: number; unlisted: number; withdrawn: number; declined: number }> {
  const { narrowing } = choice
  if (narrowing !== undefined) {
    const within = await db
      .selectFrom('contributions_contribution')
      .select((select) => select.fn.countAll<number>().as('counted'))
      .select((select) => select.fn.countAll<number>().filterWhere(IS_LISTED).as('listed'))
      .where('cycle_id', '=', cycleId)
      .where(chosen(choice))
      .where('state', '=', 'received')
      .where('withdrawn_at', 'is', null)
      .where('declined_at', 'is', null)
      .where(isWithin(narrowing, narrowing.on))
      .executeTakeFirstOrThrow()
    return { counted: within.counted, unlisted: within.counted - within.listed, withdrawn: 0, declined: 0 }
  }
  const row = await db
    .selectFrom('contributions_tally')
    .select((select) => select.fn.coalesce(select.fn.sum<number>('count'), select.lit(0)).as('all'))
    .select((select) => select.fn.coalesce(select.fn.sum<number>('count').filterWhere('withdrawn_on', 'is not', null), select.lit(0)).as('withdrawn'))
    .select((select) => select.fn.coalesce(select.fn.sum<number>('count').filterWhere('withdrawn_on', 'is', null).filterWhere('declined_on', 'is not', null), select.lit(0)).as('declined'))
    .where('cycle_id', '=', cycleId)
    .where(chosen(choice))
    .executeTakeFirstOrThrow()
  return { counted: row.all - row.withdrawn - row.declined, unlisted: 0, withdrawn: row.withdrawn, declined: row.declined }
}

function chosen(choice: ContributionChoice) {
  return (where: ExpressionBuilder<Database, 'contributions_contribution' | 'contributions_tally'>) => {
    const equal = (column: 'call_id' | 'stakeholder_group' | 'regional_group' | 'capacity', value: string | undefined) =>
      value === undefined ? [] : [value === NOT_RECORDED ? where(column, 'is', null) : where(sql`${sql.ref(column)}::text`, '=', value)]
    return where.and([
      ...equal('call_id', choice.callId),
      ...equal('stakeholder_group', choice.stakeholderGroup),
      ...equal('regional_group', choice.regionalGroup),
      ...equal('capacity', choice.capacity),
      ...(choice.asOf === undefined ? [] : [where('received_by', '<=', choice.asOf)]),
      ...(choice.from === undefined ? [] : [where('received_by', '>=', choice.from)]),
    ])
  }
}

/** Mail addresses of contributions, for whoever may see them at the desk. */
export async function listMailAddresses(db: Reader, ids: readonly Id[]): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('contributions_contribution').select(['id', 'mail']).where('id', 'in', ids).where('mail', 'is not', null).execute()
  return new Map(rows.map((row) => [row.id, row.mail ?? '']))
}

/** Those who sent contributions together with the ones they are named after, in order. */
export async function listContributors(db: Reader, contributionIds: readonly Id[]): Promise<Contributor[]> {
  if (contributionIds.length === 0) return []
  const rows = await db.selectFrom('contributions_contributor').selectAll().where('contribution_id', 'in', contributionIds).orderBy('contribution_id').orderBy('position').execute()
  return rows.map((row) => ({
    contributionId: row.contribution_id as Id<'contribution'>,
    position: row.position,
    name: row.name,
    organisation: row.organisation,
    capacity: row.capacity,
    country: row.country,
    stakeholderGroup: row.stakeholder_group,
    regionalGroup: row.regional_group,
  }))
}

/** The files of contributions, in order. */
export async function listAttachments(db: Reader, contributionIds: readonly Id[]): Promise<(Attachment & { contributionId: Id<'contribution'> })[]> {
  if (contributionIds.length === 0) return []
  const rows = await db.selectFrom('contributions_attachment').selectAll().where('contribution_id', 'in', contributionIds).orderBy('contribution_id').orderBy('position').execute()
  return rows.map((row) => ({ ...toAttachment(row), contributionId: row.contribution_id as Id<'contribution'> }))
}

export function toContribution(row: Selectable<ContributionRow>): Contribution {
  return {
    id: row.id as Id<'contribution'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    callId: row.call_id as Id<'call'>,
    variantId: row.variant_id as Id<'variant'> | null,
    number: row.number,
    contributor: row.contributor,
    organisation: row.organisation,
    capacity: row.capacity,
    country: row.country,
    stakeholderGroup: row.stakeholder_group,
    regionalGroup: row.regional_group,
    channel: row.channel,
    language: row.language,
    consent: row.consent,
    label: row.label,
    receivedAt: row.received_at,
    receivedBy: row.received_by,
    isLate: row.is_late,
    withdrawnAt: row.withdrawn_at,
    withdrawnReason: row.withdrawn_reason,
    heldAt: row.held_at,
    declinedAt: row.declined_at,
    moderatedFor: row.moderated_for,
    state: row.state,
    confirmedAt: row.confirmed_at,
    releasedAt: row.released_at,
    clearance: row.clearance,
    licence: row.licence,
    elsewhere: row.elsewhere_title === null ? null : { title: row.elsewhere_title, publisher: row.elsewhere_publisher, published: row.elsewhere_published, url: row.elsewhere_url },
    referenceId: row.reference_id as Id<'reference'> | null,
    invitationId: row.invitation_id as Id<'invitation'> | null,
    amendedAt: row.amended_at,
    senderAskedAt: row.sender_asked_at,
    senderConfirmedAt: row.sender_confirmed_at,
  }
}

function toAttachment(row: Selectable<AttachmentRow>): Attachment {
  return { id: row.id as Id<'attachment'>, position: row.position, name: row.name, mediaType: row.media_type, size: row.size, sha256: row.sha256 }
}

function selectAnswers(db: Reader) {
  return db
    .selectFrom('contributions_answer')
    .innerJoin('contributions_contribution', 'contributions_contribution.id', 'contribution_id')
    .select(['contributions_answer.id as answer_id', 'contribution_id', 'question_id', 'contributions_answer.number as answer_number', 'text'])
    .select(['contributions_contribution.number as contribution_number', 'contributor', 'organisation', 'stakeholder_group', 'regional_group'])
    .select(['language', 'consent', 'withdrawn_at', 'held_at', 'declined_at', 'moderated_for', 'state', 'removed_at'])
}

type AnswerWithContribution = Awaited<ReturnType<ReturnType<typeof selectAnswers>['execute']>>[number]

function toAnswer(row: AnswerWithContribution, redacted: ReadonlyMap<Id, readonly Redaction[]>): Answer {
  const redactions = redacted.get(row.answer_id) ?? []
  const terms = { contributor: row.contributor, organisation: row.organisation, consent: row.consent, withdrawnAt: row.withdrawn_at, heldAt: row.held_at, declinedAt: row.declined_at, state: row.state }
  return {
    id: row.answer_id as Id<'answer'>,
    contributionId: row.contribution_id as Id<'contribution'>,
    contributionNumber: row.contribution_number,
    number: row.answer_number,
    questionId: row.question_id as Id<'question'>,
    text: hasPublicText(terms) ? maskText(row.text, redactions) : '',
    redactions,
    language: row.language,
    contributor: publicName(terms),
    stakeholderGroup: row.stakeholder_group,
    regionalGroup: row.regional_group,
    consent: row.consent,
    withdrawn: row.withdrawn_at !== null || row.removed_at !== null,
    standing: standingOf(terms),
    declinedFor: declinedForOf({ declinedAt: row.declined_at, moderatedFor: row.moderated_for }),
  }
}
