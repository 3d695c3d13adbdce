import { correctFigure, enterFigure, removeFigure } from '../../../contributions/overview/commands.ts'
import type { PublishedFigure } from '../../../contributions/overview/model.ts'
import { findPublishedFigure, listPublishedFigures } from '../../../contributions/overview/queries.ts'
import { may } from '../../../people/policy.ts'
import { transact, type Tx } from '../../../platform/database.ts'
import type { Actor } from '../../../record/model.ts'
import { isId } from '../../../shared/ids.ts'
import { isRefusal, type Refusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { serveForm, type FormOutcome } from '../../form.tsx'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import { servePage, servePrivatePage, type PageRequest } from '../../page.tsx'
import { loadOverview, toJson, type OverviewData } from './data.ts'
import { FigurePage, FiguresPage, NewFigurePage, type FiguresAtDesk } from './desk.tsx'
import { readCorrection, readFigure } from './forms.tsx'
import { OverviewPage } from './pages.tsx'

interface InFigure extends InCycle {
  readonly figure: PublishedFigure
}

/** Who contributed, as of any day; and at the desk the figures that documents published. */
export function overviewRoutes(app: App, services: Services): void {
  servePage<OverviewData>(app, services, {
    path: '/:forum/:cycle/overview',
    load: loadOverview,
    json: toJson,
    render: (view, data) => <OverviewPage view={view} data={data} />,
    isBadRequest: (data) => data.wrongDate !== undefined,
  })
  const base = '/desk/:forum/:cycle/figures'
  servePrivatePage<FiguresAtDesk>(app, services, {
    path: base,
    load: async (request) => {
      const inCycle = await loadAtDesk(request)
      return typeof inCycle === 'object' ? { ...inCycle, figures: await listPublishedFigures(request.db, inCycle.cycle.id) } : inCycle
    },
    render: (view, data) => <FiguresPage view={view} data={data} />,
  })
  serveForm<InCycle>(app, services, {
    path: `${base}/new`,
    load: loadAtDesk,
    render: (view, data, form) => <NewFigurePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readFigure(data, submitted)
      if (!parsed.ok) return parsed
      const { what, ...rest } = parsed.value
      return toOutcome(request, data, await transact(request.db, (tx) => enterFigure(tx, actorOf(request), { ...placeOf(data), ...what, ...rest }, request.now)))
    },
  })
  serveForm<InFigure>(app, services, {
    path: `${base}/:figure`,
    load: loadFigure,
    initial: ({ figure }) => ({ published: String(figure.published), source: figure.source, revision: String(figure.revision) }),
    render: (view, data, form) => <FigurePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readCorrection(submitted)
      if (!parsed.ok) return parsed
      const input = { ...placeOf(data), figureId: data.figure.id, ...parsed.value }
      const actor = actorOf(request)
      const work = (tx: Tx) => (submitted.value('shall') === 'remove' ? removeFigure(tx, actor, input, request.now) : correctFigure(tx, actor, input, request.now))
      return toOutcome(request, data, await transact<object | FigureRefusal>(request.db, work))
    },
  })
}

type FigureRefusal = Refusal<'already-entered' | 'changed-meanwhile'>

function toOutcome(request: PageRequest, data: InCycle, result: object | FigureRefusal): FormOutcome {
  if (!isRefusal(result)) return { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/figures` }
  return { errors: { '': request.view.t(`overview.refusal.${(result).refusal}`) } }
}

async function loadAtDesk(request: PageRequest): Promise<InCycle | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  return may(request.view.person, 'enter-contributions', { forumId: inCycle.forum.id, cycleId: inCycle.cycle.id }) ? inCycle : 'forbidden'
}

async function loadFigure(request: PageRequest): Promise<InFigure | 'forbidden' | undefined> {
  const inCycle = await loadAtDesk(request)
  const id = request.params['figure']
  if (typeof inCycle !== 'object' || !isId(id)) return typeof inCycle === 'object' ? undefined : inCycle
  const figure = await findPublishedFigure(request.db, inCycle.cycle.id, id)
  return figure === undefined ? undefined : { ...inCycle, figure }
}

function placeOf({ forum, cycle }: InCycle) {
  return { forumId: forum.id, cycleId: cycle.id }
}

/** Who is at the desk; the page has let nobody else in. */
function actorOf(request: PageRequest): Actor {
  const { person } = request.view
  if (person === undefined) throw new Error('Nobody is signed in')
  return { kind: 'person', id: person.id }
}
