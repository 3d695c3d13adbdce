import { asciiDigits } from '../../shared/written-numbers.ts'

/** Somebody as a video service's list names them, all their comings and goings put together. */
export interface Joined {
  readonly name: string
  readonly mail: string | null
  /** Minutes in the meeting, those on two devices at once counted once; null where the list does not say. */
  readonly minutes: number | null
  /** Lines of the list that were put together. */
  readonly lines: number
}

type Column = 'name' | 'first' | 'last' | 'mail' | 'join' | 'leave' | 'duration'

/**
 * What the services call their columns, as far as their exports are known: Zoom, Webex, Teams, Google Meet, Jitsi, BigBlueButton; in the
 * languages of this product and some more. A heading counts when it begins with one of these, so that "Duration (Minutes)" does.
 */
const HEADINGS: Readonly<Record<Column, readonly string[]>> = {
  first: ['first name', 'prénom', 'prenom', 'vorname', 'nombre de pila'],
  last: ['last name', 'surname', 'family name', 'nom de famille', 'nachname', 'apellido'],
  name: ['name', 'full name', 'display name', 'user name', 'username', 'participant name', 'participant', 'attendee name', 'attendee', 'nom', 'nom complet', 'teilnehmer', 'nombre', 'nome', 'имя', '姓名', '名称', 'الاسم', 'नाम'],
  mail: ['email', 'e-mail', 'user email', 'attendee email', 'mail', 'adresse', 'courriel', 'correo', 'электронная', '邮箱', '电子邮件', 'البريد'],
  join: ['join time', 'joined', 'first join', 'first seen', 'time joined', 'start time', 'heure d’arrivée', "heure d'arrivée", 'arrivée', 'beitrittszeit', 'hora de entrada', '加入时间'],
  leave: ['leave time', 'left', 'last leave', 'last seen', 'time exited', 'end time', 'heure de départ', 'départ', 'austrittszeit', 'hora de salida', '退出时间'],
  duration: ['duration', 'in-meeting duration', 'attendance duration', 'total duration', 'time in call', 'durée', 'dauer', 'duración', 'duração', 'длительность', '时长', 'المدة'],
}

export type ReadList = { readonly people: readonly Joined[]; readonly unread: number } | { readonly problem: 'no-header' | 'nobody' }

/** Reads the rows of a participant list: whatever stands before its heading is passed over, columns in any order, empty lines too; a second table below (Teams) ends it. */
export function readParticipantList(rows: readonly (readonly string[])[]): ReadList {
  const tables = rows.flatMap((row, at) => {
    const columns = readHeading(row)
    return columns === undefined ? [] : [{ at, columns }]
  })
  const [first] = tables
  if (first === undefined) return { problem: 'no-header' }
  // Teams writes one table of people, and below it one of their comings and goings: the first says all that is needed.
  const end = tables[1] === undefined ? rows.length : beforeTitle(rows, tables[1].at)
  const lines: Line[] = []
  let unread = 0
  for (const row of rows.slice(first.at + 1, end)) {
    if (row.every((cell) => cell.trim() === '')) continue
    const line = readLine(row, first.columns)
    if (line === undefined) unread += 1
    else lines.push(line)
  }
  return lines.length === 0 ? { problem: 'nobody' } : { people: merge(lines), unread }
}

/** Where a table ends that another one follows: before the empty lines and the title, alone in its line, of that other one. */
function beforeTitle(rows: readonly (readonly string[])[], at: number): number {
  const filled = (row: readonly string[] | undefined): number => (row ?? []).filter((cell) => cell.trim() !== '').length
  let end = at
  while (end > 0 && filled(rows[end - 1]) === 0) end -= 1
  return end > 0 && filled(rows[end - 1]) === 1 ? end - 1 : end
}

type Columns = ReadonlyMap<Column, number>

function readHeading(row: readonly string[]): Columns | undefined {
  const columns = new Map<Column, number>()
  for (const [at, cell] of row.entries()) {
    const heading = cell.replace(/^\ufeff/u, '').trim().toLowerCase()
    if (heading === '') continue
    const fits = (Object.entries(HEADINGS) as [Column, readonly string[]][])
      .flatMap(([column, names]) => names.filter((name) => heading === name || heading.startsWith(`${name} (`) || heading.startsWith(`${name} `)).map((name) => ({ column, length: name.length })))
      .sort((a, b) => b.length - a.length)[0]
    if (fits !== undefined && !columns.has(fits.column)) columns.set(fits.column, at)
  }
  const isNamed = columns.has('name') || (columns.has('first') && columns.has('last'))
  return isNamed && columns.size > 1 ? columns : undefined
}

interface Line {
  readonly name: string
  readonly mail: string | null
  readonly from: number | undefined
  readonly until: number | undefined
  readonly minutes: number | undefined
}

