import type { Id } from '../../shared/ids.ts'
import { diffWords, joinStretches, segmentWords, type Stretch } from '../../shared/word-diff.ts'
import type { Instant } from '../../shared/time.ts'
import { compareMakeUp, isMarked, isSpeltAlike, piecesOfWords, plainStretches, spell, type ComparedPiece, type Reshaped } from '../comparing/model.ts'
import { flatten, type FrozenParagraph, type FrozenText, type Lineage, type Version } from '../model.ts'

export type Fortune = 'unchanged' | 'changed' | 'new' | 'removed' | 'split' | 'merged'

/** What a paragraph is in one version, seen from another. */
export interface ComparedParagraph {
  readonly id: Id<'paragraph'>
  readonly sectionId: Id<'section'>
  readonly fortune: Fortune
  /** Its order against the paragraphs that stand in both, or its section, is another. */
  readonly isMoved: boolean
  readonly fromNumber: number | null
  readonly toNumber: number | null
  /** `split`: the number, in the version compared from, of the paragraph it was part of. `merged`: the number, in the other, of the one it is part of. */
  readonly kin: number | null
  readonly stretches: readonly Stretch[]
  /** The same with marks, links, footnotes and references, where it has any. */
  readonly pieces?: readonly ComparedPiece[] | undefined
  /** What changed of it besides its words; left out where nothing did. */
  readonly reshaped?: Reshaped | undefined
}

interface Placed extends FrozenParagraph {
  readonly sectionId: Id<'section'>
}

/** Stands between the paragraphs of one family while their words are compared; no paragraph holds an empty line. */
const BREAK = '\n\n'

/**
 * Compares two versions of a document by the identity of their paragraphs, either way round: what is split one way is merged the
 * other. Paragraphs tied by lineage are compared as one family, so that a split alone changes no word. In the order of `to`, with
 * what is gone after what it followed in `from`.
 */
export function compareVersions(from: FrozenText, to: FrozenText, lineage: readonly Lineage[], language: string): ComparedParagraph[] {
  const before = place(from)
  const after = place(to)
  const ties = tiesOf(before, after, lineage)
  const moved = movedIds(before, after)
  const compared = new Map<Id, ComparedParagraph>()
  for (const { id } of [...before, ...after]) {
    if (compared.has(id)) continue
    const family = new Set(familyOf(id, ties))
    const old = before.filter((paragraph) => family.has(paragraph.id))
    const young = after.filter((paragraph) => family.has(paragraph.id))
    for (const paragraph of [...comparePresent(old, young, { ties, moved, language }), ...compareGone(old, young, ties)]) compared.set(paragraph.id, paragraph)
  }
  return inOrder(before, after).flatMap((id) => compared.get(id) ?? [])
}

/** What was inserted and deleted between two texts, word by word. */
export function compareWords(from: string, to: string, language: string): Stretch[] {
  return joinStretches(diffWords(segmentWords(from, language), segmentWords(to, language)))
}

type Ties = ReadonlyMap<Id, readonly Id[]>

function comparePresent(old: readonly Placed[], young: readonly Placed[], by: { ties: Ties; moved: ReadonlySet<Id>; language: string }): ComparedParagraph[] {
  const words = carve(diffWords(wordsOf(old, by.language), wordsOf(young, by.language)))
  return young.map((paragraph, index) => {
    const earlier = old.find(({ id }) => id === paragraph.id)
    const own = words[index] ?? []
    const reshaped = earlier === undefined ? null : compareMakeUp(earlier, paragraph)
    const isSame = earlier?.text === paragraph.text && reshaped === null && isSpeltAlike(earlier, paragraph, by.language)
    const fortune = earlier === undefined ? (old.length > 0 ? 'split' : 'new') : isSame ? 'unchanged' : 'changed'
    return {
      id: paragraph.id,
      sectionId: paragraph.sectionId,
      fortune,
      isMoved: by.moved.has(paragraph.id),
      fromNumber: earlier?.number ?? null,
      toNumber: paragraph.number,
      kin: fortune === 'split' ? kinOf(paragraph.id, by.ties, old) : null,
      stretches: isSame ? [{ kind: 'same', text: paragraph.text }] : joinStretches(plainStretches(own)),
      ...(isSame || !isMarked(own) ? {} : { pieces: piecesOfWords(own) }),
      ...(reshaped === null ? {} : { reshaped }),
    }
  })
}

function compareGone(old: readonly Placed[], young: readonly Placed[], ties: Ties): ComparedParagraph[] {
  const gone = old.filter(({ id }) => !young.some((paragraph) => paragraph.id === id))
  return gone.map((paragraph) => ({
    id: paragraph.id,
    sectionId: paragraph.sectionId,
    fortune: young.length > 0 ? 'merged' : 'removed',
    isMoved: false,
    fromNumber: paragraph.number,
    toNumber: null,
    kin: kinOf(paragraph.id, ties, young),
    stretches: [{ kind: 'deleted', text: paragraph.text }],
  }))
}

function place(text: FrozenText): Placed[] {
  return flatten(text.map((section) => ({ ...section, paragraphs: section.paragraphs.map((paragraph) => ({ ...paragraph, sectionId: section.id })) })))
}

function wordsOf(paragraphs: readonly Placed[], language: string): string[] {
  return paragraphs.flatMap((paragraph, index) => (index === 0 ? spell(paragraph, language) : [BREAK, ...spell(paragraph, language)]))
}

