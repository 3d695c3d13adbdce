import { chartRows, type Chart } from '../charts/model.ts'
import { factsOf } from '../facts/model.ts'
import { labelsOf, type Label } from '../labels/model.ts'
import { paragraphAnchor, sectionAnchor, type AnnexLine, type AnnexPart, type Print, type PrintBlock, type PrintCell, type PrintErratum, type PrintInline, type PrintSection } from '../text/model.ts'
import { dateInZone, writeShortDate } from '../../shared/time.ts'

/** The document in pandoc's Markdown: headings and paragraphs with their anchors, real footnotes, pipe tables. */
export function writeMarkdown(print: Print): string {
  const label = labelsOf(print.language)
  const { matter } = print
  const facts = factsOf(print).map(({ name, value, address }) => `${escapeMarkdown(name)}\n:   ${address === undefined ? escapeMarkdown(value) : `<${address}>`}`)
  const others = matter.others.map(({ relation, title, address }) => `> [${escapeMarkdown(label(relation, { title }))}](<${address}>)`)
  const parts = [
    frontMatter(print),
    ...(matter.isDemonstration ? [`*${escapeMarkdown(label('demonstration'))}*`] : []),
    ...(matter.summary === '' ? [] : matter.summary.split(/\n+/u).map(escapeMarkdown)),
    ...facts,
    ...others,
    ...print.errata.map((erratum) => writeErratum(erratum, label, print.language)),
    ...print.sections.flatMap((section, place) => writeSection(section, place, print, label)),
    ...print.notes.map(({ number, content }) => `[^${number}]: ${writeInline(content)}`),
    ...print.annexes.flatMap((annex) => [`# ${escapeMarkdown(`${annex.label} ${annex.title}`)} {#annex-${annex.kind} .unnumbered}`, ...annex.parts.map((part) => writePart(part, label))]),
  ]
  return `${parts.join('\n\n')}\n`
}

function frontMatter({ matter, language, direction }: Print): string {
  const date = dateInZone(matter.publishedAt ?? matter.frozenAt, 'UTC')
  const lines = [`title: ${JSON.stringify(matter.title)}`, `author: ${JSON.stringify(matter.forum)}`, `date: ${date}`, `lang: ${language}`, ...(direction === 'rtl' ? ['dir: rtl'] : []), `identifier: ${JSON.stringify(matter.address)}`]
  return `---\n${lines.join('\n')}\n---`
}

function writeSection(section: PrintSection, place: number, print: Print, label: Label): string[] {
  const heading = section.title.trim() === '' ? [] : [`${'#'.repeat(section.level)} ${escapeMarkdown([section.label, section.title].filter((part) => part !== '').join(' '))} {#${sectionAnchor(place)}}`]
  return [...heading, ...section.blocks.flatMap((block) => writeBlock(block, print, label))]
}

function writeBlock(block: PrintBlock, print: Print, label: Label): string[] {
  const attributes = [`#${paragraphAnchor(block.number)}`, ...(block.language === print.language ? [] : [`lang=${block.language}`]), ...(block.direction === print.direction ? [] : [`dir=${block.direction}`])]
  const mark = `[¶\u00a0${block.number}]{${attributes.join(' ')}}`
  const words = writeInline(block.content)
  const beside = [...block.errata.map((erratum) => writeErratum(erratum, label, print.language)), ...groundOf(block, label)]
  switch (block.kind) {
    case 'quotation':
      return [quote(`${mark} ${words}`), ...beside]
    case 'item': {
      const indent = '    '.repeat(block.depth - 1)
      const bullet = block.list === 'bullet' ? '-   ' : block.mark.padEnd(4)
      return [`${indent}${bullet}${mark} ${words.replaceAll('\n', `\n${indent}    `)}`, ...beside.map((part) => part.replaceAll(/^/gmu, `${indent}    `))]
    }
    case 'table':
      return [writeTable(block.rows), `: ${mark} ${escapeMarkdown(block.caption)}${words === '' ? '' : `: ${words.replaceAll('\n', ' ')}`}`, ...beside]
    case 'figure':
      return [...writeFigure(block, label), `${mark} ${escapeMarkdown(block.caption)}${words === '' ? '' : `: ${words}`}`, ...beside]
    default:
      return [`${mark} ${words}`, ...beside]
  }
}

function writeFigure({ picture, alternative }: Extract<PrintBlock, { kind: 'figure' }>, label: Label): string[] {
  if (picture.kind === 'chart') return [...(alternative === '' ? [] : [`*${escapeMarkdown(alternative)}*`]), writeChart(picture.chart, label), escapeMarkdown(picture.note)]
  return [`*${escapeMarkdown(picture.kind === 'lost' ? `${label('noPicture')} ${alternative}`.trim() : alternative === '' ? label('noPicture') : alternative)}*`]
}

