import { excerpt } from '../../../shared/text.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { ReasonFields } from '../waiting/desk.tsx'
import type { AlikeData } from './data.ts'

/** A group of alike comments: all ticked, to be taken, set aside or put back with one click. */
export function AlikePage(props: { view: View; data: AlikeData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const queue = `/desk${data.cycleBase}/waiting-comments`
  const title = t('limits.alike.page', { count: data.group.length })
  const chosen = form.values['chosen']
  const done = Number(view.query['done'] ?? '')
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...deskCrumbs(view, data), { href: queue, label: t('reviewing.queue.title') }, { label: title }]}>
      <h1>{title}</h1>
      {done > 0 ? <p class="notice" role="status">{t(data.state === 'declined' ? 'limits.alike.declined' : 'limits.alike.restored', { count: done })}</p> : null}
      <form class="sheet wide" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{ reason: t('reviewing.field.reason'), note: t('reviewing.field.note'), chosen: t('reviewing.queue.title') }} />
        <Decision view={view} data={data} form={form} />
        <ul class="entries" id="field-chosen">
          {data.group.map((waiting) => (
            <li>
              <label class="choice">
                <input type="checkbox" name="chosen" value={waiting.id} checked={chosen === undefined || chosen.includes(waiting.id)} />
                <span lang={waiting.said.language} dir="auto">{excerpt(waiting.said.text, 600)}</span>
              </label>
              <p class="meta">
                <span>{data.reviews.find(({ id }) => id === waiting.reviewId)?.title ?? ''}</span>
                <span>{writeInstant(waiting.receivedAt, view.lang)}</span>
                {waiting.said.author === undefined ? null : <span dir="auto">{waiting.said.author}</span>}
                {waiting.mail === null ? null : <span dir="ltr">{waiting.mail}</span>}
                <a href={`${queue}/${waiting.id}`}>{t('limits.alike.alone')}</a>
              </p>
            </li>
          ))}
        </ul>
      </form>
    </Layout>
  )
}

function Decision(props: { view: View; data: AlikeData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  if (data.state === 'declined') return <div class="actions"><button name="act" value="restore">{t('limits.alike.restore')}</button></div>
  return (
    <>
      <div class="actions"><button name="act" value="take">{t('limits.alike.take')}</button></div>
      <ReasonFields view={view} form={form} hasMail={data.group.some(({ mail }) => mail !== null)} />
      <div class="actions"><button class="quiet" name="act" value="decline">{t('limits.alike.decline')}</button></div>
    </>
  )
}
