import { fingerprint, similarity, wordsOf, type Fingerprint } from '../../synthesis/shingles/model.ts'

/** Texts of which half of all runs of five words are the same are one letter sent several times, as with contributions. */
const ALIKE = 0.5

interface Group<T> {
  readonly first: Fingerprint
  readonly members: T[]
}

/**
 * Texts that are alike, in groups of two or more, the largest first; within a group they keep their order. A text belongs to the
 * group whose first text it is most like. Texts of fewer than five words are alike only where they are the same words.
 */
export function groupAlike<T extends { readonly text: string }>(texts: readonly T[]): T[][] {
  const groups: Group<T>[] = []
  const byBand = new Map<string, Group<T>[]>()
  const bySame = new Map<string, Group<T>>()
  for (const each of texts) {
    const print = fingerprint(each.text)
    const same = print.shingles.length === 0 ? wordsOf(each.text).join(' ') : undefined
    const known = same === undefined ? mostAlike(print, byBand) : bySame.get(same)
    if (known !== undefined) {
      known.members.push(each)
      continue
    }
    const group = { first: print, members: [each] }
    groups.push(group)
    if (same !== undefined) bySame.set(same, group)
    for (const [band, key] of print.bandKeys.entries()) pushTo(byBand, `${band}:${key}`, group)
  }
  return groups.map(({ members }) => members).filter(({ length }) => length > 1).sort((a, b) => b.length - a.length)
}

function mostAlike<T>(print: Fingerprint, byBand: ReadonlyMap<string, Group<T>[]>): Group<T> | undefined {
  const near = new Set<Group<T>>()
  for (const [band, key] of print.bandKeys.entries()) for (const group of byBand.get(`${band}:${key}`) ?? []) near.add(group)
  let [best, most]: [Group<T> | undefined, number] = [undefined, ALIKE]
  for (const group of near) {
    const alike = similarity(print.shingles, group.first.shingles)
    if (alike < most || (alike === most && best !== undefined)) continue
    ;[best, most] = [group, alike]
  }
  return best
}

function pushTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
