import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { FolderRoom } from './schema.ts'

/** Takes what was noted in a room as its file has it; after the agenda, whose items it names. `here`: whom the ids of people stand for. */
export async function insertRoom(tx: Tx, forumId: Id, meetingId: Id, room: FolderRoom | undefined, here: (id: string) => Id | null): Promise<void> {
  if (room === undefined) return
  const items = await tx.selectFrom('meetings_item').select('id').where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  const itemOf = (item: number | undefined): Id | null => (item === undefined ? null : (items[item - 1]?.id ?? null))
  const person = (id: string | undefined): Id | null => (id === undefined ? null : here(id))
  if (room.openedAt !== undefined) await tx.insertInto('meetings_room').values({ meeting_id: meetingId, item_id: null, opened_at: room.openedAt, closed_at: room.closedAt ?? null }).execute()
  const notes = room.notes.map(({ id, item, text, writtenAt, by, revision }, place) => ({ id, meeting_id: meetingId, item_id: itemOf(item), position: place + 1, text, written_at: writtenAt, written_by: person(by), revision: revision ?? 1 }))
  for (const part of inParts(notes)) await tx.insertInto('meetings_note').values(part).execute()
  const remarks = room.remarks.map(({ id, number, item, text, language, speaker, organisation, named, saidAt, revision }) => ({
    id, meeting_id: meetingId, item_id: itemOf(item), position: number, text, language: language ?? null, speaker: speaker ?? null, organisation: organisation ?? null, is_named: named ?? false, said_at: saidAt ?? null, revision: revision ?? 1,
  }))
  for (const part of inParts(remarks)) await tx.insertInto('meetings_remark').values(part).execute()
  await insertPoints(tx, { forumId, meetingId, itemOf, person }, room)
  await insertTranscripts(tx, meetingId, room)
  const polls = room.strawPolls.map(({ id, number, item, question, openedAt, closedAt }) => ({ id, meeting_id: meetingId, item_id: itemOf(item), position: number, question, opened_at: openedAt, closed_at: closedAt ?? null }))
  for (const part of inParts(polls)) await tx.insertInto('meetings_straw_poll').values(part).execute()
  const options = room.strawPolls.flatMap((poll) => poll.options.map(({ id, text, votes }, place) => ({ id, poll_id: poll.id, position: place + 1, text, votes: votes ?? null })))
  for (const part of inParts(options)) await tx.insertInto('meetings_straw_option').values(part).execute()
  const links = room.links.map(({ id, number, item, url, title, waits, droppedAt, referenceId }) => ({
    id, meeting_id: meetingId, item_id: itemOf(item), position: number, url, title: title ?? null, is_shown: waits !== true, dropped_at: droppedAt, reference_id: referenceId,
  }))
  for (const part of inParts(links)) await tx.insertInto('meetings_dropped_link').values(part).execute()
}

async function insertTranscripts(tx: Tx, meetingId: Id, { transcripts }: FolderRoom): Promise<void> {
  const rows = transcripts.map(({ id, number, title, language, url, addedAt }) => ({ id, meeting_id: meetingId, number, title: title ?? null, language, url: url ?? null, added_at: addedAt }))
  for (const part of inParts(rows)) await tx.insertInto('meetings_transcript').values(part).execute()
  const cues = transcripts.flatMap((transcript) => transcript.cues.map(({ id, starts, ends, speaker, text }, place) => ({ id, transcript_id: transcript.id, number: place + 1, starts: starts ?? null, ends: ends ?? null, speaker: speaker ?? null, text })))
  for (const part of inParts(cues)) await tx.insertInto('meetings_cue').values(part).execute()
}

interface Into {
  readonly forumId: Id
  readonly meetingId: Id
  readonly itemOf: (item: number | undefined) => Id | null
  readonly person: (id: string | undefined) => Id | null
}

async function insertPoints(tx: Tx, { forumId, meetingId, itemOf, person }: Into, room: FolderRoom): Promise<void> {
  const points = room.points.map(({ id, number, item, text, strength, putAt, by, confirmUntil, settledAt, asked, revision }) => ({
    id, forum_id: forumId, meeting_id: meetingId, item_id: itemOf(item), number, text, strength, put_at: putAt, put_by: person(by), confirm_until: confirmUntil ?? null, confirmed_at: settledAt ?? null, asked: asked ?? null, revision: revision ?? 1,
  }))
  for (const part of inParts(points)) await tx.insertInto('meetings_point').values(part).execute()
  const answers = room.points.flatMap((point) =>
    point.answers.map(({ id, number, stance, text, language, name, named, madeAt, withdrawnAt, revision }) => ({
      id, point_id: point.id, number, stance, text: text ?? '', language: language ?? null, name: name ?? null, is_named: named ?? false, asked_id: null, form_key: null, made_at: madeAt, withdrawn_at: withdrawnAt ?? null, revision: revision ?? 1,
    })),
  )
  for (const part of inParts(answers)) await tx.insertInto('meetings_point_answer').values(part).execute()
}
