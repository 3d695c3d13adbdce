import type { SentByForm, Received, SendRefusal } from '../../../contributions/sending/commands.ts'
import { gather, share } from '../../../platform/gathering.ts'
import { transact } from '../../../platform/database.ts'
import { newId } from '../../../platform/new-id.ts'
import { sendContributions } from '../../../procedures/send-contributions.ts'
import { PUBLIC } from '../../../record/model.ts'
import type { Invitation } from '../../../contributions/invitations/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { Instant } from '../../../shared/time.ts'
import type { App, Services } from '../../context.ts'
import { loadCall, type InCall } from '../../calls/data.ts'
import { serveForm } from '../../form.tsx'
import { loadInvitation, unsentSecret } from '../unsent/data.ts'
import { StepPage } from '../unsent/forms.tsx'
import { newStep, unsentRoutes } from '../unsent/routes.tsx'
import { followAddress, initialLanguage, readContribution, receiptWriter, toErrors, type SendOne } from './data.ts'
import { ContributePage } from './forms.tsx'

/** As many as are taken together: their rows and their entries in the record are locked for some milliseconds. */
const TOGETHER = 50

interface Contributing extends InCall {
  /** Made for the form that is shown. */
  readonly id: Id
  readonly invitation: Invitation | undefined
}

/** The public form of a call: no account, no JavaScript. In steps, each of which is kept, or all on one page. */
export function sendRoutes(app: App, services: Services): void {
  const gathered = gather<{ input: SentByForm; now: Instant }, Received | SendRefusal>((sendings) => transact(services.db, (tx) => sendContributions(tx, PUBLIC, sendings)), TOGETHER)
  const send: SendOne = (input, now) => gathered(input.callId, { input, now })
  // At a deadline many open and send the same form: the call is looked up once for all who ask at the same time.
  const loading = share<InCall | undefined>()
  serveForm<Contributing>(app, services, {
    path: '/:forum/:cycle/calls/:call/contribute',
    load: async (request) => {
      const inCall = await loading(`${request.view.lang} ${request.view.path} ${request.query['for'] ?? ''}`, () => loadCall(request))
      return inCall === undefined ? undefined : { ...inCall, id: newId(), invitation: await loadInvitation(request, inCall.call, request.query['invitation']) }
    },
    initial: ({ id, call, invitation }, { view, query }) => ({
      formKey: id,
      revision: String(call.revision),
      language: initialLanguage(view.lang),
      organisation: invitation?.organisation ?? '',
      invitation: invitation === undefined ? '' : (query['invitation'] ?? ''),
    }),
    render: (view, data, form) => {
      const isWhole = view.query['whole'] === '1' || Object.keys(form.errors).length > 0
      if (isWhole) return <ContributePage view={view} data={data} form={form} />
      return <StepPage view={view} data={newStep({ ...data, secret: unsentSecret(services.secret, data.id) }, 'answers')} form={form} />
    },
    submit: async (request, data, submitted) => {
      const parsed = readContribution(submitted, data)
      if (!parsed.ok) return parsed
      const invitation = await loadInvitation(request, data.call, submitted.value('invitation'))
      const received = await send({ ...parsed.value, invitationId: invitation?.id, writeReceipt: receiptWriter(request, data) }, request.now)
      if (isRefusal(received)) return { errors: toErrors(request.view, received) }
      return { seeOther: followAddress(request, data.forum.slug, data.cycle.slug, received) }
    },
  })
  unsentRoutes(app, services, send)
}
