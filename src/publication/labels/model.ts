import ar from '../../../messages/print/ar.json' with { type: 'json' }
import en from '../../../messages/print/en.json' with { type: 'json' }
import es from '../../../messages/print/es.json' with { type: 'json' }
import fr from '../../../messages/print/fr.json' with { type: 'json' }
import ru from '../../../messages/print/ru.json' with { type: 'json' }
import zh from '../../../messages/print/zh.json' with { type: 'json' }

/** A word or a short line that is printed in documents. The interface has its own messages: a document is in a language of its own. */
export type LabelKey = keyof typeof en

/** The six languages of the United Nations: what the words of a document exist in. */
export const LABELS: Readonly<Record<'ar' | 'en' | 'es' | 'fr' | 'ru' | 'zh', Readonly<Record<LabelKey, string>>>> = { ar, en, es, fr, ru, zh }

/** The language whose labels a document in `language` is printed with: its own where it is one of the six, else English. */
export function labelLanguage(language: string): keyof typeof LABELS {
  const primary = language.toLowerCase().split('-')[0] ?? ''
  return Object.hasOwn(LABELS, primary) ? (primary as keyof typeof LABELS) : 'en'
}

export type Label = (key: LabelKey, values?: Readonly<Record<string, string | number>>) => string

/** The labels of a language; `{name}` in one is replaced by the value of that name. */
export function labelsOf(language: string): Label {
  const labels = LABELS[labelLanguage(language)]
  return (key, values = {}) => labels[key].replace(/\{([a-z]+)\}/giu, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole))
}
