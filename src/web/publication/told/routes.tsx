import { transact, type Tx } from '../../../platform/database.ts'
import { tellContributors } from '../../../procedures/tell-contributors.ts'
import { beginTellingAgain, stopTelling } from '../../../publication/told/commands.ts'
import { PUBLIC } from '../../../record/model.ts'
import { isRefusal, type Refusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { serveForm } from '../../form.tsx'
import { loadStop, loadTold, toldWriter, type StopData, type ToldData } from './data.ts'
import { StopPage, ToldDesk } from './desk.tsx'

/** Telling people what became of what they sent: the desk's view of it, and the link by which they stop it. */
export function toldRoutes(app: App, services: Services): void {
  serveForm<ToldData>(app, services, {
    path: '/desk/:forum/:cycle/editions/:edition/told',
    load: loadTold,
    render: (view, data, form) => <ToldDesk view={view} data={data} form={form} />,
    submit: async ({ db, now, view }, data) => {
      const { person } = view
      if (person === undefined) return { errors: { '': 'not-found' } }
      const { forum, cycle, edition } = data
      const told = await transact(db, (tx) => tellContributors(tx, { kind: 'person', id: person.id }, { forum, cycle, edition, write: toldWriter(services, data)(edition) }, now))
      return isRefusal(told) ? { errors: { '': view.t(`told.refusal.${told.refusal}`) } } : { seeOther: view.path }
    },
  })
  serveForm<StopData>(app, services, {
    path: '/:forum/:cycle/trace/stop/:token',
    load: loadStop,
    render: (view, data, form) => <StopPage view={view} data={data} form={form} />,
    submit: async ({ db, now, view }, data, submitted) => {
      const input = { forumId: data.forum.id, cycleId: data.cycle.id, kind: data.kind, sourceId: data.sourceId }
      const work = (tx: Tx) => (submitted.value('shall') === 'again' ? beginTellingAgain(tx, PUBLIC, input, now) : stopTelling(tx, PUBLIC, input, now))
      const done = await transact<object | Refusal<'stopped-already' | 'told-already'>>(db, work)
      return isRefusal(done) ? { errors: { '': view.t(`told.refusal.${done.refusal}`) } } : { seeOther: view.path }
    },
  })
}
