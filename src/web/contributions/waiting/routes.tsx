import { leaveUnconfirmed } from '../../../contributions/confirmation/commands.ts'
import { unconfirmedSchema } from '../../../contributions/schema.ts'
import { transact } from '../../../platform/database.ts'
import { confirmContribution } from '../../../procedures/confirm-contribution.ts'
import { PUBLIC } from '../../../record/model.ts'
import { parseFields } from '../../../shared/fields.ts'
import { isRefusal } from '../../../shared/result.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import { servePrivatePage, type PageRequest } from '../../page.tsx'
import { actorOf } from '../../synthesis/data.ts'
import type { ContributionData } from '../data.ts'
import { loadOneWaiting, loadToConfirm, loadWaiting, type Waiting, type WaitingData } from './data.ts'
import { ConfirmPage, WaitingPage } from './desk.tsx'

/** The queue of what waits, at the desk, and the page to which the mailed link leads. */
export function waitingRoutes(app: App, services: Services): void {
  servePrivatePage<WaitingData>(app, services, { path: '/desk/:forum/:cycle/contributions/waiting', load: loadWaiting, render: (view, data) => <WaitingPage view={view} data={data} /> })
  serveForm<WaitingData & { one: Waiting }>(app, services, {
    path: '/desk/:forum/:cycle/contributions/waiting/:ref',
    load: loadOneWaiting,
    render: (view, data, form) => <WaitingPage view={view} data={data} form={form} of={data.one} />,
    submit: decide,
  })
  serveForm<ContributionData>(app, services, {
    path: '/:forum/:cycle/contributions/:ref/confirm/:secret',
    load: loadToConfirm,
    render: (view, data, form) => <ConfirmPage view={view} data={data} form={form} />,
    submit: async (request, data) => {
      const input = { contributionId: data.contribution.id, cycleId: data.cycle.id, by: 'sender' as const }
      const confirmed = await transact(request.db, (tx) => confirmContribution(tx, PUBLIC, input, request.now))
      return isRefusal(confirmed) && confirmed.refusal === 'not-waiting' ? { errors: { '': 'sending.refusal.not-waiting' } } : { seeOther: request.view.path }
    },
  })
}

async function decide(request: PageRequest, data: WaitingData & { one: Waiting }, submitted: Submitted): Promise<FormOutcome> {
  const { contribution, call } = data.one
  const which = { contributionId: contribution.id, cycleId: data.cycle.id }
  const back = { seeOther: `/desk/${data.forum.slug}/${data.cycle.slug}/contributions/waiting` }
  if (submitted.value('go') === 'confirm') {
    const confirmed = await transact(request.db, (tx) => confirmContribution(tx, actorOf(request), { ...which, by: 'desk' }, request.now))
    return isRefusal(confirmed) ? { errors: { '': `sending.refusal.${confirmed.refusal}` } } : back
  }
  const parsed = parseFields(unconfirmedSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const { t, lang } = request.view
  const { reason } = parsed.value
  const writeMail = (ref: string) => ({ language: lang, subject: t('sending.mail.unconfirmed.subject', { ref }), body: t('sending.mail.unconfirmed.body', { call: call?.title ?? '', forum: data.forum.title, reason }) })
  const left = await transact(request.db, (tx) => leaveUnconfirmed(tx, actorOf(request), { ...which, reason, writeMail }, request.now))
  return isRefusal(left) ? { errors: { '': `sending.refusal.${left.refusal}` } } : back
}
