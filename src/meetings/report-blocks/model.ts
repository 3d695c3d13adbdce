import { counts, publicName, type Contribution } from '../../contributions/model.ts'
import type { Grouping } from '../../contributions/overview/model.ts'
import type { Id } from '../../shared/ids.ts'
import { NO_REGIONAL_GROUP, NOT_RECORDED } from '../../shared/vocabularies.ts'

interface Word {
  readonly word: string
  readonly count: number
}

/**
 * What a generated annex is made of: figures, words, and of those whom it lists who they are, never their names. Kept with a report that
 * is final, so that what was counted on that day stays; who may no longer be named is counted still.
 */
export type MadeBlock =
  | { readonly kind: 'people'; readonly ids: readonly Id[] }
  | { readonly kind: 'tallies'; readonly total: number; readonly groups: readonly { readonly grouping: Grouping; readonly rows: readonly { readonly key: string; readonly count: number }[] }[] }
  | { readonly kind: 'words'; readonly language: string; readonly words: readonly Word[] }

/** A generated annex as it is shown. `unnamed`: how many more it counts. `title`: of a group, as the forum has it; null where the page names it. */
export type Block =
  | { readonly kind: 'names'; readonly names: readonly string[]; readonly unnamed: number }
  | { readonly kind: 'tallies'; readonly total: number; readonly groups: readonly { readonly grouping: Grouping; readonly rows: readonly { readonly key: string; readonly title: string | null; readonly count: number }[] }[] }
  | { readonly kind: 'words'; readonly language: string; readonly words: readonly Word[] }

interface Lists {
  readonly stakeholderGroups: readonly { readonly key: string; readonly title: string }[]
  readonly regionalGroups: readonly { readonly key: string; readonly title: string }[]
}

/** Shows what a block is made of, with the names that may be shown now, in their order. */
export function showBlock(made: MadeBlock, lists: Lists, names: ReadonlyMap<Id, string>): Block {
  if (made.kind === 'words') return made
  if (made.kind === 'tallies') return { ...made, groups: made.groups.map(({ grouping, rows }) => ({ grouping, rows: rows.map(({ key, count }) => ({ key, title: titleOf(key, lists), count })) })) }
  const counted = new Set(made.ids)
  const named = [...names].flatMap(([id, name]) => (counted.has(id) ? [name] : []))
  return { kind: 'names', names: named, unnamed: counted.size - named.length }
}

/** The name under which each contribution that counts may be listed. */
export function namesOfContributions(contributions: readonly Contribution[]): Map<Id, string> {
  return new Map(contributions.filter(counts).flatMap((contribution): [Id, string][] => {
    const name = publicName(contribution)
    return name === null ? [] : [[contribution.id, name]]
  }))
}

/** The title of a group as the forum has it. */
function titleOf(key: string, { stakeholderGroups, regionalGroups }: Lists): string | null {
  if (key === NO_REGIONAL_GROUP || key === NOT_RECORDED) return null
  return [...stakeholderGroups, ...regionalGroups].find((entry) => entry.key === key)?.title ?? null
}
