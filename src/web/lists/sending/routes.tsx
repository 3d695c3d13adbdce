import { Readable } from 'node:stream'
import { announce, storeAnnouncement } from '../../../lists/announcing/commands.ts'
import { readMailbox } from '../../../lists/archive/export.ts'
import type { List } from '../../../lists/model.ts'
import type { IncomingPost } from '../../../lists/posts/model.ts'
import { announceSchema } from '../../../lists/schema.ts'
import { transact } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isId } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { forbiddenPage, notFoundPage } from '../../errors.tsx'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { readRequest, type PageRequest } from '../../page.tsx'
import { loadListDesk } from '../data.ts'
import { loadListsDesk, type ListsDeskData } from '../desk/data.ts'
import { AnnounceForm } from '../desk/forms.tsx'
import { listLetterWriter } from '../letters/data.ts'

/** What leaves a list by the desk's hand: announcements, and its archive as a mailbox. */
export function listSendingRoutes(app: App, services: Services): void {
  serveForm<ListsDeskData>(app, services, { path: '/desk/:forum/lists/announce', load: loadListsDesk, initial: () => ({ formKey: newId() }), render: (view, data, form) => <AnnounceForm view={view} data={data} form={form} />, submit: submitAnnouncement })
  app.get('/desk/:forum/lists/:list/archive.mbox', async (c) => {
    const request = await readRequest(c, services)
    const data = await loadListDesk(request)
    if (data === undefined) return notFoundPage(c, request)
    if (data === 'forbidden') return forbiddenPage(c, request.view)
    const bytes = Readable.from(readMailbox(services.db, services.files, data.list.id))
    return c.body(Readable.toWeb(bytes) as ReadableStream, 200, { 'content-type': 'application/mbox', 'content-disposition': `attachment; filename="${data.list.slug}.mbox"`, 'cache-control': 'private, no-store' })
  })
}

async function submitAnnouncement(request: PageRequest, data: ListsDeskData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(announceSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const chosen = submitted.fields['lists'] ?? []
  const lists = data.lists.filter(({ slug, closedAt }) => closedAt === null && chosen.includes(slug))
  if (lists.length === 0) return { errors: { lists: 'required' } }
  const { formKey, subject, text } = parsed.value
  if (!isId(formKey)) return { errors: { '': request.view.t('lists.refusal.nothing-chosen') } }
  const { files, mailDomain } = request.services
  const announcement = { subject, text, author: data.forum.title, formKey }
  const posts: { list: List; post: IncomingPost }[] = []
  for (const list of lists) posts.push({ list, post: await storeAnnouncement(files, { announcement, list, mailDomain }, request.now) })
  const done = await transact(request.db, (tx) => announce(tx, { kind: 'person', id: data.person.id }, { forumId: data.forum.id, posts, write: listLetterWriter(request.services) }, request.now))
  // Sent twice, it has been announced: no mistake.
  return isRefusal(done) || lists[0] === undefined ? { seeOther: `/desk/${data.forum.slug}/lists` } : { seeOther: `/desk/${data.forum.slug}/lists/${lists[0].slug}` }
}
