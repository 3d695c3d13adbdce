import { findNames } from '../../../people/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { canUndo, type CodebookChange } from '../../../synthesis/changes/model.ts'
import { searchPassages } from '../../../synthesis/changes/queries.ts'
import type { Passage, PlacedTheme } from '../../../synthesis/model.ts'
import { MOST_PROPOSED } from '../../../synthesis/proposals/model.ts'
import { findProposal, type Proposal } from '../../../synthesis/proposals/queries.ts'
import { findFindings, listPassagesWithThemes } from '../../../synthesis/queries.ts'
import { listLinksTo } from '../../../trace/queries.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCodebook, loadThemeAtDesk, type CodebookData, type InTheme } from '../codebook/data.ts'

/** What somebody is about to do to a theme, with what depends on it. */
export interface ThemeAtStake extends InTheme {
  readonly passages: readonly Passage[]
  /** How many of the passages have no other theme. */
  readonly alone: number
  readonly children: number
  /** How many findings rest on its passages. */
  readonly findings: number
}

export async function loadThemeAtStake(request: PageRequest): Promise<ThemeAtStake | 'forbidden' | undefined> {
  const inTheme = await loadThemeAtDesk(request)
  if (typeof inTheme !== 'object') return inTheme
  const passages = await listPassagesWithThemes(request.db, [inTheme.theme.id])
  const links = await listLinksTo(request.db, passages.map(({ id }) => id))
  const resting = links.filter((link) => link.versionId === null && link.from.kind === 'finding').map((link) => link.from.id)
  return {
    ...inTheme,
    passages,
    alone: passages.filter(({ themeIds }) => themeIds.length === 1).length,
    children: inTheme.themes.filter((theme) => theme.parentId === inTheme.theme.id).length,
    findings: (await findFindings(request.db, resting)).length,
  }
}

/** A theme with the passages that a search has found for it. */
export interface Application extends InTheme {
  readonly words: string
  readonly found: readonly { readonly id: Id; readonly number: number; readonly quote: string }[]
}

export async function loadApplication(request: PageRequest): Promise<Application | 'forbidden' | undefined> {
  const inTheme = await loadThemeAtDesk(request)
  if (typeof inTheme !== 'object') return inTheme
  const words = (request.query['words'] ?? '').slice(0, 200)
  const have = new Set<Id>((await listPassagesWithThemes(request.db, [inTheme.theme.id])).map(({ id }) => id))
  const found = await searchPassages(request.db, inTheme.cycle.id, words, MOST_PROPOSED + have.size)
  return { ...inTheme, words, found: found.filter(({ id }) => !have.has(id)).slice(0, MOST_PROPOSED) }
}

export interface ProposalData extends CodebookData {
  readonly proposal: Proposal
  readonly passages: readonly (Passage & { readonly isAccepted: boolean | null })[]
  readonly theme: PlacedTheme | undefined
  readonly who: ReadonlyMap<Id, string>
}

export async function loadProposal(request: PageRequest): Promise<ProposalData | 'forbidden' | undefined> {
  const codebook = await loadCodebook(request)
  if (typeof codebook !== 'object') return codebook
  const found = await findProposal(request.db, codebook.cycle.id, numberOf(request.params['number']))
  if (found === undefined) return undefined
  const { passages, ...proposal } = found
  const who = await findNames(request.db, [proposal.madeBy, proposal.decidedBy].filter((id) => id !== null))
  return { ...codebook, proposal, passages, theme: codebook.themes.find((theme) => theme.id === proposal.themeId), who }
}

export interface ChangeData extends CodebookData {
  readonly change: CodebookChange
}

export async function loadChange(request: PageRequest): Promise<ChangeData | 'forbidden' | undefined> {
  const codebook = await loadCodebook(request)
  if (typeof codebook !== 'object') return codebook
  const change = codebook.changes.find(({ number }) => number === numberOf(request.params['number']))
  return change === undefined || !canUndo(change, codebook.changes) ? undefined : { ...codebook, change }
}

function numberOf(text: string | undefined): number {
  return /^[1-9][0-9]{0,8}$/u.test(text ?? '') ? Number(text) : 0
}
