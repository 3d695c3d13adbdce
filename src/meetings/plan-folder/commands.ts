import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Sitting } from '../model.ts'
import { statusRow } from '../status-log/commands.ts'
import type { FolderMeetings, FolderPlan } from './schema.ts'

/** Takes what is planned of a meeting as its file has it. */
export async function insertPlan(tx: Tx, forumId: Id, meetingId: Id, plan: FolderPlan): Promise<void> {
  const { file, items } = plan
  const log = file.log.map(({ status, saidAt, sitting, earlier, later, reason }, at) =>
    statusRow(meetingId, at + 1, { status, saidAt: saidAt ?? null, sitting: sitting ?? null, earlier: asSitting(earlier), later: asSitting(later), reason: reason ?? null }),
  )
  for (const part of inParts(log)) await tx.insertInto('meetings_status').values(part).execute()
  const agenda = items.map(({ id, title, about, minutes, presenter, revision }, at) => ({ id, meeting_id: meetingId, position: at + 1, title, about: about ?? null, minutes: minutes ?? null, presenter: presenter ?? null, revision: revision ?? 1 }))
  for (const part of inParts(agenda)) await tx.insertInto('meetings_item').values(part).execute()
  const links = items.flatMap(({ id: itemId, links: own }) => own.map(({ id, title, url }, at) => ({ id, item_id: itemId, position: at + 1, title, url })))
  for (const part of inParts(links)) await tx.insertInto('meetings_item_link').values(part).execute()
  const circulated = file.circulated.map(({ sentAt, text, people }, at) => ({ meeting_id: meetingId, number: at + 1, sent_at: sentAt, text, people }))
  for (const part of inParts(circulated)) await tx.insertInto('meetings_circulation').values(part).execute()
  await insertActions(tx, forumId, meetingId, plan)
  const joining = plan.joining.map(({ id, sitting, kind, label, value, visibility, expiresAt }, at) => ({ id, meeting_id: meetingId, sitting: sitting ?? null, position: at + 1, kind, label: label ?? null, value, visibility, expires_at: expiresAt ?? null }))
  for (const part of inParts(joining)) await tx.insertInto('meetings_joining').values(part).execute()
  const told = file.told.map(({ mail, language }) => ({ meeting_id: meetingId, mail, language }))
  for (const part of inParts(told)) await tx.insertInto('meetings_told').values(part).execute()
  await insertSession(tx, meetingId, plan)
}

async function insertActions(tx: Tx, forumId: Id, meetingId: Id, { actions, items }: FolderPlan): Promise<void> {
  const rows = actions.map(({ id, number, item, text, owner, due, state, outcome, settledAt, revision }) => ({
    id,
    forum_id: forumId,
    meeting_id: meetingId,
    item_id: item === undefined ? null : (items[item - 1]?.id ?? null),
    number,
    text,
    owner: owner ?? null,
    due: due ?? null,
    state: state ?? 'open',
    outcome: outcome ?? null,
    settled_at: settledAt ?? null,
    revision: revision ?? 1,
  }))
  for (const part of inParts(rows)) await tx.insertInto('meetings_action').values(part).execute()
}

async function insertSession(tx: Tx, meetingId: Id, { file, eventId, panellists }: FolderPlan): Promise<void> {
  if (file.session === undefined) return
  const { form, organiser, description } = file.session
  await tx.insertInto('meetings_session').values({ meeting_id: meetingId, event_id: eventId ?? null, form: form ?? null, organiser: organiser ?? null, description: description ?? null }).execute()
  const rows = panellists.map(({ id, name, organisation, part, state }, at) => ({ id, meeting_id: meetingId, position: at + 1, name, organisation: organisation ?? null, part, state }))
  for (const part of inParts(rows)) await tx.insertInto('meetings_panellist').values(part).execute()
}

/** Takes annual meetings, what agendas begin with, and who is told of meetings. */
export async function insertMeetings(tx: Tx, forumId: Id, { file, events, followers }: FolderMeetings): Promise<void> {
  if (file.agendaTemplate !== undefined) await tx.insertInto('meetings_template').values({ forum_id: forumId, text: file.agendaTemplate.text, revision: file.agendaTemplate.revision ?? 1 }).execute()
  const rows = events.map((event) => ({
    id: event.id,
    forum_id: forumId,
    slug: event.slug,
    title: event.title,
    place: event.place ?? null,
    zone: event.zone ?? null,
    first_day: event.firstDay,
    last_day: event.lastDay,
    days_before: event.daysBefore ?? 0,
    note: event.note ?? null,
    source: event.source ?? null,
    revision: event.revision ?? 1,
  }))
  for (const part of inParts(rows)) await tx.insertInto('meetings_event').values(part).execute()
  const told = followers.map(({ id, mail, language, askedAt, confirmedAt, leftAt }) => ({ id, forum_id: forumId, mail, language, asked_at: askedAt, confirmed_at: confirmedAt ?? null, left_at: leftAt ?? null }))
  for (const part of inParts(told)) await tx.insertInto('meetings_follower').values(part).execute()
}

type WrittenSitting = { readonly date: Sitting['date']; readonly starts?: Sitting['starts'] | undefined; readonly ends?: Sitting['ends'] | undefined; readonly zone?: string | null | undefined; readonly place?: string | null | undefined }

function asSitting(sitting: WrittenSitting | undefined): Sitting | null {
  return sitting === undefined ? null : { date: sitting.date, starts: sitting.starts ?? null, ends: sitting.ends ?? null, zone: sitting.zone ?? null, place: sitting.place ?? null }
}
