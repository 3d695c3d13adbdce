import type { FormState, View } from '../../context.ts'
import { deskCrumbs, type InCycle } from '../../forums/data.ts'
import { ErrorSummary } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { Choosable, FindingData, FindingsData, PickingData, WritingData } from './data.ts'
import { DiscardForm, FindingForm, findingLabels } from './forms.tsx'
import { StrengthLines } from './pages.tsx'

/** The findings of a cycle. */
export function FindingsPage(props: { view: View; data: FindingsData }) {
  const { view, data } = props
  const { t } = view
  const desk = `/desk/${data.forum.slug}/${data.cycle.slug}`
  const base = `${desk}/findings`
  return (
    <Layout view={view} frame={data.frame} title={t('synthesis.findings')} crumbs={crumbsOf(view, data)} desk>
      <h1>{t('synthesis.findings')}</h1>
      <p class="lead">{t('synthesis.findings.lead')}</p>
      {data.isPublished ? <p class="notice">{t('findings.published')} <a href={`${desk}/corrections`}>{t('findings.to-corrections')}</a></p> : null}
      <p class="actions">
        {data.isPublished ? null : <a class="button" href={`${base}/new`}>{t('synthesis.finding.new')}</a>}
        <a class="button quiet" href={`${base}/pick`}>{t('findings.pick.open', { count: data.picked })}</a>
      </p>
      <DeskWays view={view} desk={desk} />
      {data.findings.length === 0 ? <p class="empty">{t('synthesis.findings.none')}</p> : null}
      <ul class="entries aside">
        {data.findings.map(({ finding, restsOn, strength, isMinority }) => (
          <li>
            <h2>
              <a href={`${base}/F-${finding.number}`}>F-{finding.number}</a> <span class="tag">{t(`synthesis.kind.${finding.kind}`)}</span>
              {isMinority && finding.kind !== 'minority' ? <> <span class="tag warn">{t('findings.minority.by-rule')}</span></> : null}
              {finding.isDeepDive ? <> <span class="tag">{t('findings.deep-dive')}</span></> : null}
            </h2>
            <p lang={data.forum.language} dir="auto">{finding.statement}</p>
            <p class="quiet-text">{t('synthesis.rests-on', { count: restsOn })}</p>
            <div class="meta"><div><StrengthLines view={view} strength={strength} /></div></div>
          </li>
        ))}
      </ul>
    </Layout>
  )
}

/** The other pages of the synthesis desk. */
function DeskWays(props: { view: View; desk: string }) {
  const { view, desk } = props
  const ways = ['matrix', 'ledger', 'corrections', 'suggestions', 'minority', 'exchange'] as const
  return <nav class="pages" aria-label={view.t('findings.ways')}>{ways.map((way) => <a href={`${desk}/${way}`}>{view.t(`findings.way.${way}`)}</a>)}</nav>
}

export function NewFindingPage(props: { view: View; data: WritingData; form: FormState }) {
  const { view, data, form } = props
  const title = view.t('synthesis.finding.new')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbsOf(view, data, title)} desk>
      <h1>{title}</h1>
      {data.suggested === undefined ? null : <p class="differs">{view.t('model.draft', { model: data.suggested.model })}</p>}
      <FindingForm view={view} data={data} form={form} />
    </Layout>
  )
}

