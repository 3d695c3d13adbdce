import { dropCutOff, nameCutOff } from '../../../calls/cut-offs/commands.ts'
import { cutOffSchema } from '../../../calls/cut-offs/schema.ts'
import { transact } from '../../../platform/database.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { actorOf, loadCallAtDesk, type InCall } from '../data.ts'
import { readReason } from '../forms.tsx'
import { callDeskAddress } from '../hub/desk.tsx'
import { CutOffsPage, DropCutOffPage, type InCutOff } from './desk.tsx'

/** The desk's forms of a call's named days. */
export function cutOffRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/calls/:call/cut-offs'
  serveForm<InCall>(app, services, {
    path: base,
    load: loadCallAtDesk,
    render: (view, data, form) => <CutOffsPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = parseFields(cutOffSchema, fieldsToObject(submitted.fields))
      if (!parsed.ok) return parsed
      const done = await transact(request.db, (tx) => nameCutOff(tx, actorOf(request), { ...parsed.value, callId: data.call.id }, request.now))
      if (!isRefusal(done)) return { seeOther: `${callDeskAddress(data)}/cut-offs` }
      return { errors: done.refusal === 'slug-taken' ? { slug: request.view.t('calls.cut-offs.refusal.slug-taken') } : { '': request.view.t('calls.refusal.not-found') } }
    },
  })
  serveForm<InCutOff>(app, services, {
    path: `${base}/:cutOff`,
    load: loadCutOff,
    render: (view, data, form) => <DropCutOffPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const parsed = readReason(submitted)
      if (!parsed.ok) return parsed
      await transact(request.db, (tx) => dropCutOff(tx, actorOf(request), { callId: data.call.id, slug: data.cutOff.slug, reason: parsed.value.reason }, request.now))
      return { seeOther: `${callDeskAddress(data)}/cut-offs` }
    },
  })
}

async function loadCutOff(request: PageRequest): Promise<InCutOff | 'forbidden' | undefined> {
  const data = await loadCallAtDesk(request)
  if (typeof data !== 'object') return data
  const cutOff = data.call.cutOffs.find(({ slug }) => slug === request.params['cutOff'])
  return cutOff === undefined ? undefined : { ...data, cutOff }
}
