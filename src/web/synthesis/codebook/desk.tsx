import type { PlacedTheme } from '../../../synthesis/model.ts'
import { canUndo } from '../../../synthesis/changes/model.ts'
import type { Id } from '../../../shared/ids.ts'
import { dateInZone, writeDate, type Instant } from '../../../shared/time.ts'
import type { FormState, View } from '../../context.ts'
import { deskCrumbs, type InCycle } from '../../forums/data.ts'
import { Layout } from '../../ui/layout.tsx'
import { titleOf, type CodebookData, type InTheme } from './data.ts'
import { MoveForm, ThemeForm } from './forms.tsx'
import { ThemeSign } from './pages.tsx'

/** What passages can be about, with how often they are; what waits for a decision, and what was changed. */
export function CodebookPage(props: { view: View; data: CodebookData }) {
  const { view, data } = props
  const { t } = view
  const base = codebookOf(data)
  return (
    <Layout view={view} frame={data.frame} title={t('synthesis.codebook')} crumbs={crumbsOf(view, data)} desk>
      <h1>{t('synthesis.codebook')}</h1>
      <p class="lead">{t('synthesis.codebook.lead')}</p>
      <Proposals view={view} data={data} />
      {data.themes.length === 0 ? <p class="empty">{t('synthesis.codebook.none')}</p> : null}
      <ul class="lines">
        {data.themes.map((theme) => <ThemeLine view={view} data={data} theme={theme} />)}
      </ul>
      <p class="actions"><a class="button" href={`${base}/new`}>{t('synthesis.codebook.add')}</a></p>
      <Changes view={view} data={data} />
    </Layout>
  )
}

function ThemeLine(props: { view: View; data: CodebookData; theme: PlacedTheme }) {
  const { view, data, theme } = props
  const { t } = view
  const base = codebookOf(data)
  return (
    <li class={`depth-${Math.min(theme.depth, 3)}`}>
      <span>
        <ThemeSign colour={theme.colour} /> <a href={`${base}/${theme.slug}`}><bdi>{theme.title}</bdi></a> <span class="quiet-text">{t('synthesis.reading.passages', { count: data.counts.get(theme.id) ?? 0 })}</span>
        {theme.isProposed === true ? <> <span class="tag warn">{t('codebook.proposed')}</span></> : null}
        {theme.description === null ? null : <><br /><bdi class="quiet-text">{theme.description}</bdi></>}
      </span>
      {theme.isProposed === true ? <SignOff view={view} data={data} theme={theme} /> : <a class="button quiet" href={`${base}/${theme.slug}/move`}>{t('synthesis.codebook.move')}</a>}
    </li>
  )
}

function SignOff(props: { view: View; data: CodebookData; theme: PlacedTheme }) {
  return (
    <form method="post" action={`${codebookOf(props.data)}/${props.theme.slug}/sign-off`}>
      <button class="quiet">{props.view.t('codebook.sign-off', { title: props.theme.title })}</button>
    </form>
  )
}

function Proposals(props: { view: View; data: CodebookData }) {
  const { view, data } = props
  if (data.proposals.length === 0) return null
  return (
    <section class="block">
      <h2>{view.t('codebook.proposals')}</h2>
      <ul class="todo">
        {data.proposals.map((proposal) => (
          <li>
            <span>{view.t('codebook.proposal.for', { title: titleOf(data, proposal.themeId), count: proposal.passages })}</span>
            <a class="button quiet" href={`/desk/${data.forum.slug}/${data.cycle.slug}/codebook-proposals/${proposal.number}`}>{view.t('codebook.proposal', { number: proposal.number })}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** How many changes are shown: older ones are in the record. */
const CHANGES = 30

function Changes(props: { view: View; data: CodebookData }) {
  const { view, data } = props
  const { t } = view
  if (data.changes.length === 0) return null
  return (
    <section class="block">
      <h2>{t('codebook.changes')}</h2>
      <ul class="lines">
        {data.changes.slice(0, CHANGES).map((change) => (
          <li>
            <span>
              {t(`codebook.change.${change.kind}`, { theme: titleOf(data, change.themeId), into: titleOf(data, change.intoId) })}{' '}
              <span class="quiet-text">{t('codebook.change.by', { who: nameOf(view, data.names, change.madeBy), date: dayOf(view, change.madeAt) })}</span>
            </span>
            {change.undoneAt !== null ? <span class="tag">{t('codebook.change.undone')}</span> : canUndo(change, data.changes) ? (
              <a class="button quiet" aria-label={t('codebook.undo.number', { number: change.number })} href={`/desk/${data.forum.slug}/${data.cycle.slug}/codebook-changes/${change.number}/undo`}>{t('codebook.undo')}</a>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
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

/** Everything that can be done to one theme. */
export function EditThemePage(props: { view: View; data: InTheme; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { theme } = data
  const own = `${codebookOf(data)}/${theme.slug}`
  return (
    <Layout view={view} frame={data.frame} title={theme.title} crumbs={crumbsOf(view, data, theme.title)} desk>
      <h1 dir="auto"><ThemeSign colour={theme.colour} /> {theme.title}</h1>
      <p class="meta">
        <span>{t('synthesis.reading.passages', { count: data.counts.get(theme.id) ?? 0 })}</span>{' '}
        <a href={`/${data.forum.slug}/${data.cycle.slug}/themes/${theme.slug}`}>{t('synthesis.codebook.see')}</a>
      </p>
      {theme.isProposed === true ? <div class="differs"><p>{t('codebook.proposed.hint')}</p><SignOff view={view} data={data} theme={theme} /></div> : null}
      <nav class="actions" aria-label={t('codebook.deeds')}>
        <a class="button quiet" href={`${own}/move`}>{t('synthesis.codebook.move')}</a>
        <a class="button quiet" href={`${own}/merge`}>{t('codebook.merge')}</a>
        <a class="button quiet" href={`${own}/split`}>{t('codebook.split')}</a>
        <a class="button quiet" href={`${own}/apply`}>{t('codebook.apply')}</a>
        <a class="button quiet" href={`${own}/resembling`}>{t('resembling.title')}</a>
        <a class="button quiet" href={`${own}/remove`}>{t('codebook.remove')}</a>
      </nav>
      <h2>{t('codebook.edit')}</h2>
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

export function codebookOf(data: InCycle): string {
  return `/desk/${data.forum.slug}/${data.cycle.slug}/codebook`
}

export function nameOf(view: View, names: ReadonlyMap<Id, string>, id: Id | null): string {
  return (id === null ? undefined : names.get(id)) ?? view.t('codebook.somebody')
}

export function dayOf(view: View, instant: Instant): string {
  return writeDate(dateInZone(instant, 'UTC'), view.lang)
}

export function crumbsOf(view: View, data: InCycle, last?: string, theme?: { readonly slug: string; readonly title: string }) {
  const codebook = { ...(last === undefined ? {} : { href: codebookOf(data) }), label: view.t('synthesis.codebook') }
  const between = theme === undefined ? [] : [{ href: `${codebookOf(data)}/${theme.slug}`, label: theme.title }]
  return [...deskCrumbs(view, data), codebook, ...between, ...(last === undefined ? [] : [{ label: last }])]
}
