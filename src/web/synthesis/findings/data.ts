import { listCalls } from '../../../calls/queries.ts'
import { countAnswering, countPresent } from '../../../contributions/voices/queries.ts'
import type { Forum } from '../../../forums/model.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { parseNumber } from '../../../shared/refs.ts'
import type { Stance } from '../../../shared/vocabularies.ts'
import { measureStrength, type Strength } from '../../../synthesis/findings/model.ts'
import { isMinorityByRule, type MinorityRule } from '../../../synthesis/minority/model.ts'
import { findMinorityRule } from '../../../synthesis/minority/queries.ts'
import { countPassages, listBasket, listPassageIds, listThemesOfFindings, type PassageChoice } from '../../../synthesis/findings/queries.ts'
import type { ModelSuggestion } from '../../../synthesis/language-model/model.ts'
import { findModelSuggestion, listSendable } from '../../../synthesis/language-model/queries.ts'
import { DIMENSIONS } from '../../../synthesis/matrix/model.ts'
import type { Finding, PlacedTheme } from '../../../synthesis/model.ts'
import { isPublished } from '../../../synthesis/publications/queries.ts'
import { findFinding, findPassages, listFindings, listThemes } from '../../../synthesis/queries.ts'
import { listLinksFrom, listLinksTo } from '../../../trace/queries.ts'
import type { Db } from '../../../platform/database.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { idsWithin, loadCycleAtDesk, loadQuotations, type QuestionShown, type Quotation } from '../data.ts'

/** A passage that a finding may rest on: its words as they were sent, whatever may be published of them, and how the public reads it. */
export interface Choosable {
  readonly id: Id<'passage'>
  readonly words: string
  readonly quotation: Quotation
}

export interface FindingsData extends InCycle {
  readonly findings: readonly { readonly finding: Finding; readonly restsOn: number; readonly strength: Strength; readonly isMinority: boolean }[]
  readonly isPublished: boolean
  /** How many passages whoever is at the desk has picked. */
  readonly picked: number
}

export interface WritingData extends InCycle {
  /** What a language model put forward and somebody took, to be written anew. */
  readonly suggested?: Pick<ModelSuggestion, 'text' | 'passageIds'> & { readonly model: string }
  readonly questions: readonly QuestionShown[]
  readonly themes: readonly PlacedTheme[]
  readonly others: readonly Finding[]
  readonly choosable: readonly Choosable[]
  /** What was picked, and is ticked in a new finding. */
  readonly basket: readonly Id[]
  /** True where the cycle has more passages than a form can offer: then only what was picked, and what it rests on, is offered. */
  readonly isLong: boolean
  readonly isPublished: boolean
}

export interface FindingData extends WritingData {
  readonly finding: Finding
  readonly passageIds: readonly Id[]
  readonly stances: ReadonlyMap<Id, Stance>
  readonly themeIds: readonly Id[]
  readonly citedBy: number
  readonly strength: Strength
  readonly isMinority: boolean
  readonly rule: MinorityRule
}

/** So many passages are offered in the form of a finding; beyond that they are picked elsewhere first. */
const OFFERED = 150

export async function loadFindings(request: PageRequest): Promise<FindingsData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const { db } = request
  const findings = await listFindings(db, inCycle.cycle.id)
  const links = Map.groupBy(await listLinksFrom(db, findings.map((finding) => finding.id), 'rests-on'), (link) => link.from.id)
  const [strengths, rule] = [await loadStrengths(db, inCycle, findings), await findMinorityRule(db, inCycle.cycle.id)]
  return {
    ...inCycle,
    findings: findings.map((finding) => {
      const strength = strengths.get(finding.id) ?? measureStrength([], 0)
      return { finding, restsOn: links.get(finding.id)?.length ?? 0, strength, isMinority: isMinorityByRule(strength, finding.againstId !== null, rule) }
    }),
    isPublished: await isPublished(db, inCycle.cycle.id),
    picked: (await listBasket(db, inCycle.cycle.id, personOf(request))).length,
  }
}

