import { pointRef, standingOf, STANCES } from '../../../meetings/points/model.ts'
import { splitParagraphs } from '../../../shared/text.ts'
import { dateInZone, writeDate, writeShortDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, typed } from '../../ui/fields.tsx'
import { Layout, type Crumb } from '../../ui/layout.tsx'
import { Moment, PointLine } from '../blocks/pages.tsx'
import { PointFields, QuickChoice, QuickLine, QuickText, QuickTick } from '../room/forms.tsx'
import type { MyAnswer, PointAtDesk, PointData, PointsData } from './data.ts'

/** All that the meetings of a forum came to. */
export function PointsPage(props: { view: View; data: PointsData }) {
  const { view, data } = props
  const { t } = view
  return (
    <Layout view={view} frame={data.frame} title={t('points.title')} crumbs={[{ href: `/${data.forum.slug}`, label: data.forum.title }, { label: t('points.title') }]} sheets={['room.css']}>
      <h1>{t('points.title')}</h1>
      <p class="lead">{t('points.lead')}</p>
      {data.points.length === 0 ? <p class="empty">{t('points.none')}</p> : data.points.map((point) => <PointLine view={view} place={{ forum: data.forum, meeting: { slug: '', sittings: [] } }} point={point} />)}
      <p class="meta"><a href={`/${data.forum.slug}/points.json`}>{t('points.data')}</a></p>
    </Layout>
  )
}

/** A point with what was answered, and what rests on it. */
export function PointPage(props: { view: View; data: PointData }) {
  const { view, data } = props
  const { point, forum, meeting, answers } = data
  const { t } = view
  const silent = Math.max(0, (point.asked ?? 0) - point.objections - point.agreements)
  return (
    <Layout view={view} frame={data.frame} title={t('points.page', { ref: pointRef(point.number) })} crumbs={pointCrumbs(view, data)} sheets={['room.css']}>
      <h1>{t('points.page', { ref: pointRef(point.number) })}</h1>
      <p class="meta"><strong>{t(`points.strength.${point.strength}`)}</strong><span>{t(`points.standing.${standingOf(point)}`)}</span></p>
      <div class="prose lead">{splitParagraphs(point.text).map((part) => <p lang={forum.language} dir="auto">{part}</p>)}</div>
      <dl class="facts">
        <dt>{t('points.put')}</dt>
        <dd>{meeting === undefined ? writeDate(dateInZone(point.putAt, 'UTC'), view.lang) : <><Moment view={view} place={{ forum, meeting }} at={point.putAt} withDay /><br /><a href={`/${forum.slug}/meetings/${meeting.slug}/room#point-${point.number}`} dir="auto">{meeting.title}</a></>}</dd>
        {point.confirmUntil === null ? null : <><dt>{t('points.standing.before-the-list')}</dt><dd>{t('points.until', { date: writeDate(point.confirmUntil, view.lang) })}</dd></>}
      </dl>
      {point.confirmUntil === null ? null : <p>{t('points.counts', { asked: point.asked ?? 0, objections: point.objections, agreements: point.agreements })} {t('points.silence', { count: silent })}</p>}
      {data.isOpen ? <div class="actions"><a class="button" href={`/${forum.slug}/points/${point.number}/answer`}>{t('points.answer.give')}</a></div> : null}
      {answers.length === 0 ? null : (
        <section class="block">
          <h2>{t('points.answers')}</h2>
          {answers.map((answer) => (
            <figure class="room-remark" id={`answer-${answer.number}`}>
              {answer.withdrawnAt !== null || answer.text === '' ? null : <blockquote lang={answer.language ?? undefined} dir="auto">{splitParagraphs(answer.text).map((part) => <p>{part}</p>)}</blockquote>}
              <figcaption><a href={`#answer-${answer.number}`}>{t(`points.answer.${answer.stance}`, { number: answer.number })}</a> · <span dir="auto">{answer.withdrawnAt !== null ? t('points.answer.withdrawn') : (answer.name ?? t('points.answer.no-name'))}</span></figcaption>
            </figure>
          ))}
        </section>
      )}
      <section class="block">
        <h2>{t('points.cited-by')}</h2>
        <p>{data.paragraphs === 0 ? t('points.not-cited') : t('room.remark.cited', { count: data.paragraphs })}</p>
      </section>
      <p class="meta"><a href={`/${forum.slug}/points/${point.number}.json`}>{t('points.data')}</a></p>
    </Layout>
  )
}

