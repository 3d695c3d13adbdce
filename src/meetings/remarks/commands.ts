import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor, CommittedText } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actIn, moveRoom } from '../moving/commands.ts'
import { isItemOf, lockRoom, type RoomInHand } from '../room/queries.ts'

export interface RemarkInput {
  readonly meetingId: Id
  readonly itemId: Id | null
  readonly text: string
  readonly language: string | null
  readonly speaker: string | null
  readonly organisation: string | null
  /** True where the speaker agreed that the name is public. */
  readonly isNamed: boolean
}

type RemarkRefusal = Refusal<'no-such-meeting' | 'no-such-item' | 'no-name-to-show'>

/**
 * Takes down what somebody said, under the next number of its meeting. The name is for the desk, unless the speaker agreed. Refuses
 * `no-such-meeting`, `no-such-item`, `no-name-to-show` where a name is to be public and none is given.
 */
export async function takeRemark(tx: Tx, actor: Actor, input: RemarkInput & { readonly saidAt: Instant | null }, now: Instant): Promise<{ remarkId: Id<'remark'>; number: number } | RemarkRefusal> {
  const room = await lockRoom(tx, input.meetingId)
  const problem = await findProblem(tx, room, input)
  if (room === undefined || problem !== undefined) return problem ?? { refusal: 'no-such-meeting' }
  const last = await tx.selectFrom('meetings_remark').select((select) => select.fn.max('position').as('position')).where('meeting_id', '=', room.meetingId).executeTakeFirst()
  const number = Number(last?.position ?? 0) + 1
  const remarkId = newId<'remark'>()
  await tx.insertInto('meetings_remark').values({ id: remarkId, meeting_id: room.meetingId, position: number, said_at: input.saidAt, ...toRow(input) }).execute()
  await moveRoom(tx, room.meetingId)
  const detail = { meeting: room.slug, remark: number, named: input.isNamed ? 'yes' : 'no' }
  await appendAct(tx, actor, { ...actIn(room), subject: { kind: 'remark', id: remarkId }, act: 'remark-taken', detail, texts: textsOf(room, input) }, now)
  return { remarkId, number }
}

/** Puts right what was taken down. Refuses also `changed-meanwhile`. */
export async function reviseRemark(
  tx: Tx,
  actor: Actor,
  input: RemarkInput & { readonly remarkId: Id; readonly revision: number },
  now: Instant,
): Promise<{ number: number } | RemarkRefusal | Refusal<'changed-meanwhile'>> {
  const room = await lockRoom(tx, input.meetingId)
  const problem = await findProblem(tx, room, input)
  if (room === undefined || problem !== undefined) return problem ?? { refusal: 'no-such-meeting' }
  const row = await tx
    .updateTable('meetings_remark')
    .set({ ...toRow(input), revision: input.revision + 1 })
    .where('id', '=', input.remarkId)
    .where('meeting_id', '=', room.meetingId)
    .where('revision', '=', input.revision)
    .returning('position')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'changed-meanwhile' }
  await moveRoom(tx, room.meetingId)
  const detail = { meeting: room.slug, remark: row.position, named: input.isNamed ? 'yes' : 'no' }
  await appendAct(tx, actor, { ...actIn(room), subject: { kind: 'remark', id: input.remarkId }, act: 'remark-revised', detail, texts: textsOf(room, input) }, now)
  return { number: row.position }
}

async function findProblem(tx: Tx, room: RoomInHand | undefined, input: RemarkInput): Promise<RemarkRefusal | undefined> {
  if (room === undefined) return { refusal: 'no-such-meeting' }
  if (!(await isItemOf(tx, room.meetingId, input.itemId))) return { refusal: 'no-such-item' }
  return input.isNamed && input.speaker === null ? { refusal: 'no-name-to-show' } : undefined
}

function toRow(input: RemarkInput) {
  return { item_id: input.itemId, text: input.text, language: input.language, speaker: input.speaker, organisation: input.organisation, is_named: input.isNamed }
}

function textsOf(room: RoomInHand, { text, speaker, isNamed }: RemarkInput): Record<string, CommittedText> {
  return { title: { text: room.title, isPublic: true }, text: { text, isPublic: true }, ...(speaker === null ? {} : { speaker: { text: speaker, isPublic: isNamed } }) }
}
