import { bindCall, openDraft } from '../../../calls/commands.ts'
import { listRemarks } from '../../../calls/remarks/queries.ts'
import { listTranslations } from '../../../calls/translations/queries.ts'
import { listMilestones } from '../../../forums/queries.ts'
import { transact } from '../../../platform/database.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { serveForm } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { actorOf, loadCallAtDesk, type InCall } from '../data.ts'
import { callDeskAddress, ClosingPage, HubPage, OpenDraftPage, type CallHub } from './desk.tsx'

/** The desk of one call: what there is of it, its opening after a draft, its closing with a milestone. */
export function hubRoutes(app: App, services: Services): void {
  const base = '/desk/:forum/:cycle/calls/:call'
  servePrivatePage<CallHub>(app, services, { path: base, load: loadHub, render: (view, data) => <HubPage view={view} data={data} /> })
  serveForm<InCall>(app, services, {
    path: `${base}/open`,
    load: loadCallAtDesk,
    render: (view, data, form) => <OpenDraftPage view={view} data={data} form={form} />,
    submit: async (request, data) => {
      const done = await transact(request.db, (tx) => openDraft(tx, actorOf(request), { callId: data.call.id }, request.now))
      return isRefusal(done) ? { errors: { '': request.view.t('calls.draft.refusal.not-a-draft') } } : { seeOther: callDeskAddress(data) }
    },
  })
  serveForm<CallHub>(app, services, {
    path: `${base}/closing`,
    load: loadHub,
    initial: ({ call }) => ({ milestone: call.closesWith ?? '' }),
    render: (view, data, form) => <ClosingPage view={view} data={data} form={form} />,
    submit: async (request, data, submitted) => {
      const chosen = submitted.value('milestone')
      if (chosen !== '' && !isId(chosen)) return { errors: { milestone: 'not-in-list' } }
      const milestoneId = chosen === '' ? null : (chosen as string as Id<'milestone'>)
      const done = await transact(request.db, (tx) => bindCall(tx, actorOf(request), { callId: data.call.id, milestoneId }, request.now))
      if (!isRefusal(done)) return { seeOther: callDeskAddress(data) }
      return { errors: done.refusal === 'not-found' ? { milestone: 'not-in-list' } : { '': request.view.t(`calls.refusal.${done.refusal}`) } }
    },
  })
}

async function loadHub(request: PageRequest): Promise<CallHub | 'forbidden' | undefined> {
  const data = await loadCallAtDesk(request)
  return typeof data === 'object' ? complete(request, data) : data
}

async function complete(request: PageRequest, data: InCall): Promise<CallHub> {
  const { db } = request
  return { ...data, translations: await listTranslations(db, data.call.id), remarks: await listRemarks(db, data.call.id), milestones: await listMilestones(db, data.cycle.id) }
}
