import { transact } from '../../../platform/database.ts'
import { PUBLIC } from '../../../record/model.ts'
import { agree, confirmAgreement, withdrawAgreement } from '../../../review/agreements/commands.ts'
import { agreementSchema } from '../../../review/agreements/schema.ts'
import { parseFields } from '../../../shared/fields.ts'
import type { Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import { confirmedByMail, withdrawnByMail } from '../../record/answering/data.ts'
import type { App, Services } from '../../context.ts'
import { fieldsToObject, serveForm, type FormOutcome, type Submitted } from '../../form.tsx'
import type { PageRequest } from '../../page.tsx'
import { isTooMany, tooMany, withinLimit } from '../../people/limits/data.ts'
import type { CommentPageData } from '../comment/data.ts'
import { refused, tokenOf } from '../comment/forms.tsx'
import { strangeGroups } from '../comment/routes.tsx'
import { AgreeForm, loadMyAgreement, loadToAgree, MyAgreementPage, type MyAgreementData } from './forms.tsx'

/** Agreeing with a comment, and the page by which it is confirmed or taken back. */
export function agreeRoutes(app: App, services: Services): void {
  serveForm<CommentPageData>(app, services, {
    path: '/:forum/:cycle/comments/:comment/agree',
    load: loadToAgree,
    initial: (_data, request) => ({ name: request.view.person?.name ?? '' }),
    render: (view, data, form) => <AgreeForm view={view} data={data} form={form} />,
    submit: submitAgreement,
  })
  serveForm<MyAgreementData>(app, services, {
    path: '/:forum/:cycle/comments/:comment/agreements/:agreement/:token',
    load: loadMyAgreement,
    render: (view, data, form) => <MyAgreementPage view={view} data={data} form={form} />,
    submit: submitMine,
  })
}

async function submitAgreement(request: PageRequest, data: CommentPageData, submitted: Submitted): Promise<FormOutcome> {
  const parsed = parseFields(agreementSchema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const strange = strangeGroups(data.forum, parsed.value)
  if (Object.keys(strange).length > 0) return { errors: strange }
  const { view } = request
  const { consent, ...who } = parsed.value
  const mine = (id: Id): string => `${data.cycleBase}/comments/R-${data.comment.number}/agreements/${id}/${tokenOf(request.services, id)}`
  const needsConfirmation = view.person === undefined && data.forum.confirmation !== 'none'
  const ref = formatRef(data.cycle.slug, 'R', data.comment.number)
  const write = (id: Id) => {
    const facts = { ref, title: data.review.title, link: `${request.services.publicUrl}${mine(id)}` }
    const kind = needsConfirmation ? 'confirm' : 'counted'
    return { language: view.lang, subject: view.t(`reviewing.mail.agreement-${kind}.subject`, facts), body: view.t(`reviewing.mail.agreement-${kind}.body`, facts) + (needsConfirmation ? confirmedByMail(request.services, view.t) : withdrawnByMail(request.services, view.t)) }
  }
  const input = {
    name: who.name, organisation: who.organisation, stakeholderGroup: who.stakeholderGroup, regionalGroup: who.regionalGroup, commentId: data.comment.id, cycleSlug: data.cycle.slug,
    personId: view.person?.id, mail: view.person === undefined ? who.mail : undefined, isNamed: consent === 'full', needsConfirmation, write,
  }
  const agreed = await withinLimit(request, 'agreement', input.mail, (tx) => agree(tx, PUBLIC, input, request.now))
  if (isTooMany(agreed)) return tooMany(request, 'agreement', agreed)
  if (!('refusal' in agreed)) return { seeOther: mine(agreed.agreementId) }
  if (agreed.refusal === 'review-closed') return refused(view, agreed)
  if (agreed.refusal === 'nobody') return { errors: { mail: 'required' } }
  return { errors: { [view.person === undefined && agreed.refusal !== 'no-such-comment' ? 'mail' : '']: `review.refusal.${agreed.refusal}` } }
}

async function submitMine(request: PageRequest, data: MyAgreementData, submitted: Submitted): Promise<FormOutcome> {
  const which = { agreementId: data.agreement.id, cycleSlug: data.cycle.slug }
  const act = submitted.value('act')
  if (act !== 'confirm' && act !== 'withdraw') return { errors: { '': 'required' } }
  // Done just now, or by an earlier click: either way the page says how it stands.
  if (act === 'confirm') await transact(request.db, (tx) => confirmAgreement(tx, PUBLIC, which, request.now))
  else await transact(request.db, (tx) => withdrawAgreement(tx, PUBLIC, which, request.now))
  return { seeOther: request.view.path }
}
