import { countAnswering, countPresent } from '../../../contributions/voices/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { tallyCorrections, type Tally } from '../../../synthesis/corrections/model.ts'
import { listCorrections, listRounds } from '../../../synthesis/corrections/queries.ts'
import type { Round } from '../../../synthesis/corrections/model.ts'
import { isBroad, type Strength } from '../../../synthesis/findings/model.ts'
import { isMinorityByRule, type MinorityRule } from '../../../synthesis/minority/model.ts'
import { findMinorityRule } from '../../../synthesis/minority/queries.ts'
import { listDiscarded, listThemesOfFindings, type Discarded } from '../../../synthesis/findings/queries.ts'
import type { PlacedTheme } from '../../../synthesis/model.ts'
import type { Publication } from '../../../synthesis/publications/model.ts'
import { listPublications } from '../../../synthesis/publications/queries.ts'
import { asPublic, type Suggestion } from '../../../synthesis/suggestions/model.ts'
import { listSuggestions } from '../../../synthesis/suggestions/queries.ts'
import { NOT_RECORDED } from '../../../shared/vocabularies.ts'
import type { PageRequest } from '../../page.tsx'
import { loadContests, type Contest } from '../cited/data.ts'
import { strengthOf } from '../findings/data.ts'
import { loadBreakdown, type BreakdownData, type FindingShown } from '../data.ts'

export interface FindingInFull extends FindingShown {
  readonly strength: Strength
  readonly isMinority: boolean
  readonly isBroad: boolean
  readonly themes: readonly PlacedTheme[]
  readonly against: number | null
  /** What those whom it cites said to it as it is worded now; null where nobody has been asked. */
  readonly said: Tally | null
  readonly contests: readonly Contest[]
  readonly suggestions: readonly Suggestion[]
}

export interface FullBreakdownData extends Omit<BreakdownData, 'findings'> {
  readonly findings: readonly FindingInFull[]
  /** By which minority positions are kept. */
  readonly minority: MinorityRule
  readonly publication: Publication | undefined
  readonly rounds: readonly Round[]
  readonly discarded: readonly Discarded[]
}

/** The breakdown with all that is said of its findings: how strong they are, what was contested and suggested, what was set aside. */
export async function loadFullBreakdown(request: PageRequest): Promise<FullBreakdownData | undefined> {
  const breakdown = await loadBreakdown(request)
  if (breakdown === undefined) return undefined
  const { db } = request
  const cycleId = breakdown.cycle.id
  const [answering, present, themesOf, corrections] = [await countAnswering(db, cycleId), await countPresent(db, cycleId), await listThemesOfFindings(db, cycleId), await listCorrections(db, cycleId)]
  const contests = await loadContests(db, corrections)
  const minority = await findMinorityRule(db, cycleId)
  const suggestions = Map.groupBy((await listSuggestions(db, cycleId)).map(asPublic), (suggestion) => suggestion.findingId as Id)
  const numbers = new Map<Id, number>(breakdown.findings.map(({ finding }) => [finding.id, finding.number]))
  const groups = [...present.byStakeholderGroup.keys()].filter((key) => key !== NOT_RECORDED)
  const asked = Map.groupBy(corrections, ({ subject }): Id => subject.id)
  return {
    ...breakdown,
    minority: { groups: minority.groups, voices: minority.voices },
    publication: (await listPublications(db, cycleId)).at(-1),
    rounds: await listRounds(db, cycleId),
    discarded: await listDiscarded(db, cycleId),
    findings: breakdown.findings.map((shown): FindingInFull => {
      const { finding } = shown
      const spoken = shown.quotations.map((quotation) => ({ quotation, stance: shown.stances.get(quotation.passage.id) ?? ('supports' as const) }))
      const strength = strengthOf(spoken, finding.questionId === null ? present.total : (answering.get(finding.questionId) ?? 0))
      const own = asked.get(finding.id)
      return {
        ...shown,
        strength,
        isMinority: isMinorityByRule(strength, finding.againstId !== null, minority),
        isBroad: finding.kind === 'agreement' && isBroad(strength, groups),
        themes: (themesOf.get(finding.id) ?? []).flatMap((id) => breakdown.themes.find((theme) => theme.id === id) ?? []),
        against: finding.againstId === null ? null : (numbers.get(finding.againstId) ?? null),
        said: own === undefined ? null : tallyCorrections(finding.statement, own),
        contests: contests.get(finding.id) ?? [],
        suggestions: suggestions.get(finding.id) ?? [],
      }
    }),
  }
}

export interface ThreadData extends FullBreakdownData {
  readonly theme: PlacedTheme
  readonly carried: readonly FindingInFull[]
}

/** A theme that runs through the chapters: the findings that carry it, question by question. */
export async function loadThread(request: PageRequest): Promise<ThreadData | undefined> {
  const breakdown = await loadFullBreakdown(request)
  const theme = breakdown?.themes.find((each) => each.slug === request.params['theme'])
  if (breakdown === undefined || theme === undefined) return undefined
  return { ...breakdown, theme, carried: breakdown.findings.filter((shown) => shown.themes.some((each) => each.id === theme.id)) }
}

/** Themes that findings carry, those through most questions first. */
export function listThreads(data: Pick<FullBreakdownData, 'themes' | 'findings'>): { readonly theme: PlacedTheme; readonly findings: number; readonly questions: number }[] {
  return data.themes
    .map((theme) => {
      const carried = data.findings.filter((shown) => shown.themes.some((each) => each.id === theme.id))
      return { theme, findings: carried.length, questions: new Set(carried.map(({ finding }) => finding.questionId)).size }
    })
    .filter((thread) => thread.findings > 0)
    .sort((a, b) => b.questions - a.questions || b.findings - a.findings)
}
