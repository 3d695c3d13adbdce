import { splitParagraphs } from '../../../shared/text.ts'
import { dateInZone, writeDate } from '../../../shared/time.ts'
import { languageName } from '../../../shared/language.ts'
import type { Translation } from '../../../synthesis/translations/model.ts'
import type { View } from '../../context.ts'

/** The translations of what everybody may read, folded and marked as such; who made them is for the desk. */
export function FoldedTranslations(props: { view: View; translations: readonly Translation[] }) {
  const { view } = props
  return (
    <>
      {props.translations.map((translation) => {
        const date = writeDate(dateInZone(translation.madeAt, 'UTC'), view.lang)
        const { machine } = translation
        return (
          <details class="translation">
            <summary>{view.t('translation.of', { language: languageName(translation.language, view.lang) })}</summary>
            <p class="hint">{machine === null ? view.t('translation.made', { date }) : view.t('translation.made-machine', { machine, date })}</p>
            <div lang={translation.language}>{splitParagraphs(translation.text).map((part) => <p dir="auto">{part}</p>)}</div>
          </details>
        )
      })}
    </>
  )
}
