import type { Id } from '../../shared/ids.ts'
import type { Body } from '../blocks/model.ts'
import { bodyOf, piecesOf } from '../blocks/model.ts'
import type { Section } from '../model.ts'

/**
 * What a text's parts are called when it is printed, in every format alike: headings by level (1, 1.1, an annex by a letter: A, A.1),
 * footnotes through the whole text, and the places of list items. Worked out from the text alone, so that it is stable within a version.
 */
export interface SectionLabel {
  /** `2.1`; of an annex `B`, and below it `B.1`; empty for what has no title. */
  readonly label: string
  /** The label names an annex itself, or what stands below one. */
  readonly isAnnex: boolean
}

interface Heading {
  readonly id: Id<'section'>
  readonly title: string
  readonly level: number
  readonly isAnnex: boolean
}

/** Labels of the headings of a text, by section. A level that was left out counts as none: 1, then 3, is 1 and 1.1. */
export function labelSections(sections: readonly Heading[]): Map<Id, SectionLabel> {
  const labels = new Map<Id, SectionLabel>()
  let open: { level: number; count: number; isAnnex: boolean }[] = []
  let annexes = 0
  let last = { level: 0, count: 0 }
  for (const { id, title, level, isAnnex } of sections) {
    if (title === '') {
      labels.set(id, { label: '', isAnnex: false })
      continue
    }
    if (isAnnex && (level === 1 || open[0]?.isAnnex !== true)) {
      annexes += 1
      open = [{ level: 1, count: annexes, isAnnex: true }]
      labels.set(id, { label: letterOf(annexes), isAnnex: true })
      continue
    }
    // After an annex, a heading of the first level goes on with the numbers of the text.
    if (open[0]?.isAnnex === true && level === 1) open = last.count === 0 ? [] : [{ ...last, isAnnex: false }]
    const deeper = open.findLastIndex((one) => one.level < level)
    const same = open[deeper + 1]
    open = [...open.slice(0, deeper + 1), { level: same === undefined ? level : Math.min(same.level, level), count: (same?.count ?? 0) + 1, isAnnex: false }]
    if (open.length === 1) last = { level: open[0]?.level ?? 1, count: open[0]?.count ?? 1 }
    const root = open[0]?.isAnnex === true
    labels.set(id, { label: open.map(({ count }, place) => (place === 0 && root ? letterOf(count) : String(count))).join('.'), isAnnex: root })
  }
  return labels
}

/** A, B … Z, AA, AB … */
function letterOf(count: number): string {
  const rest = Math.floor((count - 1) / 26)
  return `${rest === 0 ? '' : letterOf(rest)}${String.fromCodePoint(65 + ((count - 1) % 26))}`
}

type Blocks = readonly Section<{ readonly id: Id<'paragraph'>; readonly number: number; readonly text: string; readonly body?: Body | null | undefined }>[]

/** Where a cross reference leads: the paragraph's number, or the section's label, of the text that it stands in. */
export type Place = { readonly kind: 'paragraph'; readonly number: number } | ({ readonly kind: 'section'; readonly at: number } & SectionLabel)

/** The places of a text by the identity that a reference names. `at`: the section's place in the text, from 1. */
export function placesOf(text: Blocks): Map<Id, Place> {
  const labels = labelSections(text)
  const places = new Map<Id, Place>()
  text.forEach((section, index) => {
    places.set(section.id, { kind: 'section', at: index + 1, label: '', isAnnex: false, ...labels.get(section.id) })
    for (const { id, number } of section.paragraphs) places.set(id, { kind: 'paragraph', number })
  })
  return places
}

/** Footnotes of a text, by their ids, counted from 1 in reading order. */
export function numberNotes(text: Blocks): Map<Id, number> {
  const numbers = new Map<Id, number>()
  for (const { paragraphs } of text) {
    for (const { body } of paragraphs) {
      if (body === undefined || body === null) continue
      for (const piece of piecesOf(body)) if (piece.kind === 'footnote' && !numbers.has(piece.id)) numbers.set(piece.id, numbers.size + 1)
    }
  }
  return numbers
}

/** How a list item is marked, and whether it begins or ends a list, for the eye. */
export interface ItemPlace {
  /** Of an ordered item `3`, below another ordered one `3.1`; null for a bullet. */
  readonly ordinal: string | null
  readonly isFirst: boolean
  readonly isLast: boolean
}

/** The places of list items by paragraph. Items that follow each other in a section are one list; whatever else stands between begins a new one. */
export function placeItems(text: Blocks): Map<Id, ItemPlace> {
  const places = new Map<Id, ItemPlace>()
  for (const { paragraphs } of text) {
    let open: { depth: number; list: string; count: number }[] = []
    paragraphs.forEach((paragraph, index) => {
      const body = paragraph.body ?? undefined
      if (body?.kind !== 'item') {
        open = []
        return
      }
      open = open.filter(({ depth }) => depth <= body.depth)
      const last = open.at(-1)
      if (last?.depth === body.depth && last.list === body.list) last.count += 1
      else open = [...open.filter(({ depth }) => depth < body.depth), { depth: body.depth, list: body.list, count: 1 }]
      const ordered = open.slice(open.findLastIndex(({ list }) => list === 'bullet') + 1)
      const isItem = (at: number): boolean => paragraphs[at]?.body?.kind === 'item'
      places.set(paragraph.id, { ordinal: body.list === 'bullet' ? null : ordered.map(({ count }) => count).join('.'), isFirst: !isItem(index - 1), isLast: !isItem(index + 1) })
    })
  }
  return places
}

/** The words of a block's footnotes, which weigh on a page though they are no part of its text. */
export function noteWords(paragraph: { readonly text: string; readonly body?: Body | null | undefined }): string[] {
  if (paragraph.body === undefined || paragraph.body === null) return []
  return piecesOf(bodyOf(paragraph)).flatMap((piece) => (piece.kind === 'footnote' ? [piece.content.map(({ text }) => text).join('')] : []))
}
