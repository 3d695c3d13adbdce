import type { Node } from 'prosemirror-model'
import type { Id } from '../../shared/ids.ts'
import { idOf, isHeading } from '../nodes/model.ts'
import { changedBlocks } from '../rebase/model.ts'
import { isBlank, readParagraph, toSections, type ReadParagraph } from '../tree/model.ts'

/** What of a text's rows is to be written when it goes from one tree to the next. */
export interface Difference {
  /** Sections that are new, or have another title, level or kind. */
  readonly sections: readonly { readonly id: Id; readonly title: string; readonly level: number; readonly isAnnex: boolean }[]
  readonly removedSections: readonly Id[]
  /** The order of all sections, where it changed. */
  readonly sectionOrder: readonly Id[] | undefined
  /** Paragraphs that are new, stand in another section, or have other words. */
  readonly paragraphs: readonly (ReadParagraph & { readonly sectionId: Id })[]
  readonly removedParagraphs: readonly Id[]
  /** The order within each section in which it changed. */
  readonly orders: ReadonlyMap<Id, readonly Id[]>
}

export function differenceOf(before: Node, after: Node, documentId: Id): Difference {
  return isWordsOnly(before, after) ? wordsBetween(before, after) : textsBetween(before, after, documentId)
}

/** True while blocks stand as they stood and only what is in some of them changed: the common case, which looks at nothing else. */
function isWordsOnly(before: Node, after: Node): boolean {
  const changed = changedBlocks(before, after)
  return changed.before.length === changed.after.length && changed.before.every((node, at) => {
    const other = changed.after[at]
    return other !== undefined && idOf(node) === idOf(other) && !isHeading(node) && !isHeading(other) && !isBlank(node) && !isBlank(other)
  })
}

function wordsBetween(before: Node, after: Node): Difference {
  const changed = changedBlocks(before, after)
  let sectionId: Id | undefined
  for (let at = changed.start; at >= 0 && sectionId === undefined; at--) {
    const node = after.maybeChild(at)
    if (node !== null && isHeading(node)) sectionId = idOf(node)
  }
  const section = sectionId
  const paragraphs = section === undefined ? [] : changed.after.filter((node, at) => node !== changed.before[at]).map((node) => ({ ...readParagraph(node), sectionId: section }))
  return { sections: [], removedSections: [], sectionOrder: undefined, paragraphs, removedParagraphs: [], orders: new Map() }
}

function textsBetween(before: Node, after: Node, documentId: Id): Difference {
  const [old, now] = [toSections(before, documentId), toSections(after, documentId)]
  const nodes = { before: nodesById(before), after: nodesById(after) }
  const oldSections = new Map<Id, (typeof old)[number]>(old.map((section) => [section.id, section]))
  const oldPlaces = new Map<Id, Id>(old.flatMap(({ id, paragraphs }) => paragraphs.map((paragraph): [Id, Id] => [paragraph.id, id])))
  const nowPlaces = new Map<Id, Id>(now.flatMap(({ id, paragraphs }) => paragraphs.map((paragraph): [Id, Id] => [paragraph.id, id])))
  const kept = new Set<Id>(now.map(({ id }) => id))
  const paragraphs = now.flatMap((section) =>
    section.paragraphs.filter(({ id }) => oldPlaces.get(id) !== section.id || nodes.before.get(id) !== nodes.after.get(id)).map((paragraph) => ({ ...paragraph, sectionId: section.id })),
  )
  const orders = now.flatMap((section): [Id, Id[]][] => {
    const order = section.paragraphs.map(({ id }) => id)
    const earlier = oldSections.get(section.id)?.paragraphs.map(({ id }) => id)
    return order.length === 0 || (earlier !== undefined && isSame(earlier, order)) ? [] : [[section.id, order]]
  })
  return {
    sections: now.filter((section) => isOtherHeading(oldSections.get(section.id), section)).map(({ id, title, level, isAnnex }) => ({ id, title, level, isAnnex })),
    removedSections: old.map(({ id }) => id).filter((id) => !kept.has(id)),
    sectionOrder: isSame(old.map(({ id }) => id), now.map(({ id }) => id)) ? undefined : now.map(({ id }) => id),
    paragraphs,
    removedParagraphs: [...oldPlaces.keys()].filter((id) => !nowPlaces.has(id)),
    orders: new Map(orders),
  }
}

function nodesById(doc: Node): Map<Id, Node> {
  return new Map(doc.children.map((node) => [idOf(node), node]))
}

interface Heading {
  readonly title: string
  readonly level: number
  readonly isAnnex: boolean
}

function isOtherHeading(old: Heading | undefined, now: Heading): boolean {
  return old === undefined || old.title !== now.title || old.level !== now.level || old.isAnnex !== now.isAnnex
}

function isSame(a: readonly Id[], b: readonly Id[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at])
}

/** How far apart places are put when all are given anew, so that many can come between without that. */
const APART = 1024

/**
 * The places to be written so that rows stand in a new order: as few as can be. `known` is where each stands now; what is new has
 * none. Where there is no room between two neighbours, all are placed anew.
 */
export function placesFor(order: readonly Id[], known: ReadonlyMap<Id, number>): Map<Id, number> {
  const standing = longestRise(order.map((id) => known.get(id)))
  const places = new Map<Id, number>()
  let last = 0
  for (let at = 0; at < order.length; ) {
    const id = order[at]
    if (standing.has(at) && id !== undefined) {
      last = known.get(id) ?? last
      at += 1
      continue
    }
    let end = at
    while (end < order.length && !standing.has(end)) end++
    const nextId = order[end]
    const next = nextId === undefined ? last + APART * (end - at + 1) : (known.get(nextId) ?? 0)
    const room = (next - last) / (end - at + 1)
    if (room < 1) return new Map(order.map((each, index) => [each, (index + 1) * APART]))
    for (let index = at; index < end; index++) {
      const each = order[index]
      if (each !== undefined) places.set(each, Math.floor(last + room * (index - at + 1)))
    }
    at = end
  }
  return places
}

/** The places in a list at which a longest strictly rising run of its numbers stands; what has no number is in none. */
function longestRise(values: readonly (number | undefined)[]): Set<number> {
  const tails: number[] = []
  const previous: number[] = []
  values.forEach((value, at) => {
    if (value === undefined || value < 1) return
    let [low, high] = [0, tails.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((values[tails[middle] ?? 0] ?? 0) < value) low = middle + 1
      else high = middle
    }
    previous[at] = low === 0 ? -1 : (tails[low - 1] ?? -1)
    tails[low] = at
  })
  const run = new Set<number>()
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) run.add(at)
  return run
}
