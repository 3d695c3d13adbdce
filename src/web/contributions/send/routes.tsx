import { sendContribution } from '../../../contributions/commands.ts'
import { transact } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import { PUBLIC } from '../../../record/model.ts'
import type { App, Services } from '../../context.ts'
import { loadCall, type InCall } from '../../calls/data.ts'
import { serveForm } from '../../form.tsx'
import { followAddress, initialLanguage, readContribution, receiptWriter, toErrors } from './data.ts'
import { ContributePage } from './forms.tsx'

/** The public form of a call: no account, no JavaScript. */
export function sendRoutes(app: App, services: Services): void {
  serveForm<InCall>(app, services, {
    path: '/:forum/:cycle/calls/:call/contribute',
    load: loadCall,
    initial: ({ call }, { view }) => ({ formKey: newId(), revision: String(call.revision), language: initialLanguage(view.lang) }),
    render: (view, data, form) => <ContributePage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readContribution(submitted, data)
      if (!parsed.ok) return parsed
      const input = { ...parsed.value, writeReceipt: receiptWriter(request, data) }
      const received = await transact(request.db, (tx) => sendContribution(tx, PUBLIC, input, request.now))
      if ('refusal' in received) return { errors: toErrors(request.view, received) }
      return { seeOther: followAddress(request, data.forum.slug, data.cycle.slug, received) }
    },
  })
}
