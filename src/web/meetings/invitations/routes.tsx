import { z } from 'zod'
import { readReply } from '../../../meetings/calendar-replies/model.ts'
import { inviteToMeeting, takeReply, updateInvitations } from '../../../meetings/invitations/commands.ts'
import { transact } from '../../../platform/database.ts'
import type { Actor } from '../../../record/model.ts'
import { mailAddress, parseFields } from '../../../shared/fields.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { readCalendarText } from '../calendar/routes.tsx'
import { loadMeetingsAtDesk, type AtDesk, type MeetingsData } from '../data.ts'
import { loadInvitations, sendingOf, type InvitationsData } from './data.ts'
import { AnswersPage, InvitationsPage } from './desk.tsx'

/** People asked at once. */
const PEOPLE = 500

/** Invitations by mail with an entry for a calendar, and the answers to them. Registered before the pages of meetings. */
export function invitationRoutes(app: App, services: Services): void {
  serveForm(app, services, {
    path: '/desk/:forum/meetings/new/answers',
    load: loadMeetingsAtDesk,
    render: (view, data, form) => <AnswersPage view={view} data={data} form={form} />,
    submit: takeAnswer,
  })
  serveForm(app, services, {
    path: '/desk/:forum/meetings/:meeting/invitations',
    load: loadInvitations,
    render: (view, data, form) => <InvitationsPage view={view} data={data} form={form} />,
    submit: send,
  })
}

async function send(request: PageRequest, data: InvitationsData, submitted: Submitted): Promise<FormOutcome> {
  const actor: Actor = { kind: 'person', id: data.person.id }
  const here = `/desk/${data.forum.slug}/meetings/${data.meeting.slug}/invitations`
  if (submitted.value('shall') === 'update') {
    const { sent } = await transact(request.db, (tx) => updateInvitations(tx, actor, sendingOf(request, data), request.now))
    return { seeOther: `${here}?sent=${sent}` }
  }
  const people = readPeople(submitted.value('people'))
  if ('wrong' in people) return { errors: { people: `meetings.invitations.refusal.line:${people.wrong}` } }
  if (people.read.length > PEOPLE) return { errors: { people: `meetings.refusal.too-many:${PEOPLE}` } }
  const sent = await transact(request.db, (tx) => inviteToMeeting(tx, actor, { ...sendingOf(request, data), people: people.read.map((person) => ({ ...person, language: data.forum.language })) }, request.now))
  return 'refusal' in sent ? { errors: { people: `meetings.invitations.refusal.${sent.refusal}` } } : { seeOther: `${here}?sent=${sent.sent}` }
}

const address = z.object({ mail: mailAddress() })

/** One a line: `Ada Lovelace <ada@example.org>`, or the address alone. Each address once. `wrong` is the first line that has none, from 1. */
function readPeople(text: string): { read: { mail: string; name: string | null }[] } | { wrong: number } {
  const read = new Map<string, { mail: string; name: string | null }>()
  for (const [at, line] of text.split(/\r?\n/u).entries()) {
    if (line.trim() === '') continue
    const match = /^(.*?)\s*<([^<>]+)>[,;]?\s*$/u.exec(line.trim())
    const parsed = parseFields(address, { mail: (match?.[2] ?? line).trim().replace(/[,;]$/u, '') })
    if (!parsed.ok || parsed.value.mail === '') return { wrong: at + 1 }
    const name = (match?.[1] ?? '').replace(/^"|"$/gu, '').replace(/\p{Cc}/gu, '').trim().slice(0, 200)
    read.set(parsed.value.mail.toLowerCase(), { mail: parsed.value.mail, name: name === '' ? null : name })
  }
  return { read: [...read.values()] }
}

async function takeAnswer(request: PageRequest, data: MeetingsData & AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const text = await readCalendarText(request, submitted)
  if (typeof text !== 'string') return text
  const reply = readReply(text)
  if ('problem' in reply) return { errors: { file: reply.problem === 'not-a-reply' || reply.problem === 'unknown-meeting' ? `meetings.invitations.refusal.${reply.problem}` : `meetings.calendar.refusal.${reply.problem}` } }
  const taken = await transact(request.db, (tx) => takeReply(tx, { kind: 'person', id: data.person.id }, { forumId: data.forum.id, reply }, request.now))
  return 'refusal' in taken ? { errors: { file: `meetings.invitations.refusal.${taken.refusal}` } } : { seeOther: `/desk/${data.forum.slug}/meetings/${taken.meeting}/invitations` }
}
