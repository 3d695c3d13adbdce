import { isOpen } from '../../../review/model.ts'
import type { Agreement } from '../../../review/agreements/model.ts'
import { findAgreement } from '../../../review/agreements/queries.ts'
import { equalSecrets } from '../../../platform/digest.ts'
import { isId } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import type { FormState, View } from '../../context.ts'
import type { PageRequest } from '../../page.tsx'
import { ChoiceField, ErrorSummary, LineField, SelectField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { loadComment, type CommentPageData } from '../comment/data.ts'
import { groupChoices, tokenOf } from '../comment/forms.tsx'
import { CommentFacts, crumbsOfComment, reviewedText } from '../comment/pages.tsx'
import { Words } from '../register/pages.tsx'

/** A comment that can be agreed with: it stands, and is no remark of the editors. */
export async function loadToAgree(request: PageRequest): Promise<CommentPageData | undefined> {
  const data = await loadComment(request)
  return data === undefined || data.comment.withdrawnAt !== null || data.comment.isFromEditors ? undefined : data
}

export interface MyAgreementData extends CommentPageData {
  readonly agreement: Agreement
}

/** An agreement behind its secret link. A wrong link finds nothing, as if there were no such page. */
export async function loadMyAgreement(request: PageRequest): Promise<MyAgreementData | undefined> {
  const id = request.params['agreement']
  if (!isId(id) || !equalSecrets(tokenOf(request.services, id), request.params['token'] ?? '')) return undefined
  const [data, agreement] = [await loadComment(request), await findAgreement(request.db, id)]
  return data === undefined || agreement === undefined || agreement.commentId !== data.comment.id ? undefined : { ...data, agreement }
}

/** Somebody who agrees: who they are, and the address by which each counts once. */
export function AgreeForm(props: { view: View; data: CommentPageData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const ref = formatRef(data.cycle.slug, 'R', data.comment.number)
  const title = t('reviewing.agree.title', { ref })
  const labels = { name: t('review.field.author'), organisation: t('review.field.organisation'), stakeholderGroup: t('review.field.stakeholder-group'), regionalGroup: t('review.field.regional-group'), consent: t('reviewing.agree.consent'), mail: t('review.field.mail') }
  const { groups, regions } = groupChoices(view, data.forum)
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...crumbsOfComment(view, data).slice(0, -1), { href: `${data.cycleBase}/comments/R-${data.comment.number}`, label: `R-${data.comment.number}` }, { label: t('reviewing.do-agree') }]}>
      <h1>{title}</h1>
      <p class="lead">{t('reviewing.agree.lead')}</p>
      <CommentFacts view={view} data={data} />
      <Words view={view} comment={data.comment} paragraph={reviewedText(data)} />
      {isOpen(data.review) || Object.keys(form.errors).length > 0 ? (
        <form class="sheet" method="post" novalidate>
          <ErrorSummary view={view} form={form} labels={labels} />
          <LineField view={view} form={form} name="name" optional autocomplete="name" label={labels.name} />
          <LineField view={view} form={form} name="organisation" optional autocomplete="organization" label={labels.organisation} />
          <SelectField view={view} form={form} name="stakeholderGroup" optional nothing={t('review.not-said')} label={labels.stakeholderGroup} choices={groups} />
          <SelectField view={view} form={form} name="regionalGroup" optional nothing={t('review.not-said')} label={labels.regionalGroup} choices={regions} />
          <ChoiceField view={view} form={form} name="consent" label={labels.consent} choices={(['full', 'without-name'] as const).map((consent) => ({ value: consent, label: t(`reviewing.agree.${consent}`) }))} />
          {view.person === undefined ? <LineField view={view} form={form} name="mail" type="email" dir="ltr" autocomplete="email" label={labels.mail} hint={t(data.forum.confirmation === 'none' ? 'reviewing.agree.mail' : 'reviewing.agree.mail-confirm')} /> : null}
          <div class="actions"><button>{t('reviewing.do-agree')}</button></div>
        </form>
      ) : <p class="differs">{t('reviewing.closed')}</p>}
    </Layout>
  )
}

/** What somebody who agreed sees behind their link: whether it counts, and the way to take it back. */
export function MyAgreementPage(props: { view: View; data: MyAgreementData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { agreement, comment } = data
  const ref = formatRef(data.cycle.slug, 'R', comment.number)
  const address = `${data.cycleBase}/comments/R-${comment.number}`
  const title = t('reviewing.agreement.title', { ref })
  const state = agreement.withdrawnAt !== null ? 'withdrawn' : agreement.confirmedAt === null ? 'unconfirmed' : 'counted'
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...crumbsOfComment(view, data).slice(0, -1), { href: address, label: `R-${comment.number}` }, { label: title }]}>
      <h1>{title}</h1>
      <ErrorSummary view={view} form={form} labels={{}} />
      <p class="notice">{t(`reviewing.agreement.${state}`)}</p>
      <Words view={view} comment={comment} paragraph={reviewedText(data)} />
      <p><a href={address}>{t('review.mine.public')}</a></p>
      {state === 'withdrawn' ? null : (
        <form class="sheet" method="post" novalidate>
          <div class="actions">
            {state === 'unconfirmed' ? <button name="act" value="confirm">{t('reviewing.agreement.confirm')}</button> : null}
            <button class="quiet" name="act" value="withdraw">{t('reviewing.agreement.withdraw')}</button>
          </div>
        </form>
      )}
    </Layout>
  )
}
