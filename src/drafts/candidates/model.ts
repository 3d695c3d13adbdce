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
/** How many entries of the index are looked at for one text, its rarest runs first: what is frequent finds nothing that the rare does not. */
const LOOKED_AT = 20_000

export function pairTexts(before: readonly string[], after: readonly string[], language: string): Pairing {
  const reading = new Reading(language)
  const [earlier, later] = [before.map((text) => reading.read(text)), after.map((text) => reading.read(text))]
  const weights = weighRuns(reading.size, [earlier, later])
  const sides = { reading, weights, before: earlier, after: later }
  const [weightsBefore, weightsAfter] = [weighAll(earlier, weights), weighAll(later, weights)]
  return {
    ...sides,
    weightsBefore,
    weightsAfter,
    ofBefore: findCandidates({ texts: earlier, own: weightsBefore }, { texts: later, own: weightsAfter }, weights),
    ofAfter: findCandidates({ texts: later, own: weightsAfter }, { texts: earlier, own: weightsBefore }, weights),
    rarest: Math.log(1 + Math.max(1, before.length, after.length)),
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
  const scores = new Float64Array(to.texts.length)
  return from.texts.map(({ runs }, at) => {
    const touched: number[] = []
    let looked = 0
    for (const run of runs.toSorted((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0))) {
      const [start, end] = [starts[run] ?? 0, starts[run + 1] ?? 0]
      looked += end - start
      if (looked > LOOKED_AT && touched.length > 0) break
      for (let place = start; place < end; place++) {
        const other = held[place] ?? 0
        if (scores[other] === 0) touched.push(other)
        scores[other] = (scores[other] ?? 0) + (weights[run] ?? 0)
      }
    }
    const best = chooseBest(touched, scores, from.own[at] ?? 0, to.own)
    for (const other of touched) scores[other] = 0
    const exact = best.map((other): Candidate => {
      const shared = sharedWeight(runs, to.texts[other]?.runs ?? NO_RUNS, weights)
      return { at: other, shared, dice: (2 * shared) / ((from.own[at] ?? 0) + (to.own[other] ?? 0)) }
    })
    return exact.sort((a, b) => b.dice - a.dice || a.at - b.at)
  })
}

const NO_RUNS = new Int32Array()

/** The most alike as wholes, and those of which most is contained in the other: halves of a text that was split are of these. */
function chooseBest(touched: readonly number[], scores: Float64Array, weight: number, weights: Float64Array): number[] {
  const dice = (at: number): number => (scores[at] ?? 0) / (weight + (weights[at] ?? 0))
  const part = (at: number): number => (scores[at] ?? 0) / Math.min(weight, weights[at] ?? 0)
  const whole = touched.toSorted((a, b) => dice(b) - dice(a)).slice(0, KEPT)
  const parts = touched.length <= KEPT ? [] : touched.toSorted((a, b) => part(b) - part(a)).slice(0, KEPT / 2)
  return [...new Set([...whole, ...parts])]
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
