import { may } from '../../../people/policy.ts'
import { formatRef } from '../../../shared/refs.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { loadComment, type CommentPageData } from '../comment/data.ts'
import { CommentFacts } from '../comment/pages.tsx'
import { Words } from '../register/pages.tsx'
import { ReasonFields } from '../waiting/desk.tsx'

/** A comment that the desk can set aside, or put back: what its sender withdrew stays withdrawn. */
export async function loadToSetAside(request: PageRequest): Promise<CommentPageData | 'forbidden' | undefined> {
  const data = await loadComment(request, true)
  if (data === undefined) return undefined
  if (!may(request.view.person, 'run-reviews', { forumId: data.forum.id, cycleId: data.cycle.id })) return 'forbidden'
  return data.comment.withdrawnAt !== null && data.comment.setAsideFor === null ? undefined : data
}

/** Why it is set aside, or that it is put back. */
export function SetAsidePage(props: { view: View; data: CommentPageData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const isAside = data.comment.setAsideFor !== null
  const ref = formatRef(data.cycle.slug, 'R', data.comment.number)
  const title = t(isAside ? 'reviewing.aside.restore' : 'reviewing.aside.do', { ref })
  const base = `/desk${data.cycleBase}/comments`
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...deskCrumbs(view, data), { href: base, label: t('review.comments') }, { href: `${base}/R-${data.comment.number}`, label: ref }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{t(isAside ? 'reviewing.aside.restore-means' : 'reviewing.aside.means')}</p>
      <CommentFacts view={view} data={data} />
      <Words view={view} comment={{ ...data.comment, withdrawnAt: null }} />
      <form class="sheet" method="post">
        <ErrorSummary view={view} form={form} labels={{ reason: t('reviewing.field.reason'), note: t('reviewing.field.note') }} />
        {isAside ? null : <ReasonFields view={view} form={form} hasMail />}
        <div class="actions"><button name="act" value={isAside ? 'restore' : 'aside'}>{title}</button></div>
      </form>
    </Layout>
  )
}
