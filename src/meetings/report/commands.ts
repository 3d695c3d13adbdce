import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { actOf, touch, type ToMeeting } from '../commands.ts'
import type { Annex, TypedReport } from '../model.ts'

export interface ReportInput extends ToMeeting, TypedReport {
  /** The day the report bears, which need not be that of the meeting. */
  readonly reportDate: PlainDate | null
  readonly annexes: readonly Annex[]
}

/**
 * Writes a meeting's report in place of the one there is. A paragraph that keeps its number, or without one its words, keeps its
 * identity, so that what cites it still finds it. Refuses `changed-meanwhile`.
 */
export async function writeReport(tx: Tx, actor: Actor, input: ReportInput, now: Instant): Promise<{ paragraphs: number } | Refusal<'changed-meanwhile'>> {
  const meeting = await touch(tx, input, { report_date: input.reportDate })
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  await replaceParagraphs(tx, input)
  await tx.deleteFrom('meetings_footnote').where('meeting_id', '=', input.meetingId).execute()
  const footnotes = input.footnotes.map((footnote, place) => ({ id: newId(), meeting_id: input.meetingId, position: place + 1, ...footnote }))
  if (footnotes.length > 0) await tx.insertInto('meetings_footnote').values(footnotes).execute()
  await tx.deleteFrom('meetings_annex').where('meeting_id', '=', input.meetingId).execute()
  const annexes = input.annexes.map(({ title, asOf, text }, place) => ({ id: newId(), meeting_id: input.meetingId, position: place + 1, title, as_of: asOf, text }))
  if (annexes.length > 0) await tx.insertInto('meetings_annex').values(annexes).execute()
  const texts = { title: { text: meeting.title, isPublic: true }, report: { text: input.paragraphs.map(({ text }) => text).join('\n\n'), isPublic: true } }
  const detail = { meeting: meeting.slug, paragraphs: input.paragraphs.length }
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'report-written', detail, texts }, now)
  return { paragraphs: input.paragraphs.length }
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
