import { setVariants } from '../../../calls/variants/commands.ts'
import { transact } from '../../../platform/database.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { serveForm } from '../../form.tsx'
import { actorOf, loadCallAtDesk, type InCall } from '../data.ts'
import { callDeskAddress } from '../hub/desk.tsx'
import { VariantsPage } from './desk.tsx'
import { readVariants, variantValues } from './forms.tsx'

/** The desk's form of the audiences of a call. */
export function variantRoutes(app: App, services: Services): void {
  serveForm<InCall>(app, services, {
    path: '/desk/:forum/:cycle/calls/:call/variants',
    load: loadCallAtDesk,
    initial: ({ call }) => variantValues(call),
    render: (view, data, form) => <VariantsPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readVariants(submitted)
      if (!parsed.ok) return parsed
      const done = await transact(request.db, (tx) => setVariants(tx, actorOf(request), { ...parsed.value, callId: data.call.id }, request.now))
      return isRefusal(done) ? { errors: { '': request.view.t(`calls.variants.refusal.${done.refusal}`) } } : { seeOther: callDeskAddress(data) }
    },
  })
}
