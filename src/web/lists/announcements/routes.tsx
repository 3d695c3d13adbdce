import { audienceKey } from '../../../lists/announcing/model.ts'
import { storeAnnouncement } from '../../../lists/announcing/commands.ts'
import type { List } from '../../../lists/model.ts'
import type { IncomingPost } from '../../../lists/posts/model.ts'
import { announceSchema } from '../../../lists/schema.ts'
import { transact } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import { announceWidely } from '../../../procedures/announce-widely.ts'
import { leaveAudiences } from '../../../procedures/leave-audiences.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, isOneClick, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePage, type PageRequest } from '../../page.tsx'
import { listLetterWriter } from '../letters/data.ts'
import { loadAnnounce, loadAnnouncement, loadAnnouncements, loadLeaving, previewAnnouncement, type AnnounceData, type AnnouncementData, type AnnouncementsData, type LeavingData } from './data.ts'
import { AnnounceForm, AnnouncePreview, LeavePage } from './forms.tsx'
import { AnnouncementPage, AnnouncementsPage } from './pages.tsx'

/** Announcements: written and looked at at the desk, read by everybody, and ended by whoever they are sent to. */
export function announcementRoutes(app: App, services: Services): void {
  serveForm<AnnounceData>(app, services, { path: '/desk/:forum/lists/announce', load: loadAnnounce, initial: () => ({ formKey: newId() }), render: (view, data, form) => <AnnounceForm view={view} data={data} form={form} />, submit: submitAnnouncement })
  servePage<AnnouncementsData>(app, services, {
    path: '/:forum/announcements',
    load: loadAnnouncements,
    json: ({ forum, announcements, next }) => ({ forum: forum.slug, announcements: announcements.map(({ number, subject, madeAt }) => ({ number, subject, at: madeAt })), next }),
    render: (view, data) => <AnnouncementsPage view={view} data={data} />,
  })
  servePage<AnnouncementData>(app, services, {
    path: '/:forum/announcements/:number',
    load: loadAnnouncement,
    json: ({ forum, announcement, lists }) => ({ forum: forum.slug, number: announcement.number, subject: announcement.subject, text: announcement.text, at: announcement.madeAt, audiences: announcement.audiences.map(({ kind, title }) => ({ kind, title })), lists: lists.map(({ slug }) => slug), readers: announcement.readers }),
    render: (view, data) => <AnnouncementPage view={view} data={data} />,
  })
  serveForm<LeavingData>(app, services, {
    path: '/:forum/announcements/leave/:token',
    load: loadLeaving,
    initial: ({ going }) => ({ of: going.map(audienceKey) }),
    render: (view, data, form) => <LeavePage view={view} data={data} form={form} />,
    submit: async (request, { announcement, address }, submitted) => {
      const only = isOneClick(submitted) ? undefined : (submitted.fields['of'] ?? [])
      if (only?.length === 0) return { errors: { of: 'required' } }
      await transact(request.db, (tx) => leaveAudiences(tx, { announcementId: announcement.id, mail: address, only }, request.now))
      return { seeOther: request.view.path }
    },
  })
}

async function submitAnnouncement(request: PageRequest, data: AnnounceData, submitted: Submitted): Promise<FormOutcome> {
  const { view } = request
  const form = { values: submitted.fields, errors: {}, uploads: {} }
  const shall = submitted.value('shall')
  if (shall === 'change') return { page: <AnnounceForm view={view} data={data} form={form} /> }
  const parsed = parseFields(announceSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const [wanted, followed] = [submitted.fields['lists'] ?? [], submitted.fields['followers'] ?? []]
  const lists = data.lists.filter(({ slug, closedAt }) => closedAt === null && wanted.includes(slug))
  const audiences = data.offered.filter((each) => followed.includes(audienceKey(each)))
  if (lists.length === 0 && audiences.length === 0) return { errors: { lists: 'lists.refusal.nobody-chosen' } }
  const { formKey, subject, text } = parsed.value
  if (!isId(formKey)) return { errors: { '': view.t('lists.refusal.nothing-chosen') } }
  if (shall !== 'send') return { page: <AnnouncePreview view={view} data={data} form={form} preview={await previewAnnouncement(request, data, lists, audiences)} /> }
  const { files, mailDomain } = request.services
  const announcement = { subject, text, author: data.forum.title, formKey }
  const posts: { list: List; post: IncomingPost }[] = []
  for (const list of lists) posts.push({ list, post: await storeAnnouncement(files, { announcement, list, mailDomain }, request.now) })
  const input = { forumId: data.forum.id, announcement, language: data.forum.language, posts, audiences: audiences.map(({ kind, id, title }) => ({ kind, id, title })), write: listLetterWriter(request.services) }
  const done = await transact(request.db, (tx) => announceWidely(tx, { kind: 'person', id: data.person.id }, input, request.now))
  if (isRefusal(done) && done.refusal === 'nobody-to-tell') return { errors: { '': view.t('lists.refusal.nobody-to-tell') } }
  // Sent twice, it has been announced: no mistake.
  if (isRefusal(done) || (audiences.length === 0 && lists[0] === undefined)) return { seeOther: `/desk/${data.forum.slug}/lists` }
  return { seeOther: audiences.length === 0 ? `/desk/${data.forum.slug}/lists/${lists[0]?.slug ?? ''}` : `/${data.forum.slug}/announcements/${done.number}` }
}
