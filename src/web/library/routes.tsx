import { addReference } from '../../library/commands.ts'
import { referenceSchema } from '../../library/schema.ts'
import { transact } from '../../platform/database.ts'
import { parseFields } from '../../shared/fields.ts'
import type { App, Services } from '../context.ts'
import { fieldsToObject, serveForm } from '../form.tsx'
import { servePage } from '../page.tsx'
import { loadLibrary, loadLibraryDesk, type LibraryData } from './data.ts'
import { LibraryDesk } from './desk.tsx'
import { ReferencesPage } from './pages.tsx'

/** The library of a cycle: the public list, and the desk's form. */
export function libraryRoutes(app: App, services: Services): void {
  servePage<LibraryData>(app, services, {
    path: '/:forum/:cycle/references',
    load: loadLibrary,
    json: ({ cycle, references, next }) => ({
      references: references.map(({ number, title, author, publisher, published, url, note }) => ({ ref: `${cycle.slug}/L-${number}`, title, author, publisher, published, url, note })),
      next,
    }),
    render: (view, data) => <ReferencesPage view={view} data={data} />,
  })
  serveForm<LibraryData>(app, services, {
    path: '/desk/:forum/:cycle/references',
    load: loadLibraryDesk,
    render: (view, data, form) => <LibraryDesk view={view} data={data} form={form} />,
    submit: async ({ db, now, view }, { forum, cycle }, { fields }) => {
      const parsed = parseFields(referenceSchema, fieldsToObject(fields))
      if (!parsed.ok) return { errors: parsed.errors }
      const { person } = view
      if (person === undefined) return { errors: { '': 'not-found' } }
      const added = await transact(db, (tx) => addReference(tx, { kind: 'person', id: person.id }, { forumId: forum.id, cycleId: cycle.id, ...parsed.value }, now))
      if ('refusal' in added) return { errors: { title: view.t(`library.refusal.${added.refusal}`) } }
      return { seeOther: `/desk/${forum.slug}/${cycle.slug}/references#L-${added.number}` }
    },
  })
}
