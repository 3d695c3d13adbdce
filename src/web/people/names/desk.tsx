import type { Proposal } from '../../../people/duplicates/model.ts'
import { NAME_KINDS, type NameKind, type RegisteredName } from '../../../people/register/model.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, TextField } from '../../ui/fields.tsx'
import { Layout, type Crumb } from '../../ui/layout.tsx'
import { mergeAddress, type MergeData, type NamesData, type Use } from './data.ts'

/** How many proposals and merges are listed; what is more comes into sight as those before it are decided. */
const LISTED = 200

/** Names that may be one, and what was said of names before. */
export function NamesPage(props: { view: View; data: NamesData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const done = (['merged', 'parted', 'apart', 'forgotten', 'words'] as const).find((each) => each === view.query['done'])
  return (
    <Layout view={view} frame={data.frame} desk title={t('names.title')} crumbs={crumbs(view, data)}>
      <h1>{t('names.title')}</h1>
      <p class="lead">{t('names.lead')}</p>
      {done === undefined ? null : <p class="notice" role="status">{t(`names.done.${done}`)}</p>}
      <ErrorSummary view={view} form={form} labels={{}} />
      {data.proposals.length === 0 ? <p class="empty">{t('names.none')}</p> : null}
      {NAME_KINDS.map((kind) => <Proposals view={view} data={data} kind={kind} />)}
      <MergePicker view={view} data={data} />
      <Merged view={view} data={data} />
      <Apart view={view} data={data} />
      <p class="meta"><a href={`${data.base}/units`}>{t('names.units')}</a></p>
    </Layout>
  )
}

function Proposals(props: { view: View; data: NamesData; kind: NameKind }) {
  const { view, data, kind } = props
  const proposals = data.proposals.filter((proposal) => proposal.kind === kind)
  if (proposals.length === 0) return null
  return (
    <section class="block" aria-labelledby={`proposals-${kind}`}>
      <h2 id={`proposals-${kind}`}>{view.t(`names.proposals.${kind}`, { count: proposals.length })}</h2>
      <ul class="entries">{proposals.slice(0, LISTED).map((proposal) => <ProposalRow view={view} data={data} proposal={proposal} />)}</ul>
    </section>
  )
}

function ProposalRow(props: { view: View; data: NamesData; proposal: Proposal }) {
  const { view, data, proposal } = props
  const { kind, one, other, likeness } = proposal
  return (
    <li>
      <h3><bdi>{one}</bdi> <span class="quiet-text" aria-hidden="true">·</span> <bdi>{other}</bdi></h3>
      <p class="meta"><span class="tag">{view.t(`names.likeness.${likeness}`)}</span></p>
      <p><bdi>{one}</bdi>: <Uses view={view} use={data.useOf(kind, one)} /></p>
      <p><bdi>{other}</bdi>: <Uses view={view} use={data.useOf(kind, other)} /></p>
      <form method="post" class="actions">
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="from" value={one} />
        <input type="hidden" name="into" value={other} />
        <a class="button quiet" href={mergeAddress(data.base, kind, one, other)}>{view.t('names.look')}</a>
        <button class="quiet" name="action" value="apart">{view.t('names.not-the-same')}</button>
      </form>
    </li>
  )
}

function Uses(props: { view: View; use: Use }) {
  const { view, use } = props
  return (
    <span class="quiet-text">
      {view.t('names.uses', { contributions: use.contributions, participants: use.participants })}
      {use.refs.map(({ ref, href }) => <> <a class="ref" href={href}>{ref}</a></>)}
    </span>
  )
}

/** Any two names can be merged, also those that no rule finds alike. */
function MergePicker(props: { view: View; data: NamesData }) {
  const { view, data } = props
  const { t } = view
  return (
    <section class="block" aria-labelledby="others">
      <h2 id="others">{t('names.others')}</h2>
      {NAME_KINDS.map((kind) => (
        <form class="filters" method="get" action={`${data.base}/merge`}>
          <input type="hidden" name="kind" value={kind} />
          {(['from', 'into'] as const).map((side) => (
            <div class="field">
              <label for={`${kind}-${side}`}>{t(`names.${side}.${kind}`)}</label>
              <input id={`${kind}-${side}`} name={side} list={`names-${kind}`} dir="auto" autocomplete="off" />
            </div>
          ))}
          <datalist id={`names-${kind}`}>{(data.names.get(kind) ?? []).slice(0, 2000).map((name) => <option value={name}></option>)}</datalist>
          <button class="quiet">{t('names.look')}</button>
        </form>
      ))}
    </section>
  )
}

function Merged(props: { view: View; data: NamesData }) {
  const { view, data } = props
  const byId = new Map(data.rows.map((row) => [row.id, row]))
  const merged = data.rows.flatMap((row): [RegisteredName, RegisteredName][] => {
    const into = row.mergedInto === null ? undefined : byId.get(row.mergedInto)
    return into === undefined ? [] : [[row, into]]
  })
  if (merged.length === 0) return null
  return (
    <section class="block" aria-labelledby="merged">
      <h2 id="merged">{view.t('names.merged')}</h2>
      <ul class="lines">
        {merged.slice(0, LISTED).map(([row, into]) => (
          <li>
            <span><bdi>{row.name}</bdi></span>
            <span>{view.t('names.known-as')} <bdi>{into.name}</bdi></span>
            <form method="post">
              <input type="hidden" name="name" value={row.id} />
              <input type="hidden" name="into" value={into.id} />
              <button class="quiet" name="action" value="part" aria-label={view.t('names.part-of', { name: row.name })}>{view.t('names.part')}</button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Apart(props: { view: View; data: NamesData }) {
  const { view, data } = props
  if (data.apart.length === 0) return null
  return (
    <section class="block" aria-labelledby="apart">
      <h2 id="apart">{view.t('names.apart')}</h2>
      <ul class="lines">
        {data.apart.slice(0, LISTED).map(({ id, one, other }) => (
          <li>
            <span><bdi>{one}</bdi></span>
            <span><bdi>{other}</bdi></span>
            <form method="post">
              <input type="hidden" name="apart" value={id} />
              <button class="quiet" name="action" value="forget" aria-label={view.t('names.forget-of', { one, other })}>{view.t('names.forget')}</button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Two names side by side, and what moves when one is known as the other. */
export function MergePage(props: { view: View; data: MergeData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { kind, from, into, register } = data
  const moving = [...register.namesOf(kind, from)]
  const total = moving.reduce((sum, name) => sum + data.useOf(kind, name).contributions, 0)
  return (
    <Layout view={view} frame={data.frame} desk title={t('names.merge.title')} crumbs={[...crumbs(view, data, true), { label: t('names.merge.title') }]}>
      <h1>{t('names.merge.title')}</h1>
      <p class="lead"><bdi>{from}</bdi> → <bdi>{register.knownAs(kind, into)}</bdi></p>
      <ErrorSummary view={view} form={form} labels={{}} />
      <section class="block" aria-labelledby="moves">
        <h2 id="moves">{t('names.merge.moves', { count: total })}</h2>
        <ul class="lines">
          {moving.map((name) => <li><span><bdi>{name}</bdi></span><Uses view={view} use={data.useOf(kind, name)} /></li>)}
        </ul>
        <h2>{t('names.merge.stays')}</h2>
        <ul class="lines">
          {register.namesOf(kind, register.knownAs(kind, into)).map((name) => <li><span><bdi>{name}</bdi></span><Uses view={view} use={data.useOf(kind, name)} /></li>)}
        </ul>
        <p>{t('names.merge.lead')}</p>
      </section>
      <form method="post" action={mergeAddress(data.base, kind, from, into)} class="actions">
        <button name="action" value="merge">{t('names.merge.do', { name: into })}</button>
        <a class="button quiet" href={mergeAddress(data.base, kind, into, from)}>{t('names.merge.turn')}</a>
        <button class="quiet" name="action" value="apart">{t('names.not-the-same')}</button>
      </form>
    </Layout>
  )
}

/** The words that make a unit's name, one to a line. */
export function UnitWordsPage(props: { view: View; data: NamesData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  return (
    <Layout view={view} frame={data.frame} desk title={t('names.units')} crumbs={[...crumbs(view, data, true), { label: t('names.units') }]}>
      <h1>{t('names.units')}</h1>
      <p class="lead">{t('names.units.lead')}</p>
      <form class="sheet" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={{ words: t('names.units.words') }} />
        <input type="hidden" name="revision" value={form.values['revision']?.at(-1) ?? '0'} />
        <TextField view={view} form={form} name="words" label={t('names.units.words')} hint={t('names.units.hint')} rows={16} />
        <div class="actions"><button>{t('names.units.save')}</button></div>
      </form>
    </Layout>
  )
}

function crumbs(view: View, data: NamesData, isLinked = false): Crumb[] {
  const own = { label: view.t('names.title') }
  return [{ href: '/desk', label: view.t('shell.desk') }, { href: `/desk/${data.forum.slug}`, label: data.forum.title }, isLinked ? { ...own, href: data.base } : own]
}
