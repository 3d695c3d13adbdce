import { findAnswers } from '../../../contributions/queries.ts'
import { may } from '../../../people/policy.ts'
import type { Reader } from '../../../platform/database.ts'
import { findComments } from '../../../review/comments/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { excerpt } from '../../../shared/text.ts'
import { FATES, type Fate } from '../../../shared/vocabularies.ts'
import { restsOf, type Unit } from '../../../trace/coverage/model.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadTrace, unitAddress, type Named, type Trace } from '../data.ts'
import type { FatesDeskData } from '../desk.tsx'
import { groundAsData, loadGround } from '../ground/data.ts'
import type { TracePageData } from '../pages.tsx'

const PAGE = 100

export interface LoadedTrace extends TracePageData {
  readonly trace: Trace
}

/** The trace of a cycle, with the page of it that was asked for. */
export async function loadTracePage(request: PageRequest): Promise<LoadedTrace | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  const trace = await loadTrace(request.db, inCycle)
  const filter = FATES.find((fate) => fate === request.query['fate'])
  const page = Math.max(1, Math.trunc(Number(request.query['page'] ?? 1)) || 1)
  const fates = countedUnits(trace).map((unit) => ({ unit, fate: trace.fateOf(unit.id) }))
  const counts = new Map<Fate, number>()
  for (const { fate } of fates) counts.set(fate.fate, (counts.get(fate.fate) ?? 0) + 1)
  const chosen = filter === undefined ? fates : fates.filter(({ fate }) => fate.fate === filter)
  const shown = chosen.slice((page - 1) * PAGE, page * PAGE)
  return { ...inCycle, base: baseOf(inCycle), trace, coverage: trace.coverage, counts, shown, filter, page, hasNext: chosen.length > page * PAGE }
}

function baseOf({ forum, cycle }: InCycle): string {
  return `/${forum.slug}/${cycle.slug}`
}

function countedUnits(trace: Trace): Unit[] {
  return trace.units.filter((unit) => !unit.isWithdrawn)
}

/** A paragraph of an edition as `trace.json` has it. */
export interface TracedParagraph {
  readonly edition: number
  readonly number: number
  readonly id: Id
  readonly ownVoice: boolean
  readonly restsOn: readonly Named[]
}

/** The paragraphs of all editions, each with what it rests on: what it names, then the inputs under that. */
export async function listTracedParagraphs(db: Reader, place: InCycle, trace: Trace): Promise<TracedParagraph[]> {
  const units = new Map(trace.units.map((unit) => [unit.id, unit]))
  const traced: TracedParagraph[] = []
  for (const edition of trace.editions.toReversed()) {
    const paragraphs = trace.paragraphs.filter(({ versionId }) => versionId === edition.versionId)
    const ground = await loadGround(db, place, edition.versionId, paragraphs.map(({ id }) => id))
    const rests = restsOf(trace.rows, edition.versionId)
    for (const { id, number, isOwnVoice } of paragraphs) {
      const named = groundAsData(place.cycle.slug, ground.get(id))
      const known = new Set(named.map(({ ref }) => ref))
      const under = (rests.get(id)?.unitIds ?? []).flatMap((unitId) => units.get(unitId) ?? []).filter((unit) => !unit.isWithdrawn && !known.has(unit.ref))
      const restsOn = [...named, ...under.map((unit) => ({ kind: unit.kind, ref: unit.ref, url: unitAddress(place, unit) }))]
      traced.push({ edition: edition.number, number, id, ownVoice: isOwnVoice, restsOn })
    }
  }
  return traced
}

/** Inputs without an outcome, the oldest first, and what the desk has said of others. */
export async function loadFatesDesk(request: PageRequest): Promise<FatesDeskData | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  const { person } = request.view
  const scope = { forumId: inCycle.forum.id, cycleId: inCycle.cycle.id }
  if (!may(person, 'answer-comments', scope)) return 'forbidden'
  const trace = await loadTrace(request.db, inCycle)
  const waiting = countedUnits(trace).filter((unit) => trace.fateOf(unit.id).fate === 'none')
  const shown = waiting.slice(0, PAGE)
  const words = await loadWords(request.db, shown.map(({ id }) => id))
  const units = new Map(trace.units.map((unit) => [unit.id, unit]))
  const given = trace.rows.given.flatMap((fate) => {
    const unit = units.get(fate.unitId)
    return unit === undefined ? [] : [{ ...fate, unit }]
  })
  return { ...inCycle, base: baseOf(inCycle), waiting: waiting.length, units: shown.map((unit) => ({ ...unit, words: words.get(unit.id) ?? '' })), given: given.slice(0, PAGE) }
}

async function loadWords(db: Reader, ids: readonly Id[]): Promise<Map<Id, string>> {
  const [answers, comments] = await Promise.all([findAnswers(db, ids), findComments(db, ids)])
  return new Map<Id, string>([...answers, ...comments].map(({ id, text }) => [id, excerpt(text, 200)]))
}
