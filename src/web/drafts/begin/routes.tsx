import { documentSchema } from '../../../drafts/schema.ts'
import { transact } from '../../../platform/database.ts'
import { beginDocument } from '../../../procedures/begin-document.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm } from '../../form.tsx'
import { DocumentsDesk } from '../desk.tsx'
import { loadBegin, readBeginning, type BeginData } from './data.ts'

/** The documents of a cycle at the desk; one is started there, with nothing or with a text. */
export function beginRoutes(app: App, services: Services): void {
  serveForm<BeginData>(app, services, {
    path: '/desk/:forum/:cycle/documents',
    load: loadBegin,
    initial: ({ forum }) => ({ kind: 'draft-output', language: forum.language, begin: 'nothing' }),
    render: (view, data, form) => <DocumentsDesk view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const { db, now, view } = request
      const parsed = parseFields(documentSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return { errors: parsed.errors }
      const { person } = view
      if (person === undefined) return { errors: { '': 'not-found' } }
      const begin = await readBeginning(request, data, submitted.value('begin'), submitted.uploads['file'], parsed.value.title)
      if (!('from' in begin)) return begin
      const agreed = submitted.value('agreedIn')
      const agreedIn = data.meetings.find(({ id }) => id === agreed)?.id
      if (agreed !== '' && agreedIn === undefined) return { errors: { agreedIn: 'not-in-list' } }
      const input = { forumId: data.forum.id, cycleId: data.cycle.id, ...parsed.value, agreedIn, begin }
      const started = await transact(db, (tx) => beginDocument(tx, { kind: 'person', id: person.id }, input, now))
      if (!isRefusal(started)) return { seeOther: `/desk${data.base}/documents/${parsed.value.slug}` }
      if (started.refusal === 'slug-taken') return { errors: { slug: view.t('drafts.refusal.slug-taken') } }
      return { errors: { [begin.from === 'file' ? 'file' : 'begin']: view.t(`begin.refusal.${started.refusal}`) } }
    },
  })
}
