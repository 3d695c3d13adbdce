import { countUnordered } from '../../drafts/evidence/model.ts'
import { Reading, plainForm } from '../../drafts/likeness/model.ts'
import { matchTexts, type Fate } from '../../drafts/matching/model.ts'
import { flatten, type FrozenParagraph, type FrozenText, type Lineage } from '../../drafts/model.ts'
import { alignTexts, carryRange, type Alignment } from '../../drafts/ranges/model.ts'
import { followLineage, movedBetween } from '../../drafts/versions/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Range } from '../../shared/quote.ts'
import { sliceCodePoints } from '../../shared/text.ts'
import type { Instant } from '../../shared/time.ts'

/** What became of the place that a comment is on. `placed`: a person said where it is; `doubtful`: a person has to. */
export const ANCHOR_STATES = ['same', 'changed', 'moved', 'split', 'merged', 'deleted', 'placed', 'doubtful'] as const
export type AnchorState = (typeof ANCHOR_STATES)[number]

/** By what it was found: the paragraph's own identity, its lineage through splits and mergers, the words, or a person. */
export const CARRY_METHODS = ['identity', 'lineage', 'quote', 'person'] as const
export type CarryMethod = (typeof CARRY_METHODS)[number]

/** A paragraph of a later version, or a range of it in code points of its text. */
export interface AnchorPlace {
  readonly paragraphId: Id<'paragraph'>
  readonly range: Range | null
}

export interface Carry {
  readonly state: AnchorState
  readonly method: CarryMethod
  /** In the order of the text; none where it was deleted or is doubtful. */
  readonly places: readonly AnchorPlace[]
  /** Where it may be, the likeliest first, where a person has to say. */
  readonly candidates: readonly AnchorPlace[]
}

/** A marked part of a paragraph with what stands around it, so that it can be found again by its words. */
export interface MarkedRange extends Range {
  readonly quote: string
  readonly prefix: string
  readonly suffix: string
}

/** How many code points before and after a range are kept with it. */
const AROUND = 32
/** A part that may have come from elsewhere belongs to a text when so much of its words stand there. */
const BELONGS = 0.2

export function markRange(text: string, { start, end }: Range): MarkedRange {
  return { start, end, quote: sliceCodePoints(text, start, end), prefix: sliceCodePoints(text, Math.max(0, start - AROUND), start), suffix: sliceCodePoints(text, end, end + AROUND) }
}

export interface CarryFrom {
  readonly from: FrozenText
  /** A later version, or the working text. */
  readonly to: FrozenText
  /** What was split and merged between the two, the oldest first. */
  readonly lineage: readonly Lineage[]
  /** When the earlier one was frozen. */
  readonly since: Instant
  readonly language: string
}

/**
 * Makes the function that finds where a place of an earlier text stands in a later one. Identity decides, then lineage, then words,
 * and where these leave a doubt, a person. What is worked out for one place serves the others.
 */
export function carrier(input: CarryFrom): (place: AnchorPlace) => Carry {
  const [before, after] = [flatten(input.from), flatten(input.to)]
  const known = { before: byId(before), after: byId(after) }
  const moved = movedBetween(input.from, input.to)
  const alignments = new Map<string, Alignment>()
  const align = (own: FrozenParagraph, parts: readonly FrozenParagraph[]): Alignment => {
    const key = [own, ...parts].map(({ id }) => id).join(' ')
    const made = alignments.get(key) ?? alignTexts(own.text, parts.map(({ text }) => text), input.language)
    alignments.set(key, made)
    return made
  }
  let lost: ReadonlyMap<Id, LostText> | undefined
  const find = ({ paragraphId, range }: AnchorPlace): Carry => {
    const own = known.before.get(paragraphId)
    if (own === undefined) return { state: 'doubtful', method: 'identity', places: [], candidates: [] }
    const found = follow(own, input, known.after, moved)
    if (found.parts.length === 0 && found.perhaps.length === 0) {
      lost ??= findLost(before, after, known, input)
      return ofLost(lost.get(paragraphId))
    }
    if (found.state === 'doubtful') return { state: 'doubtful', method: 'lineage', places: [], candidates: inOrder([...found.parts, ...found.perhaps]).map(wholly) }
    const parts = inOrder(found.parts)
    return range === null ? { state: found.state, method: found.method, places: parts.map(wholly), candidates: [] } : ofRange(align(own, parts), range, parts, found)
  }
  const carries = new Map<string, Carry>()
  return (place) => {
    const key = `${place.paragraphId} ${place.range?.start ?? ''} ${place.range?.end ?? ''}`
    const made = carries.get(key) ?? find(place)
    carries.set(key, made)
    return made
  }
}

interface Followed {
  readonly state: AnchorState
  readonly method: CarryMethod
  readonly parts: readonly FrozenParagraph[]
  readonly perhaps: readonly FrozenParagraph[]
}

type ById = ReadonlyMap<Id, FrozenParagraph>