export function FindingPage(props: { view: View; data: FindingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const ref = `F-${data.finding.number}`
  const against = data.others.find((each) => each.id === data.finding.againstId)
  return (
    <Layout view={view} frame={data.frame} title={ref} crumbs={crumbsOf(view, data, ref)} desk>
      <h1>{ref}</h1>
      <p class="meta">
        <a href={`/${data.forum.slug}/${data.cycle.slug}/breakdown#${ref}`}>{t('synthesis.finding.see')}</a>
        <span>{t('synthesis.finding.cited', { count: data.citedBy })}</span>
      </p>
      <div class="strength-box"><StrengthLines view={view} strength={data.strength} /></div>
      {data.isMinority && data.finding.kind !== 'minority' ? <p class="differs">{t('findings.minority.offer', { ref: `F-${against?.number ?? ''}`, groups: data.rule.groups, voices: data.rule.voices })}</p> : null}
      {data.isPublished ? <p class="notice">{t('findings.published')}</p> : null}
      <FindingForm view={view} data={data} form={form} own={data.finding.id} />
      <DiscardForm view={view} form={form} isMinority={data.isMinority || data.finding.kind === 'minority'} />
    </Layout>
  )
}

/** Passages to be picked together: tick them here, put them into the basket, write a finding on what lies in it. */
export function PickingPage(props: { view: View; data: PickingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/findings`
  const to = (change: Record<string, string | undefined>): string => {
    const query = { theme: data.theme?.slug, only: data.isUnused ? 'unused' : undefined, ...(data.group === undefined ? {} : { [data.group.dimension]: data.group.key }), ...change }
    return `${base}/pick?${new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))).toString()}`
  }
  return (
    <Layout view={view} frame={data.frame} title={t('findings.pick.title')} crumbs={crumbsOf(view, data, t('findings.pick.title'))} desk>
      <h1>{t('findings.pick.title')}</h1>
      <p class="lead">{t('findings.pick.lead')}</p>
      <ErrorSummary view={view} form={form} labels={findingLabels(view)} />
      <Basket view={view} data={data} base={base} />
      {data.group === undefined ? null : <p class="notice">{t('findings.pick.group', { group: data.group.key })} <a href={to({ [data.group.dimension]: undefined })}>{t('findings.pick.all-groups')}</a></p>}
      <nav class="pages many" aria-label={t('findings.pick.themes')}>
        <a href={to({ theme: undefined })} aria-current={data.theme === undefined ? 'true' : undefined}>{t('findings.pick.all')}</a>
        {data.themes.map((theme) => <a href={to({ theme: theme.slug })} aria-current={theme.id === data.theme?.id ? 'true' : undefined}><bdi>{theme.title}</bdi></a>)}
        <a href={to({ only: data.isUnused ? undefined : 'unused' })} aria-current={data.isUnused ? 'true' : undefined}>{t('findings.pick.unused')}</a>
      </nav>
      {data.listed.length === 0 ? <p class="empty">{t('findings.pick.none')}</p> : (
        <form method="post" action={to({ page: String(data.page) })} class="sheet wide">
          <fieldset class="field">
            <legend>{t('findings.pick.passages')}</legend>
            {data.listed.map((each) => <Pickable forum={data} each={each} isIn={data.basket.some(({ id }) => id === each.id)} />)}
          </fieldset>
          <div class="actions"><button name="shall" value="pick">{t('findings.pick.put')}</button></div>
        </form>
      )}
      {data.page === 1 && !data.hasNext ? null : (
        <nav class="pages" aria-label={t('synthesis.reading.pages')}>
          {data.page > 1 ? <a href={to({ page: String(data.page - 1) })} rel="prev">{t('synthesis.reading.earlier')}</a> : null}
          {data.hasNext ? <a href={to({ page: String(data.page + 1) })} rel="next">{t('synthesis.reading.later')}</a> : null}
        </nav>
      )}
    </Layout>
  )
}

function Basket(props: { view: View; data: PickingData; base: string }) {
  const { view, data, base } = props
  const { t } = view
  if (data.basket.length === 0) return <p class="empty">{t('findings.basket.empty')}</p>
  return (
    <section class="block card-like" aria-labelledby="basket">
      <h2 id="basket">{t('findings.basket', { count: data.basket.length })}</h2>
      <form method="post" action={view.path}>
        {data.basket.map((each) => <Pickable forum={data} each={each} isIn={false} name="dropped" />)}
        <div class="actions">
          <a class="button" href={`${base}/new`}>{t('findings.basket.write')}</a>
          <button class="quiet" name="shall" value="drop">{t('findings.basket.drop')}</button>
          <button class="quiet" name="shall" value="empty">{t('findings.basket.drop-all')}</button>
        </div>
      </form>
    </section>
  )
}

function Pickable(props: { forum: InCycle; each: Choosable; isIn: boolean; name?: string }) {
  const { id, words, quotation } = props.each
  const name = props.name ?? 'passage'
  return (
    <div class="choice">
      <input type="checkbox" name={name} value={id} checked={props.isIn} disabled={props.isIn} id={`${name}-${id}`} />
      <label for={`${name}-${id}`}><bdi lang={quotation.language ?? undefined}>{words}</bdi> <span class="hint">P-{quotation.passage.number} · {quotation.of} · {quotation.stakeholderGroup}</span></label>
    </div>
  )
}

function crumbsOf(view: View, data: InCycle, last?: string) {
  const desk = `/desk/${data.forum.slug}/${data.cycle.slug}`
  const findings = { ...(last === undefined ? {} : { href: `${desk}/findings` }), label: view.t('synthesis.findings') }
  return [...deskCrumbs(view, data), findings, ...(last === undefined ? [] : [{ label: last }])]
}
