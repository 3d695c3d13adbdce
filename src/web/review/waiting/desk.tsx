import { MODERATION_REASONS } from '../../../review/moderation/model.ts'
import { excerpt } from '../../../shared/text.ts'
import { writeInstant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary, SelectField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { OneWaitingData, QueueData } from './data.ts'
import { AlikeGroups } from '../floods/pages.tsx'
import { WaitingWords } from './pages.tsx'

const STATES = ['held', 'unconfirmed', 'declined'] as const

/** What waits to be taken, the oldest first. */
export function QueuePage(props: { view: View; data: QueueData }) {
  const { view, data } = props
  const { t } = view
  const here = `/desk${data.cycleBase}/waiting-comments`
  const title = t('reviewing.queue.title')
  const taken = Number(view.query['taken'] ?? '')
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...deskCrumbs(view, data), { href: `/desk${data.cycleBase}/reviews`, label: t('review.reviews') }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{t('reviewing.queue.lead')}</p>
      {taken > 0 ? <p class="notice" role="status">{t('limits.alike.taken', { count: taken })}</p> : null}
      <p class="meta">
        {STATES.map((state) => {
          const label = t(`reviewing.queue.${state}`, { count: data.counts[state] })
          return state === data.state ? <strong aria-current="true">{label}</strong> : <a href={`${here}?state=${state}`}>{label}</a>
        })}
      </p>
      {data.waiting.length === 0 ? <p class="empty">{t('reviewing.queue.none')}</p> : null}
      <AlikeGroups view={view} queue={here} groups={data.groups} />
      <ul class="todo">
        {data.waiting.map((waiting) => (
          <li>
            <span><a href={`${here}/${waiting.id}`}><span lang={waiting.said.language} dir="auto">{excerpt(waiting.said.text, 120)}</span></a></span>
            <span class="quiet-text">{data.reviews.find(({ id }) => id === waiting.reviewId)?.title ?? ''} · {writeInstant(waiting.receivedAt, view.lang)}</span>
          </li>
        ))}
      </ul>
      {data.pages < 2 ? null : (
        <nav class="pages" aria-label={t('review.register-pages')}>
          {data.page > 1 ? <a href={`${here}?state=${data.state}&page=${data.page - 1}`}>{t('review.earlier')}</a> : null}
          {data.page < data.pages ? <a href={`${here}?state=${data.state}&page=${data.page + 1}`}>{t('review.later')}</a> : null}
        </nav>
      )}
    </Layout>
  )
}

/** One that waits: taken, or set aside with a reason; or put back. */
export function OneWaitingPage(props: { view: View; data: OneWaitingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { waiting } = data
  const queue = `/desk${data.cycleBase}/waiting-comments`
  const title = t('reviewing.queue.one', { title: data.review.title })
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...deskCrumbs(view, data), { href: queue, label: t('reviewing.queue.title') }, { label: title }]}>
      <h1>{title}</h1>
      <WaitingWords view={view} waiting={waiting} />
      <form class="sheet" method="post">
        <ErrorSummary view={view} form={form} labels={{ reason: t('reviewing.field.reason'), note: t('reviewing.field.note') }} />
        {waiting.state === 'declined' ? (
          <>
            <p class="differs">{t('reviewing.waiting.declined', { at: writeInstant(waiting.declinedAt ?? waiting.receivedAt, view.lang), reason: t(`reviewing.reason.${waiting.declinedFor ?? 'other'}`) })}</p>
            <div class="actions"><button name="act" value="restore">{t('reviewing.queue.restore')}</button></div>
          </>
        ) : (
          <>
            <div class="actions"><button name="act" value="take">{t('reviewing.queue.take')}</button></div>
            <ReasonFields view={view} form={form} hasMail={waiting.mail !== null} />
            <div class="actions"><button class="quiet" name="act" value="decline">{t('reviewing.queue.decline')}</button></div>
          </>
        )}
      </form>
    </Layout>
  )
}

/** Why something is set aside, and what its sender is told besides. */
export function ReasonFields(props: { view: View; form: FormState; hasMail: boolean }) {
  const { view, form } = props
  const { t } = view
  return (
    <>
      <SelectField view={view} form={form} name="reason" nothing="–" label={t('reviewing.field.reason')} hint={t('reviewing.hint.reason')} choices={MODERATION_REASONS.map((reason) => ({ value: reason, label: t(`reviewing.reason.${reason}`) }))} />
      <TextField view={view} form={form} name="note" rows={3} optional label={t('reviewing.field.note')} hint={t(props.hasMail ? 'reviewing.hint.note' : 'reviewing.hint.note-no-mail')} />
    </>
  )
}
