import { isTimeZone } from './time.ts'

/** Zones that the runtime's data still lists under a name that the zone database has given up. */
const RENAMED: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}

let zoneNames: readonly string[] | undefined

/** The time zones by name that the runtime knows, UTC first. */
export function listTimeZones(): readonly string[] {
  const named = (zone: string): string => (RENAMED[zone] !== undefined && isTimeZone(RENAMED[zone]) ? RENAMED[zone] : zone)
  zoneNames ??= ['UTC', ...new Set(Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC').map(named).sort())]
  return zoneNames
}
