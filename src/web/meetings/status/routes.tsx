import { announceMeeting, cancelMeeting, confirmHeld } from '../../../meetings/status/commands.ts'
import { transact } from '../../../platform/database.ts'
import type { Actor } from '../../../record/model.ts'
import { parseFields, requiredProse } from '../../../shared/fields.ts'
import { isRefusal, type Refusal } from '../../../shared/result.ts'
import { z } from 'zod'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { loadMeetingAtDesk, type AtDesk, type MeetingData } from '../data.ts'
import { meetingMailWriter } from '../following/data.ts'
import { readRevision } from '../forms.tsx'
import { invitingOf } from '../invitations/data.ts'
import { StatusDesk } from './forms.tsx'

const schema = z.object({ reason: requiredProse(1000) })

/** Announcing a meeting, cancelling it, saying that it was held. */
export function statusRoutes(app: App, services: Services): void {
  serveForm<MeetingData & AtDesk>(app, services, {
    path: '/desk/:forum/meetings/:meeting/status',
    load: loadMeetingAtDesk,
    initial: ({ meeting }) => ({ revision: String(meeting.revision) }),
    render: (view, data, form) => <StatusDesk view={view} data={data} form={form} />,
    submit: (request, data, submitted) => enterStatus(services, request, data, submitted),
  })
}

type Done = { readonly mails: number } | { readonly held: true } | Refusal<'changed-meanwhile' | 'not-now'>

async function enterStatus(services: Services, request: PageRequest, data: MeetingData & AtDesk, submitted: Submitted): Promise<FormOutcome> {
  const { forum, meeting } = data
  const actor: Actor = { kind: 'person', id: data.person.id }
  const to = { forumId: forum.id, meetingId: meeting.id, revision: readRevision(submitted) }
  const saying = { ...to, language: forum.language, write: meetingMailWriter(services, forum) }
  const say = submitted.value('say')
  const parsed = say === 'cancelled' ? parseFields(schema, { reason: '', ...fieldsToObject(submitted.fields) }) : undefined
  if (parsed?.ok === false) return parsed
  const { now, db } = request
  const done = await transact<Done>(db, async (tx) => {
    if (say === 'announced') return announceMeeting(tx, actor, saying, now)
    if (parsed?.ok === true) return cancelMeeting(tx, actor, { ...saying, reason: parsed.value.reason, inviting: invitingOf(services, forum) }, now)
    return say === 'held' ? confirmHeld(tx, actor, to, now) : { refusal: 'not-now' }
  })
  if (isRefusal(done)) return { errors: { '': done.refusal === 'not-now' ? 'meetings.plan.refusal.not-now' : 'meetings.refusal.changed-meanwhile' } }
  return { seeOther: `${request.view.path}?done=1${'mails' in done ? `&mails=${done.mails}` : ''}` }
}