/** A passage that a finding rests on, and how it stands to it. */
export interface SpokenFor {
  readonly quotation: Quotation
  readonly stance: Stance
}

/** What findings rest on, in order, with how each passage stands to its finding. */
export async function loadSpoken(db: Db, at: InCycle, findings: readonly Finding[]): Promise<Map<Id, SpokenFor[]>> {
  const links = await listLinksFrom(db, findings.map((finding) => finding.id), 'rests-on')
  const quotations = new Map((await loadQuotations(db, at, links.map((link) => link.to.id))).map((quotation) => [quotation.passage.id as Id, quotation]))
  const spoken = links.flatMap((link) => {
    const quotation = quotations.get(link.to.id)
    return quotation === undefined ? [] : [{ from: link.from.id, quotation, stance: link.stance ?? ('supports' as const) }]
  })
  return Map.groupBy(spoken, (each) => each.from)
}

/** Computes the strength of findings from the passages that they rest on. */
export async function loadStrengths(db: Db, at: InCycle, findings: readonly Finding[], spoken?: ReadonlyMap<Id, readonly SpokenFor[]>): Promise<Map<Id, Strength>> {
  const by = spoken ?? (await loadSpoken(db, at, findings))
  const [answering, present] = [await countAnswering(db, at.cycle.id), await countPresent(db, at.cycle.id)]
  return new Map(findings.map((finding) => [finding.id, strengthOf(by.get(finding.id) ?? [], finding.questionId === null ? present.total : (answering.get(finding.questionId) ?? 0))]))
}

/** Who stands on which side, by quotations: what was withdrawn or declined stands on none. */
export function strengthOf(spoken: readonly SpokenFor[], of: number): Strength {
  const standing = spoken.filter(({ quotation }) => quotation.withheld !== 'withdrawn' && quotation.withheld !== 'declined')
  return measureStrength(
    standing.map(({ quotation, stance }) => ({
      voice: quotation.voice,
      isContribution: quotation.passage.sourceKind === 'answer',
      stakeholderGroup: quotation.stakeholderGroup,
      regionalGroup: quotation.regionalGroup,
      stance,
    })),
    of,
  )
}

/** What a finding is written with: the questions, and the passages by theme; and the statement that a model suggested, where one is taken (`?suggested=`). */
export async function loadWriting(request: PageRequest): Promise<WritingData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const { suggested = '' } = request.query
  const found = isId(suggested) ? await findModelSuggestion(request.db, inCycle.cycle.id, suggested) : undefined
  const isTaken = found?.suggestion.decision === 'taken' && found.request.kind === 'statements' && (await listSendable(request.db, found.suggestion.passageIds)).length === found.suggestion.passageIds.length
  const data = await completeWriting(request, inCycle, isTaken ? found.suggestion.passageIds : [])
  return isTaken ? { ...data, suggested: { ...found.suggestion, model: found.request.model ?? '' } } : data
}

async function completeWriting(request: PageRequest, inCycle: InCycle, own: readonly Id[]): Promise<WritingData> {
  const { db } = request
  const cycleId = inCycle.cycle.id
  const [basket, isLong] = [await listBasket(db, cycleId, personOf(request)), (await countPassages(db, cycleId)) > OFFERED]
  const offered = isLong ? [...own, ...basket] : await listPassageIds(db, cycleId, { offset: 0, limit: OFFERED })
  return {
    ...inCycle,
    questions: (await listCalls(db, cycleId)).flatMap((call) => call.questions.map((question) => ({ call: call.title, question }))),
    themes: await listThemes(db, cycleId),
    others: await listFindings(db, cycleId),
    choosable: await loadChoosable(request, inCycle, offered),
    basket,
    isLong,
    isPublished: await isPublished(db, cycleId),
  }
}

