import { formatRef } from '../../../../shared/refs.ts'
import type { FormState, View } from '../../../context.ts'
import { cycleCrumbs } from '../../../forums/data.ts'
import { ErrorSummary, LineField } from '../../../ui/fields.tsx'
import { Layout } from '../../../ui/layout.tsx'
import { Original } from '../../../contributions/originals/pages.tsx'
import { Words } from '../../register/pages.tsx'
import type { CommentPageData } from '../data.ts'
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
      <ErrorSummary view={view} form={form} labels={{ reason: view.t('review.mine.reason'), satisfied: view.t('review.mine.satisfied') }} />
      <p class="notice">{view.t('review.mine.keep')}</p>
      <p><a href={address}>{view.t('review.mine.public')}</a> · <a href={`${data.cycleBase}/reviews/${data.review.number}`}>{data.review.title}</a></p>
      <CommentFacts view={view} data={data} />
      <Words view={view} comment={comment} />
      {data.original === undefined ? null : <Original view={view} text={data.original} />}
      <Standings view={view} data={data} />
      <Outcome view={view} data={data} />
      {comment.withdrawnAt !== null ? null : <Say view={view} data={data} />}
      {comment.withdrawnAt !== null ? null : <Withdraw view={view} form={form} />}
    </Layout>
  )
}

function Say(props: { view: View; data: CommentPageData }) {
  const { view, data } = props
  const { response } = data.comment
  if (response === null) return null
  return (
    <form class="sheet" method="post">
      <h2>{view.t('review.mine.satisfied')}</h2>
      <p class="hint">{view.t('review.mine.silence')}</p>
      <input type="hidden" name="act" value="satisfied" />
      <input type="hidden" name="revision" value={String(response.revision)} />
      <div class="actions">
        <button name="satisfied" value="yes">{view.t('review.mine.yes')}</button>
        <button class="quiet" name="satisfied" value="no">{view.t('review.mine.no')}</button>
      </div>
    </form>
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
