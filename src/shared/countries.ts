/** Regional groups of the United Nations and their members (193 states and the State of Palestine), by ISO 3166 code. Türkiye votes in WEOG. */
const MEMBERS: Readonly<Record<string, string>> = {
  AFG: 'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW',
  APG: 'AE AF BD BH BN BT CN CY FJ FM ID IN IQ IR JO JP KG KH KI KP KR KW KZ LA LB LK MH MM MN MV MY NP NR OM PG PH PK PS PW QA SA SB SG SY TH TJ TL TM TO TV UZ VN VU WS YE',
  EEG: 'AL AM AZ BA BG BY CZ EE GE HR HU LT LV MD ME MK PL RO RS RU SI SK UA',
  GRULAC: 'AG AR BB BO BR BS BZ CL CO CR CU DM DO EC GD GT GY HN HT JM KN LC MX NI PA PE PY SR SV TT UY VC VE',
  WEOG: 'AD AT AU BE CA CH DE DK ES FI FR GB GR IE IL IS IT LI LU MC MT NL NO NZ PT SE SM TR US',
}

/** Places with an ISO 3166 code that belong to no regional group of their own: no group is suggested for them. */
const OTHERS = 'AI AS AW AX BL BM BQ CC CK CW CX EH FK FO GF GG GI GL GP GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU PF PM PN PR RE SH SJ SX TC TF TK TW UM VA VG VI WF XK YT'

const groupOf = new Map(Object.entries(MEMBERS).flatMap(([group, codes]) => codes.split(' ').map((code) => [code, group] as const)))

/** All codes a contributor may choose from. */
export const COUNTRY_CODES: readonly string[] = [...groupOf.keys(), ...OTHERS.split(' ')].sort()

const known = new Set(COUNTRY_CODES)

export function isCountry(code: string): boolean {
  return known.has(code)
}

/** The regional group to suggest for a country; undefined where the country has none. A suggestion only: the contributor decides. */
export function suggestRegionalGroup(country: string): string | undefined {
  return groupOf.get(country)
}

/** Countries with their names in a language, sorted as that language sorts. */
export function listCountries(language: string): { code: string; name: string }[] {
  const known = lists.get(language)
  if (known !== undefined) return known
  const names = new Intl.DisplayNames([language, 'en'], { type: 'region', fallback: 'code' })
  const collator = new Intl.Collator(language)
  const list = COUNTRY_CODES.map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) => collator.compare(a.name, b.name))
  lists.set(language, list)
  return list
}

/** A country's name in a language; the code itself where the language has no name for it. */
export function countryName(code: string, language: string): string {
  return listCountries(language).find((country) => country.code === code)?.name ?? code
}

const lists = new Map<string, { code: string; name: string }[]>()
