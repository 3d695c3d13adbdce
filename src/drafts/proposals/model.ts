import type { Candidate, Pairing } from '../candidates/model.ts'
import { compareSentences, countUnordered, provingKeys } from '../evidence/model.ts'
import { sharedWeight, weightOf, type Said } from '../likeness/model.ts'

/** Texts of the earlier version that may be texts of the later one: one and one, one that was split, or several that were merged. */
export interface Proposal {
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly dice: number
}

/** What a proposal is held against besides the texts: who has his place already, and where each sentence stands. */
export interface Standing {
  readonly isPlaced: (at: number) => boolean
  readonly isTaken: (at: number) => boolean
  readonly sentencesBefore: ReadonlyMap<string, number>
  readonly sentencesAfter: ReadonlyMap<string, number>
}

const PART_CONTAINED = 0.7
const ONCE = 0.8
const MOST_PARTS = 8
const JOINT_DICE = 0.6
export const EDITED_DICE = 0.45
export const GAP_DICE = 0.35
const CONTAINED = 0.7
/** Below it a sentence, or two that follow each other, must have stayed that stand once in either version. */
const SAFE_DICE = 0.85
/** Words that must have stayed; characters, where each is a word. */
const [KEPT_WORDS, KEPT_CHARACTERS] = [6, 10]
/** From so many words on a sentence that stayed proves something. */
const [PROVING_WORDS, PROVING_CHARACTERS] = [5, 8]
/** What speaks for a pair alone must outweigh what speaks for a rival alone so many times. */
const OUTWEIGHS = 1.5
/** … and must be as much as so many runs that nobody else has. */
const OWN_RUNS = 2

