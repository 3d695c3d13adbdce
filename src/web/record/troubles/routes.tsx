import { transact } from '../../../platform/database.ts'
import { resumeAddress } from '../../../record/bounces/commands.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { serveForm } from '../../form.tsx'
import { loadTroubles, type TroublesData } from './data.ts'
import { TroublesPage } from './desk.tsx'

/** Mail that came back, at the desk of the installation. */
export function troubleRoutes(app: App, services: Services): void {
  serveForm<TroublesData>(app, services, {
    path: '/desk/mail/bounces',
    load: loadTroubles,
    render: (view, data, form) => <TroublesPage view={view} data={data} form={form} />,
    submit: async (request, _data, submitted) => {
      const resumed = await transact(request.db, (tx) => resumeAddress(tx, { address: submitted.value('address') }, request.now))
      return isRefusal(resumed) ? { errors: { '': `notices.refusal.${resumed.refusal}` } } : { seeOther: `${request.view.path}?resumed=1` }
    },
  })
}
