import { announceCall } from '../../../calls/notices/commands.ts'
import { announceSchema } from '../../../calls/notices/schema.ts'
import { listTranslations } from '../../../calls/translations/queries.ts'
import { transact } from '../../../platform/database.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { forbiddenPage, notFoundPage } from '../../errors.tsx'
import { fieldsToObject, serveForm } from '../../form.tsx'
import { readRequest, servePage } from '../../page.tsx'
import { actorOf, loadCall, type InCall } from '../data.ts'
import { callDeskAddress } from '../hub/desk.tsx'
import { noticeWriter } from '../notices/data.ts'
import { loadAnnouncement, writePackFile, type AnnounceData } from './data.ts'
import { AnnouncePage } from './desk.tsx'
import { EmbedPage } from './pages.tsx'

/** Making a call known: texts to copy, mail through the outbox, a block for other sites. */
export function announceRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/calls/:call/announce'
  serveForm<AnnounceData>(app, services, {
    path: base,
    load: loadAnnouncement,
    initial: ({ forum }) => ({ toFollowers: 'yes', language: forum.language === 'fr' ? 'fr' : 'en' }),
    render: (view, data, form) => <AnnouncePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(announceSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const { forum, cycle, call } = data
      const told = { forum, cycle, call, translations: await listTranslations(request.db, call.id), occasion: 'opened' as const }
      const done = await transact(request.db, (tx) => announceCall(tx, actorOf(request), { told, ...parsed.value, write: noticeWriter(services) }, request.now))
      if (isRefusal(done)) return { errors: { '': request.view.t(`announcing.refusal.${done.refusal}`) } }
      return { seeOther: `${callDeskAddress(data)}/announce?told=${done.mails}` }
    },
  })
  app.get(`${base}/:file`, async (c) => {
    const request = await readRequest(c, services)
    const data = await loadAnnouncement(request)
    const [language, ending] = c.req.param('file').split('.')
    if (data === 'forbidden') return forbiddenPage(c, request.view)
    const pack = data?.packs.find((each) => each.language === language)
    if (data === undefined || pack === undefined || (ending !== 'txt' && ending !== 'html')) return notFoundPage(c, request)
    const type = ending === 'txt' ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8'
    return c.body(writePackFile(pack, ending), 200, { 'content-type': type, 'content-disposition': `attachment; filename="${data.call.slug}-${pack.language}.${ending}"`, 'cache-control': 'no-store' })
  })
  servePage<InCall>(app, services, {
    path: '/:forum/:cycle/calls/:call/embed',
    load: loadCall,
    json: ({ forum, cycle, call }) => ({ forum: forum.slug, cycle: cycle.slug, call: call.slug, title: call.title }),
    render: (view, data) => <EmbedPage view={view} data={data} />,
  })
}