export function countSentences(texts: readonly Said[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) for (const key of provingKeys(text)) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** Every pair, split and merger of texts without a place that is worth a look. */
export function proposeAll(pairing: Pairing, standing: Standing): Proposal[] {
  const pairs = pairing.ofBefore.flatMap((candidates, at) =>
    standing.isPlaced(at) ? [] : candidates.flatMap(({ at: other, dice }) => (dice < EDITED_DICE || standing.isTaken(other) ? [] : [{ from: [at], to: [other], dice }])),
  )
  const splits = pairing.ofBefore.flatMap((candidates, at) => (standing.isPlaced(at) ? [] : proposeParts(pairing, 'before', at, candidates, standing.isTaken).map(({ parts, dice }) => ({ from: [at], to: parts, dice }))))
  const mergers = pairing.ofAfter.flatMap((candidates, at) => (standing.isTaken(at) ? [] : proposeParts(pairing, 'after', at, candidates, standing.isPlaced).map(({ parts, dice }) => ({ from: parts, to: [at], dice }))))
  return [...pairs, ...splits, ...mergers].sort((a, b) => b.dice - a.dice || (a.from[0] ?? 0) - (b.from[0] ?? 0) || (a.to[0] ?? 0) - (b.to[0] ?? 0))
}

/** Neighbours of the other side that are contained in one text and make it up together. */
function proposeParts(pairing: Pairing, side: 'before' | 'after', at: number, candidates: readonly Candidate[], isGiven: (at: number) => boolean): { parts: number[]; dice: number }[] {
  const [own, others] = side === 'before' ? [pairing.before, pairing.after] : [pairing.after, pairing.before]
  const otherWeights = side === 'before' ? pairing.weightsAfter : pairing.weightsBefore
  const whole = own[at]
  if (whole === undefined) return []
  const isPart = (other: number): boolean => {
    const text = others[other]
    return text !== undefined && text.tokens.length > 0 && !isGiven(other) && sharedWeight(text.runs, whole.runs, pairing.weights) >= PART_CONTAINED * (otherWeights[other] ?? 0)
  }
  const found = new Map<number, { parts: number[]; dice: number }>()
  for (const { at: seed, shared } of candidates) {
    if (shared < PART_CONTAINED * (otherWeights[seed] ?? 0) || isGiven(seed)) continue
    let best = { parts: [seed], dice: diceOf(pairing, [whole], [others[seed] ?? whole]) }
    for (;;) {
      const [first, last] = [best.parts[0] ?? seed, best.parts.at(-1) ?? seed]
      const longer = [[...best.parts, last + 1], [first - 1, ...best.parts]]
        .filter((parts, place) => isPart(place === 0 ? last + 1 : first - 1) && parts.length <= MOST_PARTS)
        .map((parts) => ({ parts, dice: diceOf(pairing, [whole], parts.flatMap((part) => others[part] ?? [])) }))
        .sort((a, b) => b.dice - a.dice)[0]
      if (longer === undefined || longer.dice <= best.dice) break
      best = longer
    }
    if (best.parts.length > 1 && best.dice >= JOINT_DICE && areParts(whole, best.parts.flatMap((part) => others[part] ?? []))) found.set(best.parts[0] ?? seed, best)
  }
  return [...found.values()]
}

/** True where no two of the parts are the same part: together they say hardly a word more often than the whole does. */
function areParts(whole: Said, parts: readonly Said[]): boolean {
  const words = parts.flatMap(({ tokens }) => tokens)
  return countUnordered(whole.tokens, words) >= ONCE * words.length
}

export function joined(pairing: Pairing, texts: readonly Said[]): Said | undefined {
  return texts.length === 1 ? texts[0] : pairing.reading.join(texts)
}

function diceOf(pairing: Pairing, left: readonly Said[], right: readonly Said[]): number {
  const [a, b] = [joined(pairing, left), joined(pairing, right)]
  if (a === undefined || b === undefined) return 0
  return (2 * sharedWeight(a.runs, b.runs, pairing.weights)) / (weightOf(a.runs, pairing.weights) + weightOf(b.runs, pairing.weights))
}

/** True where nothing else explains the likeness: enough stayed, nothing was replaced by what looks like it, and no rival comes near. */
export function isCertain(pairing: Pairing, proposal: Proposal, standing: Standing): boolean {
  const left = joined(pairing, proposal.from.flatMap((at) => pairing.before[at] ?? []))
  const right = joined(pairing, proposal.to.flatMap((at) => pairing.after[at] ?? []))
  if (left === undefined || right === undefined) return false
  const isDense = left.characters * 2 > left.tokens.length
  if (countUnordered(left.tokens, right.tokens) < (isDense ? KEPT_CHARACTERS : KEPT_WORDS)) return false
  const { kept, isLookalike } = compareSentences(left, right)
  if (isLookalike) return false
  const proving = kept.filter((key) => key.split(' ').length >= (isDense ? PROVING_CHARACTERS : PROVING_WORDS))
  const shared = sharedWeight(left.runs, right.runs, pairing.weights)
  const isContained = shared >= CONTAINED * Math.min(weightOf(left.runs, pairing.weights), weightOf(right.runs, pairing.weights))
  if (!isContained && proving.length < 2) return false
  if (proposal.dice < SAFE_DICE && proposal.from.length + proposal.to.length === 2 && !isAnyUnique(left, right, isDense, standing)) return false
  return isWithoutRival(pairing, proposal, standing, left, right)
}

/** True where a sentence, or two that follow each other, stayed that stand in no other text of either version. */
function isAnyUnique(left: Said, right: Said, isDense: boolean, standing: Standing): boolean {
  const later = provingKeys(right)
  return [...provingKeys(left)].some((key) => {
    if (!later.has(key) || standing.sentencesBefore.get(key) !== 1 || standing.sentencesAfter.get(key) !== 1) return false
    return key.split(' ').length >= (isDense ? PROVING_CHARACTERS : PROVING_WORDS)
  })
}

function isWithoutRival(pairing: Pairing, { from, to }: Proposal, standing: Standing, left: Said, right: Said): boolean {
  const { weights } = pairing
  const outweighs = (rival: Said | undefined, own: Said, other: Said): boolean => {
    if (rival === undefined) return true
    const ours = sharedWeight(own.runs, other.runs, weights, rival.runs)
    const theirs = sharedWeight(own.runs, rival.runs, weights, other.runs)
    return ours >= OUTWEIGHS * theirs && ours >= OWN_RUNS * pairing.rarest
  }
  const later = new Set(from.flatMap((at) => (pairing.ofBefore[at] ?? []).map((candidate) => candidate.at)).filter((at) => !to.includes(at) && !standing.isTaken(at)))
  const earlier = new Set(to.flatMap((at) => (pairing.ofAfter[at] ?? []).map((candidate) => candidate.at)).filter((at) => !from.includes(at) && !standing.isPlaced(at)))
  return [...later].every((at) => outweighs(pairing.after[at], left, right)) && [...earlier].every((at) => outweighs(pairing.before[at], right, left))
}
