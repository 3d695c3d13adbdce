import type { Id } from '../../shared/ids.ts'
import type { Disposition, Fate } from '../../shared/vocabularies.ts'
import type { DeclineReason } from '../../contributions/moderation/model.ts'
import type { LinkedKind, Link, Thing } from '../model.ts'

export type UnitKind = 'answer' | 'contribution' | 'comment'

/** What has to be accounted for: each answer; a contribution of which there is only a file; each comment. */
export interface Unit {
  readonly kind: UnitKind
  readonly id: Id
  /** Its citable reference, `2017/C-14/2`. */
  readonly ref: string
  readonly isWithdrawn: boolean
  /** The kind of reason for which the desk declined it: its fate is that answer. */
  readonly declinedFor?: DeclineReason | null
}

/** A fate that the editors gave to a unit, with their reason. */
export interface GivenFate {
  readonly unitId: Id
  readonly fate: Exclude<Fate, 'none' | 'cited'>
  readonly reason: string
  readonly revision: number
}

/** Everything that fates follow from, loaded for all units of a cycle or for some. */
export interface TraceRows {
  readonly units: readonly Unit[]
  /** Links from paragraphs and findings, `changed` and `duplicate-of` ones. */
  readonly links: readonly Link[]
  /** Versions whose paragraphs make a unit cited: those of editions and the latest frozen ones, in the order in which they are shown. */
  readonly versionIds: readonly Id[]
  /** Which unit a passage is marked in. */
  readonly passages: readonly { readonly id: Id; readonly sourceId: Id }[]
  /** Findings of the kind carry-over: they hand what they rest on to the next cycle. */
  readonly carryOvers: readonly Id[]
  readonly responses: readonly { readonly commentId: Id; readonly disposition: Disposition; readonly reason: string }[]
  readonly given: readonly GivenFate[]
}

/** What bears a fate: a paragraph of a version, a comment, a finding. */
export interface Bearer {
  readonly kind: 'paragraph' | 'comment' | 'finding'
  readonly id: Id
  /** The version that the paragraph stands in; null where the working text is meant, and for the other kinds. */
  readonly versionId: Id | null
}

export interface UnitFate {
  readonly fate: Fate
  readonly by: readonly Bearer[]
  readonly reason: string | null
  /** Set where the desk declined the input: the reason is then this kind, to be said in the reader's language. */
  readonly declinedFor?: DeclineReason
}

const NONE: UnitFate = { fate: 'none', by: [], reason: null }

/** A unit may have several fates at once; the one that says most about its words is printed, the strongest first. */
export const PRECEDENCE: readonly Fate[] = ['cited', 'merged', 'carried-over', 'answered', 'none']

/**
 * What became of each unit:
 * - `cited`: a paragraph of a counted version rests on it: on itself, on a passage of it, or on a finding that rests on such a passage;
 * - `merged`: a comment answered as a duplicate; or the editors say so;
 * - `carried-over`: a comment deferred; or the editors say so; or a passage of it supports a finding of the kind carry-over;
 * - `answered`: a comment with any other response; or the editors give a reason.
 * - what the desk declined is `answered` by that, whatever else was built on it: its words are shown to nobody.
 * Where several hold the first of this order is printed; of two of the same fate, the response before what the editors said apart.
 */
export function traceFates(rows: TraceRows): Map<Id, UnitFate> {
  const sources = new Map(rows.passages.map(({ id, sourceId }) => [id, sourceId]))
  const cited = citations(rows, sources)
  const handedOn = carryOverSupport(rows, sources)
  const responses = new Map(rows.responses.map((response) => [response.commentId, response]))
  const given = new Map(rows.given.map((fate) => [fate.unitId, fate]))
  const outgoing = Map.groupBy(rows.links.filter(({ relation }) => relation !== 'rests-on'), (link) => link.from.id)
  return new Map(
    rows.units.map((unit): [Id, UnitFate] => {
      if (unit.declinedFor != null) return [unit.id, { fate: 'answered', by: [], reason: unit.declinedFor, declinedFor: unit.declinedFor }]
      const candidates = [
        ofBearers('cited', cited.get(unit.id)),
        ofResponse(responses.get(unit.id), outgoing.get(unit.id) ?? []),
        ofGiven(given.get(unit.id)),
        ofBearers('carried-over', handedOn.get(unit.id)),
      ]
      return [unit.id, strongest(candidates)]
    }),
  )
}

/** What paragraphs and findings rest on in a version: what was frozen with it, for findings else what they rest on now. */
export function groundOf(links: readonly Link[], versionId: Id | null): (fromId: Id) => readonly Thing[] {
  const frozen = Map.groupBy(links.filter((link) => link.relation === 'rests-on' && link.versionId === versionId), (link) => link.from.id)
  const current = Map.groupBy(links.filter((link) => link.relation === 'rests-on' && link.versionId === null && link.from.kind === 'finding'), (link) => link.from.id)
  return (fromId) => (frozen.get(fromId) ?? current.get(fromId) ?? []).map((link) => link.to)
}

/** Inputs with a fate, of those not withdrawn; the share is null when there are none. */
export function measureCoverage(units: readonly Unit[], fates: ReadonlyMap<Id, UnitFate>): { units: number; accounted: number; coverage: number | null } {
  const counted = units.filter((unit) => !unit.isWithdrawn)
  const accounted = counted.filter((unit) => (fates.get(unit.id) ?? NONE).fate !== 'none').length
  return { units: counted.length, accounted, coverage: counted.length === 0 ? null : accounted / counted.length }
}

