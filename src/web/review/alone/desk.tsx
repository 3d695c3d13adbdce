import type { Child } from 'hono/jsx'
import { isOpen, type Review } from '../../../review/model.ts'
import { excerpt } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { standing } from '../data.ts'
import type { AloneData } from './data.ts'
import { OpenSheet } from './forms.tsx'

/** Paragraphs shown to be looked at; all of them stand on the page of the text. */
const SHOWN = 400

/** A review by itself, step by step: the paragraphs, opening, sharing, answers, the table. */
export function AlonePage(props: { view: View; data: AloneData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const [review] = data.reviews
  return (
    <Layout view={view} frame={data.frame} desk title={data.forum.title} crumbs={[{ href: '/desk', label: t('forums.desk.title') }, { label: data.forum.title }]}>
      <h1 lang={data.forum.language} dir="auto">{data.forum.title}</h1>
      {review === undefined ? <Prepare view={view} data={data} form={form} /> : <><ErrorSummary view={view} form={form} labels={{}} /><Under view={view} data={data} review={review} /></>}
    </Layout>
  )
}

function Step(props: { number: number; title: string; children?: Child }) {
  return (
    <section class="block">
      <h2>{props.number}. {props.title}</h2>
      {props.children}
    </section>
  )
}

/** Before it is open: what was understood of the file, and the button that opens it. */
function Prepare(props: { view: View; data: AloneData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const text = `/desk${data.cycleBase}/documents/${data.document.slug}`
  return (
    <>
      <Step number={1} title={t('alone.step.look')}>
        <p>{t('alone.look', { count: data.paragraphs.length })} <a href={text}>{t('alone.look.edit')}</a></p>
        <details class="rests" open={data.paragraphs.length <= 40}>
          <summary>{t('alone.look.show')}</summary>
          <div class="opened">
            <ol class="paras">
              {data.paragraphs.slice(0, SHOWN).map(({ number, text: words }) => (
                <li class="para"><span class="mark">¶ {number}</span><div class="text"><p lang={data.document.language} dir="auto">{excerpt(words, 300)}</p></div></li>
              ))}
            </ol>
            {data.paragraphs.length > SHOWN ? <p><a href={text}>{t('alone.look.all')}</a></p> : null}
          </div>
        </details>
      </Step>
      <Step number={2} title={t('alone.step.open')}>
        <p>{t('alone.open.means')}</p>
        <OpenSheet view={view} form={form} />
      </Step>
    </>
  )
}

/** Once it is open: the link to share, what came, and what is made of it. */
function Under(props: { view: View; data: AloneData; review: Review }) {
  const { view, data, review } = props
  const { t } = view
  const base = `${data.cycleBase}/reviews/${review.number}`
  const desk = `/desk${data.cycleBase}`
  const link = `${view.publicUrl}${base}`
  const count = data.counts.get(review.id)
  const letter = `mailto:?${new URLSearchParams({ subject: data.forum.title, body: `${t('alone.share.letter', { title: data.forum.title })}\n\n${link}` }).toString().replaceAll('+', '%20')}`
  return (
    <>
      <p class="meta"><span>{standing(view, review)}</span><a href={`${desk}/reviews/${review.number}`}>{t(isOpen(review) ? 'review.desk.close' : 'review.desk.reopen')}</a>{isOpen(review) && review.closesOn !== null ? <a href={`${desk}/reviews/${review.number}/extend`}>{t('reviewing.extend')}</a> : null}</p>
      <Step number={3} title={t('alone.step.share')}>
        <p>{t('alone.share.means')}</p>
        <p class="share"><a href={base} dir="ltr">{link}</a></p>
        <p class="actions"><a class="button quiet" href={letter}>{t('alone.share.mail')}</a> <a href={`/desk/${data.forum.slug}/edit`}>{t('alone.share.confirmation')}</a></p>
      </Step>
      <Step number={4} title={t('alone.step.answer')}>
        <p class="count"><strong>{count?.comments ?? 0}</strong> {t('alone.answer.count', { count: count?.comments ?? 0, open: count?.open ?? 0 })}</p>
        <p class="actions">
          <a class="button" href={`${desk}/comments`}>{t('alone.answer.do')}</a>
          {data.waiting === 0 ? null : <a href={`${desk}/waiting-comments`}>{t('reviewing.queue.held', { count: data.waiting })}</a>}
          <a href={`${desk}/reviews/${review.number}/enter`}>{t('review.enter.do')}</a>
          <a href={`${desk}/documents/${data.document.slug}`}>{t('alone.answer.text')}</a>
        </p>
      </Step>
      <Step number={5} title={t('alone.step.table')}>
        <p>{t('alone.table.means')}</p>
        <p class="actions"><a class="button quiet" href={`${base}/dispositions`}>{t('alone.table.page')}</a>{(['docx', 'xlsx', 'csv'] as const).map((ending) => <a href={`${base}/dispositions.${ending}`} download>{ending.toUpperCase()}</a>)}</p>
      </Step>
      <Take view={view} data={data} />
    </>
  )
}

/** Taking it into the work of a forum, with all that was said. */
function Take(props: { view: View; data: AloneData }) {
  const { view, data } = props
  const { t } = view
  if (data.cycles.length === 0) return null
  return (
    <details class="rests">
      <summary>{t('alone.take')}</summary>
      <div class="opened">
        <p>{t('alone.take.means')}</p>
        <form class="filters" method="post">
          <div class="field">
            <label for="field-into">{t('alone.take.into')}</label>
            <select id="field-into" name="into">
              {data.cycles.map(({ forum, cycle }) => <option value={cycle.id}>{forum.title}: {cycle.title}</option>)}
            </select>
          </div>
          <button class="quiet" name="act" value="take">{t('alone.take.do')}</button>
        </form>
      </div>
    </details>
  )
}
