import { languageName } from '../../shared/language.ts'
import { dateInZone, writeShortDate } from '../../shared/time.ts'
import { labelLanguage, labelsOf } from '../labels/model.ts'
import { sectionAnchor, type Print } from '../text/model.ts'

/** One line of a title page: what it is called, and what it says. */
export interface Fact {
  readonly name: string
  readonly value: string
  readonly address?: string | undefined
}

/** The lines of the title page, in their order; the same in every format. */
export function factsOf(print: Print): Fact[] {
  const { matter, language } = print
  const label = labelsOf(language)
  const words = labelLanguage(language)
  const { translation } = matter
  if (matter.facts !== undefined) return [...matter.facts]
  const version = `${matter.document}, ${label('version', { number: matter.version })}`
  return [
    ...(matter.edition === null ? [] : [{ name: label('edition', { number: matter.edition }), value: version }]),
    ...(matter.edition === null ? [{ name: label('reviewCopy'), value: version }] : []),
    ...(matter.publishedAt === null ? [{ name: label('frozen'), value: writeShortDate(dateInZone(matter.frozenAt, 'UTC'), words) }] : [{ name: label('published'), value: writeShortDate(dateInZone(matter.publishedAt, 'UTC'), words) }]),
    ...(matter.cutOff === null ? [] : [{ name: label('cutOff'), value: writeShortDate(matter.cutOff, words) }]),
    ...(matter.coverage === null || matter.coverage.units === 0 ? [] : [{ name: label('coverage'), value: label('coverageOf', { units: matter.coverage.units, accounted: matter.coverage.accounted }) }]),
    { name: label('language'), value: languageName(language, words) },
    ...(matter.credits.length === 0 ? [] : [{ name: label('credits'), value: matter.credits.join('; ') }]),
    { name: label('address'), value: matter.address, address: matter.address },
    ...(translation === null ? [] : translationFacts(print)),
    { name: label('cite'), value: matter.citation },
  ]
}

function translationFacts({ matter, language }: Print): Fact[] {
  const { translation } = matter
  if (translation === null) return []
  const label = labelsOf(language)
  const original = label('translationOf', { language: languageName(translation.original, labelLanguage(language)), address: translation.originalAddress })
  return [
    { name: translation.by === '' ? languageName(language, labelLanguage(language)) : label('translatedBy', { name: translation.by }), value: original, address: translation.originalAddress },
    ...(translation.done === translation.all ? [] : [{ name: `${translation.done}/${translation.all}`, value: label('partly', { done: translation.done, all: translation.all }) }]),
  ]
}

/** An entry of the table of contents. */
export interface ContentsEntry {
  readonly title: string
  readonly level: number
  readonly anchor: string
}

/** Headings of the text and its annexes, in order. */
export function contentsOf(print: Print): ContentsEntry[] {
  return [
    ...print.sections.flatMap(({ title, label, level }, place) => (title.trim() === '' ? [] : [{ title: [label, title].filter((part) => part !== '').join(' '), level, anchor: sectionAnchor(place) }])),
    ...print.annexes.map(({ kind, label, title }) => ({ title: `${label} ${title}`, level: 1, anchor: `annex-${kind}` })),
  ]
}