async function loadChoosable({ db }: PageRequest, at: InCycle, ids: readonly Id[]): Promise<Choosable[]> {
  const words = new Map((await findPassages(db, ids)).map((passage) => [passage.id, passage.quote]))
  return (await loadQuotations(db, at, ids)).map((quotation) => ({ id: quotation.passage.id, words: words.get(quotation.passage.id) ?? '', quotation }))
}

export async function loadFinding(request: PageRequest): Promise<FindingData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const { db } = request
  const finding = await findFinding(db, inCycle.cycle.id, parseNumber('F', request.params['finding'] ?? '') ?? 0)
  if (finding === undefined) return undefined
  const links = await listLinksFrom(db, [finding.id], 'rests-on')
  const passageIds = links.map((link) => link.to.id)
  const rule = await findMinorityRule(db, inCycle.cycle.id)
  const strength = (await loadStrengths(db, inCycle, [finding])).get(finding.id) ?? measureStrength([], 0)
  return {
    ...(await completeWriting(request, inCycle, passageIds)),
    finding,
    passageIds,
    stances: new Map(links.map((link) => [link.to.id, link.stance ?? 'supports'])),
    themeIds: (await listThemesOfFindings(db, inCycle.cycle.id)).get(finding.id) ?? [],
    citedBy: (await listLinksTo(db, [finding.id])).length,
    strength,
    isMinority: isMinorityByRule(strength, finding.againstId !== null, rule),
    rule,
  }
}

export interface PickingData extends InCycle {
  readonly themes: readonly PlacedTheme[]
  /** The theme that the list is narrowed to, and whether only passages are shown that no finding rests on. */
  readonly theme: PlacedTheme | undefined
  readonly isUnused: boolean
  /** The group that it is narrowed to. */
  readonly group: PassageChoice['group']
  readonly page: number
  readonly hasNext: boolean
  readonly listed: readonly Choosable[]
  readonly basket: readonly Choosable[]
}

const PAGE = 100

/** The passages of a cycle, to be picked for a finding; with what was picked already. */
export async function loadPicking(request: PageRequest): Promise<PickingData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const { db, view } = request
  const themes = await listThemes(db, inCycle.cycle.id)
  const theme = themes.find((each) => each.slug === view.query['theme'])
  const isUnused = view.query['only'] === 'unused'
  const page = Math.max(1, Math.min(100_000, Math.trunc(Number(view.query['page'] ?? 1)) || 1))
  const used = isUnused ? await listUsed(db, inCycle.cycle.id) : undefined
  const found = await listPassageIds(db, inCycle.cycle.id, { themeIds: theme === undefined ? undefined : idsWithin(themes, theme), except: used, group: groupOf(view.query), offset: (page - 1) * PAGE, limit: PAGE + 1 })
  return {
    ...inCycle,
    themes,
    theme,
    isUnused,
    group: groupOf(view.query),
    page,
    hasNext: found.length > PAGE,
    listed: await loadChoosable(request, inCycle, found.slice(0, PAGE)),
    basket: await loadChoosable(request, inCycle, await listBasket(db, inCycle.cycle.id, personOf(request))),
  }
}

async function listUsed(db: Db, cycleId: Id): Promise<Id[]> {
  const findings = await listFindings(db, cycleId)
  return (await listLinksFrom(db, findings.map((finding) => finding.id), 'rests-on')).map((link) => link.to.id)
}

/** The group that a list is narrowed to by the address; undefined where none is named. */
export function groupOf(query: Readonly<Record<string, string>>): PassageChoice['group'] {
  const dimension = DIMENSIONS.find((each) => (query[each] ?? '') !== '')
  return dimension === undefined ? undefined : { dimension, key: query[dimension] ?? '' }
}

/** Who is at the desk; the page has let nobody else in. */
export function personOf(request: PageRequest): Id<'person'> {
  const { person } = request.view
  if (person === undefined) throw new Error('Nobody is signed in')
  return person.id
}

/** The title of a group, as the forum lists it. */
export function titleOfGroup(forum: Pick<Forum, 'stakeholderGroups'>, key: string): string {
  return forum.stakeholderGroups.find((group) => group.key === key)?.title ?? key
}
