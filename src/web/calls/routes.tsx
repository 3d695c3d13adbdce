import { closeCall, openCall, reopenCall, reviseCall } from '../../calls/commands.ts'
import { listCalls } from '../../calls/queries.ts'
import { transact, type Tx } from '../../platform/database.ts'
import { extendDeadline } from '../../procedures/extend-deadline.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import type { App, Services } from '../context.ts'
import { serveForm, type FormOutcome } from '../form.tsx'
import { loadCycle, type InCycle } from '../forums/data.ts'
import { servePage, servePrivatePage, type PageRequest } from '../page.tsx'
import { actorOf, loadCallAtDesk, loadCallPage, loadCycleAtDesk, toJson, type CallPageData, type InCall } from './data.ts'
import { CallsDeskPage, ClosePage, EditCallPage, ExtendPage, NewCallPage, type CallsAtDesk } from './desk.tsx'
import { callValues, newCallValues, readExtension, readNewCall, readReason, readRevision } from './forms.tsx'
import { cutOffRoutes } from './cut-offs/routes.tsx'
import { hubRoutes } from './hub/routes.tsx'
import { noticeWriter } from './notices/data.ts'
import { noticeRoutes } from './notices/routes.tsx'
import { announceRoutes } from './announcing/routes.tsx'
import { CallPage } from './pages.tsx'
import { proposalRoutes } from './proposals/routes.tsx'
import { remarkRoutes } from './remarks/routes.tsx'
import { translationRoutes } from './translations/routes.tsx'
import { variantRoutes } from './variants/routes.tsx'

/** Calls: the public page of each, and the desk that opens, revises, extends and closes them. */
export function callRoutes(app: App, services: Services): void {
  servePage(app, services, {
    path: '/:forum/:cycle/calls',
    load: async (request) => {
      const inCycle = await loadCycle(request)
      return inCycle === undefined ? undefined : { seeOther: `/${inCycle.forum.slug}/${inCycle.cycle.slug}` }
    },
    json: (data) => data,
    render: () => <></>,
  })
  servePage<CallPageData>(app, services, {
    path: '/:forum/:cycle/calls/:call',
    load: loadCallPage,
    json: toJson,
    render: (view, data) => <CallPage view={view} data={data} />,
  })
  deskRoutes(app, services)
  variantRoutes(app, services)
  translationRoutes(app, services)
  cutOffRoutes(app, services)
  remarkRoutes(app, services)
  proposalRoutes(app, services)
  noticeRoutes(app, services)
  announceRoutes(app, services)
  // Last: `/:call` would take the names of the others.
  hubRoutes(app, services)
}

function deskRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/calls'
  servePrivatePage<CallsAtDesk>(app, services, {
    path: base,
    load: async (request) => {
      const inCycle = await loadCycleAtDesk(request)
      return typeof inCycle === 'object' ? { ...inCycle, calls: await listCalls(request.db, inCycle.cycle.id) } : inCycle
    },
    render: (view, data) => <CallsDeskPage view={view} data={data} />,
  })
  serveForm<InCycle>(app, services, {
    path: `${base}/new`,
    load: loadCycleAtDesk,
    initial: newCallValues,
    render: (view, data, form) => <NewCallPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readNewCall(submitted)
      if (!parsed.ok) return parsed
      const place = { forumId: data.forum.id, cycleId: data.cycle.id }
      return toOutcome(request, data, await transact(request.db, (tx) => openCall(tx, actorOf(request), { ...parsed.value, ...place }, request.now)), 'slug')
    },
  })
  serveForm<InCall>(app, services, {
    path: `${base}/:call/edit`,
    load: loadCallAtDesk,
    initial: ({ call }) => callValues(call),
    render: (view, data, form) => <EditCallPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readRevision(submitted)
      if (!parsed.ok) return parsed
      return toOutcome(request, data, await transact(request.db, (tx) => reviseCall(tx, actorOf(request), { ...parsed.value, callId: data.call.id }, request.now)))
    },
  })
  dateRoutes(app, services, base)
}

function dateRoutes(app: App, services: Services, base: string): void {
  serveForm<InCall>(app, services, {
    path: `${base}/:call/extend`,
    load: loadCallAtDesk,
    render: (view, data, form) => <ExtendPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readExtension(submitted)
      if (!parsed.ok) return parsed
      return toOutcome(request, data, await transact(request.db, (tx) => extendDeadline(tx, actorOf(request), { ...parsed.value, forum: data.forum, cycle: data.cycle, call: data.call, write: noticeWriter(services) }, request.now)), 'deadline')
    },
  })
  serveForm<InCall>(app, services, {
    path: `${base}/:call/close`,
    load: loadCallAtDesk,
    render: (view, data, form) => <ClosePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readReason(submitted)
      if (!parsed.ok) return parsed
      const input = { ...parsed.value, callId: data.call.id }
      const isReopened = submitted.value('shall') === 'reopen'
      const work = (tx: Tx) => (isReopened ? reopenCall(tx, actorOf(request), input, request.now) : closeCall(tx, actorOf(request), input, request.now))
      return toOutcome(request, data, await transact<object | CallRefusal>(request.db, work))
    },
  })
}

type CallRefusal = Refusal<'slug-taken' | 'changed-meanwhile' | 'question-answered' | 'option-chosen' | 'deadline-set' | 'not-found' | 'not-later' | 'call-closed' | 'call-open'>

function toOutcome(request: PageRequest, data: InCycle, result: object | CallRefusal, field = ''): FormOutcome {
  if (!isRefusal(result)) return { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/calls` }
  const { refusal } = result
  const isOfField = refusal === 'slug-taken' || refusal === 'not-later'
  return { errors: { [isOfField ? field : '']: request.view.t(`calls.refusal.${refusal}`) } }
}
