import type { EarlyComment } from '../../../review/early/model.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { crumbsOf } from '../../drafts/pages.tsx'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { Said } from '../register/pages.tsx'
import type { EarlyData } from './data.ts'

/** The working text with what members have said of it since its last version. */
export function EarlyPage(props: { view: View; data: EarlyData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const here = `${data.address}/draft-comments`
  const known = new Set<string>(data.paragraphs.map(({ id }) => id))
  const gone = data.comments.filter(({ paragraphId }) => !known.has(paragraphId))
  return (
    <Layout view={view} frame={data.frame} title={t('early.title')} crumbs={crumbsOf(view, data, t('early.title'))}>
      <h1>{t('early.title')}</h1>
      <p class="lead" lang={data.document.language} dir="auto">{data.document.title}</p>
      <ErrorSummary view={view} form={form} labels={{}} />
      <p>{t('early.lead')}</p>
      {data.paragraphs.length === 0 ? <p class="empty">{t('drafts.rolling.empty')}</p> : null}
      <ol class="paras reviewed">
        {data.paragraphs.map(({ id, number, text }) => {
          const said = data.comments.filter(({ paragraphId }) => paragraphId === id)
          return (
            <li class="para" id={`p${number}`}>
              <a class="mark" href={`#p${number}`}>¶ {number}</a>
              <div class="text"><p lang={data.document.language} dir="auto">{text}</p></div>
              <div class="voices"><p><a href={`${here}/new?p=${number}`}>{t('review.do-comment')}<span class="hidden-words"> ¶ {number}</span></a></p></div>
              {said.length === 0 ? null : <div class="beside opened"><Comments view={view} data={data} comments={said} /></div>}
            </li>
          )
        })}
      </ol>
      {gone.length === 0 ? null : (
        <section class="block">
          <h2>{t('early.gone')}</h2>
          <Comments view={view} data={data} comments={gone} />
        </section>
      )}
    </Layout>
  )
}

function Comments(props: { view: View; data: EarlyData; comments: readonly EarlyComment[] }) {
  const { view, data, comments } = props
  return (
    <ul class="entries">
      {comments.map((comment) => (
        <li>
          <p class="meta">
            <span dir="auto">{data.names.get(comment.personId) ?? view.t('record.actor.unknown')}</span>
            <span>{view.t(`review.type.${comment.type}`)}</span>
            <span>{writeInstant(comment.sentAt, view.lang)}</span>
          </p>
          <Said text={comment.text} language={comment.language} />
          {comment.personId !== data.person.id && !data.runsReviews ? null : (
            <form method="post" action={`${data.address}/draft-comments`}>
              <input type="hidden" name="comment" value={comment.id} />
              <button class="quiet" name="act" value="withdraw">{view.t('early.withdraw')}</button>
            </form>
          )}
        </li>
      ))}
    </ul>
  )
}
