import { chartRows, drawChart, type Chart } from '../charts/model.ts'
import { cloudSteps } from '../cloud/model.ts'
import type { Label } from '../labels/model.ts'
import { textDirection } from '../../shared/language.ts'
import { paragraphAnchor, sectionAnchor, type AnnexLine, type AnnexPart, type Print, type PrintAnnex, type PrintBlock, type PrintCell, type PrintErratum, type PrintInline, type PrintNote, type PrintPicture, type PrintSection } from '../text/model.ts'
import { writeShortDate } from '../../shared/time.ts'

/**
 * The body of a document as markup that is HTML and XML at once, for the file of one page and for the books. Nothing of the text is
 * ever markup: all of it is escaped here and nowhere else.
 */
export interface MarkupChoice {
  readonly label: Label
  readonly language: string
  /** The address of a picture file, from its SHA-256; undefined where it cannot be had. */
  readonly picture: (file: Extract<PrintPicture, { kind: 'file' }>) => string | undefined
  /** A book says of notes what they are in the words that its readers know. */
  readonly isBook: boolean
  /** Where an anchor of the text stands: `#p3`, in a book `part-2.xhtml#p3`. */
  readonly href: (anchor: string) => string
}

/** Text as XML has it; what no XML may hold is left out. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/gu, '')
    .replace(/[&<>"']/gu, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] ?? sign)
}

const ELEMENTS = { strong: 'strong', emphasis: 'em', superscript: 'sup', subscript: 'sub', code: 'code' } as const

export function inlineMarkup(content: readonly PrintInline[], choice: MarkupChoice): string {
  return content.map((piece) => pieceMarkup(piece, choice)).join('')
}

function pieceMarkup(piece: PrintInline, { isBook, href }: MarkupChoice): string {
  switch (piece.kind) {
    case 'break':
      return '<br/>'
    case 'note':
      return `<sup><a class="note-mark" id="r${piece.number}" href="${href(`n${piece.number}`)}" ${isBook ? 'epub:type="noteref" ' : ''}role="doc-noteref">${piece.number}</a></sup>`
    case 'reference':
      return piece.anchor === null ? `<span class="lost">${escapeXml(piece.label)}</span>` : `<a href="${href(piece.anchor)}">${escapeXml(piece.label)}</a>`
    default: {
      const words = piece.marks.reduceRight((inner, mark) => `<${ELEMENTS[mark]}>${inner}</${ELEMENTS[mark]}>`, escapeXml(piece.text))
      return piece.link === null ? words : `<a href="${escapeXml(piece.link)}" rel="external">${words}</a>`
    }
  }
}

/** A section with its heading and all its paragraphs. */
export function sectionMarkup(section: PrintSection, place: number, choice: MarkupChoice): string {
  const heading = section.title.trim() === '' ? '' : `<h${section.level + 1}>${section.label === '' ? '' : `<span class="label">${escapeXml(section.label)}</span> `}${escapeXml(section.title)}</h${section.level + 1}>\n`
  return `<section id="${sectionAnchor(place)}"${section.isAnnex ? ' class="annex" role="doc-appendix"' : ''}>\n${heading}${section.blocks.map((block) => blockMarkup(block, choice)).join('\n')}\n</section>`
}

function blockMarkup(block: PrintBlock, choice: MarkupChoice): string {
  const { number, language, direction } = block
  const mark = `<a class="mark" href="${choice.href(paragraphAnchor(number))}">¶\u00a0${number}</a>`
  const isOther = language !== choice.language
  const attributes = `${isOther ? ` lang="${escapeXml(language)}"${choice.isBook ? ` xml:lang="${escapeXml(language)}"` : ''}` : ''} dir="${direction}"`
  const classes = ['para', block.kind, ...(block.kind === 'item' ? [`depth-${block.depth}`] : []), ...(block.isTranslated ? [] : ['not-translated'])].join(' ')
  return `<div class="${classes}" id="${paragraphAnchor(number)}">${mark}<div class="text"${attributes}>${wordsMarkup(block, choice)}</div>${block.errata.map((erratum) => erratumMarkup(erratum, choice)).join('')}${groundMarkup(block, choice)}</div>`
}

