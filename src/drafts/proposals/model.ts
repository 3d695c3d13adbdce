import type { Candidate, Pairing } from '../candidates/model.ts'
import { compareSentences, countCommon, countUnordered, provingKeys } from '../evidence/model.ts'
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
const OWN_WORDS = 0.8
const COVERED = 0.97
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
  const [texts, others] = side === 'before' ? [pairing.before, pairing.after] : [pairing.after, pairing.before]
  const otherWeights = side === 'before' ? pairing.weightsAfter : pairing.weightsBefore
  const whole = texts[at]
  if (whole === undefined) return []
  const known = new Map(candidates.map(({ at: other, shared }) => [other, shared]))
  const sharedOf = (other: number): number => {
    const shared = known.get(other) ?? sharedWeight(others[other]?.runs ?? whole.runs.subarray(0, 0), whole.runs, pairing.weights)
    known.set(other, shared)
    return shared
  }
  const weightsOf = (parts: readonly number[]): number => parts.reduce((sum, part) => sum + (otherWeights[part] ?? 0), 0)
  const own = side === 'before' ? pairing.weightsBefore[at] : pairing.weightsAfter[at]
  // The runs across a border are left out: they would only make it more.
  const diceOf = (parts: readonly number[]): number => (2 * parts.reduce((sum, part) => sum + sharedOf(part), 0)) / ((own ?? 0) + weightsOf(parts))
  const isPart = (other: number): boolean => (others[other]?.tokens.length ?? 0) > 0 && !isGiven(other) && sharedOf(other) >= PART_CONTAINED * (otherWeights[other] ?? 0)
  const found = new Map<number, { parts: number[]; dice: number }>()
  for (const { at: seed } of candidates) {
    if (!isPart(seed)) continue
    let best = { parts: [seed], dice: diceOf([seed]) }
    for (;;) {
      const [first, last] = [best.parts[0] ?? seed, best.parts.at(-1) ?? seed]
      const longer = [...(isPart(last + 1) ? [[...best.parts, last + 1]] : []), ...(isPart(first - 1) ? [[first - 1, ...best.parts]] : [])]
        .map((parts) => ({ parts, dice: diceOf(parts) }))
        .sort((a, b) => b.dice - a.dice)[0]
      if (longer === undefined || longer.dice <= best.dice || longer.parts.length > MOST_PARTS) break
      best = longer
    }
    const isFound = best.parts.length > 1 && best.dice >= JOINT_DICE && !found.has(best.parts[0] ?? seed)
    if (isFound && areParts(whole, best.parts.flatMap((part) => others[part] ?? []))) found.set(best.parts[0] ?? seed, best)
  }
  return [...found.values()]
}

/** True where the parts make up the whole in their order: each adds words that no other brought, and stands for nearly all of its own. */
function areParts(whole: Said, parts: readonly Said[]): boolean {
  const together = countCommon(whole.tokens, parts.flatMap(({ tokens }) => tokens))
  return parts.every((part) => {
    const without = countCommon(whole.tokens, parts.flatMap((other) => (other === part ? [] : other.tokens)))
    return together - without >= OWN_WORDS * part.tokens.length
  })
}

export function joined(pairing: Pairing, texts: readonly Said[]): Said | undefined {
  return texts.length === 1 ? texts[0] : pairing.reading.join(texts)
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
  const isWhole = proposal.from.length + proposal.to.length === 2 ? proposal.dice >= SAFE_DICE : isCovered(left, right)
  if (!isWhole && !isAnyUnique(left, right, standing)) return false
  return isWithoutRival(pairing, proposal, standing, left, right)
}

/** True where parts are the whole, hardly a word more or less: put together by chance they would not be. */
function isCovered(left: Said, right: Said): boolean {
  return countCommon(left.tokens, right.tokens) >= COVERED * Math.max(left.tokens.length, right.tokens.length)
}

/** True where a sentence, or two that follow each other, stayed that stand in no other text of either version. */
export function isAnyUnique(left: Said, right: Said, standing: Pick<Standing, 'sentencesBefore' | 'sentencesAfter'>): boolean {
  const isDense = left.characters * 2 > left.tokens.length
  const later = provingKeys(right)
  return [...provingKeys(left)].some((key) => {
    if (!later.has(key) || standing.sentencesBefore.get(key) !== 1 || standing.sentencesAfter.get(key) !== 1) return false
    return key.split(' ').length >= (isDense ? PROVING_CHARACTERS : PROVING_WORDS)
  })
}

function isWithoutRival(pairing: Pairing, { from, to }: Proposal, standing: Standing, left: Said, right: Said): boolean {
  const { weights } = pairing
  const all = sharedWeight(left.runs, right.runs, weights)
  const isEnough = (ours: number, theirs: number): boolean => ours >= OUTWEIGHS * theirs && ours >= OWN_RUNS * pairing.rarest
  const outweighs = (rival: Said | undefined, shared: number, own: Said, other: Said): boolean => {
    // All that the rival shares may be what we share too: where that leaves enough there is nothing to count.
    if (rival === undefined || isEnough(all - shared, shared)) return true
    return isEnough(sharedWeight(own.runs, other.runs, weights, rival.runs), sharedWeight(own.runs, rival.runs, weights, other.runs))
  }
  const later = rivalsOf(from, pairing.ofBefore, (at) => to.includes(at) || standing.isTaken(at))
  const earlier = rivalsOf(to, pairing.ofAfter, (at) => from.includes(at) || standing.isPlaced(at))
  return [...later].every(([at, shared]) => outweighs(pairing.after[at], shared, left, right)) && [...earlier].every(([at, shared]) => outweighs(pairing.before[at], shared, right, left))
}

/** Who else is like these, and how much at most they share with them. */
function rivalsOf(places: readonly number[], candidates: readonly (readonly Candidate[])[], isNone: (at: number) => boolean): Map<number, number> {
  const rivals = new Map<number, number>()
  for (const place of places) for (const { at, shared } of candidates[place] ?? []) if (!isNone(at)) rivals.set(at, (rivals.get(at) ?? 0) + shared)
  return rivals
}
