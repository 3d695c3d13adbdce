import type { Mapping, StepMap } from 'prosemirror-transform'
import { asSwap } from '../steps/model.ts'

/** Ranges of a text followed backwards, to where they stood and when they came. */
export interface Stretch {
  /** Where it stands at the version looked at. */
  readonly from: number
  readonly to: number
  /** Where it stood when the way back began. */
  readonly origin: number
}

export interface Inside extends Stretch {
  /** Which of the step's ranges it came with, and how far into that it begins. */
  readonly place: number
  readonly offset: number
}

/** What of some stretches a step brought, and where the rest stood before it. */
export function cutBy(map: StepMap, stretches: readonly Stretch[]): { readonly inside: readonly Inside[]; readonly outside: Stretch[] } {
  const swap = asSwap(map)
  if (swap !== undefined) return { inside: [], outside: stretches.flatMap((stretch) => backThroughSwap(swap, stretch)) }
  const brought: [number, number][] = []
  map.forEach((_oldStart, _oldEnd, from, to) => void brought.push([from, to]))
  if (brought.length === 0) return { inside: [], outside: [...stretches] }
  const back = map.invert()
  const [inside, outside]: [Inside[], Stretch[]] = [[], []]
  for (const stretch of stretches) {
    let at = stretch.from
    const keep = (to: number): void => {
      if (to <= at) return
      const from = back.map(at, 1)
      outside.push({ from, to: from + (to - at), origin: stretch.origin + (at - stretch.from) })
    }
    for (const [place, [from, to]] of brought.entries()) {
      if (to <= at || from >= stretch.to) continue
      keep(Math.max(from, at))
      const [start, end] = [Math.max(from, at), Math.min(to, stretch.to)]
      if (end > start) inside.push({ from: start, to: end, origin: stretch.origin + (start - stretch.from), place, offset: start - from })
      at = end
    }
    keep(stretch.to)
  }
  return { inside, outside }
}

function backThroughSwap(map: StepMap, { from, to, origin }: Stretch): Stretch[] {
  const swap = asSwap(map)?.invert()
  if (swap === undefined) return []
  // The stretch is cut where the move's runs meet; every piece then goes back as one.
  const back = swap
  const cuts = [from, ...[back.start, back.middle, back.end].filter((pos) => pos > from && pos < to), to]
  return cuts.slice(1).map((end, at) => {
    const start = cuts[at] ?? from
    const before = back.map(start, 1)
    return { from: before, to: before + (end - start), origin: origin + (start - from) }
  })
}

/**
 * Whether all that a range holds after a mapping stood between `from` and `to` before it, or was not there at all. What is taken back
 * on the way and done again (mirrored) is followed through both.
 */
export function cameFrom(range: readonly [number, number], mapping: Mapping, from: number, to: number): boolean {
  return isFrom([{ from: range[0], to: range[1], origin: 0 }], mapping, mapping.to - 1, from, to)
}

function isFrom(stretches: readonly Stretch[], mapping: Mapping, last: number, from: number, to: number): boolean {
  let rest = stretches
  for (let at = last; at >= mapping.from && rest.length > 0; at--) {
    const map = mapping.maps[at]
    if (map === undefined) continue
    const { inside, outside } = cutBy(map, rest)
    const other = inside.length > 0 ? mapping.getMirror(at) : undefined
    if (other !== undefined && other < at && other >= mapping.from && !isFrom(inside.map((piece) => beforeMirror(mapping.maps[other], piece)), mapping, other - 1, from, to)) return false
    rest = outside
  }
  return rest.every((stretch) => stretch.from >= from && stretch.to <= to)
}

/** Where a piece stood before it was taken back: in the same range of the step, as far in. */
function beforeMirror(map: StepMap | undefined, { place, offset, from, to, origin }: Inside): Stretch {
  const starts: number[] = []
  map?.forEach((oldStart) => void starts.push(oldStart))
  const start = (starts[place] ?? 0) + offset
  return { from: start, to: start + (to - from), origin }
}

/**
 * Whether a range holds what others brought on the way through a mapping, the first `own` maps of which take back steps of the author's
 * own; what is theirs of the rest is mirrored.
 */
export function holdsNews(range: readonly [number, number], mapping: Mapping, own: number): boolean {
  let rest: readonly Stretch[] = [{ from: range[0], to: range[1], origin: 0 }]
  for (let at = mapping.to - 1; at >= mapping.from + own && rest.length > 0; at--) {
    const map = mapping.maps[at]
    if (map === undefined) continue
    const { inside, outside } = cutBy(map, rest)
    if (inside.length > 0 && mapping.getMirror(at) === undefined) return true
    rest = outside
  }
  return false
}