function wordsMarkup(block: PrintBlock, choice: MarkupChoice): string {
  const words = inlineMarkup(block.content, choice)
  switch (block.kind) {
    case 'quotation':
      return `<blockquote><p>${words}</p></blockquote>`
    case 'item':
      return `<p><span class="bullet">${block.mark}</span> ${words}</p>`
    case 'table':
      return tableMarkup(block.rows, choice, `<caption><span class="label">${escapeXml(block.caption)}</span> ${words}</caption>`)
    case 'figure':
      return `<figure>${pictureMarkup(block.picture, block.alternative, choice)}<figcaption><span class="label">${escapeXml(block.caption)}</span> ${words}${block.picture.kind === 'chart' ? ` <span class="quiet">${escapeXml(block.picture.note)}</span>` : ''}</figcaption></figure>`
    default:
      return `<p>${words}</p>`
  }
}

function tableMarkup(rows: readonly (readonly PrintCell[])[], choice: MarkupChoice, caption: string): string {
  const body = rows.map((row) => `<tr>${row.map((cell, at) => cellMarkup(cell, row, at, choice)).join('')}</tr>`)
  return `<div class="scroll"><table>${caption}<tbody>${body.join('\n')}</tbody></table></div>`
}

function cellMarkup(cell: PrintCell, row: readonly PrintCell[], at: number, choice: MarkupChoice): string {
  const spans = `${cell.columns > 1 ? ` colspan="${cell.columns}"` : ''}${cell.rows > 1 ? ` rowspan="${cell.rows}"` : ''}`
  const words = inlineMarkup(cell.content, choice)
  if (!cell.isHeading) return `<td${spans}>${words}</td>`
  // A heading at the start of a row that has others is the row's own.
  const isOfRow = at === 0 && row.length > 1 && row.some((other) => !other.isHeading)
  return `<th scope="${isOfRow ? 'row' : 'col'}"${spans}>${words}</th>`
}

function pictureMarkup(picture: PrintPicture, alternative: string, choice: MarkupChoice): string {
  if (picture.kind === 'chart') return chartMarkup(picture.chart, choice, alternative)
  const address = picture.kind === 'file' ? choice.picture(picture) : undefined
  return address === undefined ? `<p class="lost">${escapeXml(choice.label('noPicture'))} ${escapeXml(alternative)}</p>` : `<img src="${address}" alt="${escapeXml(alternative)}"/>`
}

