import type { FormState, View } from '../../context.ts'
import { deskCrumbs, type InCycle } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import type { FindingData, FindingsData, WritingData } from './data.ts'
import { FindingForm } from './forms.tsx'

/** The findings of a cycle. */
export function FindingsPage(props: { view: View; data: FindingsData }) {
  const { view, data } = props
  const { t } = view
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/findings`
  return (
    <Layout view={view} frame={data.frame} title={t('synthesis.findings')} crumbs={crumbsOf(view, data)} desk>
      <h1>{t('synthesis.findings')}</h1>
      <p class="lead">{t('synthesis.findings.lead')}</p>
      {data.findings.length === 0 ? <p class="empty">{t('synthesis.findings.none')}</p> : null}
      <ul class="entries">
        {data.findings.map((finding) => (
          <li>
            <h2><a href={`${base}/F-${finding.number}`}>F-{finding.number}</a> <span class="tag">{t(`synthesis.kind.${finding.kind}`)}</span></h2>
            <p lang={data.forum.language} dir="auto">{finding.statement}</p>
            <p class="quiet-text">{t('synthesis.rests-on', { count: data.restsOn.get(finding.id) ?? 0 })}</p>
          </li>
        ))}
      </ul>
      <p class="actions"><a class="button" href={`${base}/new`}>{t('synthesis.finding.new')}</a></p>
    </Layout>
  )
}

export function NewFindingPage(props: { view: View; data: WritingData; form: FormState }) {
  const { view, data, form } = props
  const title = view.t('synthesis.finding.new')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbsOf(view, data, title)} desk>
      <h1>{title}</h1>
      <FindingForm view={view} data={data} form={form} isNew />
    </Layout>
  )
}

export function FindingPage(props: { view: View; data: FindingData; form: FormState }) {
  const { view, data, form } = props
  const ref = `F-${data.finding.number}`
  return (
    <Layout view={view} frame={data.frame} title={ref} crumbs={crumbsOf(view, data, ref)} desk>
      <h1>{ref}</h1>
      <p class="meta">
        <a href={`/${data.forum.slug}/${data.cycle.slug}/breakdown#${ref}`}>{view.t('synthesis.finding.see')}</a>
        <span>{view.t('synthesis.finding.cited', { count: data.citedBy })}</span>
      </p>
      <FindingForm view={view} data={data} form={form} isNew={false} />
    </Layout>
  )
}

function crumbsOf(view: View, data: InCycle, last?: string) {
  const desk = `/desk/${data.forum.slug}/${data.cycle.slug}`
  const findings = { ...(last === undefined ? {} : { href: `${desk}/findings` }), label: view.t('synthesis.findings') }
  return [...deskCrumbs(view, data), findings, ...(last === undefined ? [] : [{ label: last }])]
}
