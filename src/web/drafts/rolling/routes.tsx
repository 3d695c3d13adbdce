import { setRolling } from '../../../drafts/rolling/commands.ts'
import { flatten } from '../../../drafts/model.ts'
import { transact } from '../../../platform/database.ts'
import type { App, Services } from '../../context.ts'
import { notFoundPage } from '../../errors.tsx'
import { serveForm } from '../../form.tsx'
import { readRequest, servePage } from '../../page.tsx'
import { groundAsData } from '../../trace/ground/data.ts'
import { loadDocument, loadDocumentDesk, type InDocument } from '../data.ts'
import { follow } from '../feed/data.ts'
import { openStream } from '../live/data.ts'
import { loadRolling, stampRolling, type RollingData } from './data.ts'
import { RollingDesk } from './desk.tsx'
import { RollingPage } from './pages.tsx'

const PATH = '/:forum/:cycle/documents/:document/rolling'

/** The rolling draft: its public page, the stream by which an open page learns that the text moved, and the switch at the desk. */
export function rollingRoutes(app: App, services: Services): void {
  servePage<RollingData>(app, services, {
    path: PATH,
    load: loadRolling,
    stamp: stampRolling,
    json: rollingAsData,
    render: (view, data) => <RollingPage view={view} data={data} />,
  })
  app.get(`${PATH}/events`, async (c) => {
    const request = await readRequest(c, services)
    const data = c.env.json === true ? undefined : await loadDocument(request)
    if (data === undefined || data.document.rollingSince === null) return notFoundPage(c, request)
    // Readers are told that the text moved, never what: they read the page, which is made once for all of them.
    const stream = openStream(services, (send) => follow(services.db, data.document.id, 'reader', 0, send))
    return c.body(stream, 200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  })
  serveForm<InDocument>(app, services, {
    path: `/desk${PATH}`,
    load: loadDocumentDesk,
    render: (view, data, form) => <RollingDesk view={view} data={data} form={form} />,
    submit: async ({ db, now, view }, { document, address }, submitted) => {
      const { person } = view
      if (person === undefined) return { errors: { '': 'not-found' } }
      const set = await transact(db, (tx) => setRolling(tx, { kind: 'person', id: person.id }, { documentId: document.id, isOpen: submitted.value('open') === 'yes' }, now))
      return 'refusal' in set ? { errors: { '': view.t(`drafts.refusal.${set.refusal}`) } } : { seeOther: `/desk${address}/rolling` }
    },
  })
}

function rollingAsData({ cycle, document, version, text, ground }: RollingData): object {
  return {
    document: document.slug,
    title: document.title,
    language: document.language,
    version,
    sections: text.map(({ id, title, level, isAnnex, paragraphs }) => ({ id, title, level, annex: isAnnex, paragraphs: paragraphs.map(({ number }) => number) })),
    paragraphs: flatten(text).map(({ number, id, isOwnVoice, text: words, body }) => ({ number, id, ownVoice: isOwnVoice, text: words, ...(body === undefined ? {} : { body }), restsOn: groundAsData(cycle.slug, ground.get(id)) })),
  }
}
