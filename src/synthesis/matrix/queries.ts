import { sql } from 'kysely'
import { listAlikeVoices, listRemovedAnswers, type AlikeVoices } from '../../contributions/voices/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { readNumbers } from '../../shared/numbers.ts'
import { NOT_RECORDED } from '../../shared/vocabularies.ts'
import type { PlacedTheme } from '../model.ts'
import type { CellCount, Dimension } from './model.ts'

export interface MatrixCounts {
  readonly cells: readonly CellCount[]
  readonly totals: ReadonlyMap<Id, { readonly contributions: number; readonly passages: number }>
}

/** Passages of a theme, each by its number and that of its contribution. */
interface Said {
  readonly passages: Int32Array
  readonly contributions: Int32Array
}

/**
 * Counts, by theme with all below it, the contributions that speak of it and their passages: by stakeholder group, by regional group and
 * in all; each contribution and each passage once under a theme. The database hands over numbers by theme, in a few long rows: counting
 * what is distinct under a theme and under each one above it costs the database ten times as much.
 */
export async function countMatrix(db: Reader, cycleId: Id, themes: readonly PlacedTheme[]): Promise<MatrixCounts> {
  const [said, voices] = await Promise.all([listSaid(db, cycleId, themes), listAlikeVoices(db, cycleId)])
  const kindOf = kindsOf(voices)
  const totals = new Map<Id, { contributions: number; passages: number }>()
  const cells: CellCount[] = []
  for (const theme of themes) {
    const below = withinOf(themes, theme).flatMap((id) => said.get(id) ?? [])
    if (below.length === 0) continue
    const counted = countDistinct(below, kindOf, voices.length)
    totals.set(theme.id, { contributions: sum(counted.contributions), passages: sum(counted.passages) })
    cells.push(...toCells(theme.id, 'stakeholderGroup', voices, counted), ...toCells(theme.id, 'regionalGroup', voices, counted))
  }
  return { cells, totals }
}

async function listSaid(db: Reader, cycleId: Id, themes: readonly PlacedTheme[]): Promise<Map<Id, Said>> {
  const removed = await listRemovedAnswers(db, cycleId)
  const { rows } = await sql<{ theme_id: Id; passages: string; contributions: string }>`
    select t.theme_id, array_agg(p.number)::text as passages, array_agg(p.contribution_number)::text as contributions
    from synthesis_passage_theme t
    join synthesis_passage p on p.id = t.passage_id and p.cycle_id = ${cycleId} and p.unmarked_at is null and p.contribution_number is not null
    where t.theme_id = any(${themes.map(({ id }) => id)}::uuid[]) ${removed.length === 0 ? sql`` : sql`and p.source_id <> all(${removed}::uuid[])`}
    group by 1`.execute(db)
  return new Map(rows.map((row) => [row.theme_id, { passages: readNumbers(row.passages), contributions: readNumbers(row.contributions) }]))
}

/** Of which kind of voice each contribution is: its place in the list, by its number. */
function kindsOf(voices: readonly AlikeVoices[]): Int32Array {
  const last = voices.reduce((most, { numbers }) => numbers.reduce((a, b) => Math.max(a, b), most), 0)
  const of = new Int32Array(last + 1).fill(-1)
  for (const [place, { numbers }] of voices.entries()) for (const number of numbers) of[number] = place
  return of
}

interface Counted {
  /** By kind of voice. */
  readonly contributions: Int32Array
  readonly passages: Int32Array
}

function countDistinct(below: readonly Said[], kindOf: Int32Array, kinds: number): Counted {
  const counted: Counted = { contributions: new Int32Array(kinds), passages: new Int32Array(kinds) }
  const last = below.reduce((most, { passages }) => passages.reduce((a, b) => Math.max(a, b), most), 0)
  const [spoken, seen] = [new Uint8Array(kindOf.length), new Uint8Array(last + 1)]
  for (const { passages, contributions } of below) {
    for (let at = 0; at < passages.length; at++) {
      const [passage, contribution] = [passages[at] ?? 0, contributions[at] ?? 0]
      const kind = kindOf[contribution] ?? -1
      // A contribution that does not count, or one that came between the two reads.
      if (kind < 0 || seen[passage] === 1) continue
      seen[passage] = 1
      counted.passages[kind] = (counted.passages[kind] ?? 0) + 1
      if (spoken[contribution] === 1) continue
      spoken[contribution] = 1
      counted.contributions[kind] = (counted.contributions[kind] ?? 0) + 1
    }
  }
  return counted
}

function toCells(themeId: Id, dimension: Dimension, voices: readonly AlikeVoices[], counted: Counted): CellCount[] {
  const cells = new Map<string, { contributions: number; passages: number }>()
  for (const [kind, voice] of voices.entries()) {
    const key = voice[dimension] ?? NOT_RECORDED
    const known = cells.get(key) ?? { contributions: 0, passages: 0 }
    cells.set(key, { contributions: known.contributions + (counted.contributions[kind] ?? 0), passages: known.passages + (counted.passages[kind] ?? 0) })
  }
  return [...cells].filter(([, { contributions }]) => contributions > 0).map(([key, count]) => ({ themeId, dimension, key, ...count }))
}

function sum(numbers: Int32Array): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** A theme and all below it: they follow it, deeper. */
function withinOf(themes: readonly PlacedTheme[], theme: PlacedTheme): Id[] {
  const from = themes.findIndex((each) => each.id === theme.id)
  const after = themes.slice(from + 1)
  const end = after.findIndex((each) => each.depth <= theme.depth)
  return [theme.id, ...after.slice(0, end < 0 ? after.length : end).map((each) => each.id)]
}
