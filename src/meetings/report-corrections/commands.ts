import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct, enqueueMail } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import { ANYWHERE_ON_EARTH, dateInZone, type Instant, type PlainDate } from '../../shared/time.ts'
import { actOf, touch, type ToMeeting } from '../commands.ts'
import { findMeeting } from '../queries.ts'
import { freezeAnnexes } from '../report-blocks/queries.ts'
import { keepRevision, replaceAnnexes } from '../report/commands.ts'
import { takesCorrections, type CorrectionResponse } from '../report/model.ts'
import { findReportWay } from '../report/queries.ts'

/**
 * Puts a report before those who were there, until a day: it is public from now on, and takes corrections. May be said again with a later
 * day. Refuses `changed-meanwhile`, `no-report`, `already-final`, and `until-past` for a day that is over everywhere.
 */
export async function openCorrections(tx: Tx, actor: Actor, input: ToMeeting & { until: PlainDate }, now: Instant): Promise<{ opened: true } | Refusal<'changed-meanwhile' | 'no-report' | 'already-final' | 'until-past'>> {
  if (input.until < dateInZone(now, ANYWHERE_ON_EARTH)) return { refusal: 'until-past' }
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  const paragraph = await tx.selectFrom('meetings_paragraph').select('id').where('meeting_id', '=', input.meetingId).limit(1).executeTakeFirst()
  if (paragraph === undefined) return { refusal: 'no-report' }
  const opened = await tx
    .insertInto('meetings_report')
    .values({ meeting_id: input.meetingId, state: 'correcting', correct_until: input.until, final_at: null })
    .onConflict((conflict) => conflict.column('meeting_id').doUpdateSet({ state: 'correcting', correct_until: input.until }).where('meetings_report.state', '!=', 'final'))
    .returning('state')
    .executeTakeFirst()
  if (opened === undefined) return { refusal: 'already-final' }
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'report-corrections-opened', detail: { meeting: meeting.slug, until: input.until }, texts: { title: { text: meeting.title, isPublic: true } } }, now)
  return { opened: true }
}

/**
 * Freezes a report, and what its generated annexes are made of: from now on it is changed with a reason alone. Refuses `corrections-open`
 * while one has no answer, `words-not-counted` while words of an annex are still being counted, besides the others.
 */
export async function finishReport(tx: Tx, actor: Actor, input: ToMeeting, now: Instant): Promise<{ revision: number } | Refusal<'changed-meanwhile' | 'no-report' | 'already-final' | 'corrections-open' | 'words-not-counted'>> {
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  const report = await findMeeting(tx, input.forumId, meeting.slug)
  if (report === undefined || report.paragraphs.length === 0) return { refusal: 'no-report' }
  const finished = await tx
    .insertInto('meetings_report')
    .values({ meeting_id: input.meetingId, state: 'final', correct_until: null, final_at: now })
    .onConflict((conflict) => conflict.column('meeting_id').doUpdateSet({ state: 'final', final_at: now }).where('meetings_report.state', '!=', 'final'))
    .returning('state')
    .executeTakeFirst()
  if (finished === undefined) return { refusal: 'already-final' }
  // After the row is held: a correction that comes at the same time waits for it, and finds the report final.
  const open = await tx.selectFrom('meetings_correction').select('id').where('meeting_id', '=', input.meetingId).where('response', 'is', null).limit(1).executeTakeFirst()
  if (open !== undefined) return { refusal: 'corrections-open' }
  const annexes = await freezeAnnexes(tx, { ...input, cycleId: meeting.cycleId }, report.annexes)
  if ('refusal' in annexes) return annexes
  await replaceAnnexes(tx, input.meetingId, annexes)
  const revision = await keepRevision(tx, { ...report, annexes, meetingId: input.meetingId }, null, now)
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'report-finished', detail: { meeting: meeting.slug, revision }, texts: { title: { text: meeting.title, isPublic: true } } }, now)
  return { revision }
}

export interface CorrectionInput {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'> | null
  readonly meeting: { readonly id: Id<'meeting'>; readonly slug: string }
  /** The paragraph by its number; null for the whole. */
  readonly paragraph: number | null
  readonly text: string
  readonly name: string
  readonly mail: string | null
  readonly language: string
  readonly formKey: string
}

