import { z } from 'zod'
import { RULE_KINDS } from '../../../contributions/terms/model.ts'
import { line, oneOf, optional, parseFields, requiredLine } from '../../../shared/fields.ts'
import { isLanguageTag, languageName } from '../../../shared/language.ts'
import { listWords, primaryLanguage } from '../../../shared/words.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { ChoiceField, ErrorSummary, LineField, SelectField } from '../../ui/fields.tsx'

const NOT_ONE = 'terms.error.not-one-word'

const schema = z
  .object({
    language: requiredLine(35).refine((text) => text === '' || isLanguageTag(text), { error: 'not-in-list' }).transform(primaryLanguage),
    kind: oneOf(RULE_KINDS),
    word: requiredLine(100),
    target: optional(line(100)),
  })
  .transform((value, context) => {
    const [form, target] = [readWord(value.word, value.language), readWord(value.target ?? '', value.language)]
    if (form === undefined) context.addIssue({ code: 'custom', path: ['word'], message: NOT_ONE })
    if (value.kind === 'merge' && target === undefined) context.addIssue({ code: 'custom', path: ['target'], message: value.target === undefined ? 'required' : NOT_ONE })
    return { language: value.language, kind: value.kind, form: form ?? '', target: value.kind === 'merge' ? target : undefined }
  })

/** Reads the form of a rule: one word, as it is counted. */
export function readTermRule(submitted: Submitted) {
  return parseFields(schema, fieldsToObject(submitted.fields))
}

function readWord(text: string, language: string): string | undefined {
  const words = listWords(text, language)
  return words.length === 1 ? words[0]?.form : undefined
}

export function TermRuleForm(props: { view: View; languages: readonly string[]; form: FormState }) {
  const { view, form, languages } = props
  const { t } = view
  const labels = { language: t('terms.filter.language'), word: t('terms.desk.word'), kind: t('terms.desk.kind'), target: t('terms.desk.target') }
  return (
    <form method="post" action={view.path} class="sheet">
      <ErrorSummary view={view} form={form} labels={labels} />
      <SelectField view={view} form={form} name="language" label={labels.language} choices={languages.map((language) => ({ value: language, label: languageName(language, view.lang) }))} />
      <LineField view={view} form={form} name="word" label={labels.word} />
      <ChoiceField view={view} form={form} name="kind" label={labels.kind} choices={RULE_KINDS.map((kind) => ({ value: kind, label: t(`terms.kind.${kind}`) }))} />
      <LineField view={view} form={form} name="target" label={labels.target} hint={t('terms.desk.target.hint')} optional />
      <div class="actions"><button name="do" value="set">{t('terms.desk.set')}</button></div>
    </form>
  )
}
