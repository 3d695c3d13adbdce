import { readFigures } from '../../shared/written-numbers.ts'
import type { CheckedReport, Finding } from '../report-findings/model.ts'

interface Tally {
  readonly label: string
  readonly names: readonly string[]
  readonly stated: number
}

/** Numbers below a table of an annex against its rows; and what the text says of how many entries an annex has. */
export function checkTallies(report: CheckedReport): Finding[] {
  return [...report.annexes.flatMap(checkAnnex), ...checkEntries(report)]
}

function checkAnnex({ title, text }: CheckedReport['annexes'][number]): Finding[] {
  const lines = text.split('\n')
  const rows = dataRows(lines.filter((line) => line.includes('\t')).map((line) => line.split('\t').map((cell) => cell.trim())))
  if (rows.length < 3) return []
  return blocksOf(lines).flatMap((block) => checkBlock(block, rows, title))
}

/** The rows without their heading: where the others begin with a number, what does not is one. */
function dataRows(rows: readonly (readonly string[])[]): (readonly string[])[] {
  const isNumbered = rows.filter(([first]) => readFigures(first ?? '') !== undefined).length > rows.length / 2
  return isNumbered ? rows.filter(([first]) => readFigures(first ?? '') !== undefined) : rows.slice(1)
}

/** Tallies that stand together: `Civil Society – 10`, one a line, until something else stands there. */
function blocksOf(lines: readonly string[]): Tally[][] {
  const blocks: Tally[][] = []
  let open: Tally[] | undefined
  for (const line of lines) {
    const match = line.includes('\t') ? null : /^(\S.*?)\s*[–—:：-]\s*(\d[\d,. ]*)$/u.exec(line.trim())
    const stated = match === null ? undefined : readFigures((match[2] ?? '').trim())
    if (match === null || stated === undefined) open = undefined
    else {
      const label = match[1] ?? ''
      if (open === undefined) blocks.push((open = []))
      open.push({ label, names: namesOf(label), stated })
    }
  }
  return blocks
}

/** `APG (Asia Pacific Group)` may stand in a row as either. */
function namesOf(label: string): string[] {
  const match = /^(.*?)\s*\(([^()]+)\)$/u.exec(label)
  return [label, ...(match === null ? [] : [match[1] ?? '', match[2] ?? ''])].map(fold).filter((name) => name !== '')
}

function checkBlock(block: readonly Tally[], rows: readonly (readonly string[])[], annex: string): Finding[] {
  const column = columnOf(block, rows)
  if (column === undefined) return []
  const cells = rows.map((row) => row[column] ?? '')
  const counted = block.map((tally) => ({ ...tally, counted: cells.filter((cell) => isNamed(cell, tally)).length }))
  // Where hardly anything agrees, the numbers are of something else.
  if (counted.filter((tally) => tally.counted === tally.stated).length < counted.length / 2) return []
  const without = cells.filter((cell) => !block.some((tally) => isNamed(cell, tally))).length
  const stated = block.reduce((sum, tally) => sum + tally.stated, 0)
  return [
    ...counted.filter((tally) => tally.counted !== tally.stated).map((tally): Finding => ({ paragraph: null, annex, words: `${tally.label} – ${tally.stated}`, kind: 'tally', stated: tally.stated, counted: tally.counted })),
    ...(stated + without === rows.length ? [] : [{ paragraph: null, annex, words: block.map(({ label }) => label).join(', '), kind: 'tally-sum', stated, without, rows: rows.length } satisfies Finding]),
  ]
}

/** The column in which most rows bear one of the names. */
function columnOf(block: readonly Tally[], rows: readonly (readonly string[])[]): number | undefined {
  const width = Math.max(...rows.map((row) => row.length))
  const hits = Array.from({ length: width }, (_, at) => rows.filter((row) => block.some((tally) => isNamed(row[at] ?? '', tally))).length)
  const most = Math.max(...hits)
  return most >= rows.length / 2 ? hits.indexOf(most) : undefined
}

/** A cell names a group in full, or by the beginning of its name in capitals: IND, ORG. */
function isNamed(cell: string, { label, names }: Tally): boolean {
  const plain = fold(cell)
  if (plain === '') return false
  return names.includes(plain) || (/^\p{Lu}{2,5}$/u.test(cell) && fold(label).startsWith(plain))
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[\s-]+/gu, ' ').replace(/^[*•\s]+/u, '').trim()
}

/** `Annex II`, `ANNEXE 2`: the word with its number or letter. */
const LABEL = /^(\p{L}+)\s+([IVXLC]{1,5}|\d{1,2}|\p{Lu})(?![\p{L}\p{N}])/u

/** A sentence that names an annex and a number of what it lists: `Annex II contains the current list of 27 submissions`. */
function checkEntries({ paragraphs, annexes }: CheckedReport): Finding[] {
  return annexes.flatMap(({ title, text }): Finding[] => {
    const label = LABEL.exec(title)?.[0]
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    if (label === undefined || lines.some((line) => line.includes('\t')) || lines.length < 3) return []
    const pattern = new RegExp(`${label.replace(/\s+/gu, '\\s+')}(?![\\p{L}\\p{N}])[^.。()]{0,80}?(?<![\\p{N}.,])(\\d{1,4})\\s+(?:[\\p{L}-]+\\s+){0,1}(?:submissions|contributions|participants|names|entries|contribuciones|participantes|участник|вкладов|Beiträge|Teilnehm)`, 'giu')
    return paragraphs.flatMap(({ number, text: words }) =>
      [...words.matchAll(pattern)].flatMap((match): Finding[] => {
        const stated = Number(match[1])
        return stated === lines.length ? [] : [{ paragraph: number, annex: title, words: match[0], kind: 'entries', stated, counted: lines.length }]
      }),
    )
  })
}
