import { isOpen } from '../../../../review/model.ts'
import { COMMENT_TYPES } from '../../../../shared/vocabularies.ts'
import { formatRef } from '../../../../shared/refs.ts'
import type { FormState, View } from '../../../context.ts'
import { cycleCrumbs } from '../../../forums/data.ts'
import { ChoiceField, ErrorSummary, LineField, TextField, typed } from '../../../ui/fields.tsx'
import { Layout } from '../../../ui/layout.tsx'
import { Original } from '../../../contributions/originals/pages.tsx'
import { Words } from '../../register/pages.tsx'
import type { CommentPageData } from '../data.ts'
import { SayForm } from '../../satisfaction/pages.tsx'
import { CommentFacts, Outcome, reviewedText, Standings, Thread, Wordings } from '../pages.tsx'

/** What the sender of a comment sees behind the secret link: the receipt, what became of it, and what can be said to it. */
export function MyCommentPage(props: { view: View; data: CommentPageData; form: FormState }) {
  const { view, data, form } = props
  const { comment } = data
  const ref = formatRef(data.cycle.slug, 'R', comment.number)
  const address = `${data.cycleBase}/comments/R-${comment.number}`
  return (
    <Layout view={view} frame={data.frame} title={view.t('review.mine.title', { ref })} crumbs={[...cycleCrumbs(data), { label: ref }]}>
      <h1>{view.t(comment.withdrawnAt === null ? 'review.mine.taken' : comment.setAsideFor === null ? 'review.mine.withdrawn' : 'reviewing.mine.aside')}</h1>
      <p class="receipt-ref">{ref}</p>
      <ErrorSummary view={view} form={form} labels={{ reason: view.t('review.mine.reason'), satisfied: view.t('review.mine.satisfied'), words: view.t('dispositions.why-not'), text: view.t('review.field.text'), proposal: view.t('review.field.proposal'), type: view.t('review.field.type'), missingWhere: view.t('review.field.missing-where') }} />
      <p class="notice">{view.t('review.mine.keep')}</p>
      <p><a href={address}>{view.t('review.mine.public')}</a> · <a href={`${data.cycleBase}/reviews/${data.review.number}`}>{data.review.title}</a></p>
      <CommentFacts view={view} data={data} />
      {data.setAsideNote === null ? null : <p class="differs" dir="auto">{data.setAsideNote}</p>}
      <Words view={view} comment={comment} paragraph={reviewedText(data)} />
      <Wordings view={view} data={data} />
      <Thread view={view} data={data} />
      {data.original === undefined ? null : <Original view={view} text={data.original} />}
      <Standings view={view} data={data} />
      <Outcome view={view} data={data} />
      {comment.withdrawnAt !== null && typed(form, 'words') === '' ? null : <SayForm view={view} data={data} form={form} />}
      {mayWord(data) ? <Word view={view} data={data} form={form} /> : null}
      {comment.withdrawnAt !== null && comment.setAsideFor === null ? null : <Withdraw view={view} form={form} />}
    </Layout>
  )
}

/** Words are changed while the review is open and nobody has answered them. */
function mayWord({ comment, review }: CommentPageData): boolean {
  return comment.withdrawnAt === null && comment.response === null && isOpen(review)
}

function Word(props: { view: View; data: CommentPageData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  return (
    <details class="rests" open={Object.keys(form.errors).some((field) => field !== 'reason')}>
      <summary>{t('reviewing.word.do')}</summary>
      <form class="sheet" method="post">
        <p>{t('reviewing.word.means')}</p>
        <input type="hidden" name="act" value="word" />
        <input type="hidden" name="revision" value={typed(form, 'revision')} />
        <ChoiceField view={view} form={form} name="type" label={t('review.field.type')} choices={COMMENT_TYPES.map((type) => ({ value: type, label: t(`review.type.${type}`) }))} />
        <TextField view={view} form={form} name="text" label={t('review.field.text')} />
        {data.comment.target === 'missing' ? <LineField view={view} form={form} name="missingWhere" optional label={t('review.field.missing-where')} /> : null}
        <TextField view={view} form={form} name="proposal" optional rows={4} label={t('review.field.proposal')} hint={t('review.hint.proposal')} />
        <div class="actions"><button>{t('reviewing.word.save')}</button></div>
      </form>
    </details>
  )
}

function Withdraw(props: { view: View; form: FormState }) {
  const { view, form } = props
  return (
    <details class="rests">
      <summary>{view.t('review.mine.withdraw')}</summary>
      <form class="sheet" method="post">
        <p>{view.t('review.mine.withdraw-means')}</p>
        <input type="hidden" name="act" value="withdraw" />
        <LineField view={view} form={form} name="reason" optional label={view.t('review.mine.reason')} />
        <div class="actions"><button class="quiet">{view.t('review.mine.withdraw')}</button></div>
      </form>
    </details>
  )
}
