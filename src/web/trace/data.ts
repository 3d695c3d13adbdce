import type { DeclineReason } from '../../contributions/moderation/model.ts'
import type { Cycle, Forum } from '../../forums/model.ts'
import { listNumberedParagraphs, listPlacesOf, listVersionsOfCycle, type NumberedParagraph } from '../../drafts/versions/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Edition } from '../../publication/model.ts'
import { listEditions } from '../../publication/queries.ts'
import { findComments } from '../../review/comments/queries.ts'
import type { Id } from '../../shared/ids.ts'
import type { Fate } from '../../shared/vocabularies.ts'
import { findFindings } from '../../synthesis/queries.ts'
import { measureCoverage, traceFates, type Bearer, type TraceRows, type Unit, type UnitFate } from '../../trace/coverage/model.ts'
import { loadTraceRows, loadTraceRowsOf } from '../../trace/coverage/queries.ts'

export interface Place {
  readonly forum: Forum
  readonly cycle: Cycle
}

/** A thing by its reference, with its address. */
export interface Named {
  readonly kind: string
  readonly ref: string
  readonly url: string
}

/** What became of a unit, ready to be shown. */
export interface NamedFate {
  readonly fate: Fate
  readonly by: readonly Named[]
  readonly reason: string | null
  /** Set where the desk declined it: the kind of reason, which `reason` repeats. */
  readonly declinedFor?: DeclineReason
}

export interface Trace {
  readonly units: readonly Unit[]
  readonly fateOf: (unitId: Id) => NamedFate
  readonly coverage: { readonly units: number; readonly accounted: number; readonly coverage: number | null }
  readonly editions: readonly Edition[]
  readonly paragraphs: readonly NumberedParagraph[]
  readonly rows: TraceRows
}

const NONE: NamedFate = { fate: 'none', by: [], reason: null }

/** What became of every input of a cycle, in a fixed number of queries whatever their number. */
export async function loadTrace(db: Reader, place: Place): Promise<Trace> {
  const editions = await listEditions(db, place.cycle.id)
  const rows = await loadTraceRows(db, place.cycle, { published: editions.map(({ versionId }) => versionId) })
  const fates = traceFates(rows)
  const paragraphs = await listNumberedParagraphs(db, rows.versionIds)
  const naming = await loadNaming(db, place, { editions, versionIds: rows.versionIds, fates, paragraphs })
  return {
    units: rows.units,
    fateOf: (id) => nameFate(fates.get(id), naming),
    coverage: measureCoverage(rows.units, fates),
    editions,
    paragraphs,
    rows,
  }
}

/** What became of some units, for the pages on which they stand. Units of which nothing is said have the fate `none`. */
export async function findFates(db: Reader, place: Place, unitIds: readonly Id[]): Promise<Map<Id, NamedFate>> {
  const editions = await listEditions(db, place.cycle.id)
  const rows = await loadTraceRowsOf(db, place.cycle, { published: editions.map(({ versionId }) => versionId) }, unitIds)
  const fates = traceFates(rows)
  const bearers = [...new Set([...fates.values()].flatMap(({ by }) => by.flatMap(({ kind, id }) => (kind === 'paragraph' ? [id] : []))))]
  const naming = await loadNaming(db, place, { editions, versionIds: rows.versionIds, fates, paragraphs: await listPlacesOf(db, bearers) })
  return new Map(rows.units.map(({ id }) => [id, nameFate(fates.get(id), naming)]))
}

/** How much of a cycle's input has an outcome; `coverage` is null where there is none. */
export async function loadCoverage(db: Reader, cycle: Cycle): Promise<{ units: number; accounted: number; coverage: number | null }> {
  const editions = await listEditions(db, cycle.id)
  const rows = await loadTraceRows(db, cycle, { published: editions.map(({ versionId }) => versionId) })
  return measureCoverage(rows.units, traceFates(rows))
}

/** The address of a unit's page. */
export function unitAddress(place: Place, unit: Pick<Unit, 'kind' | 'ref'>): string {
  const base = `/${place.forum.slug}/${place.cycle.slug}`
  const [, name = '', answer] = unit.ref.split('/')
  if (unit.kind === 'comment') return `${base}/comments/${name}`
  return answer === undefined ? `${base}/contributions/${name}` : `${base}/contributions/${name}#A-${answer}`
}

