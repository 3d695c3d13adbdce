import { z } from 'zod'
import { isSlug, type Cycle } from '../../../forums/model.ts'
import { CONFIRMATIONS } from '../../../shared/vocabularies.ts'
import { line, oneOf, optional, prose, requiredLine, requiredProse, webAddress } from '../../../shared/fields.ts'
import { isLanguageTag } from '../../../shared/language.ts'
import type { FormState, View } from '../../context.ts'
import { ChoiceField, ErrorSummary, LineField, SelectField, TextField } from '../../ui/fields.tsx'
import { ApproximateDateFields, dateLabels } from '../dates/forms.tsx'

const slug = requiredLine(60).refine((text) => text === '' || isSlug(text), { error: 'not-a-slug' })
const orNull = (text: string | undefined): string | null => text ?? null

export const forumSchema = z.object({
  title: requiredLine(200),
  mandate: requiredProse(8000),
  conveningBody: optional(line(200)).transform(orNull),
  website: optional(webAddress()).transform(orNull),
})

export const reviseForumSchema = forumSchema.extend({ confirmation: oneOf(CONFIRMATIONS).optional() })

export const newForumSchema = forumSchema.extend({
  slug,
  language: requiredLine(35).refine((text) => text === '' || isLanguageTag(text), { error: 'forums.refusal.not-a-language' }),
})

export const cycleSchema = z.object({ title: requiredLine(200), focus: requiredProse(1000), note: optional(prose(4000)).transform(orNull) })
export const newCycleSchema = cycleSchema.extend({ slug })

export const decisionSchema = z.object({
  body: requiredLine(200),
  outcome: requiredLine(60),
  summary: requiredProse(4000),
  source: optional(line(2000)).transform(orNull),
  cycle: z.string().default(''),
})

interface FormProps {
  view: View
  form: FormState
}

/** What a forum says of itself; a new one also gets its address and its language. */
export function ForumForm(props: FormProps & { isNew: boolean }) {
  const { view, form, isNew } = props
  const labels = {
    title: view.t('forums.form.title'),
    slug: view.t('forums.form.slug'),
    mandate: view.t('forums.form.mandate'),
    conveningBody: view.t('forums.form.convening-body'),
    website: view.t('forums.form.website'),
    language: view.t('forums.form.language'),
    confirmation: view.t('contributions.confirmation.setting'),
  }
  return (
    <form method="post" action={view.path} class="sheet" novalidate>
      <ErrorSummary view={view} form={form} labels={labels} />
      {isNew ? null : <Revision form={form} />}
      <LineField view={view} form={form} name="title" label={labels.title} />
      {isNew ? <LineField view={view} form={form} name="slug" dir="ltr" label={labels.slug} hint={view.t('forums.form.slug-hint')} /> : null}
      {isNew ? <LineField view={view} form={form} name="language" dir="ltr" label={labels.language} hint={view.t('forums.form.language-hint')} /> : null}
      <TextField view={view} form={form} name="mandate" label={labels.mandate} hint={view.t('forums.form.mandate-hint')} />
      <LineField view={view} form={form} name="conveningBody" optional label={labels.conveningBody} />
      <LineField view={view} form={form} name="website" type="url" dir="ltr" optional label={labels.website} />
      {isNew ? null : (
        <ChoiceField
          view={view} form={form} name="confirmation" label={labels.confirmation} hint={view.t('contributions.confirmation.setting.hint')}
          choices={CONFIRMATIONS.map((value) => ({ value, label: view.t(`contributions.confirmation.setting.${value}`) }))}
        />
      )}
      <div class="actions"><button type="submit">{view.t(isNew ? 'forums.form.open-forum' : 'forums.form.save')}</button></div>
    </form>
  )
}

export function CycleForm(props: FormProps & { isNew: boolean }) {
  const { view, form, isNew } = props
  const labels = { title: view.t('forums.form.title'), slug: view.t('forums.form.slug'), focus: view.t('forums.form.focus'), note: view.t('forums.form.note') }
  return (
    <form method="post" action={view.path} class="sheet" novalidate>
      <ErrorSummary view={view} form={form} labels={labels} />
      {isNew ? null : <Revision form={form} />}
      <LineField view={view} form={form} name="title" label={labels.title} />
      {isNew ? <LineField view={view} form={form} name="slug" dir="ltr" label={labels.slug} hint={view.t('forums.form.cycle-slug-hint')} /> : null}
      <TextField view={view} form={form} name="focus" rows={3} label={labels.focus} />
      <TextField view={view} form={form} name="note" rows={3} optional label={labels.note} />
      <div class="actions"><button type="submit">{view.t(isNew ? 'forums.form.open-cycle' : 'forums.form.save')}</button></div>
    </form>
  )
}

export function DecisionForm(props: FormProps & { cycles: readonly Cycle[] }) {
  const { view, form } = props
  const labels = {
    body: view.t('forums.form.body'),
    outcome: view.t('forums.form.outcome'),
    summary: view.t('forums.form.summary'),
    source: view.t('forums.form.source'),
    cycle: view.t('forums.form.about-cycle'),
  }
  return (
    <form method="post" action={view.path} class="sheet" novalidate>
      <ErrorSummary view={view} form={form} labels={{ ...labels, ...dateLabels(view) }} />
      <LineField view={view} form={form} name="body" label={labels.body} />
      <ApproximateDateFields view={view} form={form} />
      <SelectField
        view={view} form={form} name="cycle" optional label={labels.cycle} nothing={view.t('forums.form.whole-forum')}
        choices={props.cycles.map((cycle) => ({ value: cycle.slug, label: cycle.title }))}
      />
      <LineField view={view} form={form} name="outcome" label={labels.outcome} hint={view.t('forums.form.outcome-hint')} />
      <TextField view={view} form={form} name="summary" rows={4} label={labels.summary} />
      <LineField view={view} form={form} name="source" optional label={labels.source} />
      <div class="actions"><button type="submit">{view.t('forums.form.record-decision')}</button></div>
    </form>
  )
}

function Revision(props: { form: FormState }) {
  return <input type="hidden" name="revision" value={props.form.values['revision']?.at(-1) ?? ''} />
}
