import { addLink, removeLink } from '../../../meetings/recordings/commands.ts'
import { transact } from '../../../platform/database.ts'
import type { Actor } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { readRevision } from '../forms.tsx'
import { loadRecordingsAtDesk, type RecordingsData } from './data.ts'
import { linkSchema, LinkPage } from './forms.tsx'

/** Recordings and documents of a meeting, entered and taken away at the desk. */
export function recordingRoutes(app: App, services: Services): void {
  serveForm<RecordingsData>(app, services, {
    path: '/desk/:forum/meetings/:meeting/links',
    load: loadRecordingsAtDesk,
    initial: ({ meeting }) => ({ kind: 'recording', visibility: 'public', passcodeVisibility: 'roles', revision: String(meeting.revision) }),
    render: (view, data, form) => <LinkPage view={view} data={data} form={form} />,
    submit: enterLink,
  })
}

async function enterLink(request: PageRequest, data: RecordingsData, submitted: Submitted): Promise<FormOutcome> {
  const actor: Actor = { kind: 'person', id: data.person.id }
  const to = { forumId: data.forum.id, meetingId: data.meeting.id, revision: readRevision(submitted) }
  const gone = submitted.value('remove')
  if (gone !== '') {
    const removed = isId(gone) ? await transact(request.db, (tx) => removeLink(tx, actor, { ...to, linkId: gone }, request.now)) : ({ refusal: 'no-such-link' } as const)
    if ('refusal' in removed) return { errors: { '': removed.refusal === 'changed-meanwhile' ? 'meetings.refusal.changed-meanwhile' : 'meetings.recordings.refusal.no-such-link' } }
    return { seeOther: `${request.view.path}?done=1` }
  }
  const parsed = parseFields(linkSchema, { visibility: 'public', passcodeVisibility: 'roles', language: '', ...fieldsToObject(submitted.fields) })
  if (!parsed.ok) return { errors: parsed.errors }
  const { kind, url, title = null, passcode = null, visibility, passcodeVisibility, language } = parsed.value
  const link = { kind, url, title, passcode, visibility, passcodeVisibility, language: language === '' ? null : language }
  const added = await transact(request.db, (tx) => addLink(tx, actor, { ...to, ...link }, request.now))
  return 'refusal' in added ? { errors: { '': 'meetings.refusal.changed-meanwhile' } } : { seeOther: `/desk/${data.forum.slug}/meetings/${data.meeting.slug}?done=1` }
}
