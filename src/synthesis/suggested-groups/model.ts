import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** Answers to a question that have words in common: put forward by a machine, waiting for a person. */
export interface SuggestedGroup {
  readonly id: Id<'suggested-group'>
  readonly questionId: Id<'question'>
  readonly language: string
  readonly terms: readonly string[]
  /** The most typical first. */
  readonly answerIds: readonly Id<'answer'>[]
  readonly machine: string
  readonly madeBy: Id | null
  readonly madeAt: Instant
  readonly decision: Decision | null
  readonly decidedBy: Id | null
  readonly decidedAt: Instant | null
  readonly themeId: Id<'theme'> | null
}

export const DECISIONS = ['taken', 'dismissed'] as const
export type Decision = (typeof DECISIONS)[number]

/** A text as it is grouped: its keys with how often each stands there, and the forms that they have in it. */
export interface Counted<T> {
  readonly of: T
  readonly keys: readonly string[]
  readonly counts: readonly number[]
  readonly forms: readonly string[]
}

/** Texts that belong together by their words, the most typical first. */
export interface Grouped<T> {
  readonly members: readonly T[]
  readonly terms: readonly string[]
}

/** Answers that are grouped at once, and groups told, at most. */
export const MOST_GROUPED = 800
const [LEAST_GROUPS, MOST_GROUPS] = [2, 12]
/** Of a text the keys that count most; of a group the words that name it. */
const [KEYS, TERMS] = [40, 6]
const ROUNDS = 12
/** What a text needs to have in common with its group, as a cosine: below it, it stands alone. */
const LEAST_LIKE = 0.12
const LEAST_MEMBERS = 2

/** A text over the keys that tell something: only those it has, by their numbers. Its length is one, or nothing. */
type Vector = readonly (readonly [key: number, weight: number])[]
/** The middle of a group over all keys. */
type Centre = Float64Array

/**
 * Groups texts by their words: k-means by cosine over TF-IDF, begun from texts that are typical and unlike each other, so that the same
 * texts in the same order always give the same groups. Texts that are like none stand in no group; a key that only one text has, or
 * nearly all, tells nothing. The largest group first.
 */
export function groupTexts<T>(texts: readonly Counted<T>[]): Grouped<T>[] {
  const { vectors, keyOf } = weigh(texts)
  const able = vectors.flatMap((vector, index) => (vector.length > 0 ? [index] : []))
  if (able.length < 2 * LEAST_MEMBERS) return []
  const wanted = Math.min(MOST_GROUPS, Math.max(LEAST_GROUPS, Math.round(Math.sqrt(able.length / 2))))
  let centres = chooseFirst(vectors, able, wanted, keyOf.length)
  let placed = new Map<number, readonly (readonly [number, number])[]>()
  for (let round = 0; round < ROUNDS; round++) {
    const next = place(vectors, able, centres)
    const isSame = sameMembers(placed, next)
    placed = next
    if (isSame) break
    centres = centres.map((centre, index) => {
      const members = placed.get(index)
      return members === undefined ? centre : meanOf(members.map(([text]) => vectors[text] ?? []), keyOf.length)
    })
  }
  const groups = [...placed].map(([index, members]) => {
    const sorted = members.toSorted(([a, one], [b, other]) => other - one || a - b).map(([text]) => text)
    return { size: sorted.length, first: Math.min(...sorted), members: sorted, terms: nameGroup(texts, sorted, centres[index] ?? new Float64Array(), keyOf) }
  })
  return groups
    .filter(({ size, terms }) => size >= LEAST_MEMBERS && terms.length > 0)
    .sort((a, b) => b.size - a.size || a.first - b.first)
    .map(({ members, terms }) => ({ members: members.flatMap((text) => texts[text]?.of ?? []), terms }))
}

/** Each text as a vector of length one over its most telling keys. */
function weigh(texts: readonly Counted<unknown>[]): { vectors: Vector[]; keyOf: string[] } {
  const standing = new Map<string, number>()
  for (const { keys } of texts) for (const key of new Set(keys)) standing.set(key, (standing.get(key) ?? 0) + 1)
  const numbers = new Map<string, number>()
  const keyOf: string[] = []
  const numberOf = (key: string): number => {
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, keyOf.length)
    keyOf.push(key)
    return keyOf.length - 1
  }
  const vectors = texts.map(({ keys, counts }) => {
    const byKey = new Map<string, number>()
    for (const [index, key] of keys.entries()) byKey.set(key, (byKey.get(key) ?? 0) + (counts[index] ?? 0))
    const weighed = [...byKey].flatMap(([key, count]): [string, number][] => {
      const having = standing.get(key) ?? 0
      return having < 2 || having > texts.length * 0.6 ? [] : [[key, (1 + Math.log(count)) * Math.log(texts.length / having)]]
    })
    const most = weighed.sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).slice(0, KEYS)
    const length = Math.hypot(...most.map(([, weight]) => weight))
    return most.map(([key, weight]) => [numberOf(key), weight / length] as const)
  })
  return { vectors, keyOf }
}