/**
 * Takes what somebody says is wrong in a report, without an account. The same form sent twice is taken once. Refuses `not-open` before and
 * after its days, `no-such-paragraph`.
 */
export async function sendCorrection(tx: Tx, actor: Actor, input: CorrectionInput, now: Instant): Promise<{ number: number } | Refusal<'not-open' | 'no-such-paragraph'>> {
  const meetingId = input.meeting.id
  const held = await tx.selectFrom('meetings_report').select('state').where('meeting_id', '=', meetingId).forUpdate().executeTakeFirst()
  const known = await tx.selectFrom('meetings_correction').select('number').where('form_key', '=', input.formKey).where('meeting_id', '=', meetingId).executeTakeFirst()
  if (known !== undefined) return { number: known.number }
  if (held === undefined || !takesCorrections(await findReportWay(tx, meetingId), now)) return { refusal: 'not-open' }
  if (input.paragraph !== null) {
    const paragraph = await tx.selectFrom('meetings_paragraph').select('id').where('meeting_id', '=', meetingId).where('number', '=', input.paragraph).executeTakeFirst()
    if (paragraph === undefined) return { refusal: 'no-such-paragraph' }
  }
  const { rows } = await sql<{ number: number }>`select coalesce(max(number), 0)::int + 1 as number from meetings_correction where meeting_id = ${meetingId}`.execute(tx)
  const number = rows[0]?.number ?? 1
  const { paragraph, text, name, mail, language } = input
  const id = newId()
  await tx.insertInto('meetings_correction').values({ id, meeting_id: meetingId, number, paragraph, text, name, mail, language, received_at: now, form_key: input.formKey, response: null, reason: null, answered_at: null }).execute()
  const act = { forumId: input.forumId, cycleId: input.cycleId, act: 'report-correction-sent', subject: { kind: 'meeting', id: meetingId }, detail: { meeting: input.meeting.slug, number }, texts: { text: { text, isPublic: true } } } as const
  await appendAct(tx, actor, act, now)
  return { number }
}

export interface AnswerInput {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'> | null
  readonly meeting: { readonly id: Id<'meeting'>; readonly slug: string }
  readonly number: number
  readonly response: CorrectionResponse
  readonly reason: string
  /** The letter to whoever sent it, in their language, where they left an address. */
  readonly write: (language: string) => { readonly subject: string; readonly body: string; readonly language?: string | undefined }
}

/** Answers a correction with a reason, once; the sender is told by mail. Refuses `no-such-correction`, `answered-already`. */
export async function answerCorrection(tx: Tx, actor: Actor, input: AnswerInput, now: Instant): Promise<{ answered: true } | Refusal<'no-such-correction' | 'answered-already'>> {
  const { meeting, number, response, reason } = input
  const answered = await tx
    .updateTable('meetings_correction')
    .set({ response, reason, answered_at: now })
    .where('meeting_id', '=', meeting.id)
    .where('number', '=', number)
    .where('response', 'is', null)
    .returning(['id', 'mail', 'language'])
    .executeTakeFirst()
  if (answered === undefined) {
    const known = await tx.selectFrom('meetings_correction').select('id').where('meeting_id', '=', meeting.id).where('number', '=', number).executeTakeFirst()
    return { refusal: known === undefined ? 'no-such-correction' : 'answered-already' }
  }
  if (answered.mail !== null) await enqueueMail(tx, { forumId: input.forumId, recipient: answered.mail, language: answered.language, ...input.write(answered.language), occasion: 'report-correction-answered', about: { kind: 'report-correction', id: answered.id }, cause: `report-correction:${answered.id}` }, now)
  const act = { forumId: input.forumId, cycleId: input.cycleId, act: 'report-correction-answered', subject: { kind: 'meeting', id: meeting.id }, detail: { meeting: meeting.slug, number, response }, texts: { reason: { text: reason, isPublic: true } } } as const
  await appendAct(tx, actor, act, now)
  return { answered: true }
}
