import { tallyCountries, isCountryClass, type ClassTally } from '../../../contributions/countries/model.ts'
import { countByCountry, listFromCountries } from '../../../contributions/countries/queries.ts'
import type { FromWhere } from '../../../contributions/narrowing/queries.ts'
import { asPublished, type Contribution } from '../../../contributions/model.ts'
import { isCountry } from '../../../shared/countries.ts'
import { dateInZone, type PlainDate } from '../../../shared/time.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { readDay } from '../overview/data.ts'

export interface CountriesData extends InCycle {
  readonly asOf: PlainDate
  readonly wrongDate: string | undefined
  readonly tally: ClassTally
  /** What the address asks the contributions of, and these. */
  readonly from: string | undefined
  readonly shown: number
  readonly page: number
  readonly contributions: readonly Contribution[]
}

export const PAGE = 100

/** From which countries contributions came, as of a day; and those of one country or class, where the address names it. */
export async function loadCountries(request: PageRequest): Promise<CountriesData | undefined> {
  const inCycle = await loadCycle(request, 'contributions')
  const from = request.query['from']
  const where = from === undefined ? undefined : readWhere(from)
  if (inCycle === undefined || (from !== undefined && where === undefined)) return undefined
  const asked = request.query['asOf'] ?? ''
  const read = readDay(asked)
  const asOf = read ?? dateInZone(request.now, 'UTC')
  const page = Math.max(1, Math.min(10_000, Math.trunc(Number(request.query['page'] ?? '1')) || 1))
  const tally = tallyCountries(await countByCountry(request.db, inCycle.cycle.id, asOf), asOf)
  const found = where === undefined ? { shown: 0, contributions: [] } : await listFromCountries(request.db, inCycle.cycle.id, asOf, where, { offset: (page - 1) * PAGE, limit: PAGE })
  return { ...inCycle, asOf, wrongDate: asked !== '' && read === undefined ? asked : undefined, tally, from, page, shown: found.shown, contributions: found.contributions.map(asPublished) }
}

function readWhere(text: string): FromWhere | undefined {
  if (text === 'none' || text === 'not-recorded') return text
  if (isCountryClass(text)) return { ofClass: text }
  return isCountry(text) ? { country: text } : undefined
}
