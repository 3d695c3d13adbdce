import { addReference } from '../../library/commands.ts'
import { referenceSchema } from '../../library/schema.ts'
import { transact } from '../../platform/database.ts'
import { listSuggestedPaper } from '../../procedures/list-suggested-paper.ts'
import { parseFields } from '../../shared/fields.ts'
import { isRefusal } from '../../shared/result.ts'
import type { App, Services } from '../context.ts'
import { fieldsToObject, serveForm } from '../form.tsx'
import { servePage } from '../page.tsx'
import { loadLibrary, loadLibraryDesk, type LibraryData, type LibraryDeskData } from './data.ts'
import { LibraryDesk } from './desk.tsx'
import { ReferencesPage } from './pages.tsx'
import { fillReference, paperLetterWriter } from './suggestions/data.ts'
import { suggestedPaperRoutes } from './suggestions/routes.tsx'

/** The library of a cycle: the public list, and the desk's form. */
export function libraryRoutes(app: App, services: Services): void {
  servePage<LibraryData>(app, services, {
    path: '/:forum/:cycle/references',
    load: loadLibrary,
    json: ({ cycle, references, next, suggestedBy, suggested }) => ({
      references: references.map(({ id, number, title, author, publisher, published, url, note }) => ({ ref: `${cycle.slug}/L-${number}`, title, author, publisher, published, url, note, suggestion: suggestedBy.get(id)?.ref ?? null, suggestedBy: suggestedBy.get(id)?.name ?? null })),
      next,
      suggestions: suggested.suggestions.map(({ reference, ...suggestion }) => ({ ...suggestion, reference: reference?.ref ?? null })),
      olderSuggestions: suggested.older,
    }),
    render: (view, data) => <ReferencesPage view={view} data={data} />,
  })
  suggestedPaperRoutes(app, services)
  serveForm<LibraryDeskData>(app, services, {
    path: '/desk/:forum/:cycle/references',
    load: loadLibraryDesk,
    initial: ({ paper }) => (paper === undefined ? {} : fillReference(paper)),
    render: (view, data, form) => <LibraryDesk view={view} data={data} form={form} />,
    submit: async ({ db, now, view, services, query }, { forum, cycle, paper }, { fields }) => {
      const parsed = parseFields(referenceSchema, fieldsToObject(fields))
      if (!parsed.ok) return { errors: parsed.errors }
      const { person } = view
      if (person === undefined) return { errors: { '': 'not-found' } }
      const actor = { kind: 'person', id: person.id } as const
      const reference = { forumId: forum.id, cycleId: cycle.id, ...parsed.value }
      // Decided on meanwhile: nothing is listed that the suggestion does not say.
      if (paper === undefined && query['paper'] !== undefined) return { errors: { '': view.t('desk.papers.refusal.decided-already') } }
      if (paper !== undefined) {
        const listed = await transact(db, (tx) => listSuggestedPaper(tx, actor, { suggestionId: paper.id, cycleSlug: cycle.slug, reference, write: (ref) => paperLetterWriter(services, forum, { listedAs: { ref, href: `/${forum.slug}/${cycle.slug}/references#${ref.slice(cycle.slug.length + 1)}` } }) }, now))
        return isRefusal(listed) ? { errors: { '': view.t(`desk.papers.refusal.${listed.refusal}`) } } : { seeOther: `/desk/${forum.slug}/papers` }
      }
      const added = await transact(db, (tx) => addReference(tx, actor, reference, now))
      if ('refusal' in added) return { errors: { title: view.t(`library.refusal.${added.refusal}`) } }
      return { seeOther: `/desk/${forum.slug}/${cycle.slug}/references#L-${added.number}` }
    },
  })
}
