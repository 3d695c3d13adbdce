import { may } from '../../../people/policy.ts'
import { newId } from '../../../platform/new-id.ts'
import { isOpen } from '../../../review/model.ts'
import { formatRef } from '../../../shared/refs.ts'
import { COMMENT_TYPES } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import type { PageRequest } from '../../page.tsx'
import { ChoiceField, ErrorSummary, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { loadComment, type CommentPageData } from '../comment/data.ts'
import { ConsentAndMail, WhoFields } from '../comment/forms.tsx'
import { crumbsOfComment, CommentFacts, reviewedText } from '../comment/pages.tsx'
import { Words } from '../register/pages.tsx'

export interface ReplyData extends CommentPageData {
  /** Who writes may answer comments, and so speak as one of the editors. */
  readonly mayBeEditor: boolean
}

/** A comment that can be replied to: it stands, and its review is open, or whoever writes is an editor. */
export async function loadReply(request: PageRequest): Promise<ReplyData | undefined> {
  const data = await loadComment(request)
  if (data === undefined || data.comment.withdrawnAt !== null) return undefined
  return { ...data, mayBeEditor: may(request.view.person, 'answer-comments', { forumId: data.forum.id, cycleId: data.cycle.id }) }
}

export function initialReply(data: ReplyData, request: PageRequest): Record<string, string> {
  const { person, lang } = request.view
  return { formKey: newId(), type: 'general', language: lang === 'fr' ? 'fr' : 'en', author: person?.name ?? '', consent: data.mayBeEditor ? 'full' : '', as: data.mayBeEditor ? 'editors' : 'myself' }
}

/** The form of a reply: what it is on is what the thread is on. */
export function ReplyForm(props: { view: View; data: ReplyData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('reviewing.reply.title', { ref: formatRef(data.cycle.slug, 'R', data.comment.number) })
  const takes = isOpen(data.review) || data.mayBeEditor || Object.keys(form.errors).length > 0
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...crumbsOfComment(view, data).slice(0, -1), { href: `${data.cycleBase}/comments/R-${data.comment.number}`, label: `R-${data.comment.number}` }, { label: t('reviewing.do-reply') }]}>
      <h1>{title}</h1>
      <CommentFacts view={view} data={data} />
      <Words view={view} comment={data.comment} paragraph={reviewedText(data)} />
      {takes ? <ReplySheet view={view} data={data} form={form} /> : <p class="differs">{t('reviewing.closed')}</p>}
    </Layout>
  )
}

function ReplySheet(props: { view: View; data: ReplyData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = {
    type: t('review.field.type'), text: t('reviewing.reply.text'), author: t('review.field.author'), organisation: t('review.field.organisation'), stakeholderGroup: t('review.field.stakeholder-group'),
    regionalGroup: t('review.field.regional-group'), language: t('review.field.language'), consent: t('review.field.consent'), mail: t('review.field.mail'), as: t('reviewing.reply.as'),
  }
  return (
    <form class="sheet" method="post" novalidate>
      <ErrorSummary view={view} form={form} labels={labels} />
      <input type="hidden" name="formKey" value={typed(form, 'formKey')} />
      <TextField view={view} form={form} name="text" label={labels.text} />
      {data.mayBeEditor ? <ChoiceField view={view} form={form} name="as" label={labels.as} choices={(['editors', 'myself'] as const).map((as) => ({ value: as, label: t(`reviewing.reply.as-${as}`) }))} /> : null}
      <ChoiceField view={view} form={form} name="type" label={labels.type} choices={COMMENT_TYPES.map((type) => ({ value: type, label: t(`review.type.${type}`) }))} />
      <WhoFields view={view} data={data} form={form} />
      <ConsentAndMail view={view} form={form} />
      <div class="actions"><button>{t('reviewing.reply.send')}</button></div>
    </form>
  )
}