function readLine(row: readonly string[], columns: Columns): Line | undefined {
  const cell = (column: Column): string => (row[columns.get(column) ?? -1] ?? '').trim()
  const whole = cell('name')
  const name = (whole === '' ? `${cell('first')} ${cell('last')}` : whole).replace(/\s+/gu, ' ').trim()
  if (name === '') return undefined
  const mail = cell('mail')
  return { name, mail: mail.includes('@') ? mail.toLowerCase() : null, from: readMoment(cell('join')), until: readMoment(cell('leave')), minutes: readDuration(cell('duration')) }
}

/** Those with the same address, or the same name where one of them has none, are one. */
function merge(lines: readonly Line[]): Joined[] {
  const groups: { names: Set<string>; mail: string | null; lines: Line[] }[] = []
  for (const line of lines) {
    const name = line.name.normalize('NFKC').toLowerCase()
    const known = groups.find((group) => (line.mail !== null && group.mail !== null ? group.mail === line.mail : group.names.has(name)))
    if (known === undefined) groups.push({ names: new Set([name]), mail: line.mail, lines: [line] })
    else {
      known.names.add(name)
      known.mail ??= line.mail
      known.lines.push(line)
    }
  }
  return groups.map((group) => ({ name: group.lines[0]?.name ?? '', mail: group.mail, minutes: minutesOf(group.lines), lines: group.lines.length }))
}

function minutesOf(lines: readonly Line[]): number | null {
  const spans = lines.flatMap(({ from, until }) => (from !== undefined && until !== undefined && until >= from ? [{ from, until }] : []))
  if (spans.length === lines.length) {
    spans.sort((a, b) => a.from - b.from)
    let [sum, reached] = [0, Number.NEGATIVE_INFINITY]
    for (const { from, until } of spans) {
      sum += Math.max(0, until - Math.max(from, reached))
      reached = Math.max(reached, until)
    }
    return Math.round(sum)
  }
  const given = lines.flatMap(({ minutes }) => minutes ?? [])
  return given.length === 0 ? null : Math.round(given.reduce((sum, minutes) => sum + minutes, 0))
}

/** A day and an hour as minutes from a fixed point, in whatever order day and month stand: two of one list are compared, never with a clock. */
function readMoment(text: string): number | undefined {
  const plain = asciiDigits(text)
  const clock = /(\d{1,2}):(\d{2})(?::(\d{2}))?/u.exec(plain)
  if (clock === null) return undefined
  const [, hours = '0', minutes = '0', seconds = '0'] = clock
  const isAfternoon = /p\.?\s?m\.?/iu.test(plain)
  const isMorning = /a\.?\s?m\.?/iu.test(plain)
  const hour = isAfternoon || isMorning ? (Number(hours) % 12) + (isAfternoon ? 12 : 0) : Number(hours)
  const [a = 0, b = 0, c = 0] = (/(\d{1,4})\D(\d{1,2})\D(\d{1,4})/u.exec(plain.replace(clock[0], ' ')) ?? []).slice(1).map(Number)
  // The day counts by itself; the month's and the year's weight only has to keep later after earlier.
  const [year, month, day] = a > 31 ? [a, b, c] : b > 12 ? [c, a, b] : a > 12 ? [c, b, a] : [c, a, b]
  return ((year * 12 + month) * 31 + day) * 1440 + hour * 60 + Number(minutes) + Number(seconds) / 60
}

/** Minutes: a bare number, `1:02:03`, `62 mins`, `1h 2m 3s`, `1 hr 2 min`. */
function readDuration(text: string): number | undefined {
  const plain = asciiDigits(text).trim()
  if (plain === '') return undefined
  const clock = /^(\d{1,3}):(\d{2})(?::(\d{2}))?$/u.exec(plain)
  if (clock !== null) return clock[3] === undefined ? Number(clock[1]) * 60 + Number(clock[2]) : Number(clock[1]) * 60 + Number(clock[2]) + Number(clock[3]) / 60
  if (/^\d{1,5}(?:[.,]\d+)?$/u.test(plain)) return Number(plain.replace(',', '.'))
  const parts = [...plain.matchAll(/(\d+)\s*([^\d\s.,]*)/gu)].map(([, count = '0', unit = '']) => Number(count) * (UNITS.find(({ begins }) => begins.some((word) => unit.toLowerCase().startsWith(word)))?.minutes ?? Number.NaN))
  const sum = parts.reduce((total, minutes) => total + minutes, 0)
  return parts.length === 0 || Number.isNaN(sum) ? undefined : sum
}

const UNITS: readonly { readonly begins: readonly string[]; readonly minutes: number }[] = [
  { begins: ['h', 'std', 'ч', '小时', '时', 'س'], minutes: 60 },
  { begins: ['m', 'м', '分', 'د'], minutes: 1 },
  { begins: ['s', 'с', '秒', 'ث'], minutes: 1 / 60 },
]
