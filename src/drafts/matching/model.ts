import { pairTexts, type Pairing } from '../candidates/model.ts'
import { compareSentences, countUnordered } from '../evidence/model.ts'
import { plainForm, sharedWeight, type Said } from '../likeness/model.ts'
import { countSentences, EDITED_DICE, GAP_DICE, isAnyUnique, isCertain, proposeAll, type Proposal, type Standing } from '../proposals/model.ts'

/** How a text was found again: word for word, with changed words, in parts, together with others, or as the only one between two that were found. */
export const METHODS = ['exact', 'edited', 'split', 'merged', 'gap'] as const
export type Method = (typeof METHODS)[number]

/** What became of a text of the earlier version. Places count the later one's texts from 0. */
export type Fate =
  | { readonly kind: 'carried'; readonly method: Method; readonly to: readonly number[] }
  /** A person has to say. The likeliest first, 5 at most. */
  | { readonly kind: 'doubtful'; readonly candidates: readonly number[] }
  | { readonly kind: 'gone' }

export interface Matched<Id> {
  /** In the order given. */
  readonly fates: readonly (Fate & { readonly id: Id })[]
  /** Texts of the later version that none was carried to; one that is somebody's candidate may yet be his. */
  readonly fresh: readonly number[]
}

/** Fewer words than these prove nothing by being the same. */
const [WORDS, CHARACTERS] = [5, 8]
const MOST_CANDIDATES = 5
/** Below this likeness, or this part contained, a text is no candidate. */
const [LIKELY, CONTAINED] = [0.2, 0.5]
/** A text that has another source is a candidate from this part on of what only it explains. */
const UNEXPLAINED = 0.35
/** A text that is made of another for this part may be a piece of it. */
const MOSTLY = 0.6
/** So much of a text has to be runs that one text of either version holds, to prove that it was not put together by chance. */
const PROVEN = 0.3
/** Texts that share less of their words cannot be each other's correction. */
const ALIKE = 0.6
/** So many texts without any likeness are candidates because of where they stand. */
const NEAR = 3

/**
 * Finds the texts of an earlier version in a later one by their words alone. Place never decides between two that look alike: it only
 * tells texts apart that say the same, and raises doubts. Whatever could be otherwise is doubtful, with its candidates.
 */
export function matchTexts<Id>(before: readonly { readonly id: Id; readonly text: string }[], after: readonly { readonly text: string }[], language: string): Matched<Id> {
  const texts = { before: before.map(({ text }) => text), after: after.map(({ text }) => text) }
  const pairing = pairTexts(texts.before, texts.after, language)
  const matching = new Matching(pairing)
  const plain = { before: texts.before.map(plainForm), after: texts.after.map(plainForm) }
  matching.placeSame(plain.before, plain.after)
  matching.placeCertain()
  matching.withdrawDoubtful()
  for (let round = 0; round < 3; round++) if (!matching.placeBetween(plain.before, plain.after)) break
  matching.withdrawDoubtful()
  const fates = before.map(({ id }, at) => ({ id, ...matching.fateOf(at) }))
  return { fates, fresh: after.flatMap((_, at) => (matching.isTaken(at) ? [] : [at])) }
}

interface Placing {
  readonly method: Method
  readonly from: readonly number[]
  readonly to: readonly number[]
}

class Matching implements Standing {
  readonly sentencesBefore: ReadonlyMap<string, number>
  readonly sentencesAfter: ReadonlyMap<string, number>
  private readonly pairing: Pairing
  private readonly placings: (Placing | undefined)[]
  private readonly sources: (Placing | undefined)[]

  constructor(pairing: Pairing) {
    this.pairing = pairing
    this.placings = pairing.before.map(() => undefined)
    this.sources = pairing.after.map(() => undefined)
    this.sentencesBefore = countSentences(pairing.before)
    this.sentencesAfter = countSentences(pairing.after)
  }

  readonly isPlaced = (at: number): boolean => this.placings[at] !== undefined
  readonly isTaken = (at: number): boolean => this.sources[at] !== undefined