function pointCrumbs(view: View, { forum, point }: PointData, last?: string): Crumb[] {
  const way = [{ href: `/${forum.slug}`, label: forum.title }, { href: `/${forum.slug}/points`, label: view.t('points.title') }]
  return last === undefined ? [...way, { label: pointRef(point.number) }] : [...way, { href: `/${forum.slug}/points/${point.number}`, label: pointRef(point.number) }, { label: last }]
}

/** Objects to a point, or agrees with it; by a mailed link one answer, which may be changed and taken back. */
export function AnswerPage(props: { view: View; data: PointData & Partial<MyAnswer>; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { point, forum, mine } = data
  const title = t('points.form.title', { ref: pointRef(point.number) })
  const labels = { stance: t('points.form.stance'), text: t('points.form.text'), name: t('points.form.name') }
  const isBare = Object.keys(form.errors).length === 0
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={pointCrumbs(view, data, title)} sheets={['room.css']}>
      <h1>{title}</h1>
      <p class="lead" lang={forum.language} dir="auto">{point.text}</p>
      {view.query['sent'] === '1' && isBare ? <p class="notice" role="status">{t('points.form.sent')}</p> : null}
      {!data.isOpen && isBare ? <p class="differs">{t('points.form.over')}</p> : (
        <>
          {point.confirmUntil === null ? null : <p>{t(data.askedId === undefined ? 'points.until' : 'points.form.mine', { date: writeShortDate(point.confirmUntil, view.lang) })}</p>}
          <form method="post" action={view.path} class="sheet" novalidate>
            <ErrorSummary view={view} form={form} labels={labels} />
            {data.askedId === undefined ? <input type="hidden" name="formKey" value={typed(form, 'formKey')} /> : null}
            <QuickChoice view={view} form={form} isAlone name="stance" label={labels.stance} choices={STANCES.map((stance) => ({ value: stance, label: t(`points.form.${stance}`) }))} />
            <QuickText view={view} form={form} isAlone name="text" label={`${labels.text} (${t('points.form.text-hint')})`} rows={5} />
            <QuickLine view={view} form={form} isAlone name="name" optional autocomplete="name" label={labels.name} />
            <QuickTick view={view} form={form} isAlone name="isNamed" label={t('points.form.is-named')} />
            <div class="actions"><button type="submit">{t('points.form.send')}</button>{mine === undefined || mine.withdrawnAt !== null ? null : <button class="quiet" type="submit" name="shall" value="withdraw">{t('points.form.withdraw')}</button>}</div>
          </form>
        </>
      )}
    </Layout>
  )
}

/** Rewords a point, while its words do not stand yet. */
export function EditPointPage(props: { view: View; data: PointAtDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('points.desk.edit')
  return (
    <Layout view={view} frame={data.frame} desk title={title} crumbs={pointCrumbs(view, data, title)} sheets={['room.css']}>
      <h1>{title}</h1>
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={{ text: t('points.desk.text'), strength: t('points.desk.strength') }} />
        <input type="hidden" name="revision" value={typed(form, 'revision')} />
        <PointFields view={view} form={form} isAlone />
        <div class="actions"><button type="submit">{t('points.desk.save')}</button></div>
      </form>
    </Layout>
  )
}

/** Puts a point before the list: until when, and how many are asked. */
export function ListPointPage(props: { view: View; data: PointAtDesk; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const title = t('points.desk.list-title', { ref: pointRef(data.point.number) })
  return (
    <Layout view={view} frame={data.frame} desk title={title} crumbs={pointCrumbs(view, data, title)} sheets={['room.css']}>
      <h1>{title}</h1>
      <p class="lead" lang={data.forum.language} dir="auto">{data.point.text}</p>
      <p>{t('points.desk.list-lead', { count: data.audience.length })}</p>
      <form method="post" action={view.path} class="sheet" novalidate>
        <ErrorSummary view={view} form={form} labels={{ until: t('points.desk.until') }} />
        <input type="hidden" name="revision" value={typed(form, 'revision')} />
        <QuickLine view={view} form={form} isAlone name="until" type="date" label={`${t('points.desk.until')} (${t('points.desk.until-hint')})`} />
        <div class="actions"><button type="submit">{t('points.desk.ask')}</button></div>
      </form>
    </Layout>
  )
}
