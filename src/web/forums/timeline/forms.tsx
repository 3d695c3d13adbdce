import { z } from 'zod'
import type { PhaseSpan } from '../../../forums/model.ts'
import { line, optional, optionalOneOf, parseFields, prose, requiredLine, type FieldErrors } from '../../../shared/fields.ts'
import { parsePlainDate } from '../../../shared/time.ts'
import { PHASES } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import type { Submitted } from '../../form.tsx'
import { ChoiceField, ErrorSummary, LineField, SelectField, TextField } from '../../ui/fields.tsx'
import { ApproximateDateFields, dateLabels } from '../dates/forms.tsx'

const PHASES_LIMIT = 30

export const milestoneSchema = z.object({
  title: requiredLine(200),
  soft: z.string().optional().transform((value) => value === 'yes'),
  note: optional(prose(2000)),
  source: optional(line(2000)),
})

export const moveSchema = z.object({ reason: requiredLine(1000) })

const day = line(10)
  .refine((text) => text === '' || parsePlainDate(text) !== undefined, { error: 'not-a-date' })
  .transform((text) => parsePlainDate(text) ?? null)
const spanSchema = z.object({ phase: optionalOneOf(PHASES), from: day, until: day })

/** Reads the rows of the phases form; a row without a phase is none. */
export function readPhases(submitted: Submitted): { ok: true; value: PhaseSpan[] } | { ok: false; errors: FieldErrors } {
  const spans: PhaseSpan[] = []
  const errors: Record<string, string> = {}
  for (let place = 0; place < PHASES_LIMIT; place++) {
    const fields = Object.fromEntries(['phase', 'from', 'until'].map((name) => [name, submitted.value(`${name}-${place}`)]))
    const parsed = parseFields(spanSchema, fields)
    if (!parsed.ok) for (const [name, code] of Object.entries(parsed.errors)) errors[`${name}-${place}`] = code
    else if (parsed.value.phase === undefined) {
      if (parsed.value.from !== null || parsed.value.until !== null) errors[`phase-${place}`] = 'required'
    } else if (parsed.value.from !== null && parsed.value.until !== null && parsed.value.until < parsed.value.from) errors[`until-${place}`] = 'forums.refusal.ends-before-it-begins'
    else spans.push({ phase: parsed.value.phase, from: parsed.value.from, until: parsed.value.until })
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, value: spans }
}

/** What the phases form shows of those there are. */
export function phaseValues(spans: readonly PhaseSpan[], revision: number): Record<string, string> {
  const rows = spans.flatMap(({ phase, from, until }, place) => [[`phase-${place}`, phase], [`from-${place}`, from ?? ''], [`until-${place}`, until ?? '']])
  return { revision: String(revision), ...(Object.fromEntries(rows) as Record<string, string>) }
}

export function PhasesForm(props: { view: View; form: FormState; count: number }) {
  const { view, form } = props
  const places = Array.from({ length: Math.min(props.count + 3, PHASES_LIMIT) }, (_, place) => place)
  const names = ['phase', 'from', 'until'] as const
  const labels = Object.fromEntries(places.flatMap((place) => names.map((name) => [`${name}-${place}`, `${view.t('forums.form.phase-row', { number: place + 1 })}: ${view.t(`forums.form.span-${name}`)}`])))
  return (
    <form method="post" action={view.path} class="sheet" novalidate>
      <ErrorSummary view={view} form={form} labels={labels} />
      <input type="hidden" name="revision" value={form.values['revision']?.at(-1) ?? ''} />
      {places.map((place) => (
        <fieldset class="group">
          <legend>{view.t('forums.form.phase-row', { number: place + 1 })}</legend>
          <SelectField
            view={view} form={form} name={`phase-${place}`} optional nothing={view.t('forums.form.no-phase')} label={view.t('forums.form.span-phase')}
            choices={PHASES.map((phase) => ({ value: phase, label: view.t(`forums.phase.${phase}`) }))}
          />
          <LineField view={view} form={form} name={`from-${place}`} type="date" dir="ltr" optional label={view.t('forums.form.span-from')} />
          <LineField view={view} form={form} name={`until-${place}`} type="date" dir="ltr" optional label={view.t('forums.form.span-until')} />
        </fieldset>
      ))}
      <div class="actions"><button type="submit">{view.t('forums.form.save')}</button></div>
    </form>
  )
}

export function MilestoneForm(props: { view: View; form: FormState }) {
  const { view, form } = props
  const labels = { title: view.t('forums.form.title'), soft: view.t('forums.form.soft'), note: view.t('forums.form.note'), source: view.t('forums.form.source') }
  return (
    <form method="post" action={view.path} class="sheet" novalidate>
      <ErrorSummary view={view} form={form} labels={{ ...labels, ...dateLabels(view) }} />
      <LineField view={view} form={form} name="title" label={labels.title} />
      <ApproximateDateFields view={view} form={form} />
      <ChoiceField view={view} form={form} name="soft" several optional label={labels.soft} choices={[{ value: 'yes', label: view.t('forums.form.soft-yes') }]} />
      <TextField view={view} form={form} name="note" rows={3} optional label={labels.note} />
      <LineField view={view} form={form} name="source" optional label={labels.source} />
      <div class="actions"><button type="submit">{view.t('forums.form.add-milestone')}</button></div>
    </form>
  )
}

export function MoveForm(props: { view: View; form: FormState }) {
  const { view, form } = props
  return (
    <form method="post" action={view.path} class="sheet" novalidate>
      <ErrorSummary view={view} form={form} labels={{ reason: view.t('forums.form.reason'), ...dateLabels(view) }} />
      <input type="hidden" name="revision" value={form.values['revision']?.at(-1) ?? ''} />
      <ApproximateDateFields view={view} form={form} />
      <LineField view={view} form={form} name="reason" label={view.t('forums.form.reason')} hint={view.t('forums.form.reason-hint')} />
      <div class="actions"><button type="submit">{view.t('forums.form.move')}</button></div>
    </form>
  )
}
