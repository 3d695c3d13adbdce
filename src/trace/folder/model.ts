import type { FolderLink, TakeGround, TakeLinks } from '../../shared/folder-links.ts'
import { type FolderNames, shortRef } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Stance } from '../../shared/vocabularies.ts'

export interface FolderTraceLink {
  readonly id: Id
  readonly relation: string
  readonly from: { readonly kind: string; readonly id: Id }
  readonly versionId: Id | null
  readonly to: { readonly kind: string; readonly id: Id }
  readonly position: number
  readonly linkedAt: Instant
  readonly stance?: Exclude<Stance, 'supports'> | undefined
}

/** The links of a forum as they are handed out while its folder is written. */
export interface LinkBook {
  readonly take: TakeLinks
  readonly takeGround: TakeGround
  /** How many have not been handed out: links that no file has shown. */
  readonly left: () => number
}

export function createLinkBook(links: readonly FolderTraceLink[], names: FolderNames): LinkBook {
  const key = (relation: string, fromId: Id, versionId: Id | null) => `${relation} ${fromId} ${versionId ?? ''}`
  const book = Map.groupBy(links, ({ relation, from, versionId }) => key(relation, from.id, versionId))
  const take: TakeLinks = (relation, fromId, versionId, cycle) => {
    const found = book.get(key(relation, fromId, versionId)) ?? []
    book.delete(key(relation, fromId, versionId))
    return found.map(({ id, to, linkedAt, stance }): FolderLink => ({ to: relation === 'changed' ? to.id : shortRef(names.of(to.id), cycle), id, linkedAt, stance }))
  }
  const frozen = Map.groupBy(links.filter(({ from, versionId }) => from.kind === 'finding' && versionId !== null), ({ versionId }) => versionId)
  return {
    take,
    takeGround: (versionId, cycle) => {
      const findings = new Set((frozen.get(versionId) ?? []).map(({ from }) => from.id))
      const named = [...findings].map((id) => ({ id, of: shortRef(names.of(id), cycle) })).sort((a, b) => a.of.length - b.of.length || (a.of < b.of ? -1 : 1))
      return named.map(({ id, of }) => ({ of, restsOn: take('rests-on', id, versionId, cycle) }))
    },
    left: () => [...book.values()].reduce((count, some) => count + some.length, 0),
  }
}
