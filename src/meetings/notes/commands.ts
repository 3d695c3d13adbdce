import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actIn, moveRoom } from '../moving/commands.ts'
import { isItemOf, lockRoom } from '../room/queries.ts'

/** Lines that one meeting has room for. */
export const NOTES_LIMIT = 3000

export interface NotesToWrite {
  readonly meetingId: Id
  readonly itemId: Id | null
  /** Each becomes a line with an identity of its own, after those that are there. */
  readonly lines: readonly string[]
}

/**
 * Adds lines to what is noted under an item. While the room is open this is a working surface: closing the room records what stands
 * there, and a line by itself is no act. Refuses `no-such-meeting`, `no-such-item`, `too-many-notes`.
 */
export async function writeNotes(tx: Tx, actor: Actor, input: NotesToWrite, now: Instant): Promise<{ noteIds: Id<'note'>[] } | Refusal<'no-such-meeting' | 'no-such-item' | 'too-many-notes'>> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  if (!(await isItemOf(tx, room.meetingId, input.itemId))) return { refusal: 'no-such-item' }
  const { last, count } = await tx
    .selectFrom('meetings_note')
    .select((select) => [select.fn.max('position').as('last'), select.fn.countAll<string>().as('count')])
    .where('meeting_id', '=', room.meetingId)
    .executeTakeFirstOrThrow()
  if (Number(count) + input.lines.length > NOTES_LIMIT) return { refusal: 'too-many-notes' }
  const rows = input.lines.map((text, place) => ({
    id: newId<'note'>(),
    meeting_id: room.meetingId,
    item_id: input.itemId,
    position: Number(last ?? 0) + 1 + place,
    text,
    written_at: now,
    written_by: actor.kind === 'person' ? actor.id : null,
  }))
  if (rows.length > 0) await tx.insertInto('meetings_note').values(rows).execute()
  await moveRoom(tx, room.meetingId)
  if (!room.isOpen) {
    const texts = { title: { text: room.title, isPublic: true }, text: { text: input.lines.join('\n'), isPublic: true } }
    await appendAct(tx, actor, { ...actIn(room), act: 'notes-written', detail: { meeting: room.slug, lines: rows.length }, texts }, now)
  }
  return { noteIds: rows.map(({ id }) => id) }
}

export interface NoteToRevise {
  readonly meetingId: Id
  readonly noteId: Id
  /** Empty takes the line out. */
  readonly text: string
  /** As of which revision it was read. */
  readonly revision: number
}

/**
 * Rewords a line, or takes it out, if it still stands as it was read: of two who write in one line the second is shown the first one's
 * words beside their own. Refuses `no-such-meeting`; `changed-meanwhile` with the words that stand there now; `removed-meanwhile`.
 */
export async function reviseNote(
  tx: Tx,
  actor: Actor,
  input: NoteToRevise,
  now: Instant,
): Promise<{ revised: true } | Refusal<'no-such-meeting' | 'removed-meanwhile'> | (Refusal<'changed-meanwhile'> & { readonly text: string; readonly revision: number })> {
  const room = await lockRoom(tx, input.meetingId)
  if (room === undefined) return { refusal: 'no-such-meeting' }
  const { noteId, text, revision } = input
  const guarded =
    text === ''
      ? await tx.deleteFrom('meetings_note').where('id', '=', noteId).where('meeting_id', '=', room.meetingId).where('revision', '=', revision).returning('id').executeTakeFirst()
      : await tx
          .updateTable('meetings_note')
          .set({ text, written_at: now, written_by: actor.kind === 'person' ? actor.id : null, revision: revision + 1 })
          .where('id', '=', noteId)
          .where('meeting_id', '=', room.meetingId)
          .where('revision', '=', revision)
          .returning('id')
          .executeTakeFirst()
  if (guarded === undefined) {
    const now = await tx.selectFrom('meetings_note').select(['text', 'revision']).where('id', '=', noteId).where('meeting_id', '=', room.meetingId).executeTakeFirst()
    return now === undefined ? { refusal: 'removed-meanwhile' } : { refusal: 'changed-meanwhile', ...now }
  }
  await moveRoom(tx, room.meetingId)
  const title = { text: room.title, isPublic: true }
  if (!room.isOpen) {
    if (text === '') await appendAct(tx, actor, { ...actIn(room), act: 'note-removed', detail: { meeting: room.slug }, texts: { title } }, now)
    else await appendAct(tx, actor, { ...actIn(room), act: 'note-revised', detail: { meeting: room.slug }, texts: { title, text: { text, isPublic: true } } }, now)
  }
  return { revised: true }
}