  private place(placing: Placing): void {
    for (const at of placing.from) this.placings[at] = placing
    for (const at of placing.to) this.sources[at] = placing
  }

  private withdraw(placing: Placing): void {
    for (const at of placing.from) this.placings[at] = undefined
    for (const at of placing.to) this.sources[at] = undefined
  }

  /** What says the same in both, once in each, and enough to prove something. */
  placeSame(before: readonly string[], after: readonly string[]): void {
    const [earlier, later] = [placesOf(before), placesOf(after)]
    for (const [text, [from, ...more]] of earlier) {
      const [to, ...others] = later.get(text) ?? []
      if (from === undefined || to === undefined || more.length + others.length > 0) continue
      if (isProving(this.pairing.before[from])) this.place({ method: 'exact', from: [from], to: [to] })
    }
  }

  /** Texts with changed words, in parts, or merged, the most alike first; what is found makes the rest plainer, so twice. */
  placeCertain(): void {
    for (let round = 0; round < 2; round++) {
      const certain = proposeAll(this.pairing, this).filter((proposal) => isCertain(this.pairing, proposal, this))
      for (const proposal of certain) if (!proposal.from.some(this.isPlaced) && !proposal.to.some(this.isTaken)) this.place({ ...proposal, method: methodOf(proposal) })
      if (certain.length === 0) return
    }
  }

  /**
   * What lies between two neighbours that were found: the same words in the same order, whatever their number; words that stand once;
   * and a single text for a single one, of which less need be left.
   */
  placeBetween(before: readonly string[], after: readonly string[]): boolean {
    let isMore = false
    for (const { from, to } of this.listGaps()) {
      const [earlier, later] = [from.map((at) => before[at] ?? ''), to.map((at) => after[at] ?? '')]
      const isSame = from.length === to.length && earlier.every((text, at) => text === later[at])
      const [one, other] = [from[0], to[0]]
      const unique = isSame ? [] : pairUnique(earlier, later)
      // With something left over on both sides all of a list may have been counted up by one: 2020, 2021 to 2021, 2022.
      const isOneSided = unique.length === Math.min(from.length, to.length)
      const pairs = isSame ? from.map((at, index) => [at, to[index] ?? at] as const) : isOneSided ? unique.map(([a, b]) => [from[a] ?? 0, to[b] ?? 0] as const) : []
      for (const [a, b] of pairs) this.place({ method: 'exact', from: [a], to: [b] })
      isMore ||= pairs.length > 0
      if (pairs.length > 0 || from.length !== 1 || to.length !== 1 || one === undefined || other === undefined) continue
      const dice = this.pairing.ofBefore[one]?.find(({ at }) => at === other)?.dice ?? 0
      if (dice < GAP_DICE || dice >= 1 || !isCertain(this.pairing, { from, to, dice }, this)) continue
      this.place({ method: dice < EDITED_DICE ? 'gap' : 'edited', from, to })
      isMore = true
    }
    return isMore
  }

  /** Stretches of texts without a place, both of whose neighbours stand in the same order next to such a stretch of the later version. */
  private listGaps(): { from: number[]; to: number[] }[] {
    const gaps: { from: number[]; to: number[] }[] = []
    const [length, laterLength] = [this.placings.length, this.sources.length]
    for (let at = 0; at < length; at++) {
      if (this.isPlaced(at)) continue
      const start = at
      while (at < length && !this.isPlaced(at)) at++
      const left = start === 0 ? -1 : (this.placings[start - 1]?.to.at(-1) ?? -1)
      const right = at === length ? laterLength : (this.placings[at]?.to[0] ?? laterLength)
      const to = Array.from({ length: Math.max(0, right - left - 1) }, (_, index) => left + 1 + index)
      if (to.length > 0 && to.length < 2000 && !to.some(this.isTaken)) gaps.push({ from: Array.from({ length: at - start }, (_, index) => start + index), to })
    }
    return gaps
  }