function cosine(vector: Vector, centre: Centre): number {
  let sum = 0
  for (const [key, weight] of vector) sum += weight * (centre[key] ?? 0)
  return sum
}

function meanOf(vectors: readonly Vector[], keys: number): Centre {
  const sum = new Float64Array(keys)
  for (const vector of vectors) for (const [key, weight] of vector) sum[key] = (sum[key] ?? 0) + weight
  let length = 0
  for (const weight of sum) length += weight * weight
  return length === 0 ? sum : sum.map((weight) => weight / Math.sqrt(length))
}

/** Texts to begin with: the one nearest to the middle, then each time the one that is most typical and least like those chosen. */
function chooseFirst(vectors: readonly Vector[], able: readonly number[], wanted: number, keys: number): Centre[] {
  const middle = meanOf(able.map((index) => vectors[index] ?? []), keys)
  const open = able.map((index) => ({ vector: vectors[index] ?? [], typical: cosine(vectors[index] ?? [], middle), near: 0 }))
  const chosen: Centre[] = []
  while (chosen.length < wanted) {
    let best: (typeof open)[number] | undefined
    for (const one of open) if (best === undefined || one.typical * (1 - one.near) > best.typical * (1 - best.near) + 1e-12) best = one
    if (best === undefined || best.typical * (1 - best.near) <= 1e-9) break
    const centre = meanOf([best.vector], keys)
    chosen.push(centre)
    for (const one of open) one.near = Math.min(1, Math.max(one.near, cosine(one.vector, centre)))
  }
  return chosen
}

/** Each text with the centre that it is most like, the first of several; those that are like none are left out. */
function place(vectors: readonly Vector[], able: readonly number[], centres: readonly Centre[]): Map<number, readonly (readonly [number, number])[]> {
  const placed = new Map<number, (readonly [number, number])[]>()
  for (const index of able) {
    let [best, like] = [-1, LEAST_LIKE]
    for (const [number, centre] of centres.entries()) {
      const own = cosine(vectors[index] ?? [], centre)
      if (own > like + 1e-12) [best, like] = [number, own]
    }
    if (best < 0) continue
    const members = placed.get(best) ?? []
    members.push([index, like])
    placed.set(best, members)
  }
  return placed
}

function sameMembers(a: ReadonlyMap<number, readonly (readonly [number, number])[]>, b: typeof a): boolean {
  return a.size === b.size && [...b].every(([centre, members]) => {
    const before = a.get(centre)
    return before?.length === members.length && members.every(([index], at) => before[at]?.[0] === index)
  })
}

/** The words of a group: the heaviest of its middle that stand in at least a third of it, and in two texts, as they are most often written. */
function nameGroup(texts: readonly Counted<unknown>[], members: readonly number[], centre: Centre, keyOf: readonly string[]): string[] {
  const forms = new Map<string, Map<string, number>>()
  const standing = new Map<string, number>()
  for (const member of members) {
    const text = texts[member]
    for (const key of new Set(text?.keys)) standing.set(key, (standing.get(key) ?? 0) + 1)
    for (const [index, key] of (text?.keys ?? []).entries()) {
      const own = forms.get(key) ?? new Map<string, number>()
      const form = text?.forms[index] ?? key
      forms.set(key, own.set(form, (own.get(form) ?? 0) + (text?.counts[index] ?? 0)))
    }
  }
  const heavy = [...centre.entries()]
    .filter(([, weight]) => weight > 0)
    .sort(([a, one], [b, other]) => other - one || a - b)
    .map(([number]) => keyOf[number] ?? '')
    .filter((key) => (standing.get(key) ?? 0) >= Math.max(2, members.length / 3))
  const named = heavy.slice(0, 2 * TERMS).map((key) => [...(forms.get(key) ?? new Map<string, number>([[key, 1]]))].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))[0]?.[0] ?? key)
  const inPhrases = new Set(named.slice(0, TERMS).filter((form) => form.includes(' ')).flatMap((form) => form.split(' ')))
  return named.filter((form) => !inPhrases.has(form)).slice(0, TERMS)
}

/** Whether two groups are about the same: at least half of all that is in one of them is in both. */
export function isSameGroup(a: readonly string[], b: readonly string[]): boolean {
  const [one, other] = [new Set(a), new Set(b)]
  const both = [...one].filter((id) => other.has(id)).length
  return both > 0 && both / (one.size + other.size - both) >= 0.5
}
