/** Writes what was measured: a table for the terminal, and the page `docs/reference/speed.md`. */
import { cpus, loadavg, totalmem } from 'node:os'
import type { Figure, Measured } from './measure.ts'

export interface Section {
  readonly title: string
  readonly measured: Measured
}

/** The closest peer on the same data, measured earlier on 2 cores: WordPress 6.1.9 with CommentPress 4.0.7a. */
const PEER: readonly (readonly [what: string, figure: string])[] = [
  ['Review page, without a page cache', '350 to 380 ms of processor time'],
  ['Review page, from an nginx cache', 'about 10 ms of processor time'],
  ['First visit', '505 KB in 43 requests'],
  ['A comment posted, median', '26 ms (481 ms with the page shown again)'],
]

function write({ value, unit }: Figure): string {
  return unit === 'requests' ? `${value}` : `${value.toFixed(unit === 'KB' || value >= 10 ? 1 : 2)} ${unit}`
}

function rowOf(figure: Figure): readonly [string, string, string] {
  const { promised, unit, value } = figure
  return [figure.what, write(figure), promised === undefined ? '' : `${value <= promised ? 'within' : 'MISSES'} ${promised} ${unit}`]
}

/** The lines of a section's table, in columns. */
export function tableLines({ title, measured }: Section): string[] {
  const rows = measured.figures.map(rowOf)
  const width = Math.max(...rows.map(([what]) => what.length))
  return [title, ...rows.map(([what, figure, promise]) => `  ${what.padEnd(width)}  ${figure.padStart(12)}  ${promise}`), '']
}

function writeSection({ title, measured }: Section): string {
  const rows = measured.figures.map((figure) => `| ${rowOf(figure).join(' | ')} |`)
  return [`## ${title}`, '', '| what | measured | promised |', '|---|---:|---|', ...rows, '', ...measured.remarks.map((remark) => `- ${remark}`), ''].join('\n')
}

function machine(): string {
  const processors = cpus()
  return `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB of memory, Node ${process.versions.node}, ${process.platform} ${process.arch}`
}

/** One bench alone is measured again by a word of its title. */
const ALONE = 'One alone is measured again by a word of its title (`npm run bench -- Mailman`), and then says on which day. Mailman 3 is found where Debian’s package `mailman3` puts it, or in the folder of programs that `MAILMAN_BIN` names.'

/** The whole page. `date` is the day it was measured. */
export function speedPage(sections: readonly Section[], date: string): string {
  const peer = ['## The same review in CommentPress', '', 'The platform used for the 2016 review, with the same 150 paragraphs and 1,000 comments, on 2 cores:', '', '| what | CommentPress |', '|---|---|', ...PEER.map((row) => `| ${row.join(' | ')} |`), '']
  return ['# Speed', '', `Measured by \`npm run bench\` on ${date}: ${machine()}. KB are 1,000 bytes. Written by that command; not edited by hand. ${ALONE}`, '', ...sections.map(writeSection), ...peer].join('\n')
}

/** The page with some of its parts measured anew; a part that it has not yet comes before the peer's. */
export function renewSections(page: string, sections: readonly Section[], date: string): string {
  const [head = '', ...parts] = page.split(/^(?=## )/mu)
  for (const { title, measured } of sections) {
    const written = `${writeSection({ title, measured: { ...measured, remarks: [...measured.remarks, `Measured on ${date}: ${machine()}. Load of the machine when it was written: ${(loadavg()[0] ?? 0).toFixed(1)}.`] } })}\n`
    const place = parts.findIndex((part) => part.startsWith(`## ${title}\n`))
    if (place >= 0) parts[place] = written
    else parts.splice(-1, 0, written)
  }
  return [head, ...parts].join('')
}

/** Whether every promise is kept. */
export function keepsPromises(sections: readonly Section[]): boolean {
  return sections.every(({ measured }) => measured.figures.every(({ promised, value }) => promised === undefined || value <= promised))
}
