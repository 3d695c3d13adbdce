import { listCalls } from '../../../calls/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { parseNumber } from '../../../shared/refs.ts'
import type { Finding, PlacedTheme } from '../../../synthesis/model.ts'
import { findFinding, listFindings, listPassages, listThemes } from '../../../synthesis/queries.ts'
import { listLinksFrom, listLinksTo } from '../../../trace/queries.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCycleAtDesk, quotePassages, type QuestionShown, type Quotation } from '../data.ts'

/** A passage that a finding may rest on: its words as they were sent, whatever may be published of them, and how the public reads it. */
export interface Choosable {
  readonly id: Id<'passage'>
  readonly words: string
  readonly quotation: Quotation
}

export interface FindingsData extends InCycle {
  readonly findings: readonly Finding[]
  /** On how many passages each rests. */
  readonly restsOn: ReadonlyMap<Id, number>
}

export interface WritingData extends InCycle {
  readonly questions: readonly QuestionShown[]
  readonly themes: readonly PlacedTheme[]
  readonly choosable: readonly Choosable[]
}

export interface FindingData extends WritingData {
  readonly finding: Finding
  readonly passageIds: readonly Id[]
  readonly citedBy: number
}

export async function loadFindings(request: PageRequest): Promise<FindingsData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const findings = await listFindings(request.db, inCycle.cycle.id)
  const links = Map.groupBy(await listLinksFrom(request.db, findings.map((finding) => finding.id), 'rests-on'), (link) => link.from.id)
  return { ...inCycle, findings, restsOn: new Map(findings.map((finding) => [finding.id, links.get(finding.id)?.length ?? 0])) }
}

/** What a finding is written with: the questions, and every passage by theme. */
export async function loadWriting(request: PageRequest): Promise<WritingData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const { db } = request
  const passages = await listPassages(db, inCycle.cycle.id)
  const words = new Map(passages.map((passage) => [passage.id, passage.quote]))
  const quotations = await quotePassages(db, inCycle, passages)
  return {
    ...inCycle,
    questions: (await listCalls(db, inCycle.cycle.id)).flatMap((call) => call.questions.map((question) => ({ call: call.title, question }))),
    themes: await listThemes(db, inCycle.cycle.id),
    choosable: quotations.map((quotation) => ({ id: quotation.passage.id, words: words.get(quotation.passage.id) ?? '', quotation })),
  }
}

export async function loadFinding(request: PageRequest): Promise<FindingData | 'forbidden' | undefined> {
  const writing = await loadWriting(request)
  if (typeof writing !== 'object') return writing
  const finding = await findFinding(request.db, writing.cycle.id, parseNumber('F', request.params['finding'] ?? '') ?? 0)
  if (finding === undefined) return undefined
  const passageIds = (await listLinksFrom(request.db, [finding.id], 'rests-on')).map((link) => link.to.id)
  return { ...writing, finding, passageIds, citedBy: (await listLinksTo(request.db, [finding.id])).length }
}
