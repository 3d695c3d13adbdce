import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Correction, CorrectionResponse, ReportBody, ReportState, ReportWay } from './model.ts'
import type { CorrectionRow } from './tables.ts'

/** How a meeting's report stands, with what it was each time it was final. */
export async function findReportWay(db: Reader, meetingId: Id): Promise<ReportWay> {
  const row = await db.selectFrom('meetings_report').selectAll().where('meeting_id', '=', meetingId).executeTakeFirst()
  const revisions = row === undefined ? [] : await db.selectFrom('meetings_report_revision').selectAll().where('meeting_id', '=', meetingId).orderBy('number').execute()
  return {
    state: (row?.state ?? null) as ReportState | null,
    correctUntil: row?.correct_until ?? null,
    finalAt: row?.final_at ?? null,
    revisions: revisions.map(({ number, made_at: madeAt, reason, body }) => ({ number, madeAt, reason, body: toBody(body) })),
  }
}

function toBody(body: object): ReportBody {
  const { date = null, paragraphs = [], footnotes = [], annexes = [] } = body as Partial<ReportBody>
  return {
    date,
    paragraphs: paragraphs.map(({ number, heading, text }) => ({ number: number ?? null, heading: heading ?? null, text })),
    footnotes,
    annexes: annexes.map((annex) => ({ ...annex, asOf: annex.asOf ?? null, text: annex.text ?? '' })),
  }
}

/** What was said to be wrong in a report, by number. Addresses are the desk's: `asPublicCorrection` for everybody. */
export async function listCorrections(db: Reader, meetingId: Id): Promise<Correction[]> {
  return (await db.selectFrom('meetings_correction').selectAll().where('meeting_id', '=', meetingId).orderBy('number').execute()).map(toCorrection)
}

function toCorrection(row: Selectable<CorrectionRow>): Correction {
  const { id, number, paragraph, text, name, mail, language, received_at: receivedAt, response, reason, answered_at: answeredAt } = row
  return { id, number, paragraph, text, name, mail, language, receivedAt, response: response as CorrectionResponse | null, reason, answeredAt }
}

/** What was noted, said and come to at a meeting, in order, each under its item. Names stand only where the speaker agreed. */
export async function listLeft(db: Reader, meetingId: Id) {
  const notes = await db.selectFrom('meetings_note').select(['item_id', 'text']).where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  const remarks = await db.selectFrom('meetings_remark').select(['item_id', 'text', 'speaker', 'is_named']).where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  const points = await db.selectFrom('meetings_point').select(['item_id', 'text', 'number', 'strength']).where('meeting_id', '=', meetingId).orderBy('number').execute()
  return {
    notes: notes.map(({ item_id: itemId, text }) => ({ itemId, text })),
    remarks: remarks.map(({ item_id: itemId, text, speaker, is_named: isNamed }) => ({ itemId, text, speaker: isNamed ? speaker : null })),
    points: points.map(({ item_id: itemId, text, number, strength }) => ({ itemId, text, number, strength })),
  }
}
