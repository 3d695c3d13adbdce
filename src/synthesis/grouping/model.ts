import { similarity, type Fingerprint } from '../shingles/model.ts'

/** Two texts are alike when half of all their runs of five words are in both. */
export const ALIKE = 0.5
/** A text this near to one that stands for its group adds nothing to what the next ones are compared with. */
const SAME = 0.9
/** Once so many stand for a group, only what is at its edge (less alike than `INSIDE`) is still added to them. */
const ENOUGH = 16
const INSIDE = 0.7
/** Texts that share fewer bands are not compared: by chance one is shared now and then, two hardly ever. */
export const SHARED_BANDS = 2
/** How many texts a new one is compared with at most: those that share most bands with it. */
const MOST_COMPARED = 200

/** One text that is grouped; `key` names it. */
export interface Text<Key> extends Fingerprint {
  readonly key: Key
}

/** What a text was found to be like. */
export interface Alike<Key> {
  readonly key: Key
  readonly similarity: number
}

/** What is known of a text that was placed: what it is like, the most alike first, and whether later ones are compared with it. */
export interface Placed<Key> {
  readonly alike: readonly Alike<Key>[]
  readonly isHeld: boolean
}

/** Holds the texts that others are compared with, by band, and knows which belong together. */
export interface Grouper<Key> {
  /** Compares a text with those held, puts it into their group, and holds it where that helps the next ones. */
  readonly place: (text: Text<Key>) => Placed<Key>
  /** Holds a text placed earlier, as one of the group of `group`. */
  readonly hold: (text: Text<Key>, group: Key) => void
  /** One of the group, the same for all in it. */
  readonly groupOf: (key: Key) => Key
}

/**
 * Groups in one pass, single link, in bounded memory: only texts that differ are held, each as its shingles. Candidates come from
 * shared bands, and what counts is the exact share of shingles, never the estimate.
 */
export function createGrouper<Key>(): Grouper<Key> {
  const buckets = new Map<number, number[]>()
  const held: Text<Key>[] = []
  const heldOf = new Map<Key, number>()
  const { join, rootOf } = createUnion<Key>()
  const hold = (text: Text<Key>): void => {
    const index = held.push(text) - 1
    const root = rootOf(text.key)
    heldOf.set(root, (heldOf.get(root) ?? 0) + 1)
    for (const bandKey of text.bandKeys) {
      const bucket = buckets.get(bandKey)
      if (bucket === undefined) buckets.set(bandKey, [index])
      else bucket.push(index)
    }
  }
  const unite = (first: Key, second: Key): void => {
    const [a, b] = [rootOf(first), rootOf(second)]
    if (a === b) return
    const sum = (heldOf.get(a) ?? 0) + (heldOf.get(b) ?? 0)
    join(a, b)
    heldOf.set(a, sum)
  }
  const place = (text: Text<Key>): Placed<Key> => {
    const alike = findCandidates(buckets, text.bandKeys)
      .flatMap((index) => {
        const other = held[index]
        const share = other === undefined ? 0 : similarity(text.shingles, other.shingles)
        return other === undefined || share < ALIKE ? [] : [{ key: other.key, similarity: share }]
      })
      .toSorted((a, b) => b.similarity - a.similarity)
    for (const { key } of alike) unite(key, text.key)
    const most = alike[0]?.similarity ?? 0
    const limit = (heldOf.get(rootOf(text.key)) ?? 0) < ENOUGH ? SAME : INSIDE
    const isHeld = text.bandKeys.length > 0 && most < limit
    if (isHeld) hold(text)
    return { alike, isHeld }
  }
  return {
    place,
    hold: (text, group) => {
      unite(group, text.key)
      hold(text)
    },
    groupOf: rootOf,
  }
}

function findCandidates(buckets: ReadonlyMap<number, readonly number[]>, bandKeys: Int32Array): number[] {
  const shared = new Map<number, number>()
  for (const bandKey of bandKeys) for (const index of buckets.get(bandKey) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1)
  const found = [...shared].filter(([, bands]) => bands >= SHARED_BANDS)
  const nearest = found.length <= MOST_COMPARED ? found : found.toSorted((a, b) => b[1] - a[1]).slice(0, MOST_COMPARED)
  return nearest.map(([index]) => index)
}

/** Sets that grow together. The root of the first stays the root of both. */
function createUnion<Key>(): { readonly join: (a: Key, b: Key) => void; readonly rootOf: (key: Key) => Key } {
  const parents = new Map<Key, Key>()
  const rootOf = (key: Key): Key => {
    let root = key
    for (let above = parents.get(root); above !== undefined; above = parents.get(root)) root = above
    for (let at = key; at !== root; ) {
      const above = parents.get(at) ?? root
      parents.set(at, root)
      at = above
    }
    return root
  }
  return {
    rootOf,
    join: (a, b) => {
      const [first, second] = [rootOf(a), rootOf(b)]
      if (first !== second) parents.set(second, first)
    },
  }
}

/** Groups of two and more among these texts, the largest first; within a group in the order given. */
export function groupTexts<Key>(texts: Iterable<Text<Key>>): Key[][] {
  const grouper = createGrouper<Key>()
  const keys: Key[] = []
  for (const text of texts) {
    keys.push(text.key)
    grouper.place(text)
  }
  return [...Map.groupBy(keys, (key) => grouper.groupOf(key)).values()].filter((group) => group.length > 1).toSorted((a, b) => b.length - a.length)
}
