import { findReferences } from '../../library/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { TakeLinks } from '../../shared/folder-links.ts'
import type { FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { listAllDroppedLinks } from '../dropped-links/queries.ts'
import { listNotes } from '../notes/queries.ts'
import { listPointAnswers, listPoints } from '../points/queries.ts'
import { cueRef, remarkRef } from '../citing/model.ts'
import { asPublicAnswer, pointRef } from '../points/model.ts'
import { asPublicRemark } from '../remarks/model.ts'
import { listRemarksWithNames } from '../remarks/queries.ts'
import { listCues, listTranscripts } from '../transcripts/queries.ts'
import { findRoom } from '../room/queries.ts'

/** Everybody who noted something in the rooms of a forum, or put a point. */
export async function listRoomPeople(db: Reader, forumId: Id): Promise<Id[]> {
  const notes = await db.selectFrom('meetings_note').innerJoin('meetings_meeting', 'meetings_meeting.id', 'meeting_id').select('written_by').distinct().where('forum_id', '=', forumId).execute()
  const points = await db.selectFrom('meetings_point').select('put_by').distinct().where('forum_id', '=', forumId).execute()
  return [...new Set([...notes.map((row) => row.written_by), ...points.map((row) => row.put_by)].filter((id) => id !== null))]
}

/** What was noted in a meeting's room, as its file has it. A public folder names nobody who did not agree to it. */
export async function findRoomForFolder(db: Reader, meetingId: Id, slug: string, names: FolderNames, takeLinks: TakeLinks, isPublic: boolean) {
  const items = await db.selectFrom('meetings_item').select('id').where('meeting_id', '=', meetingId).orderBy('position').orderBy('id').execute()
  const place = (itemId: Id | null): number | null => (itemId === null ? null : items.findIndex(({ id }) => id === itemId) + 1)
  const room = await findRoom(db, meetingId)
  const remarks = (await listRemarksWithNames(db, meetingId)).map((remark) => (isPublic ? asPublicRemark(remark) : remark))
  for (const { id, position } of remarks) names.give(id, remarkRef(slug, position))
  return {
    openedAt: room.openedAt,
    closedAt: room.closedAt,
    notes: (await listNotes(db, meetingId)).map(({ id, itemId, text, writtenAt, writtenBy, revision }) => ({ id, item: place(itemId), text, writtenAt, by: isPublic ? null : writtenBy, revision })),
    remarks: remarks.map(({ id, position, itemId, text, language, speaker, organisation, isNamed, saidAt, revision }) => ({ id, number: position, item: place(itemId), text, language, speaker, organisation, named: isNamed, saidAt, became: takeLinks('became', id, null, ''), revision })),
    points: await findPointsForFolder(db, meetingId, place, names, isPublic),
    strawPolls: await findPollsForFolder(db, meetingId, place),
    transcripts: await findTranscriptsForFolder(db, meetingId, slug, names),
    links: await findLinksForFolder(db, meetingId, place, names, isPublic),
  }
}

async function findTranscriptsForFolder(db: Reader, meetingId: Id, slug: string, names: FolderNames) {
  const transcripts = []
  for (const { id, number, title, language, url, addedAt } of await listTranscripts(db, meetingId)) {
    const cues = await listCues(db, id)
    for (const cue of cues) names.give(cue.id, cueRef(slug, number, cue.number))
    transcripts.push({ id, number, title, language, url, addedAt, cues: cues.map((cue) => ({ id: cue.id, starts: cue.starts, ends: cue.ends, speaker: cue.speaker, text: cue.text })) })
  }
  return transcripts
}

type PlaceOf = (itemId: Id | null) => number | null

async function findPointsForFolder(db: Reader, meetingId: Id, place: PlaceOf, names: FolderNames, isPublic: boolean) {
  const points = []
  for (const { id, number, itemId, text, strength, putAt, putBy, confirmUntil, confirmedAt, asked, revision } of await listPoints(db, meetingId)) {
    names.give(id, pointRef(number))
    const answers = (await listPointAnswers(db, id)).map((answer) => (isPublic ? asPublicAnswer(answer) : answer))
    points.push({
      id, number, item: place(itemId), text, strength, putAt, by: isPublic ? null : putBy, confirmUntil, settledAt: confirmedAt, asked, revision,
      answers: answers.map((answer) => ({ id: answer.id, number: answer.number, stance: answer.stance, text: answer.text, language: answer.language, name: answer.name, named: answer.isNamed, madeAt: answer.madeAt, withdrawnAt: answer.withdrawnAt, revision: answer.revision })),
    })
  }
  return points
}

async function findPollsForFolder(db: Reader, meetingId: Id, place: PlaceOf) {
  const polls = await db.selectFrom('meetings_straw_poll').selectAll().where('meeting_id', '=', meetingId).orderBy('position').execute()
  const options = polls.length === 0 ? [] : await db.selectFrom('meetings_straw_option').selectAll().where('poll_id', 'in', polls.map(({ id }) => id)).orderBy('position').execute()
  return polls.map((poll) => ({
    id: poll.id,
    number: poll.position,
    item: place(poll.item_id),
    question: poll.question,
    openedAt: poll.opened_at,
    closedAt: poll.closed_at,
    options: options.filter((option) => option.poll_id === poll.id).map(({ id, text, votes }) => ({ id, text, votes })),
  }))
}

async function findLinksForFolder(db: Reader, meetingId: Id, place: PlaceOf, names: FolderNames, isPublic: boolean) {
  const links = (await listAllDroppedLinks(db, meetingId)).filter(({ isShown }) => isShown || !isPublic)
  const references = new Map<Id, string>((await findReferences(db, links.flatMap(({ referenceId }) => referenceId ?? []))).map(({ id, cycleId, number }) => [id, `${names.of(cycleId)}/L-${number}`]))
  return links.map(({ id, number, itemId, url, title, isShown, droppedAt, referenceId }) => ({ id, number, item: place(itemId), url, title, waits: !isShown, droppedAt, reference: referenceId === null ? null : references.get(referenceId) }))
}
