import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** Colours that can be told apart by most eyes, in both schemes; each is drawn with a shape of its own, and never without the title. */
export const THEME_COLOURS = ['teal', 'green', 'amber', 'purple', 'blue', 'rose', 'brown', 'slate'] as const
export type ThemeColour = (typeof THEME_COLOURS)[number]

/** Who or what gave a passage a theme. All are null where it is not recorded. */
export interface Assignment {
  readonly passageId: Id<'passage'>
  readonly themeId: Id<'theme'>
  readonly assignedBy: Id | null
  /** The name of the program whose suggestion it was. */
  readonly machine: string | null
  /** Who accepted it, where somebody else or a machine had put it forward. */
  readonly signedBy: Id | null
  readonly assignedAt: Instant | null
}

/** A theme that is no more, or was, with where it went and came from. */
export interface ThemeLineage {
  readonly id: Id<'theme'>
  readonly slug: string
  readonly title: string
  readonly mergedInto: Id<'theme'> | null
  readonly splitFrom: Id<'theme'> | null
  readonly endedAt: Instant | null
}

/** The theme that an old address leads on to, through as many merges as there were; undefined where it was removed at the end. */
export function followMerges(themes: readonly ThemeLineage[], id: Id): ThemeLineage | undefined {
  const byId = new Map<Id, ThemeLineage>(themes.map((theme) => [theme.id, theme]))
  const seen = new Set<Id>()
  let theme = byId.get(id)
  while (theme !== undefined && theme.endedAt !== null && !seen.has(theme.id)) {
    seen.add(theme.id)
    theme = theme.mergedInto === null ? undefined : byId.get(theme.mergedInto)
  }
  return theme?.endedAt === null ? theme : undefined
}
