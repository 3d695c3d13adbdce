import type { PlacedTheme } from '../../../synthesis/model.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs, type InCycle } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { MoveForm, ThemeForm } from './forms.tsx'

export interface CodebookData extends InCycle {
  readonly themes: readonly PlacedTheme[]
  /** How many passages have each theme itself. */
  readonly counts: ReadonlyMap<string, number>
}

export interface InTheme extends CodebookData {
  readonly theme: PlacedTheme
}

/** What passages can be about, with how often they are. */
export function CodebookPage(props: { view: View; data: CodebookData }) {
  const { view, data } = props
  const { t } = view
  const base = `/desk/${data.forum.slug}/${data.cycle.slug}/codebook`
  return (
    <Layout view={view} frame={data.frame} title={t('synthesis.codebook')} crumbs={crumbsOf(view, data)} desk>
      <h1>{t('synthesis.codebook')}</h1>
      <p class="lead">{t('synthesis.codebook.lead')}</p>
      {data.themes.length === 0 ? <p class="empty">{t('synthesis.codebook.none')}</p> : null}
      <ul class="lines">
        {data.themes.map((theme) => (
          <li class={`depth-${Math.min(theme.depth, 3)}`}>
            <span>
              <a href={`${base}/${theme.slug}`}><bdi>{theme.title}</bdi></a> <span class="quiet-text">{t('synthesis.reading.passages', { count: data.counts.get(theme.id) ?? 0 })}</span>
              {theme.description === null ? null : <><br /><bdi class="quiet-text">{theme.description}</bdi></>}
            </span>
            <a class="button quiet" href={`${base}/${theme.slug}/move`}>{t('synthesis.codebook.move')}</a>
          </li>
        ))}
      </ul>
      <p class="actions"><a class="button" href={`${base}/new`}>{t('synthesis.codebook.add')}</a></p>
    </Layout>
  )
}

export function NewThemePage(props: { view: View; data: CodebookData; form: FormState }) {
  const { view, data, form } = props
  const title = view.t('synthesis.codebook.add')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbsOf(view, data, title)} desk>
      <h1>{title}</h1>
      <ThemeForm view={view} form={form} themes={data.themes} />
    </Layout>
  )
}

export function EditThemePage(props: { view: View; data: InTheme; form: FormState }) {
  const { view, data, form } = props
  return (
    <Layout view={view} frame={data.frame} title={data.theme.title} crumbs={crumbsOf(view, data, data.theme.title)} desk>
      <h1 dir="auto">{data.theme.title}</h1>
      <p class="meta"><a href={`/${data.forum.slug}/${data.cycle.slug}/themes/${data.theme.slug}`}>{view.t('synthesis.codebook.see')}</a></p>
      <ThemeForm view={view} form={form} />
    </Layout>
  )
}

export function MoveThemePage(props: { view: View; data: InTheme; form: FormState }) {
  const { view, data, form } = props
  return (
    <Layout view={view} frame={data.frame} title={data.theme.title} crumbs={crumbsOf(view, data, data.theme.title)} desk>
      <h1>{view.t('synthesis.codebook.move.title')}</h1>
      <p class="lead" dir="auto">{data.theme.title}</p>
      <MoveForm view={view} form={form} themes={data.themes.filter((theme) => theme.id !== data.theme.id)} />
    </Layout>
  )
}

function crumbsOf(view: View, data: InCycle, last?: string) {
  const desk = `/desk/${data.forum.slug}/${data.cycle.slug}`
  const codebook = { ...(last === undefined ? {} : { href: `${desk}/codebook` }), label: view.t('synthesis.codebook') }
  return [...deskCrumbs(view, data), codebook, ...(last === undefined ? [] : [{ label: last }])]
}
