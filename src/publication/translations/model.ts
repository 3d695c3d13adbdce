import { bodyOf, textOf } from '../../drafts/blocks/model.ts'
import { flatten, type FrozenText } from '../../drafts/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { readSource, referencesOf } from '../translating/model.ts'

/** An edition in another language: its paragraphs are aligned to the original's one by one, as far as they are translated. */
export interface Translation {
  readonly id: Id<'translation'>
  readonly editionId: Id<'edition'>
  /** BCP 47; one translation to a language. */
  readonly language: string
  readonly title: string
  readonly summary: string
  /** Who translated it, as it is printed; empty where nobody is named. */
  readonly translator: string
  readonly createdAt: Instant
  /** Null while it is prepared: then the desk alone reads it. */
  readonly publishedAt: Instant | null
  readonly revision: number
}

/** The words of a paragraph, or the title of a section, in the language of a translation. */
export interface Translated {
  readonly partId: Id
  readonly kind: 'section' | 'paragraph'
  /** A paragraph's with their marks: see `readSource`. */
  readonly text: string
}

/** The original's text with what is translated in place of it: same sections, paragraphs, identities and numbers. */
export function translateText(original: FrozenText, parts: readonly Translated[]): FrozenText {
  const of = new Map<Id, Translated>(parts.map((part) => [part.partId, part]))
  const references = referencesOf(original)
  return original.map((section) => ({
    ...section,
    title: of.get(section.id)?.text ?? section.title,
    paragraphs: section.paragraphs.map((paragraph) => {
      const translated = of.get(paragraph.id)
      if (translated === undefined) return paragraph
      const { body } = readSource(translated.text, bodyOf(paragraph), references)
      return { ...paragraph, text: textOf(body), body }
    }),
  }))
}

/** How many paragraphs of a text have words in a translation, of how many. */
export function countTranslated(original: FrozenText, parts: readonly Translated[]): { readonly done: number; readonly all: number } {
  const done = new Set<Id>(parts.map(({ partId }) => partId))
  const paragraphs = flatten(original)
  return { done: paragraphs.filter(({ id }) => done.has(id)).length, all: paragraphs.length }
}
