import type { LIST_KINDS, Mark, PICTURE_TYPES } from '../../drafts/blocks/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import type { Chart } from '../charts/model.ts'

/**
 * An edition, a translation of one, a review copy, or reports of meetings, as one value: numbered, with its notes, references and annexes resolved and
 * every word in place. HTML, PDF, Word, EPUB, Markdown and JSON are made from it and from nothing else, so that they cannot differ.
 * Reports are had as PDF and Word alone.
 */
export interface Print {
  readonly kind: 'edition' | 'review-copy' | 'report'
  /** BCP 47. */
  readonly language: string
  readonly direction: Direction
  readonly matter: TitleMatter
  readonly sections: readonly PrintSection[]
  /** Through the whole text, from 1. */
  readonly notes: readonly PrintNote[]
  /** Generated, after the author's own annexes. */
  readonly annexes: readonly PrintAnnex[]
  /** Corrections of the edition as a whole; those of a paragraph stand with it. */
  readonly errata: readonly PrintErratum[]
  /** Of a review copy: what was said about its paragraphs. */
  readonly comments: readonly PrintComment[]
}

export type Direction = 'ltr' | 'rtl'

export interface TitleMatter {
  readonly forum: string
  readonly isDemonstration: boolean
  readonly cycle: string
  readonly title: string
  readonly summary: string
  /** Null of a review copy. */
  readonly edition: number | null
  readonly document: string
  readonly version: number
  readonly frozenAt: Instant
  readonly publishedAt: Instant | null
  /** The day up to which contributions are reflected. */
  readonly cutOff: PlainDate | null
  /** One line each, as the editors gave them. */
  readonly credits: readonly string[]
  readonly coverage: { readonly units: number; readonly accounted: number } | null
  /** Where it stands for ever. */
  readonly address: string
  /** How it is cited, in one line. */
  readonly citation: string
  /** Of a translation: what it translates, who did, and how far. */
  readonly translation: { readonly original: string; readonly originalAddress: string; readonly by: string; readonly done: number; readonly all: number } | null
  /** Of reports: what the title page says, in place of what is known of editions. */
  readonly facts?: readonly { readonly name: string; readonly value: string; readonly address?: string | undefined }[]
  readonly others: readonly { readonly relation: 'later' | 'earlier'; readonly title: string; readonly address: string }[]
}

export interface PrintSection {
  readonly id: Id<'section'>
  /** `2`, `2.1`; of an annex its letter, `A`, and below it `A.1`; empty where it has no heading. */
  readonly number: string
  /** What stands before the title in print: `2.1`, `Annex A`; empty where it has no heading. */
  readonly label: string
  readonly title: string
  /** From 1 to 4. */
  readonly level: number
  readonly isAnnex: boolean
  readonly blocks: readonly PrintBlock[]
  /** Of a report: an annex after its paragraphs, made of the parts that generated annexes are made of. */
  readonly parts?: readonly AnnexPart[]
}

interface Worded {
  readonly id: Id<'paragraph'>
  /** ¶ number through the version. */
  readonly number: number
  /** Of a report, whose paragraphs have numbers of their own: what stands beside it, in place of its number; empty: nothing. */
  readonly shown?: string
  readonly content: readonly PrintInline[]
  readonly language: string
  readonly direction: Direction
  /** False where a translation has no words of it yet: it stands in the original's language. */
  readonly isTranslated: boolean
  readonly isOwnVoice: boolean
  readonly restsOn: readonly PrintGround[]
  readonly errata: readonly PrintErratum[]
}

export type PrintBlock =
  | (Worded & { readonly kind: 'paragraph' | 'quotation' })
  /** `mark`: a bullet, or its number in its list: `3.`. */
  | (Worded & { readonly kind: 'item'; readonly list: (typeof LIST_KINDS)[number]; readonly depth: number; readonly mark: string })
  /** `caption` stands before the words of `content`: `Table 2`. */
  | (Worded & { readonly kind: 'table'; readonly caption: string; readonly rows: readonly (readonly PrintCell[])[] })
  | (Worded & { readonly kind: 'figure'; readonly caption: string; readonly alternative: string; readonly picture: PrintPicture })

