import { sql } from 'kysely'
import { selectAnswerVoices } from '../../contributions/voices/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { NOT_RECORDED } from '../../shared/vocabularies.ts'
import type { PlacedTheme } from '../model.ts'
import type { CellCount, Dimension } from './model.ts'

export interface MatrixCounts {
  readonly cells: readonly CellCount[]
  readonly totals: ReadonlyMap<Id, { readonly contributions: number; readonly passages: number }>
}

interface Group {
  readonly theme_id: Id
  readonly stakeholder_group: string | null
  readonly regional_group: string | null
  readonly contributions: number
  readonly passages: number
}

/**
 * Counts, by theme with all below it, the contributions that speak of it and their passages: by stakeholder group, by regional group and
 * in all. One statement: first each contribution under each theme once, then the groups of them; each contribution has one group of
 * either kind, so that the sums of the small table are the counts of the large one.
 */
export async function countMatrix(db: Reader, cycleId: Id, themes: readonly PlacedTheme[]): Promise<MatrixCounts> {
  const { rows } = await sql<Group>`
    select theme_id, stakeholder_group, regional_group, count(*)::int as contributions, sum(passages)::int as passages from (
      select a.theme_id, v.contribution_id, v.stakeholder_group, v.regional_group, count(distinct p.id)::int as passages
      from (select * from unnest(${themes.flatMap((theme) => pathOf(themes, theme).map((above) => above.id))}::uuid[], ${themes.flatMap((theme) => pathOf(themes, theme).map(() => theme.id))}::uuid[])) as a (theme_id, under_id)
      join synthesis_passage_theme t on t.theme_id = a.under_id
      join synthesis_passage p on p.id = t.passage_id and p.cycle_id = ${cycleId} and p.unmarked_at is null
      join (${selectAnswerVoices(db, cycleId)}) v on v.answer_id = p.source_id
      group by 1, 2, 3, 4) as each_once
    group by 1, 2, 3`.execute(db)
  const totals = new Map<Id, { contributions: number; passages: number }>()
  const cells = new Map<string, CellCount>()
  for (const row of rows) {
    const total = totals.get(row.theme_id) ?? { contributions: 0, passages: 0 }
    totals.set(row.theme_id, { contributions: total.contributions + row.contributions, passages: total.passages + row.passages })
    addTo(cells, row, 'stakeholderGroup', row.stakeholder_group)
    addTo(cells, row, 'regionalGroup', row.regional_group)
  }
  return { cells: [...cells.values()], totals }
}

function addTo(cells: Map<string, CellCount>, row: Group, dimension: Dimension, group: string | null): void {
  const key = group ?? NOT_RECORDED
  const name = `${row.theme_id} ${dimension} ${key}`
  const known = cells.get(name)
  cells.set(name, { themeId: row.theme_id, dimension, key, contributions: (known?.contributions ?? 0) + row.contributions, passages: (known?.passages ?? 0) + row.passages })
}

/** A theme and all above it. */
function pathOf(themes: readonly PlacedTheme[], theme: PlacedTheme): PlacedTheme[] {
  const above = themes.find((each) => each.id === theme.parentId)
  return above === undefined ? [theme] : [theme, ...pathOf(themes, above)]
}
