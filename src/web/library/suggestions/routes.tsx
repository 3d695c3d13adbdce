import { Readable } from 'node:stream'
import { declinePaper, listPaper } from '../../../library/suggestions/commands.ts'
import { decidingSchema } from '../../../library/suggestions/schema.ts'
import { transact } from '../../../platform/database.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { forbiddenPage, notFoundPage } from '../../errors.tsx'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { readRequest, servePrivatePage, type PageRequest } from '../../page.tsx'
import { loadPaperDesk, loadPapersDesk, paperLetterWriter, type PaperDeskData } from './data.ts'
import { PaperDesk, PapersDesk } from './desk.tsx'

/** Papers that somebody suggested by mail: read, listed or declined at the desk of their forum. */
export function suggestedPaperRoutes(app: App, services: Services): void {
  servePrivatePage(app, services, { path: '/desk/:forum/papers', load: loadPapersDesk, render: (view, data) => <PapersDesk view={view} data={data} /> })
  serveForm<PaperDeskData>(app, services, { path: '/desk/:forum/papers/:paper', load: loadPaperDesk, initial: ({ same }): Record<string, string> => (same === undefined ? { decision: 'declined' } : {}), render: (view, data, form) => <PaperDesk view={view} data={data} form={form} />, submit: decide })
  app.get('/desk/:forum/papers/:paper/files/:place', async (c) => {
    const request = await readRequest(c, services)
    const data = await loadPaperDesk(request)
    if (data === 'forbidden') return forbiddenPage(c, request.view)
    const place = request.params['place'] ?? ''
    const file = /^[1-9][0-9]?$/u.test(place) ? data?.suggestion.files[Number(place) - 1] : undefined
    const content = file === undefined || !(await services.files.has(file.sha256)) ? undefined : services.files.read(file.sha256)
    if (file === undefined || content === undefined) return notFoundPage(c, request)
    // To be kept, never shown: whatever it is, nothing of it runs here.
    return c.body(Readable.toWeb(Readable.from(content)) as ReadableStream, 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="file-${place}"; filename*=UTF-8''${encodeURIComponent(file.name.replaceAll(/[/\\]/gu, '_')).replaceAll("'", '%27')}`,
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    })
  })
}

async function decide(request: PageRequest, data: PaperDeskData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(decidingSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { decision, reason, withhold } = parsed.value
  const { forum, suggestion, same, person } = data
  if (decision === 'declined' && reason === undefined) return { errors: { reason: 'required' } }
  if (decision === 'same' && same === undefined) return { errors: { decision: 'not-in-list' } }
  const actor = { kind: 'person', id: person.id } as const
  const which = { forumId: forum.id, suggestionId: suggestion.id }
  const decided = await transact(request.db, (tx) =>
    decision === 'same' && same !== undefined
      ? listPaper(tx, actor, { ...which, referenceId: same.reference.id, reference: same.ref, write: paperLetterWriter(request.services, forum, { listedAs: same }) }, request.now)
      : declinePaper(tx, actor, { ...which, reason: reason ?? '', isWithheld: withhold, write: paperLetterWriter(request.services, forum, { reason: reason ?? '' }) }, request.now),
  )
  return isRefusal(decided) ? { errors: { '': request.view.t(`desk.papers.refusal.${decided.refusal}`) } } : { seeOther: `/desk/${forum.slug}/papers` }
}
