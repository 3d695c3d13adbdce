import { Readable } from 'node:stream'
import { z } from 'zod'
import { transact } from '../../../platform/database.ts'
import { decideMail } from '../../../record/inbox/commands.ts'
import { oneOf, optional, parseFields, prose } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { forbiddenPage, notFoundPage } from '../../errors.tsx'
import { fieldsToObject, serveForm } from '../../form.tsx'
import { readRequest, servePrivatePage } from '../../page.tsx'
import { loadKept, loadKeptMail } from './data.ts'
import { KeptMailPage, KeptPage } from './desk.tsx'

const decisionSchema = z.object({ decision: oneOf(['taken', 'dismissed']), reason: optional(prose(1000)) })

/** Mails that no rule could place: read, entered by hand, or set aside by a person of the forum; those of no forum by who keeps the installation. */
export function keptRoutes(app: App, services: Services): void {
  for (const at of ['/desk/mail/kept', '/desk/:forum/mail']) serveKept(app, services, at)
}

function serveKept(app: App, services: Services, at: string): void {
  servePrivatePage(app, services, { path: at, load: loadKept, render: (view, data) => <KeptPage view={view} data={data} /> })
  serveForm(app, services, {
    path: `${at}/:mail`,
    load: loadKeptMail,
    render: (view, data, form) => <KeptMailPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(decisionSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const { decision, reason } = parsed.value
      if (decision === 'dismissed' && reason === undefined) return { errors: { reason: 'required' } }
      const decided = await transact(request.db, (tx) => decideMail(tx, { kind: 'person', id: data.person.id }, { id: data.mail.id, forumId: data.forum?.id ?? null, personId: data.person.id, decision, reason }, request.now))
      return isRefusal(decided) ? { errors: { '': request.view.t(`desk.mail.refusal.${decided.refusal}`) } } : { seeOther: data.here }
    },
  })
  app.get(`${at}/:mail/files/:place`, async (c) => {
    const request = await readRequest(c, services)
    const data = await loadKeptMail(request)
    if (data === 'forbidden') return forbiddenPage(c, request.view)
    const place = request.params['place'] ?? ''
    const file = data?.read?.attachments[Number(place) - 1]
    const content = file?.content ?? (place === '0' && data !== undefined ? services.files.read(data.mail.sha256) : undefined)
    if (content === undefined) return notFoundPage(c, request)
    // To be kept, never shown: whatever it is, nothing of it runs here.
    const name = file === undefined ? 'mail.eml' : (file.name ?? 'file')
    const body = content instanceof Uint8Array ? Readable.from([Buffer.from(content)]) : content
    return c.body(Readable.toWeb(body) as ReadableStream, 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${place === '0' ? 'mail.eml' : `file-${place}`}"; filename*=UTF-8''${encodeURIComponent(name.replaceAll(/[/\\]/gu, '_')).replaceAll("'", '%27')}`,
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    })
  })
}
