import { sliceCodePoints } from '../../../shared/text.ts'
import { findOccurrences, splitSentences, type Marking, type PlacedTheme } from '../../../synthesis/model.ts'
import type { FormState, View } from '../../context.ts'
import type { Submitted } from '../../form.tsx'
import { ChoiceField, ErrorSummary, LineField, TextField } from '../../ui/fields.tsx'
import type { Source, SourceData, Window } from './data.ts'

/** How much of the text stands around an occurrence that is offered. */
const CONTEXT = 40

/**
 * What was meant to be marked: a selection made in the browser (its places), else words typed or pasted, else the sentences ticked,
 * from the first to the last. Undefined when nothing was. Of a long text, `text` is the part that is read, and `window` where it stands.
 */
export function readMarking(text: string, language: string | null, submitted: Submitted, window: Pick<Window, 'offset' | 'whole'> = { offset: 0, whole: text }): Marking | undefined {
  const quote = submitted.value('quote').trim()
  const places = /^([0-9]{1,9})-([0-9]{1,9})$/u.exec(submitted.value('places'))
  const range = places === null ? undefined : { start: Number(places[1]), end: Number(places[2]) }
  // The places are those of a selection only while its words still stand in the field.
  if (range !== undefined && (quote === '' || sameWords(sliceCodePoints(window.whole, range.start, range.end), quote))) return range
  if (quote !== '') {
    const occurrence = Number(submitted.value('occurrence'))
    return { quote, occurrence: Number.isInteger(occurrence) && occurrence > 0 ? occurrence : undefined }
  }
  const ticked = (submitted.fields['sentence'] ?? []).map(Number)
  const sentences = splitSentences(text, language).filter((_, index) => ticked.includes(index))
  const [first, last] = [sentences[0], sentences.at(-1)]
  return first === undefined || last === undefined ? undefined : { start: window.offset + first.start, end: window.offset + last.end }
}

function sameWords(a: string, b: string): boolean {
  return a.replace(/\s+/gu, ' ').trim() === b.replace(/\s+/gu, ' ').trim()
}

/** Where pages begin in the text that is shown, by the place of their first character: what is said before the sentence there. */
function pageStarts({ document }: Source): Map<number, string> {
  const starts = new Map<number, string>()
  let before: number | null = null
  for (const { page, label, start } of document?.blocks ?? []) {
    if (page !== null && page !== before) starts.set(start, label ?? String(page))
    before = page
  }
  return starts
}

/** The text, sentence by sentence, each to be ticked; below it the words and the themes. The island fills in what is selected. */
export function MarkForm(props: { view: View; data: SourceData; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const { text, language, window } = data.source
  const ticked = form.values['sentence'] ?? []
  const pages = pageStarts(data.source)
  const labels = { quote: t('synthesis.field.quote'), theme: t('synthesis.field.themes'), occurrence: t('synthesis.field.occurrence'), newTheme: t('reading.field.new-theme') }
  return (
    <form method="post" action={window.parts < 2 ? view.path : `${view.path}?part=${window.number}`} class="sheet" id="mark">
      <ErrorSummary view={view} form={form} labels={labels} />
      <fieldset class="field sentences">
        <legend>{t('synthesis.field.sentences')}</legend>
        <p class="hint">{t('synthesis.field.sentences.hint')}</p>
        {view.query['sentence'] === undefined ? null : <p class="notice">{t('translation.confirm')}</p>}
        <ol class="sentences" lang={language ?? undefined} data-selectable="true">
          {splitSentences(text, language).map((sentence, index) => (
            <li>
              <input type="checkbox" name="sentence" value={String(index)} checked={ticked.includes(String(index))} aria-labelledby={`sentence-${index}`} />
              {pages.has(window.offset + sentence.start) ? <span class="tag">{t('documents.page', { page: pages.get(window.offset + sentence.start) ?? '' })}</span> : null}
              <span class="words" id={`sentence-${index}`} dir="auto" data-start={String(window.offset + sentence.start)}>{sentence.text}</span>
            </li>
          ))}
        </ol>
      </fieldset>
      <TextField view={view} form={form} name="quote" label={labels.quote} hint={t('synthesis.field.quote.hint')} rows={3} {...(language === null ? {} : { lang: language })} optional />
      <input type="hidden" name="places" value={form.values['places']?.at(-1) ?? ''} />
      <Occurrences view={view} text={text} form={form} label={labels.occurrence} />
      <ThemesField view={view} form={form} themes={data.themes} />
      <LineField view={view} form={form} name="newTheme" label={labels.newTheme} hint={t('reading.field.new-theme.hint')} optional />
      <div class="actions">
        <button>{t('synthesis.mark')}</button>
        <button class="quiet" name="shall" value="similar">{t('similar.look')}</button>
      </div>
    </form>
  )
}

/** When the words stand there several times: each place with what is around it, to choose from. */
export function Occurrences(props: { view: View; text: string; form: FormState; label: string }) {
  const { view, text, form, label } = props
  const occurrences = form.errors['occurrence'] === undefined ? [] : findOccurrences(text, form.values['quote']?.at(-1) ?? '')
  if (occurrences.length < 2) return null
  const choices = occurrences.map(({ start, end }, index) => ({
    value: String(index + 1),
    label: `…${sliceCodePoints(text, Math.max(0, start - CONTEXT), start)}[${sliceCodePoints(text, start, end)}]${sliceCodePoints(text, end, end + CONTEXT)}…`,
  }))
  return <ChoiceField view={view} form={form} name="occurrence" label={label} choices={choices} />
}

/** The codebook as boxes to tick. */
export function ThemesField(props: { view: View; form: FormState; themes: readonly PlacedTheme[] }) {
  const { view, form, themes } = props
  if (themes.length === 0) return <p class="empty">{view.t('synthesis.codebook.none')}</p>
  const choices = themes.map((theme) => ({ value: theme.id, label: `${'\u2003'.repeat(theme.depth)}${theme.title}`, ...(theme.description === null ? {} : { hint: theme.description }) }))
  return <ChoiceField view={view} form={form} name="theme" label={view.t('synthesis.field.themes')} choices={choices} several optional />
}
