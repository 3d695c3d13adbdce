import { findReferences } from '../../../library/queries.ts'
import type { Action } from '../../../meetings/actions/model.ts'
import { listActionsOfMeeting } from '../../../meetings/actions/queries.ts'
import type { DroppedLink } from '../../../meetings/dropped-links/model.ts'
import { listAllDroppedLinks } from '../../../meetings/dropped-links/queries.ts'
import { queueOf, type Queue } from '../../../meetings/hands/model.ts'
import { listHands } from '../../../meetings/hands/queries.ts'
import type { Item } from '../../../meetings/items/model.ts'
import { listItems } from '../../../meetings/items/queries.ts'
import type { Meeting } from '../../../meetings/model.ts'
import type { Note } from '../../../meetings/notes/model.ts'
import { listNotes } from '../../../meetings/notes/queries.ts'
import type { Point } from '../../../meetings/points/model.ts'
import { listPoints } from '../../../meetings/points/queries.ts'
import { findMeeting } from '../../../meetings/queries.ts'
import { asPublicRemark, type Remark } from '../../../meetings/remarks/model.ts'
import { listRemarksWithNames } from '../../../meetings/remarks/queries.ts'
import type { Room } from '../../../meetings/room/model.ts'
import { findRoom } from '../../../meetings/room/queries.ts'
import type { StrawPoll } from '../../../meetings/straw-polls/model.ts'
import { listStrawPolls } from '../../../meetings/straw-polls/queries.ts'
import type { Transcript } from '../../../meetings/transcripts/model.ts'
import { listTranscripts } from '../../../meetings/transcripts/queries.ts'
import type { Person } from '../../../people/model.ts'
import { worksIn } from '../../../people/policy.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Id } from '../../../shared/ids.ts'
import { loadForum, type InForum } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { mayHold } from '../data.ts'

/** All that a room shows. Names of speakers and links that wait are in it: `asPublic` leaves them out. */
export interface RoomContent {
  readonly room: Room
  readonly items: readonly Item[]
  readonly notes: readonly Note[]
  readonly remarks: readonly Remark[]
  readonly queue: Queue
  readonly polls: readonly StrawPoll[]
  readonly links: readonly DroppedLink[]
  readonly points: readonly Point[]
  readonly actions: readonly Action[]
  readonly transcripts: readonly Transcript[]
  /** Of links that are in the library: the number there. */
  readonly references: ReadonlyMap<Id, { readonly number: number; readonly cycleId: Id }>
}

export interface RoomData extends InForum {
  readonly meeting: Meeting
  readonly content: RoomContent
}

export interface RoomAtDesk extends RoomData {
  readonly person: Person
  /** Whether they lead the meeting; the others note down. */
  readonly isLeading: boolean
}

/** Reads all that a room shows. The version is read first: what comes in between is told once more rather than never. */
export async function loadContent(db: Reader, meetingId: Id): Promise<RoomContent> {
  const room = await findRoom(db, meetingId)
  const [items, notes, remarks, hands, polls, links, points, actions, transcripts] = await Promise.all([
    listItems(db, meetingId),
    listNotes(db, meetingId),
    listRemarksWithNames(db, meetingId),
    listHands(db, meetingId),
    listStrawPolls(db, meetingId),
    listAllDroppedLinks(db, meetingId),
    listPoints(db, meetingId),
    listActionsOfMeeting(db, meetingId),
    listTranscripts(db, meetingId),
  ])
  const taken = await findReferences(db, links.flatMap(({ referenceId }) => referenceId ?? []))
  const references = new Map<Id, { number: number; cycleId: Id }>(taken.map(({ id, number, cycleId }) => [id, { number, cycleId }]))
  return { room, items, notes, remarks, queue: queueOf(hands), polls, links, points, actions, transcripts, references }
}

/** What anyone may see of it. */
export function asPublic(content: RoomContent): RoomContent {
  return { ...content, remarks: content.remarks.map(asPublicRemark), links: content.links.filter(({ isShown }) => isShown) }
}

/** The room of a meeting, for everybody. */
export async function loadRoom(request: PageRequest): Promise<RoomData | undefined> {
  const found = await findPlace(request)
  return found === undefined ? undefined : { ...found, content: asPublic(await loadContent(request.db, found.meeting.id)) }
}

