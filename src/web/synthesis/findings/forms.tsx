import { z } from 'zod'
import { oneOf, parseFields, requiredProse, revision } from '../../../shared/fields.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { FINDING_KINDS } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { ErrorSummary, SelectField, TextField } from '../../ui/fields.tsx'
import type { Choosable, WritingData } from './data.ts'

/** Reads the form of a finding; `revision` is 0 for a new one. */
export function readFinding(data: WritingData, submitted: Submitted) {
  const schema = z.object({
    kind: oneOf(FINDING_KINDS),
    statement: requiredProse(2000),
    questionId: z
      .string()
      .optional()
      .refine((id) => id === undefined || id === '' || data.questions.some(({ question }) => question.id === id), { error: 'not-in-list' })
      .transform((id) => (id === undefined || id === '' ? null : (id as Id<'question'>))),
    revision: revision(),
  })
  const parsed = parseFields(schema, fieldsToObject(submitted.fields))
  return parsed.ok ? { ok: true as const, value: { ...parsed.value, passageIds: (submitted.fields['passage'] ?? []).filter(isId) } } : parsed
}

/** A finding: what it says, of which kind, about what, and the passages that it rests on. */
export function FindingForm(props: { view: View; data: WritingData; form: FormState; isNew: boolean }) {
  const { view, data, form, isNew } = props
  const { t } = view
  const labels = { kind: t('synthesis.field.kind'), statement: t('synthesis.field.statement'), questionId: t('synthesis.field.question'), passage: t('synthesis.field.passages') }
  const questions = data.questions.map(({ question }) => ({ value: question.id, label: `${question.number}. ${question.text}` }))
  return (
    <form method="post" action={view.path} class="sheet wide">
      <ErrorSummary view={view} form={form} labels={labels} />
      <TextField view={view} form={form} name="statement" label={labels.statement} hint={t('synthesis.field.statement.hint')} rows={4} lang={data.forum.language} />
      <SelectField view={view} form={form} name="kind" label={labels.kind} choices={FINDING_KINDS.map((kind) => ({ value: kind, label: t(`synthesis.kind.${kind}`) }))} nothing={t('synthesis.field.kind.choose')} />
      <SelectField view={view} form={form} name="questionId" label={labels.questionId} choices={questions} nothing={t('synthesis.whole')} optional />
      <input type="hidden" name="revision" value={form.values['revision']?.at(-1) ?? '0'} />
      <PassagesField view={view} data={data} form={form} />
      <div class="actions">
        <button>{t('synthesis.save')}</button>
        {isNew ? null : <button class="quiet" name="shall" value="discard">{t('synthesis.finding.discard')}</button>}
      </div>
    </form>
  )
}

/** Every passage once, under the first of its themes; those ticked come first. */
function PassagesField(props: { view: View; data: WritingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const ticked = new Set(form.values['passage'] ?? [])
  const rest = data.choosable.filter((each) => !ticked.has(each.id))
  const error = form.errors['passage']
  const themeOf = (each: Choosable): string | undefined => data.themes.find((theme) => each.quotation.passage.themeIds.includes(theme.id))?.id
  return (
    <fieldset class="field" id="field-passage" tabindex={-1} aria-describedby={error === undefined ? undefined : 'error-passage'}>
      <legend>{t('synthesis.field.passages')}</legend>
      {error === undefined ? null : <p class="error" id="error-passage">{view.error(error)}</p>}
      {data.choosable.length === 0 ? <p class="empty">{t('synthesis.field.passages.none')}</p> : null}
      {data.choosable.filter((each) => ticked.has(each.id)).map((each) => <PassageChoice each={each} isTicked />)}
      {[...data.themes, undefined].map((theme) => {
        const below = rest.filter((each) => themeOf(each) === theme?.id)
        return below.length === 0 ? null : (
          <details open={data.choosable.length <= 60}>
            <summary><bdi>{theme?.title ?? t('synthesis.theme.none')}</bdi> ({below.length})</summary>
            {below.map((each) => <PassageChoice each={each} isTicked={false} />)}
          </details>
        )
      })}
    </fieldset>
  )
}

function PassageChoice(props: { each: Choosable; isTicked: boolean }) {
  const { id, words, quotation } = props.each
  return (
    <div class="choice">
      <input type="checkbox" name="passage" value={id} checked={props.isTicked} id={`passage-${id}`} />
      <label for={`passage-${id}`}><bdi lang={quotation.language ?? undefined}>{words}</bdi> <span class="hint">P-{quotation.passage.number} · {quotation.of} · {quotation.stakeholderGroup}</span></label>
    </div>
  )
}
