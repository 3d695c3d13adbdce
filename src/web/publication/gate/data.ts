import { flatten } from '../../../drafts/model.ts'
import { loadWorkingText } from '../../../drafts/queries.ts'
import { listVersionsOfCycle, type VersionOfCycle } from '../../../drafts/versions/queries.ts'
import { may } from '../../../people/policy.ts'
import type { Gate } from '../../../publication/gate/model.ts'
import { measureGate } from '../../../publication/gate/queries.ts'
import type { Edition } from '../../../publication/model.ts'
import { listEditions } from '../../../publication/queries.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { readNames } from '../../drafts/checks/data.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'

export interface GateData extends InCycle {
  readonly base: string
  readonly versions: readonly VersionOfCycle[]
  /** What was published, the latest first. */
  readonly editions: readonly Edition[]
  /** The version looked at: the one asked for, else the latest of a document that is not published; undefined where there is none. */
  readonly looked: LookedAt | undefined
}

export interface LookedAt {
  readonly version: VersionOfCycle
  readonly isPublished: boolean
  readonly gate: Gate
  /** Paragraphs of the version that the working text still has: the others are mended by writing anew. */
  readonly working: ReadonlySet<Id>
}

/** The gate at the desk, for who may publish. */
export async function loadGate(request: PageRequest): Promise<GateData | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  const { forum, cycle } = inCycle
  if (!may(request.view.person, 'publish', { forumId: forum.id, cycleId: cycle.id })) return 'forbidden'
  const { db } = request
  const [versions, editions] = await Promise.all([listVersionsOfCycle(db, cycle.id), listEditions(db, cycle.id)])
  const published = new Set<Id>(editions.map(({ versionId }) => versionId))
  const asked = request.query['version']
  const version = isId(asked) ? versions.find(({ id }) => id === asked) : (latestUnpublished(versions, published) ?? versions[0])
  const looked = version === undefined ? undefined : await lookAt(request, inCycle, version, published)
  return { ...inCycle, base: `/${forum.slug}/${cycle.slug}`, versions, editions, looked }
}

async function lookAt({ db, now }: PageRequest, place: InCycle, version: VersionOfCycle, published: ReadonlySet<Id>): Promise<LookedAt> {
  const gate = await measureGate(db, place, version, now, await readNames(db, place.forum))
  const working = flatten(await loadWorkingText(db, version.documentId)).map(({ id }) => id)
  return { version, isPublished: published.has(version.id), gate, working: new Set(working) }
}

/** The latest version of a document that is not published; what a later edition has overtaken is not proposed again. */
function latestUnpublished(versions: readonly VersionOfCycle[], published: ReadonlySet<Id>): VersionOfCycle | undefined {
  const latest = [...Map.groupBy(versions, ({ documentId }) => documentId).values()].flatMap((ofDocument) => ofDocument.slice(0, 1))
  return latest.find(({ id }) => !published.has(id))
}