/** The room of a meeting, for whoever works in its forum. */
export async function loadRoomAtDesk(request: PageRequest): Promise<RoomAtDesk | 'forbidden' | undefined> {
  const found = await findPlace(request)
  if (found === undefined) return undefined
  const { person } = request.view
  if (person === undefined) return 'forbidden'
  const isLeading = mayHold(person, found.forum.id, found.meeting.cycleIds)
  if (!isLeading && !worksIn(person, found.forum.id)) return 'forbidden'
  return { ...found, content: await loadContent(request.db, found.meeting.id), person, isLeading }
}

/** The same, for whoever leads the meeting. */
export async function loadRoomToLead(request: PageRequest): Promise<RoomAtDesk | 'forbidden' | undefined> {
  const data = await loadRoomAtDesk(request)
  return typeof data === 'object' && !data.isLeading ? 'forbidden' : data
}

/** What a room's page changes with beside the record: most of what is seen there is no act. */
export async function stampRoom({ db, forum, params }: PageRequest): Promise<string> {
  const meeting = forum === undefined ? undefined : await findMeetingId(db, forum.id, params['meeting'] ?? '')
  return meeting === undefined ? '' : String((await findRoom(db, meeting)).version)
}

async function findPlace(request: PageRequest): Promise<(InForum & { readonly meeting: Meeting }) | undefined> {
  const inForum = await loadForum(request, 'meetings')
  const meeting = inForum === undefined ? undefined : await findMeeting(request.db, inForum.forum.id, request.params['meeting'] ?? '')
  return inForum === undefined || meeting === undefined ? undefined : { ...inForum, meeting }
}

async function findMeetingId(db: Reader, forumId: Id, slug: string): Promise<Id | undefined> {
  return (await findMeeting(db, forumId, slug))?.id
}

/** What is under an item of the agenda, or under none. */
export function underItem(content: RoomContent, itemId: Id | null): Pick<RoomContent, 'notes' | 'remarks' | 'polls' | 'links' | 'points' | 'actions'> {
  const known = new Set<Id>(content.items.map(({ id }) => id))
  const isHere = (thing: { readonly itemId: Id | null }): boolean => (itemId === null ? thing.itemId === null || !known.has(thing.itemId) : thing.itemId === itemId)
  return {
    notes: content.notes.filter(isHere),
    remarks: content.remarks.filter(isHere),
    polls: content.polls.filter(isHere),
    links: content.links.filter(isHere),
    points: content.points.filter(isHere),
    actions: content.actions.filter(isHere),
  }
}

export function roomAsData({ forum, meeting, content }: RoomData): object {
  const { room, queue } = content
  const at = (itemId: Id | null): number | null => (itemId === null ? null : content.items.findIndex(({ id }) => id === itemId) + 1 || null)
  return {
    meeting: meeting.slug,
    state: room.state,
    version: room.version,
    openedAt: room.openedAt,
    closedAt: room.closedAt,
    on: at(room.itemId),
    agenda: content.items.map(({ title, minutes, presenter }, place) => ({ number: place + 1, title, minutes, presenter })),
    notes: content.notes.map(({ id, itemId, text, writtenAt }) => ({ id, item: at(itemId), text, writtenAt })),
    remarks: content.remarks.map(({ position, itemId, text, language, speaker, organisation, saidAt }) => ({ remark: position, item: at(itemId), text, language, speaker, organisation, saidAt, url: `/${forum.slug}/meetings/${meeting.slug}/remarks/${position}` })),
    points: content.points.map(({ number, itemId, text, strength, confirmUntil, objections }) => ({ point: `PT-${number}`, item: at(itemId), text, strength, confirmUntil, objections, url: `/${forum.slug}/points/${number}` })),
    strawPolls: content.polls.map(({ number, itemId, question, openedAt, closedAt, options }) => ({ number, item: at(itemId), question, openedAt, closedAt, options: options.map(({ text, votes }) => ({ text, votes })) })),
    links: content.links.map(({ itemId, url, title, referenceId }) => ({ item: at(itemId), url, title, reference: referenceId === null ? null : (content.references.get(referenceId)?.number ?? null) })),
    actions: content.actions.map(({ number, itemId, text, owner, due, state }) => ({ number, item: at(itemId), text, owner, due, state })),
    transcripts: content.transcripts.map(({ number, title, language }) => ({ number, title, language, url: `/${forum.slug}/meetings/${meeting.slug}/transcripts/${number}` })),
    // Who waits is shown in the room and kept nowhere; data of it is a count.
    queue: { waiting: queue.waiting.length, balance: queue.balance },
  }
}