type Placed = Pick<NumberedParagraph, 'versionId' | 'id' | 'number'>

interface Naming {
  readonly nameParagraph: (bearer: Bearer) => { readonly named: Named; readonly isEdition: boolean; readonly number: number } | undefined
  readonly nameOther: (bearer: Bearer) => Named | undefined
}

/** `paragraphs`: where those that bear a fate stand, in the counted versions, these in the order in which they are shown. */
async function loadNaming<P extends Placed>(db: Reader, place: Place, by: { editions: readonly Edition[]; versionIds: readonly Id[]; fates: ReadonlyMap<Id, UnitFate>; paragraphs: readonly P[] }): Promise<Naming> {
  const { editions, versionIds, fates, paragraphs } = by
  const base = `/${place.forum.slug}/${place.cycle.slug}`
  const bearers = [...fates.values()].flatMap(({ by }) => by)
  const ids = (kind: Bearer['kind']): Id[] => [...new Set(bearers.filter((bearer) => bearer.kind === kind).map(({ id }) => id))]
  const [versions, comments, findings] = await Promise.all([
    listVersionsOfCycle(db, place.cycle.id),
    findComments(db, ids('comment')),
    findFindings(db, ids('finding')),
  ])
  const titles = new Map<Id, { ref: string; url: string; isEdition: boolean }>(
    versions.map((version) => [version.id, { ref: `${version.documentSlug} ${version.number}`, url: `${base}/documents/${version.documentSlug}/versions/${version.number}`, isEdition: false }]),
  )
  for (const { versionId, number } of editions) titles.set(versionId, { ref: `edition ${number}`, url: `${base}/editions/${number}`, isEdition: true })
  const numbers = new Map(paragraphs.map((paragraph) => [`${paragraph.versionId} ${paragraph.id}`, paragraph.number]))
  const others = new Map<Id, Named>([
    ...comments.map(({ id, number }): [Id, Named] => [id, { kind: 'comment', ref: `${place.cycle.slug}/R-${number}`, url: `${base}/comments/R-${number}` }]),
    ...findings.map(({ id, number }): [Id, Named] => [id, { kind: 'finding', ref: `${place.cycle.slug}/F-${number}`, url: `${base}/breakdown#F-${number}` }]),
  ])
  return {
    nameParagraph: (bearer) => {
      // What changed because of a comment is named in the first version shown that has it; before one has, there is no public place.
      const versionId = bearer.versionId ?? versionIds.find((id) => numbers.has(`${id} ${bearer.id}`))
      const title = versionId === undefined ? undefined : titles.get(versionId)
      const number = versionId === undefined ? undefined : numbers.get(`${versionId} ${bearer.id}`)
      if (title === undefined || number === undefined) return undefined
      return { named: { kind: 'paragraph', ref: `${title.ref} ¶ ${number}`, url: `${title.url}#p${number}` }, isEdition: title.isEdition, number }
    },
    nameOther: (bearer) => others.get(bearer.id),
  }
}

/** A paragraph that stands in an edition is not named again in the draft. */
function nameFate(fate: UnitFate | undefined, naming: Naming): NamedFate {
  if (fate === undefined || fate.fate === 'none') return NONE
  const paragraphs = fate.by.filter(({ kind }) => kind === 'paragraph').flatMap((bearer) => {
    const found = naming.nameParagraph(bearer)
    return found === undefined ? [] : [{ id: bearer.id, place: fate.by.findIndex(({ versionId }) => versionId === bearer.versionId), ...found }]
  })
  // Version by version as they are shown, and within each as it is read.
  paragraphs.sort((a, b) => a.place - b.place || a.number - b.number)
  const published = new Set(paragraphs.filter(({ isEdition }) => isEdition).map(({ id }) => id))
  const shown = paragraphs.filter(({ id, isEdition }) => isEdition || !published.has(id)).map(({ named }) => named)
  const others = fate.by.filter(({ kind }) => kind !== 'paragraph').flatMap((bearer) => naming.nameOther(bearer) ?? [])
  return { fate: fate.fate, by: [...shown, ...others], reason: fate.reason, ...(fate.declinedFor === undefined ? {} : { declinedFor: fate.declinedFor }) }
}
