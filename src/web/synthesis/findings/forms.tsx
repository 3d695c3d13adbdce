import { z } from 'zod'
import { oneOf, parseFields, requiredProse, revision } from '../../../shared/fields.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { FINDING_KINDS, STANCES, type Stance } from '../../../shared/vocabularies.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { ChoiceField, ErrorSummary, SelectField, TextField, typed } from '../../ui/fields.tsx'
import type { Choosable, WritingData } from './data.ts'

/** Reads the form of a finding; `revision` is 0 for a new one. */
export function readFinding(data: WritingData, submitted: Submitted) {
  const idOf = <Kind extends string>(known: readonly { readonly id: Id<Kind> }[]) =>
    z
      .string()
      .optional()
      .refine((id) => id === undefined || id === '' || known.some((each) => each.id === id), { error: 'not-in-list' })
      .transform((id) => (id === undefined || id === '' ? null : (id as Id<Kind>)))
  const schema = z.object({
    kind: oneOf(FINDING_KINDS),
    statement: requiredProse(2000),
    questionId: idOf(data.questions.map(({ question }) => question)),
    againstId: idOf(data.others),
    isDeepDive: z.string().optional().transform((value) => value === 'yes'),
    revision: revision(),
  })
  const parsed = parseFields(schema, fieldsToObject(submitted.fields))
  if (!parsed.ok) return parsed
  const passageIds = (submitted.fields['passage'] ?? []).filter(isId)
  const stances = new Map(passageIds.map((id): [Id, Stance] => [id, STANCES.find((stance) => stance === submitted.value(`stance:${id}`)) ?? 'supports']))
  return { ok: true as const, value: { ...parsed.value, passageIds, stances, themeIds: (submitted.fields['theme'] ?? []).filter(isId) } }
}

/** A finding: what it says, of which kind, about what, and the passages that it rests on. */
export function FindingForm(props: { view: View; data: WritingData; form: FormState; own?: Id }) {
  const { view, data, form, own } = props
  const { t } = view
  const labels = findingLabels(view)
  const questions = data.questions.map(({ question }) => ({ value: question.id, label: `${question.number}. ${question.text}` }))
  const others = data.others.filter((finding) => finding.id !== own).map((finding) => ({ value: finding.id, label: `F-${finding.number} ${finding.statement}` }))
  return (
    <form method="post" action={view.path} class="sheet wide">
      <ErrorSummary view={view} form={form} labels={labels} />
      <TextField view={view} form={form} name="statement" label={labels.statement} hint={t('synthesis.field.statement.hint')} rows={4} lang={data.forum.language} />
      <SelectField view={view} form={form} name="kind" label={labels.kind} choices={FINDING_KINDS.map((kind) => ({ value: kind, label: t(`synthesis.kind.${kind}`) }))} nothing={t('synthesis.field.kind.choose')} />
      <SelectField view={view} form={form} name="questionId" label={labels.questionId} choices={questions} nothing={t('synthesis.whole')} optional />
      {others.length === 0 ? null : <SelectField view={view} form={form} name="againstId" label={labels.againstId} hint={t('findings.field.against.hint')} choices={others} nothing={t('findings.field.against.none')} optional />}
      <ChoiceField view={view} form={form} name="isDeepDive" label={labels.isDeepDive} choices={[{ value: 'yes', label: t('findings.field.deep-dive.yes') }]} several optional />
      {data.themes.length === 0 ? null : (
        <details open={(form.values['theme'] ?? []).length > 0}>
          <summary>{t('findings.field.themes.open')}</summary>
          <ChoiceField view={view} form={form} name="theme" label={labels.theme} hint={t('findings.field.themes.hint')} choices={data.themes.map((theme) => ({ value: theme.id, label: `${'\u2003'.repeat(theme.depth)}${theme.title}` }))} several optional />
        </details>
      )}
      <input type="hidden" name="revision" value={form.values['revision']?.at(-1) ?? '0'} />
      <PassagesField view={view} data={data} form={form} />
      <div class="actions"><button>{t('synthesis.save')}</button></div>
    </form>
  )
}

