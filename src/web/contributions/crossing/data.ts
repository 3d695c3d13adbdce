import { crossClasses, turnTable } from '../../../contributions/countries/model.ts'
import { countByCountryAnd } from '../../../contributions/countries/queries.ts'
import { CROSSINGS, crossTwo, tallyOf, type Crossing, type CrossTable, type Overview } from '../../../contributions/overview/model.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Id } from '../../../shared/ids.ts'
import type { PlainDate } from '../../../shared/time.ts'
import type { View } from '../../context.ts'

/** The two that are to be crossed; the forum's own picture, who speaks from where, when none or the same twice. */
export function readCrossing(query: Readonly<Record<string, string | undefined>>): [Crossing, Crossing] {
  const rows = CROSSINGS.find((each) => each === query['rows']) ?? 'stakeholderGroup'
  const columns = CROSSINGS.find((each) => each === query['columns'] && each !== rows)
  return [rows, columns ?? (rows === 'regionalGroup' ? 'stakeholderGroup' : 'regionalGroup')]
}

interface OfCycle {
  readonly cycleId: Id
  readonly asOf: PlainDate
  readonly callId: Id | undefined
  readonly overview: Overview
}

/** An overview crossed by two; classes of countries are counted from the contributions when they are asked for. */
export async function loadCrossed(db: Reader, { cycleId, asOf, callId, overview }: OfCycle, rowsBy: Crossing, columnsBy: Crossing): Promise<CrossTable> {
  if (columnsBy === 'countryClass' && rowsBy !== 'countryClass') return crossClasses(await countByCountryAnd(db, cycleId, asOf, rowsBy, callId), tallyOf(overview, rowsBy), asOf)
  if (rowsBy === 'countryClass' && columnsBy !== 'countryClass') return turnTable(await loadCrossed(db, { cycleId, asOf, callId, overview }, columnsBy, rowsBy))
  if (rowsBy === 'countryClass' || columnsBy === 'countryClass') throw new Error('A crossing of classes with themselves is not offered')
  return crossTwo(overview, rowsBy, columnsBy)
}

/** What is crossed, as a column's head. */
export function writeCrossing(view: View, by: Crossing): string {
  return by === 'countryClass' ? view.t('figures.countries.class') : view.t(`overview.column.${by}`)
}

/** The name of a class in a crossed table; undefined for what is none. */
export function writeClass(view: View, by: Crossing, key: string): string | undefined {
  if (by !== 'countryClass') return undefined
  if (key === 'developing' || key === 'least-developed' || key === 'small-island' || key === 'none') return view.t(`figures.countries.class.${key}`)
  return view.t('figures.countries.class.not-recorded')
}
