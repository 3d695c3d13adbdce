import type { Id } from '../../shared/ids.ts'
import type { PlacedTheme } from '../model.ts'

export const DIMENSIONS = ['stakeholderGroup', 'regionalGroup'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** How often a theme was spoken of from one group: contributions, each once, and passages. */
export interface CellCount {
  readonly themeId: Id
  readonly dimension: Dimension
  /** The group's key; `not recorded` where it is not known. */
  readonly key: string
  readonly contributions: number
  readonly passages: number
}

/**
 * `spoken`: passages of this theme came from the group. `silent`: the group contributed, and not on this. `absent`: nobody of the group
 * contributed at all: what is missing is a voice, and not an opinion.
 */
export type CellState = 'spoken' | 'silent' | 'absent'

export interface Cell {
  readonly key: string
  readonly state: CellState
  readonly contributions: number
  readonly passages: number
  /** 0 for none, 1 to 4 by how many of the group's contributions speak of it. */
  readonly shade: 0 | 1 | 2 | 3 | 4
}

export interface MatrixRow {
  readonly theme: PlacedTheme
  readonly contributions: number
  readonly passages: number
  readonly cells: Readonly<Record<Dimension, readonly Cell[]>>
}

export interface Column {
  readonly key: string
  readonly title: string
  /** How many contributions of the group count. */
  readonly present: number
}

/** Themes in reading order by groups: how many speak of each, who is silent, and who is not there at all. */
export function layMatrix(themes: readonly PlacedTheme[], columns: Readonly<Record<Dimension, readonly Column[]>>, counts: readonly CellCount[], totals: ReadonlyMap<Id, { contributions: number; passages: number }>): MatrixRow[] {
  const found = new Map(counts.map((count) => [`${count.themeId} ${count.dimension} ${count.key}`, count]))
  const toCell = (theme: PlacedTheme, dimension: Dimension, { key, present }: Column): Cell => {
    const { contributions, passages } = found.get(`${theme.id} ${dimension} ${key}`) ?? { contributions: 0, passages: 0 }
    return { key, contributions, passages, state: contributions > 0 ? 'spoken' : present > 0 ? 'silent' : 'absent', shade: shadeOf(contributions, present) }
  }
  return themes.map((theme) => ({
    theme,
    ...(totals.get(theme.id) ?? { contributions: 0, passages: 0 }),
    cells: {
      stakeholderGroup: columns.stakeholderGroup.map((column) => toCell(theme, 'stakeholderGroup', column)),
      regionalGroup: columns.regionalGroup.map((column) => toCell(theme, 'regionalGroup', column)),
    },
  }))
}

/** By the share of the group's contributions, in quarters: a group of two of which both speak is as dark as one of twenty. */
function shadeOf(contributions: number, present: number): Cell['shade'] {
  if (contributions === 0) return 0
  return Math.min(4, Math.max(1, Math.ceil((contributions / Math.max(present, contributions)) * 4))) as Cell['shade']
}
