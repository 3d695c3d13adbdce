import { transact } from '../../platform/database.ts'
import { parseFields, revision } from '../../shared/fields.ts'
import { isId } from '../../shared/ids.ts'
import { giveFate, revokeFate } from '../../trace/fates/commands.ts'
import { fateSchema } from '../../trace/schema.ts'
import type { App, Services } from '../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../form.tsx'
import { servePage, type PageRequest } from '../page.tsx'
import { unitAddress } from './data.ts'
import { FatesDesk, type FatesDeskData } from './desk.tsx'
import { listTracedParagraphs, loadFatesDesk, loadTracePage, type LoadedTrace, type TracedParagraph } from './inputs/data.ts'
import { TracePage } from './pages.tsx'
import { oneTraceRoutes } from './paragraph/routes.tsx'

interface TraceData extends LoadedTrace {
  readonly paragraphs: readonly TracedParagraph[]
}

/** What became of each input: the public page with its data, and the desk where the rest is said. */
export function traceRoutes(app: App, services: Services): void {
  oneTraceRoutes(app, services)
  servePage<TraceData>(app, services, {
    path: '/:forum/:cycle/trace',
    load: async (request) => {
      const page = await loadTracePage(request)
      return page === undefined ? undefined : { ...page, paragraphs: await listTracedParagraphs(request.db, page, page.trace) }
    },
    json: ({ trace, paragraphs, ...page }) => ({
      coverage: trace.coverage.coverage,
      inputs: trace.units
        .filter((unit) => !unit.isWithdrawn)
        .map((unit) => {
          const { fate, by, reason } = trace.fateOf(unit.id)
          return { ref: unit.ref, kind: unit.kind, fate, by, reason }
        }),
      paragraphs,
      // Not accounted for, but a reference is never reused: who looks for one finds why it is missing above.
      withdrawn: trace.units.filter((unit) => unit.isWithdrawn).map((unit) => ({ ref: unit.ref, kind: unit.kind, url: unitAddress(page, unit).replace(/#.*$/u, '') })),
    }),
    render: (view, data) => <TracePage view={view} data={data} />,
  })
  serveForm<FatesDeskData>(app, services, {
    path: '/desk/:forum/:cycle/trace',
    load: loadFatesDesk,
    initial: () => ({ fate: 'answered' }),
    render: (view, data, form) => <FatesDesk view={view} data={data} form={form} />,
    submit: (request, data, submitted) => (submitted.value('action') === 'revoke' ? revoke(request, data, submitted) : give(request, data, submitted)),
  })
}

async function give({ db, now, view }: PageRequest, { forum, cycle, base }: FatesDeskData, { fields }: Submitted): Promise<FormOutcome> {
  const { person } = view
  if (person === undefined) return { errors: { '': 'not-found' } }
  const parsed = parseFields(fateSchema, fieldsToObject(fields))
  const unitIds = (fields['unit'] ?? []).filter(isId)
  const chosen = unitIds.length > 0 ? {} : { unit: view.t('trace.refusal.nothing-chosen') }
  if (!parsed.ok) return { errors: { ...chosen, ...parsed.errors } }
  const input = { forumId: forum.id, cycleId: cycle.id, cycle: cycle.slug, unitIds, ...parsed.value }
  const given = await transact(db, (tx) => giveFate(tx, { kind: 'person', id: person.id }, input, now))
  if (!('refusal' in given)) return { seeOther: `/desk${base}/trace` }
  return { errors: { unit: given.refusal === 'has-a-fate' ? view.t('trace.refusal.has-a-fate', { refs: given.refs.join(', ') }) : view.t(`trace.refusal.${given.refusal}`) } }
}

async function revoke({ db, now, view }: PageRequest, { forum, cycle, base }: FatesDeskData, submitted: Submitted): Promise<FormOutcome> {
  const { person } = view
  const unitId = submitted.value('unit')
  if (person === undefined || !isId(unitId)) return { errors: { '': 'not-found' } }
  const input = { forumId: forum.id, cycleId: cycle.id, cycle: cycle.slug, unitId, revision: revision().parse(submitted.value('revision')) }
  const revoked = await transact(db, (tx) => revokeFate(tx, { kind: 'person', id: person.id }, input, now))
  return 'refusal' in revoked ? { errors: { '': view.t(`trace.refusal.${revoked.refusal}`) } } : { seeOther: `/desk${base}/trace` }
}
