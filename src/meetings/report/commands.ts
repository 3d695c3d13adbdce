import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { actOf, touch, type ToMeeting } from '../commands.ts'
import type { Annex, TypedReport } from '../model.ts'
import { listAnnexes } from '../queries.ts'
import { freezeAnnexes } from '../report-blocks/queries.ts'

export interface ReportInput extends ToMeeting, TypedReport {
  /** The day the report bears, which need not be that of the meeting. */
  readonly reportDate: PlainDate | null
  readonly annexes: readonly Annex[]
  /** Why a report that is final is changed. */
  readonly reason?: string | null
  /** A report that is not there yet begins as a draft at the desk; else it is public as it is written. */
  readonly asDraft?: boolean
}

/**
 * Writes a meeting's report in place of the one there is. A paragraph that keeps its number, or without one its words, keeps its
 * identity, so that what cites it still finds it. What is final is changed with a reason alone, and each change is kept as a revision.
 * What generated annexes of a final
 * report were made of stays. Refuses `changed-meanwhile`, and of a report that is final `reason-missing` and `words-not-counted`.
 */
export async function writeReport(tx: Tx, actor: Actor, input: ReportInput, now: Instant): Promise<{ paragraphs: number } | Refusal<'changed-meanwhile' | 'reason-missing' | 'words-not-counted'>> {
  const meeting = await touch(tx, input, { report_date: input.reportDate })
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  if (input.asDraft === true) await tx.insertInto('meetings_report').values({ meeting_id: input.meetingId, state: 'draft', correct_until: null, final_at: null }).onConflict((conflict) => conflict.doNothing()).execute()
  const way = await tx.selectFrom('meetings_report').select('state').where('meeting_id', '=', input.meetingId).forUpdate().executeTakeFirst()
  const reason = input.reason ?? null
  if (way?.state === 'final' && reason === null) return { refusal: 'reason-missing' }
  const kept = way?.state === 'final' ? await freezeAnnexes(tx, { ...input, cycleId: meeting.cycleId }, input.annexes, await listAnnexes(tx, input.meetingId)) : input.annexes
  if ('refusal' in kept) return kept
  await replaceParagraphs(tx, input)
  await tx.deleteFrom('meetings_footnote').where('meeting_id', '=', input.meetingId).execute()
  const footnotes = input.footnotes.map((footnote, place) => ({ id: newId(), meeting_id: input.meetingId, position: place + 1, ...footnote }))
  if (footnotes.length > 0) await tx.insertInto('meetings_footnote').values(footnotes).execute()
  await replaceAnnexes(tx, input.meetingId, kept)
  if (way?.state === 'final') await keepRevision(tx, { ...input, annexes: kept }, reason, now)
  const isPublic = way?.state !== 'draft'
  const texts = { title: { text: meeting.title, isPublic: true }, report: { text: input.paragraphs.map(({ text }) => text).join('\n\n'), isPublic }, ...(reason === null ? {} : { reason: { text: reason, isPublic: true } }) }
  const detail = { meeting: meeting.slug, paragraphs: input.paragraphs.length }
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'report-written', detail, texts }, now)
  return { paragraphs: input.paragraphs.length }
}

/** Puts annexes in place of those there are. */
export async function replaceAnnexes(tx: Tx, meetingId: Id, annexes: readonly Annex[]): Promise<void> {
  await tx.deleteFrom('meetings_annex').where('meeting_id', '=', meetingId).execute()
  const rows = annexes.map(({ title, asOf, text, block = 'text', frozen }, place) => ({ id: newId(), meeting_id: meetingId, position: place + 1, title, as_of: asOf, text, block, frozen: frozen === undefined ? null : JSON.stringify(frozen) }))
  if (rows.length > 0) await tx.insertInto('meetings_annex').values(rows).execute()
}

async function replaceParagraphs(tx: Tx, input: ReportInput): Promise<void> {
  const before = await tx.selectFrom('meetings_paragraph').selectAll().where('meeting_id', '=', input.meetingId).orderBy('position').execute()
  const free = new Set(before)
  const rows = input.paragraphs.map((paragraph, place) => {
    const same = [...free].find((row) => (paragraph.number === null ? row.number === null && row.text === paragraph.text : row.number === paragraph.number))
    if (same !== undefined) free.delete(same)
    const { number, heading, text } = paragraph
    return { id: (same?.id ?? newId()), meeting_id: input.meetingId, position: place + 1, number, heading, text }
  })
  await tx.deleteFrom('meetings_paragraph').where('meeting_id', '=', input.meetingId).execute()
  if (rows.length > 0) await tx.insertInto('meetings_paragraph').values(rows).execute()
}

/** Keeps a report as it is now, after those that were kept of it before. Answers its number. */
export async function keepRevision(tx: Tx, report: Pick<ReportInput, 'meetingId' | 'paragraphs' | 'footnotes' | 'annexes' | 'reportDate'>, reason: string | null, now: Instant): Promise<number> {
  const last = await tx.selectFrom('meetings_report_revision').select((select) => select.fn.max('number').as('number')).where('meeting_id', '=', report.meetingId).executeTakeFirst()
  const number = Number(last?.number ?? 0) + 1
  const { reportDate: date, footnotes, annexes } = report
  const paragraphs = report.paragraphs.map((paragraph) => ({ number: paragraph.number, heading: paragraph.heading, text: paragraph.text }))
  const body = withoutNothing({ date, paragraphs: paragraphs.map(withoutNothing), footnotes, annexes: annexes.map(withoutNothing) })
  await tx.insertInto('meetings_report_revision').values({ meeting_id: report.meetingId, number, made_at: now, reason, body: JSON.stringify(body) }).execute()
  return number
}

/** As a forum folder has it: what is not there is left out. */
function withoutNothing(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== ''))
}
