import { parseFields, prose, requiredLine } from '../../../shared/fields.ts'
import { z } from 'zod'
import { isId, type Id } from '../../../shared/ids.ts'
import type { SplitMoves, SplitTarget } from '../../../synthesis/changes/commands.ts'
import type { Passage, PlacedTheme } from '../../../synthesis/model.ts'
import type { FormState, View } from '../../context.ts'
import type { Submitted } from '../../form.tsx'
import { ErrorSummary, LineField, SelectField, typed } from '../../ui/fields.tsx'
import type { Application, ProposalData, ThemeAtStake } from './data.ts'

/** How many passages a form shows at once. */
export const SHOWN = 200

export function themeChoices(themes: readonly PlacedTheme[], without: Id) {
  return themes.filter((theme) => theme.id !== without).map((theme) => ({ value: theme.id, label: `${'\u2003'.repeat(theme.depth)}${theme.title}` }))
}

/** Where passages go in a split: to a theme that is there, else to a new one; field errors where neither is said. */
export function readSplit(submitted: Submitted): { ok: true; value: { target: SplitTarget; moves: SplitMoves } } | { ok: false; errors: Readonly<Record<string, string>> } {
  const goes = Object.entries(submitted.fields).flatMap(([name, values]) => (name.startsWith('goes-') && isId(name.slice(5)) ? [{ id: name.slice(5) as Id, to: values.at(-1) }] : []))
  const moves = { moved: goes.filter(({ to }) => to === 'move').map(({ id }) => id), both: goes.filter(({ to }) => to === 'both').map(({ id }) => id) }
  const into = submitted.value('intoId')
  if (isId(into)) return { ok: true, value: { target: { intoId: into }, moves } }
  const parsed = parseFields(z.object({ title: requiredLine(120), description: prose(2000) }), { title: submitted.value('title'), description: '' })
  return parsed.ok ? { ok: true, value: { target: { title: parsed.value.title, description: null }, moves } } : parsed
}

export function MergeForm(props: { view: View; data: ThemeAtStake; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const label = t('codebook.field.into')
  return (
    <form method="post" action={view.path} class="sheet">
      <ErrorSummary view={view} form={form} labels={{ intoId: label }} />
      <SelectField view={view} form={form} name="intoId" label={label} choices={themeChoices(data.themes, data.theme.id)} nothing={t('codebook.field.into.choose')} />
      <div class="actions"><button>{t('codebook.merge.do')}</button></div>
    </form>
  )
}

export function SplitForm(props: { view: View; data: ThemeAtStake; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const labels = { title: t('codebook.field.split-title'), intoId: t('codebook.field.split-into'), passages: t('codebook.field.passages') }
  const words = (view.query['words'] ?? '').trim().toLocaleLowerCase()
  const suggested = (passage: Passage): string => typed(form, `goes-${passage.id}`) || (words !== '' && passage.quote.toLocaleLowerCase().includes(words) ? 'move' : 'stay')
  const shown = data.passages.slice(0, SHOWN)
  return (
    <form method="post" action={view.path} class="sheet">
      <ErrorSummary view={view} form={form} labels={labels} />
      <LineField view={view} form={form} name="title" label={labels.title} optional />
      <SelectField view={view} form={form} name="intoId" label={labels.intoId} choices={themeChoices(data.themes, data.theme.id)} nothing={t('codebook.field.split-into.none')} optional />
      {shown.length < data.passages.length ? <p class="hint">{t('codebook.split.first', { count: shown.length, all: data.passages.length })}</p> : null}
      <div id="field-passages" tabindex={-1}>{shown.map((passage) => <Goes view={view} passage={passage} goes={suggested(passage)} />)}</div>
      <div class="actions"><button>{t('codebook.split.do')}</button></div>
    </form>
  )
}

function Goes(props: { view: View; passage: Passage; goes: string }) {
  const { view, passage, goes } = props
  return (
    <fieldset class="field goes">
      <legend>{view.t('codebook.field.goes', { ref: `P-${passage.number}` })}</legend>
      <blockquote class="quote">
        <p dir="auto"><span class="words">{passage.quote}</span></p>
        {passage.page === null ? null : <p class="source">{view.t('documents.page', { page: passage.page })}</p>}
      </blockquote>
      <div class="in-line">
        {(['stay', 'move', 'both'] as const).map((to) => (
          <label class="choice"><input type="radio" name={`goes-${passage.id}`} value={to} checked={goes === to} /><span>{view.t(`codebook.goes.${to}`)}</span></label>
        ))}
      </div>
    </fieldset>
  )
}

/** What a search has found, all ticked; whoever puts it forward may leave some out. */
export function ApplyForm(props: { view: View; data: Application; form: FormState }) {
  const { view, data, form } = props
  const ticked = form.values['passage']
  return (
    <form method="post" action={`${view.path}?words=${encodeURIComponent(data.words)}`} class="sheet">
      <ErrorSummary view={view} form={form} labels={{}} />
      <PassageBoxes view={view} passages={data.found} isTicked={(id) => ticked?.includes(id) ?? true} />
      <div class="actions"><button>{view.t('codebook.apply.do')}</button></div>
    </form>
  )
}

export function DecideForm(props: { view: View; data: ProposalData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const ticked = form.values['passage'] ?? []
  return (
    <form method="post" action={view.path} class="sheet">
      <ErrorSummary view={view} form={form} labels={{}} />
      <PassageBoxes view={view} passages={data.passages} isTicked={(id) => ticked.includes(id)} />
      <div class="actions">
        <button name="shall" value="some">{t('codebook.proposal.some')}</button>
        <button class="quiet" name="shall" value="all">{t('codebook.proposal.all')}</button>
        <button class="quiet" name="shall" value="none">{t('codebook.proposal.none')}</button>
      </div>
    </form>
  )
}

function PassageBoxes(props: { view: View; passages: readonly { readonly id: Id; readonly number: number; readonly quote: string }[]; isTicked: (id: Id) => boolean }) {
  return (
    <fieldset class="field">
      <legend>{props.view.t('codebook.field.passages')}</legend>
      {props.passages.map((passage) => (
        <label class="choice">
          <input type="checkbox" name="passage" value={passage.id} checked={props.isTicked(passage.id)} />
          <span>P-{passage.number} <bdi class="quoted">{passage.quote}</bdi></span>
        </label>
      ))}
    </fieldset>
  )
}
