import type { Selectable } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { findCycleById } from '../../forums/queries.ts'
import { appendAct } from '../../record/commands.ts'
import { SYSTEM, type Actor } from '../../record/model.ts'
import { canonicalJson } from '../../shared/canonical-json.ts'
import type { Id } from '../../shared/ids.ts'
import { formatAnswerRef, formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { Call } from '../../calls/model.ts'
import { lockPlace } from '../sending/commands.ts'
import { toOthers, toSender, type Sent } from '../sending/model.ts'
import type { AnswerRow, ContributionRow } from '../tables.ts'
import { areChoicesOf, insertChoices } from '../choices/commands.ts'
import type { Choice } from '../choices/model.ts'
import { listChoices } from '../choices/queries.ts'
import { moveRedactions } from '../redaction/commands.ts'
import { moveInTally } from '../tally/commands.ts'
import { amendingState, type AmendedAnswer } from './model.ts'

export interface Amending extends Omit<Sent, 'formKey' | 'mail' | 'invitationId' | 'clearance' | 'waitsForClearance' | 'elsewhere'> {
  readonly contributionId: Id<'contribution'>
  /** How many amendments the form had before its eyes. */
  readonly amendments: number
  /** Files that come in addition to those sent before. */
  readonly attachments: Sent['attachments']
  readonly note?: string | undefined
}

export type AmendRefusal = Refusal<'amending-over' | 'not-standing' | 'changed-meanwhile' | 'nothing-said' | 'nothing-changed' | 'unknown-question'>

export interface Amended {
  readonly number: number
  readonly isLate: boolean
  readonly changes: readonly AmendedAnswer[]
}

/**
 * Amends a contribution by its sender: answers, files in addition, and who sent it on what terms. What stood before is kept; answers
 * keep their numbers and what became of them. Refuses `amending-over` (see `amendingState`), `not-standing` (withdrawn or declined),
 * `changed-meanwhile` when it was amended by another page, `nothing-said`, `nothing-changed`, `unknown-question`.
 */
export async function amendContribution(tx: Tx, actor: Actor, input: Amending, now: Instant): Promise<Amended | AmendRefusal> {
  const { call, cycle } = await lockPlace(tx, input)
  const state = amendingState(call, now)
  if (state === 'over') return { refusal: 'amending-over' }
  const row = await tx.selectFrom('contributions_contribution').selectAll().where('id', '=', input.contributionId).where('call_id', '=', call.id).forUpdate().executeTakeFirst()
  if (row === undefined || row.withdrawn_at !== null || row.declined_at !== null) return { refusal: 'not-standing' }
  const last = await tx.selectFrom('contributions_amendment').select((select) => select.fn.max('number').as('number')).where('contribution_id', '=', row.id).executeTakeFirst()
  if ((last?.number ?? 0) !== input.amendments) return { refusal: 'changed-meanwhile' }
  const answers = await tx.selectFrom('contributions_answer').selectAll().where('contribution_id', '=', row.id).execute()
  const files = await tx.selectFrom('contributions_attachment').select(['position', 'sha256', 'name']).where('contribution_id', '=', row.id).execute()
  const asked = new Set<Id>([...call.questions.map(({ id }) => id), ...answers.map((answer) => answer.question_id)])
  if (input.answers.some(({ questionId }) => !asked.has(questionId))) return { refusal: 'unknown-question' }
  const changes = compare(call, answers, input.answers)
  const chosen = (await listChoices(tx, [row.id])).get(row.id) ?? []
  const choices = (input.choices ?? []).filter(({ options }) => options.length > 0)
  if (!areChoicesOf(call.questions, choices)) return { refusal: 'unknown-question' }
  const fresh = input.attachments.filter((file) => !files.some((known) => known.sha256 === file.sha256 && known.name === file.name))
  const after = new Map<Id, string | null>([...answers.map((answer) => [answer.id, answer.removed_at === null ? answer.text : null] as const), ...changes.map((change) => [change.answerId, change.after] as const)])
  if ([...after.values()].every((text) => text === null || text === '') && files.length + fresh.length + choices.length === 0) return { refusal: 'nothing-said' }
  const isChosenAnew = sayChoices(chosen) !== sayChoices(choices)
  const isOther = isChosenAnew || (await isSaidByOthers(tx, row, input))
  if (changes.length + fresh.length === 0 && !isOther) return { refusal: 'nothing-changed' }
  const number = (last?.number ?? 0) + 1
  await writeChanges(tx, { row, call, input, changes, answers }, { number, isLate: state === 'late' }, now)
  if (isChosenAnew) {
    await tx.deleteFrom('contributions_choice').where('contribution_id', '=', row.id).execute()
    await insertChoices(tx, row.id, call.questions, choices)
  }
  const isHeld = await holdWhereRedacted(tx, row, changes, now)
  if (fresh.length > 0) {
    const position = files.reduce((most, file) => Math.max(most, file.position), 0)
    const added = fresh.map((file, place) => ({ id: newId(), contribution_id: row.id, position: position + place + 1, name: file.name, media_type: file.mediaType, size: file.size, sha256: file.sha256, added_at: now }))
    await tx.insertInto('contributions_attachment').values(added).execute()
  }
  const detail = {
    ref: formatRef(cycle, 'C', row.number),
    amendment: number,
    changed: changes.filter(({ before, after: text }) => before !== null && text !== null).length,
    added: changes.filter(({ before }) => before === null).length,
    removed: changes.filter(({ after: text }) => text === null).length,
    files: fresh.length,
    late: state === 'late',
  }
  const about = { forumId: row.forum_id as Id<'forum'>, cycleId: input.cycleId, subject: { kind: 'contribution', id: row.id } }
  const texts = { amended: { text: canonicalJson({ sender: sayTerms(toSender({ ...input, formKey: row.id })), answers: input.answers, note: input.note ?? null }), isPublic: false } }
  await appendAct(tx, actor, { ...about, act: 'contribution-amended', detail, texts }, now)
  if (isHeld) await appendAct(tx, SYSTEM, { ...about, act: 'contribution-held', detail: { ref: detail.ref, reason: 'personal-data' } }, now)
  return { number, isLate: state === 'late', changes }
}

/** Choices in one spelling: a ranking means its order, elsewhere the order says nothing and is that of the options. */
function sayChoices(choices: readonly Choice[]): string {
  return canonicalJson(choices.map(({ questionId, options }) => [questionId, [...options]] as const).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The answers that differ. What was taken back and is answered again takes up its row: its number was never another's. */
function compare(call: Call, answers: readonly Selectable<AnswerRow>[], said: Amending['answers']): AmendedAnswer[] {
  const numbers = new Map<Id, number>(call.questions.map((question) => [question.id, question.number]))
  return said.flatMap(({ questionId, text }) => {
    const known = answers.find((answer) => answer.question_id === questionId)
    const before = known === undefined || known.removed_at !== null ? null : known.text
    const after = text === '' ? null : text
    if (before === after) return []
    return [{ answerId: (known?.id ?? newId()) as Id<'answer'>, questionId, number: known?.number ?? numbers.get(questionId) ?? 0, before, after }]
  })
}

interface Writing {
  readonly row: Selectable<ContributionRow>
  readonly call: Call
  readonly input: Amending
  readonly changes: readonly AmendedAnswer[]
  readonly answers: readonly Selectable<AnswerRow>[]
}

async function writeChanges(tx: Tx, { row, input, changes, answers }: Writing, amendment: { number: number; isLate: boolean }, now: Instant): Promise<void> {
  const known = new Set<Id>(answers.map(({ id }) => id))
  for (const { answerId, questionId, number, after } of changes) {
    const changed = { text: after ?? '', amended_at: now, removed_at: after === null ? now : null }
    if (known.has(answerId)) await tx.updateTable('contributions_answer').set(changed).where('id', '=', answerId).execute()
    else await tx.insertInto('contributions_answer').values({ id: answerId, contribution_id: row.id, question_id: questionId, number, ...changed }).execute()
  }
  const amendmentId = newId<'amendment'>()
  await tx.insertInto('contributions_amendment').values({ id: amendmentId, contribution_id: row.id, number: amendment.number, amended_at: now, is_late: amendment.isLate, note: input.note ?? null }).execute()
  if (changes.length > 0) await tx.insertInto('contributions_earlier_answer').values(changes.map(({ answerId, before }) => ({ amendment_id: amendmentId, answer_id: answerId, text: before }))).execute()
  const sender = sayTerms(toSender({ ...input, formKey: row.id }))
  const after = await tx.updateTable('contributions_contribution').set({ ...sender, amended_at: now }).where('id', '=', row.id).returningAll().executeTakeFirstOrThrow()
  await tx.deleteFrom('contributions_contributor').where('contribution_id', '=', row.id).execute()
  const others = toOthers(input.others ?? []).map((other) => ({ id: newId(), contribution_id: row.id, ...other }))
  if (others.length > 0) await tx.insertInto('contributions_contributor').values(others).execute()
  await moveInTally(tx, row, after)
}

/**
 * What the desk has blackened stays so where its words stand now. Where they cannot be found, the contribution is held until the desk
 * has looked: nothing that was not to be shown comes back by an amendment. Answers whether it is held for that.
 */
async function holdWhereRedacted(tx: Tx, row: Selectable<ContributionRow>, changes: readonly AmendedAnswer[], now: Instant): Promise<boolean> {
  let isSure = true
  for (const { answerId, before, after } of changes) if (before !== null && after !== null && !(await moveRedactions(tx, answerId, before, after))) isSure = false
  if (isSure || row.held_at !== null) return false
  await tx.updateTable('contributions_contribution').set({ held_at: now, moderated_for: 'personal-data' }).where('id', '=', row.id).where('held_at', 'is', null).execute()
  return true
}

/** What an amendment may change of who sent it: all but the address by which it was confirmed, and where it was published before. */
function sayTerms({ mail: _mail, elsewhere_title: _title, elsewhere_publisher: _publisher, elsewhere_published: _published, elsewhere_url: _url, ...terms }: ReturnType<typeof toSender>) {
  return terms
}

async function isSaidByOthers(tx: Tx, row: Selectable<ContributionRow>, input: Amending): Promise<boolean> {
  const terms = sayTerms(toSender({ ...input, formKey: row.id }))
  if (Object.entries(terms).some(([column, value]) => row[column as keyof typeof terms] !== value)) return true
  const others = await tx
    .selectFrom('contributions_contributor')
    .select(['position', 'name', 'organisation', 'capacity', 'country', 'stakeholder_group', 'regional_group'])
    .where('contribution_id', '=', row.id)
    .orderBy('position')
    .execute()
  return canonicalJson(others) !== canonicalJson(toOthers(input.others ?? []))
}

/** Says that what rests on an amended answer was looked at and holds. Refuses `not-amended`: looked at already, or never amended. */
export async function checkAmendment(tx: Tx, actor: Actor, input: { readonly answerId: Id; readonly cycleId: Id<'cycle'> }, now: Instant): Promise<{ checked: true } | Refusal<'not-amended'>> {
  const answer = await tx
    .updateTable('contributions_answer')
    .from('contributions_contribution')
    .set({ checked_at: now })
    .whereRef('contributions_contribution.id', '=', 'contributions_answer.contribution_id')
    .where('contributions_answer.id', '=', input.answerId)
    .where('contributions_contribution.cycle_id', '=', input.cycleId)
    .where('contributions_answer.amended_at', 'is not', null)
    .where((where) => where.or([where('checked_at', 'is', null), where('checked_at', '<', where.ref('contributions_answer.amended_at'))]))
    .returning(['contributions_answer.number', 'contributions_contribution.number as of', 'contributions_contribution.forum_id'])
    .executeTakeFirst()
  if (answer === undefined) return { refusal: 'not-amended' }
  const cycle = await findCycleById(tx, input.cycleId)
  const about = { forumId: answer.forum_id as Id<'forum'>, cycleId: input.cycleId, subject: { kind: 'answer', id: input.answerId } }
  await appendAct(tx, actor, { ...about, act: 'amendment-checked', detail: { ref: formatAnswerRef(cycle?.slug ?? '', answer.of, answer.number) } }, now)
  return { checked: true }
}
