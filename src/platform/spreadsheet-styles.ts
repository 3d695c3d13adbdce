import { addDays, parsePlainDate } from '../shared/time.ts'
import { attributeOf, createXmlScanner } from './xml-scanner.ts'

/** What a style makes of a number. */
export type NumberKind = 'number' | 'date' | 'time'

/** The kinds of number that the styles of a workbook write, by the place of the style. */
export async function readNumberKinds(chunks: AsyncIterable<string>): Promise<readonly NumberKind[]> {
  const formats = new Map<number, string>()
  const kinds: NumberKind[] = []
  let isInCells = false
  const scanner = createXmlScanner({
    open: (name, attributes) => {
      if (name === 'numFmt') formats.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '')
      else if (name === 'cellXfs') isInCells = true
      else if (name === 'xf' && isInCells) kinds.push(kindOf(Number(attributeOf(attributes, 'numFmtId') ?? '0'), formats))
    },
    close: (name) => {
      if (name === 'cellXfs') isInCells = false
    },
    text: () => undefined,
  })
  for await (const chunk of chunks) scanner.write(chunk)
  return kinds
}

function kindOf(id: number, formats: ReadonlyMap<number, string>): NumberKind {
  const format = formats.get(id)
  if (format === undefined) return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? 'date' : (id >= 18 && id <= 21) || (id >= 45 && id <= 47) ? 'time' : 'number'
  // Words in quotes, colours and conditions in brackets, and single escaped characters say nothing of the number.
  const marks = format.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./gu, '').split(';')[0] ?? ''
  if (/[ydj年月日]/iu.test(marks)) return 'date'
  return /[hs]/iu.test(marks) ? 'time' : 'number'
}

const MINUTES = 24 * 60
const known = new Map<number, string | undefined>()

/**
 * The day, and the clock where it is not midnight, that a spreadsheet means by a number: `2018-06-05` or `2018-06-05 14:05`. The
 * calendar begins in 1900 with a 29 February that never was, or in 1904. Undefined for what is no day in it.
 */
export function dayOfSerial(serial: number, since1904: boolean): string | undefined {
  if (!(serial >= 0) || serial > 2_958_466) return undefined
  const days = Math.floor(serial + 1 / MINUTES / 120)
  const key = since1904 ? days + 0.5 : days
  if (!known.has(key)) {
    if (known.size > 20_000) known.clear()
    const start = parsePlainDate(since1904 ? '1904-01-01' : days < 60 ? '1899-12-31' : '1899-12-30')
    known.set(key, start === undefined ? undefined : addDays(start, days))
  }
  const day = known.get(key)
  const clock = clockOf(serial)
  return day === undefined || clock === '00:00' ? day : `${day} ${clock}`
}

/** The clock of a day's part: `14:05`. */
export function clockOf(serial: number): string {
  const minutes = Math.round((serial - Math.floor(serial)) * MINUTES) % MINUTES
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