function writeChart(chart: Chart, label: Label): string {
  return pipes(chartRows(chart, { total: label('total') }).map((row) => row.map(escapeMarkdown)))
}

/** A cell over several columns or rows stands in the first of them; the others are empty, for a pipe table has no spans. */
function writeTable(rows: readonly (readonly PrintCell[])[]): string {
  const grid: string[][] = []
  for (const [y, row] of rows.entries()) {
    const line = (grid[y] ??= [])
    let x = 0
    for (const cell of row) {
      while (line[x] !== undefined) x++
      for (let down = 0; down < cell.rows && y + down < rows.length; down++) {
        const below = (grid[y + down] ??= [])
        for (let along = 0; along < cell.columns; along++) below[x + along] = down === 0 && along === 0 ? writeInline(cell.content).replaceAll('\\\n', ' ').replaceAll('\n', ' ') : ''
      }
    }
  }
  const isHeaded = rows[0]?.every(({ isHeading }) => isHeading) === true
  const width = Math.max(1, ...grid.map((row) => row.length))
  const filled = grid.map((row) => Array.from({ length: width }, (_, x) => row[x] ?? ''))
  return pipes(isHeaded ? filled : [Array.from({ length: width }, () => ''), ...filled])
}

function pipes(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows.map((row) => `| ${row.map((cell) => cell.replaceAll('\n', ' ')).join(' | ')} |`)
  return [head, `|${(rows[0] ?? []).map(() => '---|').join('')}`, ...body].flat().join('\n')
}

function groundOf(block: PrintBlock, label: Label): string[] {
  if (block.restsOn.length === 0) return block.isOwnVoice ? [`*${escapeMarkdown(label('ownVoice'))}*`] : []
  return [`*${escapeMarkdown(label('restsOn'))}* ${block.restsOn.map(({ ref, address }) => `[${escapeMarkdown(ref)}](<${address}>)`).join(', ')}`]
}

function writeErratum({ date, text }: PrintErratum, label: Label, language: string): string {
  return quote(`**${escapeMarkdown(label('erratum', { date: writeShortDate(date, language) }))}** ${escapeMarkdown(text)}`)
}

function writePart(part: AnnexPart, label: Label): string {
  switch (part.kind) {
    case 'text':
      return escapeMarkdown(part.text)
    case 'heading':
      return `## ${escapeMarkdown(part.text)}`
    case 'list':
      return part.lines.map((line) => `- ${writeLine(line)}`).join('\n')
    case 'chart':
      return writeChart(part.chart, label)
    case 'words':
      return part.words.map(({ word, count }) => escapeMarkdown(`${word} (${count})`)).join(' ')
    default:
      return `${pipes(part.rows.map((row) => row.map(writeLine)))}\n\n: ${escapeMarkdown(part.title)}`
  }
}

function writeLine({ text, address }: AnnexLine): string {
  const words = escapeMarkdown(text.replace(/\s+/gu, ' '))
  return address === undefined ? words : `[${words}](<${address}>)`
}

function quote(text: string): string {
  return text.replaceAll(/^/gmu, '> ')
}

function writeInline(content: readonly PrintInline[]): string {
  return content
    .map((piece) => {
      if (piece.kind === 'break') return '\\\n'
      if (piece.kind === 'note') return `[^${piece.number}]`
      if (piece.kind === 'reference') return piece.anchor === null ? escapeMarkdown(piece.label) : `[${escapeMarkdown(piece.label)}](#${piece.anchor})`
      const words = piece.marks.includes('code') ? writeCode(piece.text) : escapeMarkdown(piece.text)
      const marked = piece.marks.reduceRight(surround, words)
      return piece.link === null ? marked : `[${marked}](<${piece.link}>)`
    })
    .join('')
}

const SIGNS: Readonly<Record<string, string>> = { strong: '**', emphasis: '*', superscript: '^', subscript: '~' }

/** The sign around the words, which may not touch a space. */
function surround(words: string, mark: string): string {
  const sign = SIGNS[mark]
  const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/u.exec(words) ?? []
  if (sign === undefined || inner === '') return words
  // Within what is raised or lowered a space ends it, unless it is escaped.
  return `${before}${sign}${sign.length === 1 && sign !== '*' ? inner.replaceAll(' ', '\\ ') : inner}${sign}${after}`
}

/** The words within more backticks than stand in them. */
function writeCode(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`
}

/** Text of which nothing is a sign of Markdown. */
export function escapeMarkdown(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu, '')
    .replace(/[\\`*_{}[\]<>#|~^$@&!"']/gu, '\\$&')
    .replace(/-(?=-)|\.(?=\.\.)/gu, '\\$&')
    .replace(/^(\s*)([-+=:%])/gmu, '$1\\$2')
    .replace(/^(\s*\(?[\p{L}\p{N}]{1,9})([.)])(?=\s|$)/gmu, '$1\\$2')
}
