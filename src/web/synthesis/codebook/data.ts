import { findNames } from '../../../people/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { listChanges, countPassagesByTheme, listLineage } from '../../../synthesis/changes/queries.ts'
import type { CodebookChange } from '../../../synthesis/changes/model.ts'
import type { ThemeLineage } from '../../../synthesis/codebook/model.ts'
import type { PlacedTheme } from '../../../synthesis/model.ts'
import { listOpenProposals, type Proposal } from '../../../synthesis/proposals/queries.ts'
import { listThemes } from '../../../synthesis/queries.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCycleAtDesk } from '../data.ts'

export interface CodebookData extends InCycle {
  readonly themes: readonly PlacedTheme[]
  /** How many passages have each theme itself. */
  readonly counts: ReadonlyMap<string, number>
  readonly lineage: readonly ThemeLineage[]
  /** The latest first. */
  readonly changes: readonly CodebookChange[]
  readonly proposals: readonly (Proposal & { readonly passages: number })[]
  /** Of those who changed and put forward. */
  readonly names: ReadonlyMap<Id, string>
}

export interface InTheme extends CodebookData {
  readonly theme: PlacedTheme
}

export async function loadCodebook(request: PageRequest): Promise<CodebookData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const { db } = request
  const { id } = inCycle.cycle
  const [themes, counts, lineage, changes, proposals] = await Promise.all([listThemes(db, id), countPassagesByTheme(db, id), listLineage(db, id), listChanges(db, id), listOpenProposals(db, id)])
  const people = [...changes, ...proposals].flatMap(({ madeBy }) => madeBy ?? [])
  return { ...inCycle, themes, counts, lineage, changes, proposals, names: await findNames(db, people) }
}

export async function loadThemeAtDesk(request: PageRequest): Promise<InTheme | 'forbidden' | undefined> {
  const codebook = await loadCodebook(request)
  if (typeof codebook !== 'object') return codebook
  const theme = codebook.themes.find((each) => each.slug === request.params['theme'])
  return theme === undefined ? undefined : { ...codebook, theme }
}

/** A theme's title, also of one that is no more. */
export function titleOf(data: Pick<CodebookData, 'lineage'>, id: Id | null): string {
  return data.lineage.find((theme) => theme.id === id)?.title ?? ''
}