  /** Takes back what could be otherwise: where look-alikes are left without a place on both sides, or on one side and the order speaks for them. */
  withdrawDoubtful(): void {
    for (;;) {
      const doubted = [...new Set(this.placings)].filter((placing): placing is Placing => placing !== undefined && this.isDoubted(placing))
      for (const placing of doubted) this.withdraw(placing)
      if (doubted.length === 0) return
    }
  }

  private isDoubted({ from, to }: Placing): boolean {
    const { before, after, ofBefore, ofAfter } = this.pairing
    const sources = to.flatMap((at) => (ofAfter[at] ?? []).filter((other) => other.dice >= LIKELY && !this.isPlaced(other.at) && areAlike(before[other.at], after[at])).map((other) => [other.at, at] as const))
    const goals = from.flatMap((at) => (ofBefore[at] ?? []).filter((other) => other.dice >= LIKELY && !this.isTaken(other.at) && areAlike(before[at], after[other.at])).map((other) => [at, other.at] as const))
    if (sources.length > 0 && goals.length > 0) return true
    if (from.some((at) => this.isElsewhereToo(at, to))) return true
    const agreed = Math.max(...from.flatMap((at) => to.map((other) => this.agreement(at, other))))
    if ([...sources, ...goals].some(([at, other]) => this.agreement(at, other) > agreed)) return true
    return agreed === 0 && !this.isProven(from, to) && from.some((at) => this.listNear(at).length > 0)
  }

  /** True where a sentence, two that follow each other, or much of the words stand in these alone; what stands in others too may have met here by chance. */
  private isProven(from: readonly number[], to: readonly number[]): boolean {
    return from.some((at) => to.some((other) => {
      const [own, goal] = [this.pairing.before[at], this.pairing.after[other]]
      if (own === undefined || goal === undefined) return false
      const alone = sharedWeight(own.runs, goal.runs, this.pairing.weightsAlone)
      return alone >= PROVEN * (this.pairing.weightsBefore[at] ?? 0) || isAnyUnique(own, goal, this)
    }))
  }

  /** True where what a text lost on its way stands in another that has no source: it may have been split with something put between. */
  private isElsewhereToo(at: number, to: readonly number[]): boolean {
    const { before, after, ofBefore, weights, weightsBefore, weightsAfter, reading } = this.pairing
    const [own, [only]] = [before[at], to]
    const goal = to.length === 1 && only !== undefined ? after[only] : reading.join(to.flatMap((other) => after[other] ?? []))
    if (own === undefined || goal === undefined) return false
    const lost = (other: number): number => sharedWeight(own.runs, after[other]?.runs ?? goal.runs, weights, goal.runs)
    const isPiece = (other: number): boolean => lost(other) >= MOSTLY * (weightsAfter[other] ?? 0)
    const beside = [(to[0] ?? 0) - 1, (to.at(-1) ?? 0) + 1].some((other) => after[other] !== undefined && !this.isTaken(other) && (weightsAfter[other] ?? 0) > 0 && isPiece(other))
    return beside || (ofBefore[at] ?? []).some(({ at: other, shared }) => {
      if (this.isTaken(other) || shared < LIKELY * Math.min(weightsBefore[at] ?? 0, weightsAfter[other] ?? 0)) return false
      return isProving(after[other]) && (lost(other) >= UNEXPLAINED * (weightsBefore[at] ?? 0) || isPiece(other))
    })
  }

  /** How many neighbours of a text stand beside a text of the later version. */
  private agreement(at: number, other: number): number {
    const [previous, next] = [this.placings[at - 1]?.to.at(-1), this.placings[at + 1]?.to[0]]
    return (previous !== undefined && previous === other - 1 ? 1 : 0) + (next !== undefined && next === other + 1 ? 1 : 0)
  }

  fateOf(at: number): Fate {
    const placing = this.placings[at]
    if (placing !== undefined) return { kind: 'carried', method: placing.method, to: placing.to }
    const candidates = this.candidatesOf(at)
    return candidates.length === 0 ? { kind: 'gone' } : { kind: 'doubtful', candidates }
  }

