import { z } from 'zod'
import { transact } from '../../../platform/database.ts'
import { resumeAddress } from '../../../record/bounces/commands.ts'
import { parseFields, requiredLine } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm } from '../../form.tsx'
import { loadTroubles, type TroublesData } from './data.ts'
import { TroublesPage } from './desk.tsx'

const addressSchema = z.object({ address: requiredLine(320) })

/** Mail that came back, at the desk of the installation. */
export function troubleRoutes(app: App, services: Services): void {
  serveForm<TroublesData>(app, services, {
    path: '/desk/mail/bounces',
    load: loadTroubles,
    render: (view, data, form) => <TroublesPage view={view} data={data} form={form} />,
    submit: async (request, _data, submitted) => {
      const parsed = parseFields(addressSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const resumed = await transact(request.db, (tx) => resumeAddress(tx, parsed.value, request.now))
      return isRefusal(resumed) ? { errors: { '': `notices.refusal.${resumed.refusal}` } } : { seeOther: `${request.view.path}?resumed=1` }
    },
  })
}