/** The words of a family, cut where the later version has a paragraph's end. */
function carve(words: readonly Stretch[]): Stretch[][] {
  const parts: Stretch[][] = [[]]
  for (const word of words) {
    if (word.text !== BREAK) parts.at(-1)?.push(word)
    else if (word.kind !== 'deleted') parts.push([])
  }
  return parts
}

/** Paragraphs of two texts that stand in both and were moved: into another section, or past others that kept their order. */
export function movedBetween(from: FrozenText, to: FrozenText): ReadonlySet<Id> {
  return movedIds(place(from), place(to))
}

/** Paragraphs present in both whose section changed, or that left the longest run of those that kept their order. */
function movedIds(before: readonly Placed[], after: readonly Placed[]): Set<Id> {
  const places = new Map(before.map((paragraph, index) => [paragraph.id, { index, sectionId: paragraph.sectionId }]))
  const common = after.flatMap((paragraph) => {
    const earlier = places.get(paragraph.id)
    return earlier === undefined ? [] : [{ id: paragraph.id, index: earlier.index, isElsewhere: earlier.sectionId !== paragraph.sectionId }]
  })
  const stayed = longestRun(common.map(({ index }) => index))
  return new Set(common.filter(({ isElsewhere }, at) => isElsewhere || !stayed.has(at)).map(({ id }) => id))
}

/** The places of a longest increasing subsequence. */
function longestRun(values: readonly number[]): Set<number> {
  const tails: number[] = []
  const previous: number[] = []
  values.forEach((value, at) => {
    let low = 0
    let high = tails.length
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

/** Who is tied to whom by lineage, both ways. A tie between two that stand in both versions says nothing of what happened between them. */
function tiesOf(before: readonly Placed[], after: readonly Placed[], lineage: readonly Lineage[]): Ties {
  const later = new Set<Id>(after.map(({ id }) => id))
  const both = new Set(before.map(({ id }) => id as Id).filter((id) => later.has(id)))
  const ties = new Map<Id, Id[]>()
  const tie = (a: Id, b: Id): void => void ties.set(a, [...(ties.get(a) ?? []), b])
  for (const { from, to } of lineage) {
    if (both.has(from) && both.has(to)) continue
    tie(from, to)
    tie(to, from)
  }
  return ties
}

/** All that are tied to a paragraph, through others that stand in neither version too, the nearest first. */
function familyOf(id: Id, ties: Ties): Id[] {
  const reached = new Set([id])
  for (const member of reached) for (const next of ties.get(member) ?? []) reached.add(next)
  return [...reached]
}

/** The number of the nearest of kin that stands in a version. */
function kinOf(id: Id, ties: Ties, version: readonly Placed[]): number | null {
  const numbers = new Map<Id, number>(version.map((paragraph) => [paragraph.id, paragraph.number]))
  const kin = familyOf(id, ties).find((member) => member !== id && numbers.has(member))
  return kin === undefined ? null : (numbers.get(kin) ?? null)
}

/** The order of `after`, each paragraph that is gone placed behind the one it followed. */
function inOrder(before: readonly Placed[], after: readonly Placed[]): Id[] {
  const order = after.map(({ id }) => id as Id)
  const present = new Set(order)
  before.forEach(({ id }, index) => {
    if (present.has(id)) return
    const previous = before[index - 1]
    order.splice(previous === undefined ? 0 : order.indexOf(previous.id) + 1, 0, id)
  })
  return order
}

/** What was split and merged between two versions, whichever is the earlier: what happened before both, or after both, ties nothing of theirs. */
export function lineageBetween(lineage: readonly Lineage[], one: Pick<Version, 'frozenAt'>, other: Pick<Version, 'frozenAt'>): Lineage[] {
  const [from, until] = one.frozenAt < other.frozenAt ? [one.frozenAt, other.frozenAt] : [other.frozenAt, one.frozenAt]
  return lineage.filter(({ at }) => at >= from && at <= until)
}

/** How a paragraph's text came into another: the whole of it was merged, a part was split off, or a part of what it was merged with, which may hold none of it. */
export type Way = 'merge' | 'split' | 'perhaps'

interface Reached {
  readonly way: Way | undefined
  isPart: boolean
  isMixed: boolean
}

/**
 * Every identity that a paragraph's text went into since a version, through any number of splits and mergers, in their order.
 * `lineage` is the oldest first: a step is followed only after the one that led to it, so that nothing is said to have gone where it
 * could not.
 */
export function followLineage(id: Id<'paragraph'>, lineage: readonly Lineage[], since: Instant): { readonly to: Id<'paragraph'>; readonly way: Way }[] {
  const reached = new Map<Id<'paragraph'>, Reached>([[id, { way: undefined, isPart: false, isMixed: false }]])
  for (const { from, to, kind, at } of lineage) {
    if (at < since) continue
    const [source, goal] = [reached.get(from), reached.get(to)]
    if (kind === 'merge' && goal !== undefined) goal.isMixed = true
    if (source === undefined || goal !== undefined) continue
    if (kind === 'split') source.isPart = true
    const isUnsure = source.way === 'perhaps' || (kind === 'split' && source.isMixed)
    reached.set(to, { way: isUnsure ? 'perhaps' : source.isPart ? 'split' : 'merge', isPart: source.isPart, isMixed: source.isMixed || kind === 'merge' })
  }
  return [...reached].flatMap(([to, { way }]) => (way === undefined ? [] : [{ to, way }]))
}
