import { listLanguages, listParts, type Translation } from '../../../calls/translations/model.ts'
import { CONTENT_LANGUAGES, languageName, textDirection } from '../../../shared/language.ts'
import { countCodePoints, splitParagraphs } from '../../../shared/text.ts'
import type { FormState, View } from '../../context.ts'
import { ErrorSummary, TextField } from '../../ui/fields.tsx'
import type { InCall } from '../data.ts'
import { callDeskAddress, CallDesk } from '../hub/desk.tsx'

export interface CallLanguages extends InCall {
  readonly translations: readonly Translation[]
}

export interface CallLanguage extends CallLanguages {
  readonly language: string
  readonly seen: string
}

/** The languages of a call: what is translated, and what no longer fits. */
export function LanguagesPage(props: { view: View; data: CallLanguages }) {
  const { view, data } = props
  const { t } = view
  const known = listLanguages(data.call, data.translations)
  const others = CONTENT_LANGUAGES.filter((language) => language !== data.forum.language && !known.some((each) => each.language === language))
  const base = `${callDeskAddress(data)}/languages`
  return (
    <CallDesk view={view} data={data} title={t('calls.hub.languages')} room="languages">
      <p>{t('calls.translations.lead', { language: languageName(data.forum.language, view.lang) })}</p>
      <ul class="lines">
        {known.map(({ language, done, of, stale }) => (
          <li>
            <a href={`${base}/${language}`}>{languageName(language, view.lang)}</a>
            <small>{t('calls.translations.done', { done, of })}{stale === 0 ? '' : ` · ${t('calls.translations.stale', { count: stale })}`}</small>
          </li>
        ))}
      </ul>
      <h2>{t('calls.translations.add')}</h2>
      <ul class="lines many">{others.map((language) => <li><a href={`${base}/${language}`}>{languageName(language, view.lang)}</a></li>)}</ul>
    </CallDesk>
  )
}

/** A field's name for the n-th text of the call. */
export function textField(place: number): string {
  return `texts.${place}`
}

/** Every text of a call beside room for it in another language. */
export function LanguagePage(props: { view: View; data: CallLanguage; form: FormState }) {
  const { view, data, form } = props
  const { t } = view
  const language = languageName(data.language, view.lang)
  const all = listParts(data.call)
  const title = t('calls.translations.into', { language })
  const labels = Object.fromEntries(all.map(({ part }, place) => [textField(place), partLabel(view, part)]))
  return (
    <CallDesk view={view} data={data} title={title} room="languages">
      <p>{t('calls.translations.hint')}</p>
      <form class="sheet wide" method="post" novalidate>
        <ErrorSummary view={view} form={form} labels={labels} />
        <input type="hidden" name="seen" value={form.errors[''] === undefined ? form.values['seen']?.at(-1) : data.seen} />
        {all.map(({ part, original }, place) => {
          const before = data.translations.find((each) => each.language === data.language && each.part === part)
          return (
            <div class="pair">
              <div class="text" lang={data.forum.language} dir={textDirection(data.forum.language)}>{splitParagraphs(original).map((each) => <p>{each}</p>)}</div>
              <div>
                {before !== undefined && before.original !== original ? <p class="differs">{t('calls.translations.changed')}</p> : null}
                <TextField view={view} form={form} name={textField(place)} label={partLabel(view, part)} rows={countCodePoints(original) > 200 ? 8 : 2} lang={data.language} optional />
              </div>
            </div>
          )
        })}
        <div class="actions"><button type="submit">{t('calls.form.save')}</button></div>
      </form>
    </CallDesk>
  )
}

/** What a part of a call is called in the reader's language. */
export function partLabel(view: View, part: string): string {
  const { t } = view
  const [kind = '', of = '', which = ''] = part.split(' ')
  if (kind === 'question') return t('calls.form.question', { number: of })
  if (kind === 'guidance') return t('calls.translations.part.guidance', { number: of })
  if (kind === 'option') return t('calls.translations.part.option', { number: of.split('/')[0] ?? '', option: of.split('/')[1] ?? '' })
  if (kind === 'variant') return t(which === 'title' ? 'calls.translations.part.variant-title' : 'calls.translations.part.variant-introduction', { variant: of })
  const plain = { title: 'calls.form.title', introduction: 'calls.form.introduction', audience: 'calls.form.audience', 'rolling-until': 'calls.form.rolling' } as const
  return t(plain[kind as keyof typeof plain])
}
