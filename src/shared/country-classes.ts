import { COUNTRY_CODES, isCountry } from './countries.ts'
import type { PlainDate } from './time.ts'

/** The classes of countries that are tallied beside the regional groups. */
export const COUNTRY_CLASSES = ['developing', 'least-developed', 'small-island'] as const
export type CountryClass = (typeof COUNTRY_CLASSES)[number]

export interface DatedList {
  /** From whom the list is. */
  readonly source: string
  readonly url: string
  /** The day of which the list is; before it, changes are known as far as the list itself says. */
  readonly asOf: PlainDate
}

/** Where each class is taken from: shown beside every tally. */
export const COUNTRY_LISTS: Readonly<Record<CountryClass, DatedList>> = {
  developing: {
    source: 'UNCTADstat, classification of economies by development status',
    url: 'https://unctadstat.unctad.org/EN/Classifications.html',
    asOf: '2023-12-31' as PlainDate,
  },
  'least-developed': {
    source: 'United Nations Committee for Development Policy, list of least developed countries',
    url: 'https://www.un.org/development/desa/dpad/least-developed-country-category.html',
    asOf: '2024-12-19' as PlainDate,
  },
  'small-island': {
    source: 'UN-OHRLLS, list of small island developing States',
    url: 'https://www.un.org/ohrlls/content/list-sids',
    asOf: '2024-12-31' as PlainDate,
  },
}

/**
 * UNCTAD counts as developed: Northern America and Europe, Israel, Japan, the Republic of Korea, Australia and New Zealand, with what
 * belongs to them there; all others are developing.
 */
const DEVELOPED = new Set(
  (
    'AD AL AT AU AX BA BE BG BL BM BY CA CH CY CZ DE DK EE ES FI FO FR GB GG GI GL GR HR HU IE IL IM IS IT JE JP KR LI LT LU LV MC MD ME MK MT NL NO NZ PL PM PT RO RS RU SE SI SJ SK SM UA US VA'
  ).split(' '),
)
/** Neither one nor the other: without people of their own, or not classified. */
const UNCLASSIFIED = new Set(['EH', 'TF', 'UM'])

/** Least developed countries, in the list on the day above. */
const LEAST_DEVELOPED =
  'AF AO BD BF BI BJ CD CF DJ ER ET GM GN GW HT KH KI KM LA LR LS MG ML MM MR MW MZ NE NP RW SB SD SL SN SO SS TD TG TL TV TZ UG YE ZM'
/** Those that left it, with the day of their graduation, and those that came to it. */
const GRADUATED: Readonly<Record<string, string>> = {
  BW: '1994-12-19', CV: '2007-12-20', MV: '2011-01-01', WS: '2014-01-01', GQ: '2017-06-04', VU: '2020-12-04', BT: '2023-12-13', ST: '2024-12-13',
}
const JOINED: Readonly<Record<string, string>> = { SS: '2012-12-18', TL: '2003-12-04', SN: '2000-04-12' }

const SMALL_ISLAND = new Set(
  'AG BB BS BZ CK CU CV DM DO FJ FM GD GW GY HT JM KI KM KN LC MH MU MV NR NU PG PW SB SC SG SR ST TL TO TT TV VC VU WS'.split(' '),
)

const leastDeveloped = new Set(LEAST_DEVELOPED.split(' '))

/**
 * The classes to which a country belongs on a day, in the order of `COUNTRY_CLASSES`; none for a code that is no country's. Of the
 * least developed countries the days of joining (since 2000) and of leaving are known; the two other lists are of the day that
 * `COUNTRY_LISTS` says, for every day.
 */
export function countryClasses(country: string, onDate: PlainDate): readonly CountryClass[] {
  if (!isCountry(country)) return []
  return [
    ...(DEVELOPED.has(country) || UNCLASSIFIED.has(country) ? [] : (['developing'] as const)),
    ...(isLeastDeveloped(country, onDate) ? (['least-developed'] as const) : []),
    ...(SMALL_ISLAND.has(country) ? (['small-island'] as const) : []),
  ]
}

/** The countries of a class on a day, by code. */
export function countriesOfClass(ofClass: CountryClass, onDate: PlainDate): string[] {
  return COUNTRY_CODES.filter((code) => countryClasses(code, onDate).includes(ofClass))
}

function isLeastDeveloped(country: string, onDate: PlainDate): boolean {
  const left = GRADUATED[country]
  if (left !== undefined) return onDate < left
  return leastDeveloped.has(country) && onDate >= (JOINED[country] ?? '')
}
