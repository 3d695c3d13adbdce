import { z } from 'zod'
import { optional, line, parseFields, requiredProse, revision } from '../../../shared/fields.ts'
import { CONTENT_LANGUAGES, isLanguageTag, languageName } from '../../../shared/language.ts'
import { alignSentences, type Translation } from '../../../synthesis/translations/model.ts'
import { isOf } from '../../../synthesis/translations/queries.ts'
import type { FormState, View } from '../../context.ts'
import { fieldsToObject, type Submitted } from '../../form.tsx'
import { deskCrumbs } from '../../forums/data.ts'
import { ErrorSummary, LineField, SelectField, TextField, typed } from '../../ui/fields.tsx'
import { Layout } from '../../ui/layout.tsx'
import { dayOf, nameOf } from '../codebook/desk.tsx'
import type { SourceData } from '../reading/data.ts'

/** The longest text that can be entered: as long as an answer can be. */
const LONGEST = 100_000

/** What stands beside an original: each translation with who or what made it, its sentences leading to those of the original. */
export function Translations(props: { view: View; data: SourceData }) {
  const { view, data } = props
  const { t } = view
  if (data.source.kind === 'document') return null
  const own = `/desk/${data.forum.slug}/${data.cycle.slug}/reading/${data.source.ref}`
  return (
    <section class="block" aria-labelledby="translations">
      <h2 id="translations">{t('translation.title')}</h2>
      {data.translations.length === 0 ? null : <p class="hint">{t('translation.lead')}</p>}
      {data.translations.map((translation) => (
        <details class="translation" open>
          <summary>{t('translation.of', { language: languageName(translation.language, view.lang) })}</summary>
          <p class="hint">{writeOrigin(view, data, translation)} <a href={`${own}/translations/${translation.language}`}>{t('translation.change')}</a></p>
          {isOf(translation, data.source.window.whole) ? null : <p class="differs">{t('translation.earlier')}</p>}
          <Sentences view={view} data={data} translation={translation} own={own} />
        </details>
      ))}
      <p class="actions"><a class="button quiet" href={`${own}/translations/new`}>{t('translation.enter')}</a></p>
    </section>
  )
}

/** The sentences of a translation, each a link that ticks the sentence of the original that stands about there. */
function Sentences(props: { view: View; data: SourceData; translation: Translation; own: string }) {
  const { data, translation, own } = props
  const { source } = data
  const { offset, whole, number, parts } = source.window
  const until = offset + source.text.length
  const aligned = alignSentences(whole, source.language, translation.text, translation.language)
  // Of a long text one part is read at a time, and so of its translation.
  const here = parts < 2 ? aligned : aligned.filter(({ original }) => original.start >= offset && original.start < until)
  const first = here[0]?.sentence ?? 0
  return (
    <p class="words translated" lang={translation.language} dir="auto">
      {here.map(({ text, sentence }) => (
        <a href={`${own}?${new URLSearchParams({ ...(number === 1 ? {} : { part: String(number) }), sentence: String(parts < 2 ? sentence : sentence - first) }).toString()}#mark`}>{text}</a>
      ))}
    </p>
  )
}

function writeOrigin(view: View, data: SourceData, { machine, madeBy, madeAt }: Translation): string {
  const [who, date] = [nameOf(view, data.names, madeBy), dayOf(view, madeAt)]
  return machine === null ? view.t('translation.by', { who, date }) : view.t('translation.machine', { machine, who, date })
}

export function readTranslation(submitted: Submitted) {
  const language = z.string({ error: 'required' }).refine((tag) => tag !== '', { error: 'required' }).refine((tag) => tag === '' || (isLanguageTag(tag) && tag.length <= 35), { error: 'not-in-list' })
  return parseFields(z.object({ language, text: requiredProse(LONGEST), machine: optional(line(100)).transform((name) => name ?? null), revision: revision() }), fieldsToObject(submitted.fields))
}

/** The form in which a translation is typed in, with the original beside it. */
export function TranslationPage(props: { view: View; data: SourceData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { source } = data
  const known = data.translations.find(({ language }) => language === typed(form, 'language'))
  const title = known === undefined ? t('translation.enter') : t('translation.revise', { language: languageName(known.language, view.lang) })
  const reading = `/desk/${data.forum.slug}/${data.cycle.slug}/reading`
  const crumbs = [...deskCrumbs(view, data), { href: reading, label: t('synthesis.reading') }, { href: `${reading}/${source.ref}`, label: source.ref }, { label: title }]
  const labels = { language: t('translation.field.language'), text: t('translation.field.text'), machine: t('translation.field.machine') }
  const choices = [...new Set([...CONTENT_LANGUAGES, ...data.translations.map(({ language }) => language)])].filter((tag) => tag !== source.language).map((tag) => ({ value: tag, label: languageName(tag, view.lang) }))
  return (
    <Layout view={view} frame={data.frame} title={title} crumbs={crumbs} desk>
      <h1>{title}</h1>
      <div class="columns">
        <section>
          <h2>{t('translation.original')}</h2>
          <div class="prose words" lang={source.language ?? undefined} dir="auto">{source.window.whole}</div>
        </section>
        <form method="post" action={view.path} class="sheet">
          <ErrorSummary view={view} form={form} labels={labels} />
          <SelectField view={view} form={form} name="language" label={labels.language} choices={choices} nothing={t('translation.field.language.choose')} />
          <TextField view={view} form={form} name="text" label={labels.text} rows={14} lang={typed(form, 'language')} />
          <LineField view={view} form={form} name="machine" label={labels.machine} hint={t('translation.field.machine.hint')} optional />
          <input type="hidden" name="revision" value={typed(form, 'revision')} />
          <div class="actions">
            <button>{t('translation.save')}</button>
            {known === undefined ? null : <button class="quiet" name="shall" value="remove">{t('translation.remove')}</button>}
          </div>
        </form>
      </div>
    </Layout>
  )
}
