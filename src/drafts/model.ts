import type { Id } from '../shared/ids.ts'
import type { DocumentKind } from '../shared/vocabularies.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import type { Body } from './blocks/model.ts'

/** A document of a cycle: its working text goes on; a version of it is frozen. */
export interface Document {
  readonly id: Id<'document'>
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly slug: string
  readonly kind: DocumentKind
  readonly title: string
  readonly language: string
  readonly createdAt: Instant
  readonly revision: number
  /** Since when anyone may read the working text as it is written; null: only those who write it. */
  readonly rollingSince: Instant | null
  /** The meeting or session in which it was agreed, where it says so. */
  readonly agreedIn: Id<'meeting'> | null
  /** Of an outline among several: when and why it was chosen, and the document that began with it. */
  readonly chosen: { readonly at: Instant; readonly reason: string; readonly into: Id<'document'> | null } | null
}

/** A paragraph of the working text. The id lasts through edits, moves and versions; the number is its place today. */
export interface Paragraph {
  readonly id: Id<'paragraph'>
  readonly sectionId: Id<'section'>
  readonly number: number
  /** Its words; what anchors and comparisons go by. */
  readonly text: string
  /** What it is made of, where it is more than a plain paragraph. */
  readonly body?: Body | undefined
  /** The editors declare it their own: it need not rest on anything. */
  readonly isOwnVoice: boolean
  readonly revision: number
}

/** What stands under one heading. A text that begins without one has a first section without a title. */
export interface Section<P> {
  readonly id: Id<'section'>
  readonly title: string
  /** Of its heading, from 1. */
  readonly level: number
  readonly isAnnex: boolean
  readonly paragraphs: readonly P[]
}

export type WorkingText = readonly Section<Paragraph>[]

/** What became of a paragraph's identity: `split` from → the part cut off it, `merge` from → the paragraph it went into. */
export interface Lineage {
  readonly from: Id<'paragraph'>
  readonly to: Id<'paragraph'>
  readonly kind: 'split' | 'merge'
  readonly at: Instant
}

/** A frozen copy of a working text. */
export interface Version {
  readonly id: Id<'version'>
  readonly documentId: Id<'document'>
  readonly number: number
  readonly title: string
  /** What changed since the version before, and why. */
  readonly note: string
  /** The day up to which contributions are reflected. */
  readonly cutOff: PlainDate | null
  readonly frozenAt: Instant
  /** The day up to which comments are reflected. */
  readonly commentsCutOff: PlainDate | null
  /** When it went to those who follow the document, before it was public. */
  readonly circulatedAt: Instant | null
  /** The day on which it is to be public; null where a person decides. */
  readonly releaseOn: PlainDate | null
  /** Null: it is held back. */
  readonly releasedAt: Instant | null
}

/** A paragraph as it stands in a version. */
export interface FrozenParagraph {
  readonly id: Id<'paragraph'>
  readonly number: number
  readonly text: string
  readonly body?: Body | undefined
  readonly isOwnVoice: boolean
}

export type FrozenText = readonly Section<FrozenParagraph>[]

/** Paragraphs by section, numbered through the whole text in the order given. Sections without paragraphs stay. */
export function numberParagraphs(
  sections: readonly Omit<Section<never>, 'paragraphs'>[],
  paragraphs: readonly Omit<Paragraph, 'number'>[],
): WorkingText {
  const bySection = Map.groupBy(paragraphs, (paragraph) => paragraph.sectionId)
  let number = 0
  return sections.map((section) => ({
    ...section,
    paragraphs: (bySection.get(section.id) ?? []).map((paragraph) => {
      number += 1
      return { ...paragraph, number }
    }),
  }))
}

/** Scripts that put no space between words: there two texts are joined without one. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3000-\u303f\uff00-\uff65]$/u

/** Two paragraphs as one. */
export function joinParagraphs(left: string, right: string): string {
  return UNSPACED.test(left) ? `${left}${right}` : `${left} ${right}`
}

/** The paragraphs of a text in order, whatever section they stand in. */
export function flatten<P>(text: readonly Section<P>[]): P[] {
  return text.flatMap((section) => section.paragraphs)
}

/** The first and last paragraph number of a section; undefined while it has none. */
export function numberRange(section: Section<{ readonly number: number }>): { readonly first: number; readonly last: number } | undefined {
  const first = section.paragraphs[0]?.number
  const last = section.paragraphs.at(-1)?.number
  return first === undefined || last === undefined ? undefined : { first, last }
}