function citations(rows: TraceRows, sources: ReadonlyMap<Id, Id>): Map<Id, Bearer[]> {
  const cited = new Map<Id, Bearer[]>()
  for (const [versionId, links] of byVersion(rows)) {
    const ground = groundOf(rows.links, versionId)
    for (const { from, to } of links) {
      for (const unitId of unitsUnder(to, ground, sources)) add(cited, unitId, { kind: 'paragraph', id: from.id, versionId })
    }
  }
  return cited
}

function byVersion(rows: TraceRows): [Id, readonly Link[]][] {
  const links = Map.groupBy(rows.links.filter((link) => link.relation === 'rests-on' && link.from.kind === 'paragraph'), (link) => link.versionId)
  return rows.versionIds.map((versionId) => [versionId, links.get(versionId as Id<'version'>) ?? []])
}

/** What a paragraph of a version rests on: the things named, and the units under them. */
export interface Rest {
  readonly direct: readonly Thing[]
  readonly unitIds: readonly Id[]
}

/** What the paragraphs of a version rest on (null: of the working text), by the paragraph's id; those that rest on nothing are left out. */
export function restsOf(rows: Pick<TraceRows, 'links' | 'passages'>, versionId: Id | null): Map<Id, Rest> {
  const sources = new Map(rows.passages.map(({ id, sourceId }) => [id, sourceId]))
  const ground = groundOf(rows.links, versionId)
  const own = rows.links.filter((link) => link.relation === 'rests-on' && link.from.kind === 'paragraph' && link.versionId === versionId)
  return new Map(
    [...Map.groupBy(own, (link) => link.from.id)].map(([id, links]) => {
      const direct = links.map((link) => link.to)
      const under = direct.flatMap((thing) => (isNoUnit(thing.kind) ? [] : unitsUnder(thing, ground, sources)))
      return [id, { direct, unitIds: [...new Set(under)] }]
    }),
  )
}

/**
 * Paragraphs of a version that nothing carries: neither declared the editors' own voice, nor resting on a work, a pinned figure or on input that stands.
 * What was withdrawn or declined carries nothing: its words are shown to nobody.
 */
export function listGroundless<P extends { readonly id: Id; readonly isOwnVoice: boolean }>(rows: Pick<TraceRows, 'units' | 'links' | 'passages'>, versionId: Id, paragraphs: readonly P[]): P[] {
  const rests = restsOf(rows, versionId)
  const fallen = new Set(rows.units.filter((unit) => !carriesAnything(unit)).map(({ id }) => id))
  const carries = ({ direct, unitIds }: Rest): boolean => direct.some(({ kind }) => isNoUnit(kind)) || unitIds.some((id) => !fallen.has(id))
  return paragraphs.filter((paragraph) => {
    const rest = rests.get(paragraph.id)
    return !paragraph.isOwnVoice && (rest === undefined || !carries(rest))
  })
}

/** True for what carries a paragraph by itself and is no unit that somebody waits for: works, figures, what was said in meetings and is not registered. */
function isNoUnit(kind: LinkedKind): boolean {
  return kind === 'reference' || kind === 'figure' || kind === 'point' || kind === 'remark' || kind === 'cue'
}

/** False for what was withdrawn or declined: nothing can be cited from it. */
export function carriesAnything(unit: Pick<Unit, 'isWithdrawn' | 'declinedFor'>): boolean {
  return !unit.isWithdrawn && unit.declinedFor == null
}

function unitsUnder(thing: Thing, ground: (fromId: Id) => readonly Thing[], sources: ReadonlyMap<Id, Id>): Id[] {
  if (thing.kind === 'finding') return ground(thing.id).flatMap((below) => (below.kind === 'finding' ? [] : unitsUnder(below, ground, sources)))
  if (thing.kind !== 'passage') return [thing.id]
  const source = sources.get(thing.id)
  return source === undefined ? [] : [source]
}

function carryOverSupport(rows: TraceRows, sources: ReadonlyMap<Id, Id>): Map<Id, Bearer[]> {
  const support = new Map<Id, Bearer[]>()
  const ground = groundOf(rows.links, null)
  for (const findingId of rows.carryOvers) {
    for (const unitId of unitsUnder({ kind: 'finding', id: findingId }, ground, sources)) add(support, unitId, { kind: 'finding', id: findingId, versionId: null })
  }
  return support
}

function add(to: Map<Id, Bearer[]>, unitId: Id, bearer: Bearer): void {
  const known = to.get(unitId)
  if (known === undefined) to.set(unitId, [bearer])
  else if (!known.some((other) => other.id === bearer.id && other.versionId === bearer.versionId)) known.push(bearer)
}

function ofBearers(fate: Fate, by: readonly Bearer[] | undefined): UnitFate | undefined {
  return by === undefined ? undefined : { fate, by, reason: null }
}

function ofResponse(response: TraceRows['responses'][number] | undefined, outgoing: readonly Link[]): UnitFate | undefined {
  if (response === undefined) return undefined
  const fate = response.disposition === 'duplicate' ? 'merged' : response.disposition === 'deferred' ? 'carried-over' : 'answered'
  const relation = fate === 'merged' ? 'duplicate-of' : 'changed'
  const by = outgoing
    .filter((link) => link.relation === relation)
    .map((link): Bearer => ({ kind: link.to.kind === 'comment' ? 'comment' : 'paragraph', id: link.to.id, versionId: null }))
  return { fate, by, reason: response.reason }
}

function ofGiven(given: GivenFate | undefined): UnitFate | undefined {
  return given === undefined ? undefined : { fate: given.fate, by: [], reason: given.reason }
}

function strongest(candidates: readonly (UnitFate | undefined)[]): UnitFate {
  for (const fate of PRECEDENCE) {
    const found = candidates.find((candidate) => candidate?.fate === fate)
    if (found !== undefined) return found
  }
  return NONE
}
