import type { FormState, View } from '../../context.ts'
import { cycleCrumbs, deskCrumbs } from '../../forums/data.ts'
import { unitAddress } from '../../trace/data.ts'
import { WhatBecameOfIt } from '../../trace/pages.tsx'
import { ErrorSummary, SelectField, TextField } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import type { LedgerData, LedgerEntry } from './data.ts'

/** Why no finding rests on an answer, where it can be said in a word or two. */
export const REASONS = ['repeats', 'outside', 'noted', 'other'] as const

/** What no finding rests on, with what was said of it. */
export function LedgerPage(props: { view: View; data: LedgerData }) {
  const { view, data } = props
  const { t } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const title = t('findings.way.ledger')
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={[...cycleCrumbs(data), { href: `${base}/breakdown`, label: t('synthesis.breakdown') }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{t('findings.ledger.lead')}</p>
      <Counts view={view} data={data} />
      <p class="meta"><a href={`${base}/breakdown`}>{t('synthesis.breakdown')}</a><a href={`${base}/trace`}>{t('findings.ledger.trace')}</a><a href={`${base}/ledger.json`}>{t('findings.data')}</a></p>
      {data.entries.length === 0 ? <p class="empty">{t('findings.ledger.none')}</p> : null}
      <ul class="entries">
        {data.entries.map((entry) => (
          <li id={entry.ref.split('/').slice(1).join('-')}>
            <p class="meta"><a href={unitAddress(data, entry)}>{entry.ref}</a><Marks view={view} entry={entry} base={base} /></p>
            {entry.words === '' ? null : <p lang={entry.language ?? undefined} dir="auto">{entry.words}</p>}
            <WhatBecameOfIt view={view} fate={entry.fate} />
          </li>
        ))}
      </ul>
      <Pages view={view} data={data} />
    </Layout>
  )
}

/** The same at the desk, with the place to say why. */
export function LedgerDesk(props: { view: View; data: LedgerData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const base = `/${data.forum.slug}/${data.cycle.slug}`
  const title = t('findings.way.ledger')
  const labels = { unit: t('findings.ledger.units'), kind: t('findings.ledger.kind'), words: t('findings.ledger.words') }
  const chosen = form.values['unit'] ?? []
  const open = data.entries.filter((entry) => entry.fate === undefined || entry.fate.fate === 'none')
  const said = data.entries.filter((entry) => !open.includes(entry))
  return (
    <Layout view={view} frame={data.frame} title={title} desk crumbs={[...deskCrumbs(view, data), { href: `/desk${base}/findings`, label: t('synthesis.findings') }, { label: title }]}>
      <h1>{title}</h1>
      <p class="lead">{t('findings.ledger.desk-lead')}</p>
      <Counts view={view} data={data} />
      <p class="meta"><a href={`${base}/ledger`}>{t('findings.ledger.public')}</a><a href={`/desk${base}/trace`}>{t('findings.ledger.fates')}</a><a href={`/desk${base}/findings/pick?only=unused`}>{t('findings.ledger.passages', { count: data.ledger.passagesUnused.length })}</a></p>
      {open.length === 0 ? <p class="empty">{t('findings.ledger.all-said')}</p> : (
        <form method="post" class="sheet wide" action={`${view.path}?page=${data.page}`}>
          <ErrorSummary view={view} form={form} labels={labels} />
          <fieldset class="field" id="field-unit" tabindex={-1}>
            <legend>{labels.unit}</legend>
            {form.errors['unit'] === undefined ? null : <p class="error">{view.error(form.errors['unit'])}</p>}
            {open.map((entry) => (
              <div class="choice">
                <input type="checkbox" name="unit" value={entry.id} id={`unit-${entry.id}`} checked={chosen.includes(entry.id)} />
                <label for={`unit-${entry.id}`}>{entry.ref} <bdi class="hint" lang={entry.language ?? undefined}>{entry.words}</bdi></label>
              </div>
            ))}
          </fieldset>
          <SelectField view={view} form={form} name="kind" label={labels.kind} choices={REASONS.map((reason) => ({ value: reason, label: t(`findings.ledger.reason.${reason}`) }))} />
          <TextField view={view} form={form} name="words" label={labels.words} hint={t('findings.ledger.words.hint')} rows={2} lang={data.forum.language} optional />
          <div class="actions"><button>{t('findings.ledger.say')}</button></div>
        </form>
      )}
      {said.length === 0 ? null : (
        <section class="block">
          <h2>{t('findings.ledger.said')}</h2>
          <ul class="entries">{said.map((entry) => <li><p class="meta"><a href={unitAddress(data, entry)}>{entry.ref}</a></p><WhatBecameOfIt view={view} fate={entry.fate} /></li>)}</ul>
        </section>
      )}
      <Pages view={view} data={data} />
    </Layout>
  )
}

function Counts(props: { view: View; data: LedgerData }) {
  const { view, data } = props
  const { ledger } = data
  return (
    <ul class="counts">
      <li><strong>{view.t('findings.ledger.count', { count: ledger.unused.length, of: ledger.units })}</strong>{view.t('findings.ledger.count.answers')}</li>
      <li><strong>{view.t('findings.ledger.count', { count: ledger.contributionsUnused, of: ledger.contributions })}</strong>{view.t('findings.ledger.count.contributions')}</li>
      <li><strong>{ledger.passagesUnused.length}</strong>{view.t('findings.ledger.count.passages')}</li>
    </ul>
  )
}

function Marks(props: { view: View; entry: LedgerEntry; base: string }) {
  const { view, entry, base } = props
  if (entry.marks.length === 0) return <span>{view.t('findings.ledger.unmarked')}</span>
  return <span>{view.t('findings.ledger.marked')} {entry.marks.map((number, index) => <>{index === 0 ? null : ', '}<a href={`${base}/passages/P-${number}`}>P-{number}</a></>)}</span>
}

function Pages(props: { view: View; data: LedgerData }) {
  const { view, data } = props
  if (data.page === 1 && !data.hasNext) return null
  return (
    <nav class="pages" aria-label={view.t('synthesis.reading.pages')}>
      {data.page > 1 ? <a href={`?page=${data.page - 1}`} rel="prev">{view.t('synthesis.reading.earlier')}</a> : null}
      {data.hasNext ? <a href={`?page=${data.page + 1}`} rel="next">{view.t('synthesis.reading.later')}</a> : null}
    </nav>
  )
}
