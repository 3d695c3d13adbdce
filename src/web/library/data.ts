import { listReferences } from '../../library/queries.ts'
import type { Reference } from '../../library/model.ts'
import { may } from '../../people/policy.ts'
import { loadCycle, type InCycle } from '../forums/data.ts'
import type { PageRequest } from '../page.tsx'

const PAGE = 100

export interface LibraryData extends InCycle {
  readonly base: string
  readonly references: readonly Reference[]
  /** The number after which the next page begins; null on the last. */
  readonly next: number | null
}

/** The references of a cycle, a hundred a page. */
export async function loadLibrary(request: PageRequest): Promise<LibraryData | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  const asked = Number(request.query['after'] ?? 0)
  const found = await listReferences(request.db, inCycle.cycle.id, { after: Number.isSafeInteger(asked) && asked < 2 ** 31 ? asked : 0, limit: PAGE + 1 })
  const references = found.slice(0, PAGE)
  const next = found.length > PAGE ? (references.at(-1)?.number ?? null) : null
  return { ...inCycle, base: `/${inCycle.forum.slug}/${inCycle.cycle.slug}`, references, next }
}

/** The same for the desk: of those who write drafts. */
export async function loadLibraryDesk(request: PageRequest): Promise<LibraryData | 'forbidden' | undefined> {
  const library = await loadLibrary(request)
  if (library === undefined) return undefined
  return may(request.view.person, 'edit-drafts', { forumId: library.forum.id, cycleId: library.cycle.id }) ? library : 'forbidden'
}
