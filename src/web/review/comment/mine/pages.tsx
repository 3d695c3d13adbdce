import { formatRef } from '../../../../shared/refs.ts'
import type { FormState, View } from '../../../context.ts'
import { cycleCrumbs } from '../../../forums/data.ts'
import { ErrorSummary, LineField, typed } from '../../../ui/fields.tsx'
import { Layout } from '../../../ui/layout.tsx'
import { Original } from '../../../contributions/originals/pages.tsx'
import { Words } from '../../register/pages.tsx'
import type { CommentPageData } from '../data.ts'
import { SayForm } from '../../satisfaction/pages.tsx'
import { CommentFacts, Outcome, Standings } from '../pages.tsx'

/** What the sender of a comment sees behind the secret link: the receipt, what became of it, and what can be said to it. */
export function MyCommentPage(props: { view: View; data: CommentPageData; form: FormState }) {
  const { view, data, form } = props
  const { comment } = data
  const ref = formatRef(data.cycle.slug, 'R', comment.number)
  const address = `${data.cycleBase}/comments/R-${comment.number}`
  return (
    <Layout view={view} frame={data.frame} title={view.t('review.mine.title', { ref })} crumbs={[...cycleCrumbs(data), { label: ref }]}>
      <h1>{view.t(comment.withdrawnAt === null ? 'review.mine.taken' : 'review.mine.withdrawn')}</h1>
      <p class="receipt-ref">{ref}</p>
      <ErrorSummary view={view} form={form} labels={{ reason: view.t('review.mine.reason'), satisfied: view.t('review.mine.satisfied'), words: view.t('dispositions.why-not') }} />
      <p class="notice">{view.t('review.mine.keep')}</p>
      <p><a href={address}>{view.t('review.mine.public')}</a> · <a href={`${data.cycleBase}/reviews/${data.review.number}`}>{data.review.title}</a></p>
      <CommentFacts view={view} data={data} />
      <Words view={view} comment={comment} />
      {data.original === undefined ? null : <Original view={view} text={data.original} />}
      <Standings view={view} data={data} />
      <Outcome view={view} data={data} />
      {comment.withdrawnAt !== null && typed(form, 'words') === '' ? null : <SayForm view={view} data={data} form={form} />}
      {comment.withdrawnAt !== null ? null : <Withdraw view={view} form={form} />}
    </Layout>
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
