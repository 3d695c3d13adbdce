import { equalSecrets, hmac } from '../../../platform/digest.ts'
import type { Id } from '../../../shared/ids.ts'
import { parseNumber } from '../../../shared/refs.ts'
import type { Finding } from '../../../synthesis/model.ts'
import { findFinding, listFindings } from '../../../synthesis/queries.ts'
import { asPublic, type Suggestion } from '../../../synthesis/suggestions/model.ts'
import { findSuggestion, listSuggestions } from '../../../synthesis/suggestions/queries.ts'
import type { Services } from '../../context.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCycleAtDesk } from '../data.ts'

/** A suggestion as data, as anyone may read it. */
export function suggestionToJson(cycle: string, suggestion: Suggestion): object {
  const { number, statement, proposal, comment, author, language, receivedAt, withdrawnAt, verdict, reason, answeredAt } = suggestion
  return { ref: `${cycle}/S-${number}`, statement, proposal, comment, author, language, receivedAt, withdrawnAt, verdict, reason, answeredAt }
}

/** What lets somebody follow and withdraw a suggestion: derived from the installation's secret, so that it is stored nowhere. */
export function suggestionSecret(services: Pick<Services, 'secret'>, id: Id): string {
  return hmac(services.secret, `suggestion:${id}`)
}

/** The page by which the sender of a suggestion follows it. */
export function suggestionAddress(services: Pick<Services, 'secret'>, at: InCycle, suggestion: Pick<Suggestion, 'id' | 'number'>): string {
  return `/${at.forum.slug}/${at.cycle.slug}/suggestions/S-${suggestion.number}/mine/${suggestionSecret(services, suggestion.id)}`
}

export interface SuggestingData extends InCycle {
  readonly finding: Finding
}

export async function loadSuggesting(request: PageRequest): Promise<SuggestingData | undefined> {
  const inCycle = await loadCycle(request, 'breakdown')
  const number = parseNumber('F', request.params['finding'] ?? '')
  const finding = inCycle === undefined || number === undefined ? undefined : await findFinding(request.db, inCycle.cycle.id, number)
  return inCycle === undefined || finding === undefined ? undefined : { ...inCycle, finding }
}

export interface MySuggestionData extends InCycle {
  readonly suggestion: Suggestion
}

/** The page behind the secret link. A wrong link finds nothing, as if there were no such page. */
export async function loadMySuggestion(request: PageRequest): Promise<MySuggestionData | undefined> {
  const inCycle = await loadCycle(request, 'breakdown')
  const number = Number(/^S-([1-9][0-9]{0,8})$/u.exec(request.params['suggestion'] ?? '')?.[1] ?? 0)
  const suggestion = inCycle === undefined ? undefined : await findSuggestion(request.db, inCycle.cycle.id, number)
  if (inCycle === undefined || suggestion === undefined || !equalSecrets(request.params['secret'] ?? '', suggestionSecret(request.services, suggestion.id))) return undefined
  return { ...inCycle, suggestion: asPublic(suggestion) }
}

export interface SuggestionsData extends InCycle {
  readonly suggestions: readonly { readonly suggestion: Suggestion; readonly finding: Finding | undefined }[]
}

/** All that was said to the findings of a cycle: what waits for an answer first. */
export async function loadSuggestionsDesk(request: PageRequest): Promise<SuggestionsData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const findings = new Map<Id, Finding>((await listFindings(request.db, inCycle.cycle.id)).map((finding) => [finding.id, finding]))
  const suggestions = (await listSuggestions(request.db, inCycle.cycle.id)).map((suggestion) => ({ suggestion: asPublic(suggestion), finding: findings.get(suggestion.findingId) }))
  const waits = ({ suggestion }: (typeof suggestions)[number]): number => (suggestion.verdict === null && suggestion.withdrawnAt === null ? 0 : 1)
  return { ...inCycle, suggestions: suggestions.sort((a, b) => waits(a) - waits(b) || a.suggestion.number - b.suggestion.number) }
}
