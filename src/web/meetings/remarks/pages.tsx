import { remarkRef } from '../../../meetings/citing/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { Moment } from '../blocks/pages.tsx'
import { QuickChoice } from '../room/forms.tsx'
import { roomCrumbs } from '../room/pages.tsx'
import type { RegisterData, RemarkData } from './data.ts'

/** What somebody said, and what became of it. */
export function RemarkPage(props: { view: View; data: RemarkData }) {
  const { view, data } = props
  const { forum, meeting, remark, became, paragraphs } = data
  const { t } = view
  const title = t('room.remark.number', { number: remark.position })
  return (
    <Layout view={view} frame={data.frame} title={`${title} · ${meeting.title}`} crumbs={roomCrumbs(view, data, title)} sheets={['room.css']}>
      <h1>{title}</h1>
      <figure class="room-remark">
        <blockquote lang={remark.language ?? forum.language} dir="auto">{splitParagraphs(remark.text).map((part) => <p>{part}</p>)}</blockquote>
        <figcaption dir="auto">{remark.speaker === null ? t('room.remark.one-participant') : [remark.speaker, remark.organisation].filter((part) => part !== null).join(', ')}</figcaption>
      </figure>
      <dl class="facts">
        <dt>{t('room.remark.cite')}</dt><dd><code>{remarkRef(meeting.slug, remark.position)}</code></dd>
        {remark.saidAt === null ? null : <><dt>{t('room.remark.said')}</dt><dd><Moment view={view} place={data} at={remark.saidAt} withDay /></dd></>}
        <dt>{t('room.remark.fate')}</dt>
        <dd>
          {became.map(({ ref, url }) => <p>{t('room.remark.became')} <a href={url}>{ref}</a></p>)}
          {paragraphs === 0 ? null : <p>{t('room.remark.cited', { count: paragraphs })}</p>}
          {became.length + paragraphs === 0 ? t('room.remark.nothing') : null}
        </dd>
      </dl>
      <p class="meta"><a href={`/${forum.slug}/meetings/${meeting.slug}/room#remark-${remark.position}`}>{t('room.back')}</a><a href={`/${forum.slug}/meetings/${meeting.slug}/remarks/${remark.position}.json`}>{t('room.data')}</a></p>
    </Layout>
  )
}

/** Makes a comment or a contribution of a remark. */
export function RegisterPage(props: { view: View; data: RegisterData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('room.desk.register')
  const choices = [
    ...data.reviews.map(({ cycle, review }) => ({ value: `review ${review.id}`, label: t('room.register.comment', { review: review.title, cycle: cycle.title }) })),
    ...data.calls.flatMap(({ cycle, call }) => call.questions.map((question) => ({ value: `question ${question.id}`, label: t('room.register.contribution', { number: question.number, call: call.title, cycle: cycle.title }) }))),
  ]
  return (
    <Layout view={view} frame={data.frame} desk title={title} crumbs={roomCrumbs(view, data, title)} sheets={['room.css']}>
      <h1>{title}</h1>
      <blockquote class="quote" lang={data.remark.language ?? undefined} dir="auto">{splitParagraphs(data.remark.text).map((part) => <p>{part}</p>)}</blockquote>
      <p>{t(data.remark.isNamed ? 'room.register.named' : 'room.register.unnamed')}</p>
      {data.became.map(({ ref, url }) => <p class="notice">{t('room.remark.became')} <a href={url}>{ref}</a></p>)}
      {choices.length === 0 ? <p class="empty">{t('room.register.nowhere')}</p> : (
        <form method="post" action={view.path} class="sheet" novalidate>
          <ErrorSummary view={view} form={form} labels={{ as: t('room.register.as') }} />
          <input type="hidden" name="formKey" value={typed(form, 'formKey')} />
          <QuickChoice view={view} form={form} isAlone name="as" label={t('room.register.as')} choices={choices} />
          <div class="actions"><button type="submit">{t('room.register.go')}</button></div>
        </form>
      )}
    </Layout>
  )
}
