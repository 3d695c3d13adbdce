import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Cue, Transcript } from './model.ts'
import type { TranscriptRow } from './tables.ts'

/** The transcripts of a meeting, by number. */
export async function listTranscripts(db: Reader, meetingId: Id): Promise<Transcript[]> {
  return (await db.selectFrom('meetings_transcript').selectAll().where('meeting_id', '=', meetingId).orderBy('number').execute()).map(toTranscript)
}

/** The cues of a transcript, in order. */
export async function listCues(db: Reader, transcriptId: Id): Promise<(Cue & { readonly id: Id })[]> {
  const rows = await db.selectFrom('meetings_cue').selectAll().where('transcript_id', '=', transcriptId).orderBy('number').execute()
  return rows.map(({ id, number, starts, ends, speaker, text }) => ({ id, number, starts, ends, speaker, text }))
}

function toTranscript(row: Selectable<TranscriptRow>): Transcript {
  return { id: row.id as Id<'transcript'>, meetingId: row.meeting_id as Id<'meeting'>, number: row.number, title: row.title, language: row.language, url: row.url, addedAt: row.added_at }
}
