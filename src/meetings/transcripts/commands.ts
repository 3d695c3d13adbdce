import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actIn } from '../moving/commands.ts'
import { lockRoom } from '../room/queries.ts'
import type { Cue } from './model.ts'

export interface TranscriptToAdd {
  readonly meetingId: Id
  readonly title: string | null
  readonly language: string
  /** Where the recording is. */
  readonly url: string | null
  readonly cues: readonly Cue[]
}

/** Adds a transcript under the meeting's next number. Its cues are numbered for good: passages of it are cited. Refuses `no-such-meeting`. */
export async function addTranscript(tx: Tx, actor: Actor, input: TranscriptToAdd, now: Instant): Promise<{ transcriptId: Id<'transcript'>; number: number } | Refusal<'no-such-meeting'>> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  const last = await tx.selectFrom('meetings_transcript').select((select) => select.fn.max('number').as('number')).where('meeting_id', '=', room.meetingId).executeTakeFirst()
  const number = Number(last?.number ?? 0) + 1
  const transcriptId = newId<'transcript'>()
  const { title, language, url, cues } = input
  await tx.insertInto('meetings_transcript').values({ id: transcriptId, meeting_id: room.meetingId, number, title, language, url, added_at: now }).execute()
  const rows = cues.map((cue) => ({ id: newId(), transcript_id: transcriptId, ...cue }))
  for (const part of inParts(rows)) await tx.insertInto('meetings_cue').values(part).execute()
  const texts = { title: { text: room.title, isPublic: true }, text: { text: cues.map(({ text }) => text).join('\n'), isPublic: true } }
  await appendAct(tx, actor, { ...actIn(room), act: 'transcript-added', detail: { meeting: room.slug, transcript: number, cues: cues.length }, texts }, now)
  return { transcriptId, number }
}
