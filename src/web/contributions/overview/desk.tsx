import type { PublishedFigure } from '../../../contributions/overview/model.ts'
import { writeShortDate } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs, type InCycle } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { keyTitle } from './data.ts'
import { FigureForm } from './forms.tsx'

export interface FiguresAtDesk extends InCycle {
  readonly figures: readonly PublishedFigure[]
}

/** The published figures of a cycle, each to be corrected. */
export function FiguresPage(props: { view: View; data: FiguresAtDesk }) {
  const { view, data } = props
  const { t } = view
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/figures`
  return (
    <Layout view={view} frame={data.frame} title={t('overview.desk.title')} crumbs={crumbsOf(view, data)} desk>
      <h1>{t('overview.desk.title')}</h1>
      <p class="lead">{t('overview.desk.lead')}</p>
      <p class="meta"><a href={`/${data.forum.slug}/${data.cycle.slug}/overview`}>{t('overview.desk.see')}</a></p>
      {data.figures.length === 0 ? <p class="empty">{t('overview.desk.none')}</p> : null}
      <ul class="lines">
        {data.figures.map((figure) => (
          <li>
            <span><strong class="figure">{figure.published}</strong> {keyTitle(view, data.forum, figure.key)}, {writeShortDate(figure.asOf, view.lang)}</span>
            <span class="quiet-text">{figure.source}</span>
            <a class="button quiet" href={`${base}/${figure.id}`}>{t('overview.desk.correct')}</a>
          </li>
        ))}
      </ul>
      <p class="actions"><a class="button" href={`${base}/new`}>{t('overview.desk.enter')}</a></p>
    </Layout>
  )
}

export function NewFigurePage(props: { view: View; data: InCycle; form: FormState }) {
  const { view, data, form } = props
  const title = view.t('overview.desk.enter')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbsOf(view, data, title)} desk>
      <h1>{title}</h1>
      <FigureForm view={view} data={data} form={form} />
    </Layout>
  )
}

export function FigurePage(props: { view: View; data: InCycle & { figure: PublishedFigure }; form: FormState }) {
  const { view, data, form } = props
  const { figure } = data
  const title = view.t('overview.desk.correct.title')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbsOf(view, data, title)} desk>
      <h1>{title}</h1>
      <p class="lead">{keyTitle(view, data.forum, figure.key)}, {writeShortDate(figure.asOf, view.lang)}</p>
      <p>{view.t('overview.desk.correct.hint')}</p>
      <FigureForm view={view} data={data} form={form} figure={figure} />
    </Layout>
  )
}

function crumbsOf(view: View, data: InCycle, last?: string) {
  const desk = `/desk/${data.forum.slug}/${data.cycle.slug}`
  const figures = { ...(last === undefined ? {} : { href: `${desk}/figures` }), label: view.t('overview.desk.title') }
  return [...deskCrumbs(view, data), figures, ...(last === undefined ? [] : [{ label: last }])]
}