/** Where a paragraph's identity and its lineage lead to. */
function follow(own: FrozenParagraph, { lineage, since }: CarryFrom, after: ById, moved: ReadonlySet<Id>): Followed {
  const there = after.get(own.id)
  // All of it is there: whatever was split and merged in between has been undone.
  if (there?.text === own.text) return { state: moved.has(own.id) ? 'moved' : 'same', method: 'identity', parts: [there], perhaps: [] }
  const reached = followLineage(own.id, lineage, since).flatMap(({ to, way }) => {
    const paragraph = after.get(to)
    return paragraph === undefined || to === own.id ? [] : [{ paragraph, way }]
  })
  const sure = [...(there === undefined ? [] : [there]), ...reached.flatMap(({ paragraph, way }) => (way === 'perhaps' ? [] : [paragraph]))]
  const unsure = reached.flatMap(({ paragraph, way }) => (way === 'perhaps' ? [paragraph] : []))
  if (unsure.length > 0) {
    const holders = [...sure, ...unsure].filter(({ text }) => holds(text, own.text))
    const [holder] = holders
    if (holders.length === 1 && holder !== undefined) return { state: plainForm(holder.text) === plainForm(own.text) ? 'same' : 'merged', method: 'quote', parts: [holder], perhaps: [] }
    const perhaps = unsure.filter(({ text }) => partOf(text, own.text) >= BELONGS)
    if (perhaps.length > 0) return { state: 'doubtful', method: 'lineage', parts: sure, perhaps }
  }
  if (sure.length > 1) return { state: 'split', method: 'lineage', parts: sure, perhaps: [] }
  if (there === undefined) return { state: 'merged', method: 'lineage', parts: sure, perhaps: [] }
  const isJoined = lineage.some(({ kind, to }) => kind === 'merge' && to === own.id) && holds(there.text, own.text)
  return { state: isJoined ? 'merged' : 'changed', method: isJoined ? 'lineage' : 'identity', parts: sure, perhaps: [] }
}

function holds(text: string, words: string): boolean {
  return plainForm(text).includes(plainForm(words))
}

/** Which part of a text's words stand in another. */
function partOf(text: string, whole: string): number {
  const reading = new Reading('und')
  const [part, all] = [reading.read(text).tokens, reading.read(whole).tokens]
  return part.length === 0 ? 0 : countUnordered(all, part) / part.length
}

function ofRange(alignment: Alignment, range: Range, parts: readonly FrozenParagraph[], found: Followed): Carry {
  const fate = carryRange(alignment, range)
  const whole = parts.map(wholly)
  if (fate.kind === 'gone') return { state: 'deleted', method: 'quote', places: [], candidates: whole }
  const places = fate.pieces.flatMap(({ part, start, end }) => {
    const paragraph = parts[part]
    return paragraph === undefined ? [] : [{ paragraphId: paragraph.id, range: { start, end } }]
  })
  if (fate.kind === 'doubtful') return { state: 'doubtful', method: 'quote', places: [], candidates: [...places, ...whole] }
  if (alignment.isSame) return { state: found.state, method: found.method, places, candidates: [] }
  const isElsewhere = found.state === 'split' || found.state === 'merged'
  return { state: isElsewhere ? found.state : fate.isSame ? 'same' : 'changed', method: 'quote', places, candidates: [] }
}

interface LostText {
  readonly fate: Fate
  readonly fresh: readonly FrozenParagraph[]
}

/** What left the text without lineage beside what is new in it: a paragraph that was cut and pasted has another identity, and the same words. */
function findLost(before: readonly FrozenParagraph[], after: readonly FrozenParagraph[], known: { before: ById; after: ById }, { lineage, language }: CarryFrom): ReadonlyMap<Id, LostText> {
  const born = new Set<Id>(lineage.map(({ to }) => to))
  const gone = before.filter(({ id }) => !known.after.has(id))
  const fresh = after.filter(({ id }) => !known.before.has(id) && !born.has(id))
  return new Map(matchTexts(gone, fresh, language).fates.map(({ id, ...fate }) => [id, { fate, fresh }]))
}

/**
 * Identity says that it is gone. Where all its words stand under another one (it was cut and pasted), a person says whether it is that
 * one; what only looks like it is named beside.
 */
function ofLost(lost: LostText | undefined): Carry {
  const places = lost === undefined || lost.fate.kind === 'gone' ? [] : (lost.fate.kind === 'carried' ? lost.fate.to : lost.fate.candidates).flatMap((at) => lost.fresh[at] ?? []).map(wholly)
  if (lost?.fate.kind === 'carried' && lost.fate.method !== 'edited' && lost.fate.method !== 'gap') return { state: 'doubtful', method: 'quote', places: [], candidates: places }
  return { state: 'deleted', method: 'identity', places: [], candidates: places }
}

/** What a person decided on stands in several places: they are carried each by itself and told as one. */
export function joinCarries(carries: readonly Carry[]): Carry {
  const [first, ...others] = carries
  if (first === undefined) return { state: 'deleted', method: 'person', places: [], candidates: [] }
  if (others.length === 0) return first
  const doubtful = carries.find(({ state }) => state === 'doubtful')
  const standing = carries.filter(({ state }) => state !== 'deleted')
  const places = standing.flatMap((carry) => carry.places)
  const candidates = carries.flatMap((carry) => [...carry.places, ...carry.candidates])
  if (doubtful !== undefined) return { state: 'doubtful', method: doubtful.method, places: [], candidates }
  const state = standing.find((carry) => carry.state !== 'same')?.state ?? standing[0]?.state ?? 'deleted'
  return { state, method: first.method, places, candidates: standing.length === 0 ? candidates : [] }
}

function wholly({ id }: FrozenParagraph): AnchorPlace {
  return { paragraphId: id, range: null }
}

function inOrder(paragraphs: readonly FrozenParagraph[]): FrozenParagraph[] {
  return paragraphs.toSorted((a, b) => a.number - b.number)
}

function byId(paragraphs: readonly FrozenParagraph[]): ById {
  return new Map(paragraphs.map((paragraph) => [paragraph.id as Id, paragraph]))
}