  private candidatesOf(at: number): number[] {
    const { ofBefore, weightsBefore, weightsAfter } = this.pairing
    const own = weightsBefore[at] ?? 0
    const likely = (ofBefore[at] ?? []).flatMap(({ at: other, dice, shared }) => {
      const part = shared / Math.max(1, Math.min(own, weightsAfter[other] ?? 0))
      if (this.isTaken(other)) {
        const alone = this.unexplained(at, other)
        return alone >= UNEXPLAINED ? [{ at: other, score: alone / 2 }] : []
      }
      return dice >= LIKELY || part >= CONTAINED ? [{ at: other, score: dice + this.agreement(at, other) / 20 }] : []
    })
    const near = this.listNear(at).filter((other) => !likely.some((known) => known.at === other))
    return [...likely.sort((a, b) => b.score - a.score).map((candidate) => candidate.at), ...near].slice(0, MOST_CANDIDATES)
  }

  /** Which part of a text stands in one that has another source, and not in that source. */
  private unexplained(at: number, other: number): number {
    const { before, after, weights, weightsBefore } = this.pairing
    const [own, text] = [before[at], after[other]]
    if (own === undefined || text === undefined) return 0
    const source = this.pairing.reading.join((this.sources[other]?.from ?? []).flatMap((from) => before[from] ?? []))
    return sharedWeight(own.runs, text.runs, weights, source.runs) / Math.max(1, weightsBefore[at] ?? 1)
  }

  /** Texts without a source beside the nearest neighbours that were found, where a text stands that was written anew; by their distance from where it would be. */
  private listNear(at: number): number[] {
    const near = new Map<number, number>()
    const [previous, next] = [this.nearest(at, -1), this.nearest(at, 1)]
    for (let other = previous.place + 1; other < this.sources.length && !this.isTaken(other); other++) near.set(other, Math.abs(other - previous.place - (at - previous.at)))
    for (let other = next.place - 1; other >= 0 && !this.isTaken(other); other--) near.set(other, Math.min(near.get(other) ?? this.sources.length, Math.abs(next.place - other - (next.at - at))))
    return [...near].sort(([, a], [, b]) => a - b).slice(0, NEAR).map(([other]) => other)
  }

  /** The nearest neighbour on one side that was found, and where; the edge of the texts where there is none. */
  private nearest(at: number, step: 1 | -1): { at: number; place: number } {
    for (let other = at + step; other >= 0 && other < this.placings.length; other += step) {
      const placing = this.placings[other]
      if (placing !== undefined) return { at: other, place: (step < 0 ? placing.to.at(-1) : placing.to[0]) ?? -1 }
    }
    return step < 0 ? { at: -1, place: -1 } : { at: this.placings.length, place: this.sources.length }
  }
}

function placesOf(texts: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>()
  texts.forEach((text, at) => {
    const known = places.get(text)
    if (known === undefined) places.set(text, [at])
    else known.push(at)
  })
  return places
}

function isProving(text: Said | undefined): boolean {
  return text !== undefined && text.tokens.length >= (text.characters * 2 > text.tokens.length ? CHARACTERS : WORDS)
}

function methodOf({ from, to }: Proposal): Method {
  return from.length > 1 ? 'merged' : to.length > 1 ? 'split' : 'edited'
}

/** What stands once in either list and says the same, by places. */
function pairUnique(left: readonly string[], right: readonly string[]): [number, number][] {
  const others = placesOf(right)
  return [...placesOf(left)].flatMap(([text, [at, ...more]]): [number, number][] => {
    const [other, ...rest] = others.get(text) ?? []
    return at === undefined || other === undefined || more.length + rest.length > 0 || text === '' ? [] : [[at, other]]
  })
}

/** True where one could have become the other by a correction, so that which of several did cannot be told. */
function areAlike(left: Said | undefined, right: Said | undefined): boolean {
  if (left === undefined || right === undefined) return false
  const common = countUnordered(left.tokens, right.tokens)
  return 2 * common >= ALIKE * (left.tokens.length + right.tokens.length) && compareSentences(left, right).isLookalike
}