export function findingLabels(view: View) {
  const { t } = view
  return {
    kind: t('synthesis.field.kind'),
    statement: t('synthesis.field.statement'),
    questionId: t('synthesis.field.question'),
    againstId: t('findings.field.against'),
    isDeepDive: t('findings.field.deep-dive'),
    theme: t('findings.field.themes'),
    passage: t('synthesis.field.passages'),
    reason: t('findings.field.discard-reason'),
  }
}

/** Setting a finding aside needs a reason, which stays public. */
export function DiscardForm(props: { view: View; form: FormState; isMinority: boolean }) {
  const { view, form, isMinority } = props
  const { t } = view
  return (
    <details class="rests" open={form.errors['reason'] !== undefined}>
      <summary>{t('synthesis.finding.discard')}</summary>
      <form method="post" action={view.path} class="sheet">
        {isMinority ? <p class="differs">{t('findings.discard.minority')}</p> : null}
        <TextField view={view} form={form} name="reason" label={t('findings.field.discard-reason')} hint={t('findings.field.discard-reason.hint')} rows={2} />
        <div class="actions"><button class="quiet" name="shall" value="discard">{t('synthesis.finding.discard')}</button></div>
      </form>
    </details>
  )
}

/** Every passage on offer once, under the first of its themes; those ticked come first, then those picked. */
function PassagesField(props: { view: View; data: WritingData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const ticked = new Set(form.values['passage'] ?? [])
  const picked = new Set<string>(data.basket)
  const rest = data.choosable.filter((each) => !ticked.has(each.id) && !picked.has(each.id))
  const error = form.errors['passage']
  const themeOf = (each: Choosable): string | undefined => data.themes.find((theme) => each.quotation.passage.themeIds.includes(theme.id))?.id
  return (
    <fieldset class="field" id="field-passage" tabindex={-1} aria-describedby={error === undefined ? undefined : 'error-passage'}>
      <legend>{t('synthesis.field.passages')}</legend>
      {error === undefined ? null : <p class="error" id="error-passage">{view.error(error)}</p>}
      <p class="hint">{t('findings.field.stance.hint')}</p>
      {data.choosable.length === 0 ? <p class="empty">{t('synthesis.field.passages.none')}</p> : null}
      {data.choosable.filter((each) => ticked.has(each.id)).map((each) => <PassageChoice view={view} form={form} each={each} isTicked />)}
      {data.choosable.filter((each) => picked.has(each.id) && !ticked.has(each.id)).map((each) => <PassageChoice view={view} form={form} each={each} isTicked={false} />)}
      {[...data.themes, undefined].map((theme) => {
        const below = rest.filter((each) => themeOf(each) === theme?.id)
        return below.length === 0 ? null : (
          <details open={data.choosable.length <= 60}>
            <summary><bdi>{theme?.title ?? t('synthesis.theme.none')}</bdi> ({below.length})</summary>
            {below.map((each) => <PassageChoice view={view} form={form} each={each} isTicked={false} />)}
          </details>
        )
      })}
      {data.isLong ? <p><a href={`/desk/${data.forum.slug}/${data.cycle.slug}/findings/pick`}>{t('findings.pick.more')}</a></p> : null}
    </fieldset>
  )
}

function PassageChoice(props: { view: View; form: FormState; each: Choosable; isTicked: boolean }) {
  const { view, form, each } = props
  const { id, words, quotation } = each
  const chosen = typed(form, `stance:${id}`)
  return (
    <div class="choice">
      <input type="checkbox" name="passage" value={id} checked={props.isTicked} id={`passage-${id}`} />
      <label for={`passage-${id}`}><bdi lang={quotation.language ?? undefined}>{words}</bdi> <span class="hint">P-{quotation.passage.number} · {quotation.of} · {quotation.stakeholderGroup}</span></label>
      <select name={`stance:${id}`} aria-label={view.t('findings.field.stance', { ref: `P-${quotation.passage.number}` })}>
        {STANCES.map((stance) => <option value={stance} selected={chosen === stance}>{view.t(`findings.stance.${stance}`)}</option>)}
      </select>
    </div>
  )
}
