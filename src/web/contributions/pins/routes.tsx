import { listCalls } from '../../../calls/queries.ts'
import { pinFigure } from '../../../contributions/pins/commands.ts'
import { transact } from '../../../platform/database.ts'
import { isRefusal } from '../../../shared/result.ts'
import { dateInZone } from '../../../shared/time.ts'
import type { App, Services } from '../../context.ts'
import { serveForm } from '../../form.tsx'
import { loadCycleAtDesk, type AtDesk } from '../../forums/data.ts'
import { servePage, servePublicFile } from '../../page.tsx'
import { FORMATS, writeSheet } from '../pictures/data.ts'
import { drawSheet } from '../pictures/pages.tsx'
import { loadPin, loadPins, pinJson, pinSheet, readGrouping, type PinData, type PinsData } from './data.ts'
import { PinFormPage, readPin, type PinAtDesk } from './forms.tsx'
import { PinPage, PinsPage } from './pages.tsx'

/** Figures with a permanent address: what was counted then, beside what the rows give now. */
export function pinRoutes(app: App, services: Services): void {
  servePage<PinsData>(app, services, {
    path: '/:forum/:cycle/figures',
    load: loadPins,
    json: ({ forum, cycle, pins }) => ({ forum: forum.slug, cycle: cycle.slug, figures: pins.map((pin) => ({ ref: `${cycle.slug}/N-${pin.number}`, title: pin.title, asOf: pin.asOf, total: pin.total, pinnedAt: pin.pinnedAt })) }),
    render: (view, data) => <PinsPage view={view} data={data} />,
  })
  servePage<PinData>(app, services, { path: '/:forum/:cycle/figures/:number', load: loadPin, json: pinJson, render: (view, data) => <PinPage view={view} data={data} /> })
  servePublicFile(app, services, '/:forum/:cycle/figures/:number/:file', async (request) => {
    const format = FORMATS.find((each) => request.params['file'] === `figure.${each}`)
    const data = format === undefined ? undefined : await loadPin(request)
    if (data === undefined || format === undefined) return undefined
    const sheet = pinSheet(request.view, data)
    return writeSheet(sheet, format === 'csv' ? '' : await drawSheet(request.view, sheet), format, `${data.cycle.slug}-N-${data.pin.number}`)
  })
  serveForm<PinAtDesk & AtDesk>(app, services, {
    path: '/desk/:forum/:cycle/pin',
    load: async (request) => {
      const inCycle = await loadCycleAtDesk(request, 'synthesise')
      return typeof inCycle === 'object' ? { ...inCycle, calls: await listCalls(request.db, inCycle.cycle.id) } : inCycle
    },
    initial: (_data, { query, now }) => ({ asOf: query['asOf'] ?? dateInZone(now, 'UTC'), rows: readGrouping(query['rows']) ?? '', columns: readGrouping(query['columns']) ?? '', cutOff: query['cutOff'] ?? '', call: query['call'] ?? '' }),
    render: (view, data, form) => <PinFormPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readPin(data, submitted)
      if (!parsed.ok) return parsed
      const input = { forumId: data.forum.id, cycleId: data.cycle.id, lists: data.forum, callId: data.calls.find(({ slug }) => slug === parsed.value.filter.call)?.id, ...parsed.value }
      const result = await transact(request.db, (tx) => pinFigure(tx, { kind: 'person', id: data.person.id }, input, request.now))
      if (isRefusal(result)) return { errors: { asOf: request.view.t(`figures.refusal.${result.refusal}`) } }
      return { seeOther: `/${data.forum.slug}/${data.cycle.slug}/figures/${result.number}` }
    },
  })
}
