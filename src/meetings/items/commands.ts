import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { actOf, touch, type ToMeeting } from '../commands.ts'
import { tellOfMeeting } from '../following/commands.ts'
import type { WriteMeetingMail } from '../following/model.ts'
import { listAudience } from '../following/queries.ts'
import { listSittings } from '../queries.ts'
import { parseTemplate, writeAgenda, type ItemInput } from './model.ts'
import { listItems } from './queries.ts'

/**
 * Writes the agenda of a meeting. An item that is there already keeps its identity, so that what was noted under it stays there; one
 * that is left out is taken off. Refuses `changed-meanwhile`.
 */
export async function writeItems(tx: Tx, actor: Actor, input: ToMeeting & { readonly items: readonly ItemInput[] }, now: Instant): Promise<{ items: number } | Refusal<'changed-meanwhile'>> {
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  const before = new Map((await listItems(tx, input.meetingId)).map((item) => [item.id as Id, item]))
  const kept = input.items.map((item) => ({ ...item, id: item.id !== null && before.has(item.id) ? item.id : newId() }))
  const gone = [...before.keys()].filter((id) => !kept.some((item) => item.id === id))
  if (gone.length > 0) await tx.deleteFrom('meetings_item').where('id', 'in', gone).execute()
  for (const [at, { id, title, about, minutes, presenter }] of kept.entries()) {
    const values = { position: at + 1, title, about, minutes, presenter }
    if (before.has(id)) await tx.updateTable('meetings_item').set((eb) => ({ ...values, revision: eb('revision', '+', 1) })).where('id', '=', id).execute()
    else await tx.insertInto('meetings_item').values({ id, meeting_id: input.meetingId, ...values }).execute()
  }
  await tx.deleteFrom('meetings_item_link').where('item_id', 'in', (where) => where.selectFrom('meetings_item').select('id').where('meeting_id', '=', input.meetingId)).execute()
  const links = kept.flatMap(({ id, links: own }) => own.map(({ title, url }, at) => ({ id: newId(), item_id: id, position: at + 1, title, url })))
  if (links.length > 0) await tx.insertInto('meetings_item_link').values(links).execute()
  const texts = { title: { text: meeting.title, isPublic: true }, agenda: { text: writeAgenda(kept, ''), isPublic: true } }
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'agenda-written', detail: { meeting: meeting.slug, items: kept.length }, texts }, now)
  return { items: kept.length }
}

/**
 * Sends the agenda round, as it stands, to whoever is told of the forum's meetings; each of its revisions goes to an address once.
 * Refuses `changed-meanwhile`, `no-items`, and `sent-already` while it reads as it was sent last.
 */
export async function circulateAgenda(
  tx: Tx,
  actor: Actor,
  input: ToMeeting & { readonly language: string; readonly publicUrl: string; readonly write: WriteMeetingMail },
  now: Instant,
): Promise<{ number: number; mails: number } | Refusal<'changed-meanwhile' | 'no-items' | 'sent-already'>> {
  const meeting = await touch(tx, input, {})
  if (meeting === undefined) return { refusal: 'changed-meanwhile' }
  const items = await listItems(tx, input.meetingId)
  if (items.length === 0) return { refusal: 'no-items' }
  const text = writeAgenda(items, input.publicUrl)
  const last = await tx.selectFrom('meetings_circulation').select(['number', 'text']).where('meeting_id', '=', input.meetingId).orderBy('number', 'desc').limit(1).executeTakeFirst()
  if (last?.text === text) return { refusal: 'sent-already' }
  const number = (last?.number ?? 0) + 1
  const recipients = await listAudience(tx, { id: input.forumId, language: input.language })
  const told = { slug: meeting.slug, title: meeting.title, sittings: await listSittings(tx, input.meetingId), news: { kind: 'agenda', number, text } as const }
  const mails = await tellOfMeeting(tx, { forumId: input.forumId, meetingId: input.meetingId, occasion: `agenda-${number}`, told, recipients, write: input.write, isFirst: true }, now)
  await tx.insertInto('meetings_circulation').values({ meeting_id: input.meetingId, number, sent_at: now, text, people: mails }).execute()
  await appendAct(tx, actor, { ...actOf(input, meeting), act: 'agenda-circulated', detail: { meeting: meeting.slug, number, mails }, texts: { title: { text: meeting.title, isPublic: true } } }, now)
  return { number, mails }
}

/** Writes what agendas of a forum begin with, one item a line. Refuses `changed-meanwhile`, and `minutes-wrong` naming the line. */
export async function writeTemplate(
  tx: Tx,
  actor: Actor,
  input: { readonly forumId: Id<'forum'>; readonly text: string; readonly revision: number },
  now: Instant,
): Promise<{ items: number } | Refusal<'changed-meanwhile'> | (Refusal<'minutes-wrong'> & { readonly line: number })> {
  const items = parseTemplate(input.text)
  if ('problem' in items) return { refusal: items.problem, line: items.line }
  const values = { text: input.text, revision: input.revision + 1 }
  const written =
    input.revision === 0
      ? await tx.insertInto('meetings_template').values({ forum_id: input.forumId, ...values }).onConflict((conflict) => conflict.doNothing()).returning('forum_id').executeTakeFirst()
      : await tx.updateTable('meetings_template').set(values).where('forum_id', '=', input.forumId).where('revision', '=', input.revision).returning('forum_id').executeTakeFirst()
  if (written === undefined) return { refusal: 'changed-meanwhile' }
  const act = { forumId: input.forumId, cycleId: null, act: 'agenda-template-written', subject: { kind: 'forum', id: input.forumId }, detail: { items: items.length } } as const
  await appendAct(tx, actor, { ...act, texts: { template: { text: input.text, isPublic: true } } }, now)
  return { items: items.length }
}