export interface PrintCell {
  readonly content: readonly PrintInline[]
  readonly isHeading: boolean
  readonly columns: number
  readonly rows: number
}

/** A chart drawn from its numbers, a picture kept by its SHA-256, or neither where it is gone. */
export type PrintPicture =
  | { readonly kind: 'chart'; readonly chart: Chart; readonly note: string }
  | { readonly kind: 'file'; readonly sha256: string; readonly mediaType: (typeof PICTURE_TYPES)[number] }
  | { readonly kind: 'lost' }

export type PrintInline =
  | { readonly kind: 'text'; readonly text: string; readonly marks: readonly Mark[]; readonly link: string | null }
  | { readonly kind: 'break' }
  /** The mark of a footnote. */
  | { readonly kind: 'note'; readonly number: number; readonly mark?: string }
  /** `anchor` is null where what it leads to is no part of the text. */
  | { readonly kind: 'reference'; readonly label: string; readonly anchor: string | null }

export type PrintRun = Extract<PrintInline, { kind: 'text' }>

export interface PrintNote {
  readonly number: number
  /** Of a report, whose notes have marks of their own. */
  readonly mark?: string
  readonly content: readonly PrintRun[]
  readonly language: string
  readonly direction: Direction
  /** The paragraph in which its mark stands. */
  readonly paragraph: number
}

/** What a paragraph rests on: `F-3`, `R-12`, `L-1`, each at an address of its own. */
export interface PrintGround {
  readonly kind: string
  readonly ref: string
  readonly address: string
}

export interface PrintErratum {
  readonly date: PlainDate
  readonly text: string
}

export interface PrintComment {
  /** `R-12`. */
  readonly ref: string
  /** Null where the commenter is not named. */
  readonly author: string | null
  readonly date: PlainDate
  readonly text: string
  readonly language: string | null
  readonly paragraphIds: readonly Id<'paragraph'>[]
  readonly answer: string | null
  /** The comment at the head of its thread, where it is a reply: `R-3`. */
  readonly replyTo?: string | undefined
}

export const ANNEX_KINDS = ['contributors', 'participants', 'overview', 'words', 'dispositions', 'objections', 'references', 'residue'] as const
export type AnnexKind = (typeof ANNEX_KINDS)[number]

/** A generated annex: what it is made of is the same few parts for each. */
export interface PrintAnnex {
  readonly kind: AnnexKind
  /** `Annex C`. */
  readonly label: string
  readonly title: string
  readonly parts: readonly AnnexPart[]
}

export interface AnnexLine {
  readonly text: string
  readonly address?: string | undefined
}

export type AnnexPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly lines: readonly AnnexLine[] }
  /** Its first row is its heading, and so is the first cell of each row. */
  | { readonly kind: 'table'; readonly title: string; readonly rows: readonly (readonly AnnexLine[])[] }
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'words'; readonly words: readonly { readonly word: string; readonly count: number }[]; readonly language: string }

/** The anchor of a paragraph in every format: as on its page. */
export function paragraphAnchor(number: number): string {
  return `p${number}`
}

/** The anchor of a section by its place, from 0. */
export function sectionAnchor(place: number): string {
  return `s${place + 1}`
}

/** The blocks of a text in order. */
export function blocksOf(print: Print): PrintBlock[] {
  return print.sections.flatMap(({ blocks }) => blocks)
}

/** Every picture that a text needs, by SHA-256. */
export function pictureFiles(print: Print): Extract<PrintPicture, { kind: 'file' }>[] {
  return blocksOf(print).flatMap((block) => (block.kind === 'figure' && block.picture.kind === 'file' ? [block.picture] : []))
}
