import type { Call } from '../model.ts'

/** A text of a call in another language. It holds as long as the text that it translates, `original`, is the one that stands. */
export interface Translation {
  readonly language: string
  readonly part: string
  readonly text: string
  readonly original: string
}

/** A text with the language that it is in. */
export interface Said {
  readonly text: string
  readonly lang: string
}

/** Says a part of a call in the reader's language where it is translated, else as it was written. */
export type Say = (part: string, original: string) => Said

/** What the parts of a call are called, in translations and in the forum folder. */
export const parts = {
  title: 'title',
  introduction: 'introduction',
  audience: 'audience',
  rollingUntil: 'rolling-until',
  question: (number: number) => `question ${number}`,
  guidance: (number: number) => `guidance ${number}`,
  option: (question: number, option: number) => `option ${question}/${option}`,
  variantTitle: (slug: string) => `variant ${slug} title`,
  variantIntroduction: (slug: string) => `variant ${slug} introduction`,
} as const

export interface Part {
  readonly part: string
  readonly original: string
}

/** All texts of a call that can be translated, in the order in which a reader meets them. */
export function listParts(call: Pick<Call, 'title' | 'introduction' | 'audience' | 'rollingUntil' | 'questions' | 'variants'>): Part[] {
  const all: readonly (readonly [string, string | null])[] = [
    [parts.title, call.title],
    [parts.audience, call.audience],
    [parts.introduction, call.introduction],
    [parts.rollingUntil, call.rollingUntil],
    ...call.variants.flatMap((variant) => [[parts.variantTitle(variant.slug), variant.title] as const, [parts.variantIntroduction(variant.slug), variant.introduction] as const]),
    ...call.questions.flatMap((question) => [
      [parts.question(question.number), question.text] as const,
      [parts.guidance(question.number), question.guidance] as const,
      ...question.options.map((option) => [parts.option(question.number, option.number), option.text] as const),
    ]),
  ]
  return all.flatMap(([part, original]) => (original === null || original === '' ? [] : [{ part, original }]))
}

/** How a call speaks to somebody who reads `lang`, with `language` the one it was written in. `fr-CA` is served by `fr`. */
export function speaker(translations: readonly Translation[], language: string, lang: string): Say {
  const known = new Map(translations.filter((each) => each.language === lang || each.language === lang.split('-')[0]).map((each) => [each.part, each]))
  return (part, original) => {
    const found = known.get(part)
    return found !== undefined && found.original === original ? { text: found.text, lang: found.language } : { text: original, lang: language }
  }
}

/** Says everything as it was written. */
export function asWritten(language: string): Say {
  return (_, original) => ({ text: original, lang: language })
}

/** How much of a call stands in each language that it has been translated into, and how much of that no longer fits. */
export function listLanguages(call: Parameters<typeof listParts>[0], translations: readonly Translation[]): { language: string; done: number; stale: number; of: number }[] {
  const originals = new Map(listParts(call).map(({ part, original }) => [part, original]))
  return [...Map.groupBy(translations, ({ language }) => language)].map(([language, own]) => ({
    language,
    done: own.filter(({ part, original }) => originals.get(part) === original).length,
    stale: own.filter(({ part, original }) => originals.has(part) && originals.get(part) !== original).length,
    of: originals.size,
  }))
}
