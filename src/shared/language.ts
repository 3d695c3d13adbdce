/** Languages the product's own texts exist in. */
export const INTERFACE_LANGUAGES = ['en', 'fr'] as const
export type InterfaceLanguage = (typeof INTERFACE_LANGUAGES)[number]

/** A made-up right-to-left language of marked English, to see that layout mirrors and that no text is outside the message files. Never listed. Its tag is valid, so that dates and numbers are written as in English. */
export const PSEUDO_LANGUAGE = 'en-x-rtl'

/** Languages people write in here: the six of the United Nations first, then others often met. Any BCP 47 primary tag is accepted. */
export const CONTENT_LANGUAGES = ['ar', 'zh', 'en', 'fr', 'ru', 'es', 'de', 'hi', 'id', 'it', 'ja', 'ko', 'pt', 'sw', 'tr', 'uk'] as const

const RIGHT_TO_LEFT = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi', PSEUDO_LANGUAGE])

/** True for a well-formed BCP 47 tag such as `fr`, `pt-BR` or `zh-Hans`; `en-12` only looks like one, and browsers and Intl refuse it. */
export function isLanguageTag(tag: string): boolean {
  if (!/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/iu.test(tag)) return false
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

/** A language's name in another; what is no tag, as a form may hold, stands for itself. */
export function languageName(tag: string, inLanguage: string): string {
  if (!isLanguageTag(tag)) return tag
  const names = displayNames.get(inLanguage) ?? new Intl.DisplayNames([inLanguage, 'en'], { type: 'language', fallback: 'code' })
  if (displayNames.size < 100) displayNames.set(inLanguage, names)
  return names.of(tag) ?? tag
}

/** Made once for each language of a page: a list names a hundred. */
const displayNames = new Map<string, Intl.DisplayNames>()

/** `rtl` for languages written from right to left. */
export function textDirection(language: string): 'ltr' | 'rtl' {
  const tag = language.toLowerCase()
  return RIGHT_TO_LEFT.has(tag) || RIGHT_TO_LEFT.has(tag.split('-')[0] ?? '') ? 'rtl' : 'ltr'
}

/** The language to answer in: asked for in the address, remembered in a cookie, preferred by the browser, English. */
export function chooseLanguage(asked: string | undefined, remembered: string | undefined, accepted: string | undefined): string {
  for (const tag of [asked, remembered]) if (tag !== undefined && isOffered(tag)) return tag
  const preferences = (accepted ?? '').split(',').map(readPreference).sort((a, b) => b.quality - a.quality)
  return preferences.find(({ tag }) => isOffered(tag))?.tag ?? 'en'
}

function isOffered(tag: string): boolean {
  return tag === PSEUDO_LANGUAGE || INTERFACE_LANGUAGES.some((language) => language === tag)
}

function readPreference(part: string): { tag: string; quality: number } {
  const [range = '', ...parameters] = part.trim().split(';')
  const quality = parameters.map((parameter) => /^\s*q=([0-9.]+)$/u.exec(parameter)?.[1]).find((value) => value !== undefined)
  return { tag: range.toLowerCase().split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) }
}