/** A chart, told by the words given for it, and below it the table of the same numbers. */
function chartMarkup(chart: Chart, { label }: MarkupChoice, alternative = ''): string {
  const [head = [], ...rows] = chartRows(chart, { total: label('total') })
  const table = `<table class="numbers"><thead><tr>${head.map((cell) => `<th scope="col">${escapeXml(cell)}</th>`).join('')}</tr></thead><tbody>${rows.map(([first = '', ...rest]) => `<tr><th scope="row">${escapeXml(first)}</th>${rest.map((cell) => `<td>${escapeXml(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table>`
  return `<div class="chart">${drawChart(alternative.trim() === '' ? chart : { ...chart, title: alternative })}</div><div class="scroll">${table}</div>`
}

function erratumMarkup({ date, text }: PrintErratum, { label, language }: MarkupChoice): string {
  return `<p class="erratum"><strong>${escapeXml(label('erratum', { date: writeShortDate(date, language) }))}</strong> ${escapeXml(text)}</p>`
}

function groundMarkup(block: PrintBlock, { label }: MarkupChoice): string {
  if (block.restsOn.length === 0) return block.isOwnVoice ? `<p class="ground">${escapeXml(label('ownVoice'))}</p>` : ''
  return `<p class="ground">${escapeXml(label('restsOn'))} ${block.restsOn.map(({ ref, address }) => `<a href="${escapeXml(address)}">${escapeXml(ref)}</a>`).join(', ')}</p>`
}

/** Notes, each with the way back to its mark; in a book as asides, which readers open in place. */
export function notesMarkup(notes: readonly PrintNote[], choice: MarkupChoice): string {
  return notes
    .map((note) => {
      const back = `<a href="${choice.href(`r${note.number}`)}" role="doc-backlink" aria-label="${note.number}. ${escapeXml(choice.label('back'))}">${note.number}.</a>`
      const words = `<p dir="${note.direction}">${back} ${inlineMarkup(note.content, choice)}</p>`
      return choice.isBook ? `<aside epub:type="footnote" role="doc-footnote" id="n${note.number}">${words}</aside>` : `<div class="note" role="doc-footnote" id="n${note.number}">${words}</div>`
    })
    .join('\n')
}

export function annexMarkup(annex: PrintAnnex, choice: MarkupChoice): string {
  return `<section id="annex-${annex.kind}" class="annex" role="doc-appendix">\n<h2><span class="label">${escapeXml(annex.label)}</span> ${escapeXml(annex.title)}</h2>\n${annex.parts.map((part) => partMarkup(part, choice)).join('\n')}\n</section>`
}

function partMarkup(part: AnnexPart, choice: MarkupChoice): string {
  switch (part.kind) {
    case 'text':
      return `<p>${escapeXml(part.text)}</p>`
    case 'heading':
      return `<h3>${escapeXml(part.text)}</h3>`
    case 'list':
      return `<ul>${part.lines.map((line) => `<li dir="auto">${lineMarkup(line)}</li>`).join('\n')}</ul>`
    case 'chart':
      return chartMarkup(part.chart, choice)
    case 'words':
      return `<p class="words" lang="${escapeXml(part.language)}"${choice.isBook ? ` xml:lang="${escapeXml(part.language)}"` : ''} dir="${textDirection(part.language)}">${cloudMarkup(part.words)}</p>`
    default: {
      const [head = [], ...rows] = part.rows
      const body = rows.map(([first, ...rest]) => `<tr><th scope="row" dir="auto">${first === undefined ? '' : lineMarkup(first)}</th>${rest.map((cell) => `<td dir="auto">${lineMarkup(cell)}</td>`).join('')}</tr>`)
      return `<div class="scroll"><table><caption>${escapeXml(part.title)}</caption><thead><tr>${head.map((cell) => `<th scope="col">${lineMarkup(cell)}</th>`).join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`
    }
  }
}

/** Larger where a word stands more often, each with its count. */
function cloudMarkup(words: readonly { readonly word: string; readonly count: number }[]): string {
  const steps = cloudSteps(words.map(({ count }) => count))
  return words.map(({ word, count }, at) => `<span class="step-${steps[at] ?? 1}">${escapeXml(word)}\u00a0<small>${count}</small></span>`).join(' ')
}

function lineMarkup({ text, address }: AnnexLine): string {
  return address === undefined ? escapeXml(text) : `<a href="${escapeXml(address)}">${escapeXml(text)}</a>`
}

/** What stands above the text: what it is, of whom, when, where, how it is cited. */
export function matterMarkup(print: Print, facts: readonly { readonly name: string; readonly value: string; readonly address?: string | undefined }[], choice: MarkupChoice): string {
  const { matter, errata } = print
  const rows = facts.map(({ name, value, address }) => `<div><dt>${escapeXml(name)}</dt><dd dir="auto">${address === undefined ? escapeXml(value) : `<a href="${escapeXml(address)}">${escapeXml(value)}</a>`}</dd></div>`)
  const others = matter.others.map(({ relation, title, address }) => `<p class="erratum"><a href="${escapeXml(address)}">${escapeXml(choice.label(relation, { title }))}</a></p>`)
  return [
    `<p class="forum">${escapeXml(matter.forum)}${matter.isDemonstration ? ` <span class="lost">${escapeXml(choice.label('demonstration'))}</span>` : ''}</p>`,
    `<p class="cycle">${escapeXml(matter.cycle)}</p>`,
    `<h1>${escapeXml(matter.title)}</h1>`,
    matter.summary === '' ? '' : `<p class="summary">${escapeXml(matter.summary)}</p>`,
    `<dl class="facts">${rows.join('\n')}</dl>`,
    ...others,
    ...errata.map((erratum) => erratumMarkup(erratum, choice)),
  ].filter((part) => part !== '').join('\n')
}
