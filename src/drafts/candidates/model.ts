import { Reading, sharedWeight, weighRuns, weightOf, type Said } from '../likeness/model.ts'

/** A text of the other side that has something in common with this one. */
export interface Candidate {
  readonly at: number
  readonly shared: number
  /** What both hold, of all that the two hold: 1 where they say the same. */
  readonly dice: number
}

/** The texts of two versions, read and weighed, with who resembles whom. */
export interface Pairing {
  readonly reading: Reading
  readonly before: readonly Said[]
  readonly after: readonly Said[]
  readonly weights: Float64Array
  /** The weights of what one text of either version alone holds; 0 for the rest. */
  readonly weightsAlone: Float64Array
  readonly weightsBefore: Float64Array
  readonly weightsAfter: Float64Array
  /** By text of the earlier version, the most alike first. */
  readonly ofBefore: readonly (readonly Candidate[])[]
  readonly ofAfter: readonly (readonly Candidate[])[]
  /** What a run that one text alone holds weighs. */
  readonly rarest: number
}

/** How many of the other side are kept for each text. */
const KEPT = 16
/** How often, for all texts of a side together, the index is looked up. */
const LOOKED_UP = 20_000_000

export function pairTexts(before: readonly string[], after: readonly string[], language: string): Pairing {
  const reading = new Reading(language)
  const [earlier, later] = [before.map((text) => reading.read(text)), after.map((text) => reading.read(text))]
  const weights = weighRuns(reading.size, [earlier, later])
  const sides = { reading, weights, before: earlier, after: later }
  const [weightsBefore, weightsAfter] = [weighAll(earlier, weights), weighAll(later, weights)]
  const rarest = Math.log(1 + Math.max(1, before.length, after.length))
  return {
    ...sides,
    weightsAlone: weights.map((weight) => (weight >= rarest ? weight : 0)),
    weightsBefore,
    weightsAfter,
    ofBefore: findCandidates({ texts: earlier, own: weightsBefore }, { texts: later, own: weightsAfter }, weights),
    ofAfter: findCandidates({ texts: later, own: weightsAfter }, { texts: earlier, own: weightsBefore }, weights),
    rarest,
  }
}

function weighAll(texts: readonly Said[], weights: Float64Array): Float64Array {
  return Float64Array.from(texts, ({ runs }) => weightOf(runs, weights))
}

interface Side {
  readonly texts: readonly Said[]
  /** The weight of each text. */
  readonly own: Float64Array
}

function findCandidates(from: Side, to: Side, weights: Float64Array): Candidate[][] {
  const { starts, held } = indexRuns(to.texts, weights.length)
  const most = mostHolders(from.texts, starts)
  const scores = new Float64Array(to.texts.length)
  return from.texts.map(({ runs }, at) => {
    const touched: number[] = []
    for (const run of runs) {
      const [start, end] = [starts[run] ?? 0, starts[run + 1] ?? 0]
      if (end - start > most) continue
      const weight = weights[run] ?? 0
      for (let place = start; place < end; place++) {
        const other = held[place] ?? 0
        const score = scores[other] ?? 0
        if (score === 0) touched.push(other)
        scores[other] = score + weight
      }
    }
    const own = from.own[at] ?? 0
    const best = new Set([...choose(touched, KEPT, (other) => (scores[other] ?? 0) / (own + (to.own[other] ?? 0))), ...choose(touched, KEPT / 2, (other) => (scores[other] ?? 0) / Math.min(own, to.own[other] ?? 0))])
    const exact = Array.from(best, (other): Candidate => {
      // Where every run was looked up the score is what they share.
      const shared = most === Infinity ? (scores[other] ?? 0) : sharedWeight(runs, to.texts[other]?.runs ?? NO_RUNS, weights)
      return { at: other, shared, dice: (2 * shared) / (own + (to.own[other] ?? 0)) }
    })
    for (const other of touched) scores[other] = 0
    return exact.sort((a, b) => b.dice - a.dice || a.at - b.at)
  })
}

const NO_RUNS = new Int32Array()

/** How many texts may hold a run that is still looked up, so that all looking up stays below a bound: what is frequent finds nothing that the rare does not. */
function mostHolders(texts: readonly Said[], starts: Int32Array): number {
  const visits = new Map<number, number>()
  for (const { runs } of texts) {
    for (const run of runs) {
      const holders = (starts[run + 1] ?? 0) - (starts[run] ?? 0)
      visits.set(holders, (visits.get(holders) ?? 0) + holders)
    }
  }
  let looked = 0
  for (const [holders, cost] of [...visits].sort(([a], [b]) => a - b)) {
    looked += cost
    if (looked > LOOKED_UP) return Math.max(1, holders - 1)
  }
  return Infinity
}

/** The `count` best of them, unordered, in one pass. */
function choose(places: readonly number[], count: number, likenessOf: (place: number) => number): number[] {
  if (places.length <= count) return [...places]
  const best: { place: number; likeness: number }[] = []
  for (const place of places) {
    const likeness = likenessOf(place)
    if (best.length === count && likeness <= (best[count - 1]?.likeness ?? 0)) continue
    let at = best.length === count ? count - 1 : best.length
    while (at > 0 && (best[at - 1]?.likeness ?? 0) < likeness) at--
    best.splice(at, 0, { place, likeness })
    if (best.length > count) best.pop()
  }
  return best.map(({ place }) => place)
}

/** For each run the texts that hold it: `held` from `starts[run]` up to `starts[run + 1]`. */
function indexRuns(texts: readonly Said[], size: number): { starts: Int32Array; held: Int32Array } {
  const starts = new Int32Array(size + 1)
  for (const { runs } of texts) for (const run of runs) starts[run + 1] = (starts[run + 1] ?? 0) + 1
  for (let run = 0; run < size; run++) starts[run + 1] = (starts[run + 1] ?? 0) + (starts[run] ?? 0)
  const held = new Int32Array(starts[size] ?? 0)
  const next = starts.slice()
  texts.forEach(({ runs }, at) => {
    for (const run of runs) {
      held[next[run] ?? 0] = at
      next[run] = (next[run] ?? 0) + 1
    }
  })
  return { starts, held }
}
