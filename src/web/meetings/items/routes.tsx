import { circulateAgenda, writeItems, writeTemplate } from '../../../meetings/items/commands.ts'
import { transact } from '../../../platform/database.ts'
import { parseFields, prose } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import { z } from 'zod'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { translator } from '../../messages.ts'
import { servePage, type PageRequest } from '../../page.tsx'
import { meetingMailWriter } from '../following/data.ts'
import { readRevision } from '../forms.tsx'
import { loadAgendaAtDesk, loadAgendaPage, loadTemplate, type AgendaDeskData, type AgendaPageData, type TemplateData } from './data.ts'
import { AgendaDesk, CirculatePage, TemplatePage } from './desk.tsx'
import { agendaValues, readAgendaForm } from './forms.tsx'
import { AgendaPage } from './pages.tsx'

const DESK = '/desk/:forum/meetings/:meeting'
const templateSchema = z.object({ text: prose(10_000) })

/** The agenda of a meeting: its page, writing it, sending it round; and what agendas begin with. */
export function itemRoutes(app: App, services: Services): void {
  serveForm<TemplateData>(app, services, {
    path: '/desk/:forum/agenda-template',
    load: loadTemplate,
    initial: ({ template }) => ({ text: template.text, revision: String(template.revision) }),
    render: (view, data, form) => <TemplatePage view={view} data={data} form={form} />,
    submit: enterTemplate,
  })
  serveForm<AgendaDeskData>(app, services, {
    path: `${DESK}/agenda`,
    load: loadAgendaAtDesk,
    initial: (data, request) => ({ ...agendaValues(beginningOf(data, request.query['from'])), revision: String(data.meeting.revision) }),
    render: (view, data, form) => <AgendaDesk view={view} data={data} form={form} />,
    submit: enterAgenda,
  })
  serveForm<AgendaDeskData>(app, services, {
    path: `${DESK}/circulate`,
    load: loadAgendaAtDesk,
    initial: ({ meeting }) => ({ revision: String(meeting.revision) }),
    render: (view, data, form) => <CirculatePage view={view} data={data} form={form} />,
    submit: (request, data, submitted) => circulate(services, request, data, submitted),
  })
  servePage<AgendaPageData>(app, services, {
    path: '/:forum/meetings/:meeting/agenda',
    load: loadAgendaPage,
    usesZone: true,
    json: ({ forum, meeting, items, circulations }) => ({
      forum: forum.slug,
      meeting: meeting.slug,
      items: items.map(({ title, about, minutes, presenter, links }) => ({ title, about, minutes, presenter, links })),
      circulated: circulations.map(({ number, sentAt }) => ({ number, sentAt })),
    }),
    render: (view, data) => <AgendaPage view={view} data={data} />,
  })
}

function beginningOf({ items, beginnings }: AgendaDeskData, from: string | undefined): Parameters<typeof agendaValues>[0] {
  if (items.length > 0) return items
  if (from === 'template') return beginnings.template
  // The items of another meeting are copied, not moved: they get identities of their own.
  return from === 'earlier' ? (beginnings.earlier?.items ?? []).map(({ title, about, minutes, presenter, links }) => ({ title, about, minutes, presenter, links })) : []
}

async function enterAgenda(request: PageRequest, data: AgendaDeskData, submitted: Submitted): Promise<FormOutcome> {
  const chosen = new Set(submitted.fields['action'] ?? [])
  const links = data.carried.filter(({ number }) => chosen.has(String(number))).map(({ number, text }) => ({ title: `A-${number} ${text.slice(0, 200)}`, url: `/${data.forum.slug}/actions/A-${number}` }))
  const read = readAgendaForm(submitted, { title: translator(data.forum.language)('meetings.plan.agenda.carried-item'), links }, data.forum.slug)
  if (!read.ok) return { errors: read.errors }
  const input = { forumId: data.forum.id, meetingId: data.meeting.id, revision: readRevision(submitted), items: read.items }
  const written = await transact(request.db, (tx) => writeItems(tx, { kind: 'person', id: data.person.id }, input, request.now))
  return isRefusal(written) ? { errors: { '': `meetings.refusal.${written.refusal}` } } : { seeOther: `/desk/${data.forum.slug}/meetings/${data.meeting.slug}/agenda?done=1` }
}

async function circulate(services: Services, request: PageRequest, data: AgendaDeskData, submitted: Submitted): Promise<FormOutcome> {
  const { forum, meeting, person } = data
  const input = { forumId: forum.id, meetingId: meeting.id, revision: readRevision(submitted), language: forum.language, publicUrl: services.publicUrl, write: meetingMailWriter(services, forum) }
  const sent = await transact(request.db, (tx) => circulateAgenda(tx, { kind: 'person', id: person.id }, input, request.now))
  if (isRefusal(sent)) return { errors: { '': sent.refusal === 'changed-meanwhile' ? 'meetings.refusal.changed-meanwhile' : `meetings.plan.refusal.${sent.refusal}` } }
  return { seeOther: `/desk/${forum.slug}/meetings/${meeting.slug}/agenda?done=1` }
}

async function enterTemplate(request: PageRequest, data: TemplateData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(templateSchema, { text: '', ...fieldsToObject(submitted.fields) })
  if (!parsed.ok) return parsed
  const written = await transact(request.db, (tx) => writeTemplate(tx, { kind: 'person', id: data.person.id }, { forumId: data.forum.id, text: parsed.value.text, revision: readRevision(submitted) }, request.now))
  if (!isRefusal(written)) return { seeOther: `${request.view.path}?done=1` }
  return { errors: written.refusal === 'minutes-wrong' ? { text: `meetings.plan.refusal.minutes-wrong-line:${written.line}` } : { '': 'meetings.refusal.changed-meanwhile' } }
}
