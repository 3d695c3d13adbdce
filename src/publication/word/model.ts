import type { Id } from '../../shared/ids.ts'
import { textDirection } from '../../shared/language.ts'
import { chartRows, type Chart } from '../charts/model.ts'
import { cloudSteps } from '../cloud/model.ts'
import { directionOfWords } from '../directions/model.ts'
import { contentsOf, factsOf } from '../facts/model.ts'
import type { Label } from '../labels/model.ts'
import { escapeXml } from '../markup/model.ts'
import { paragraphAnchor, sectionAnchor, type AnnexLine, type AnnexPart, type Direction, type Print, type PrintBlock, type PrintCell, type PrintErratum, type PrintInline } from '../text/model.ts'
import { writeShortDate } from '../../shared/time.ts'
import { gridColumns, layOut, wordsOfCell } from '../word-grid/model.ts'
import { HEAD, languageMark, W } from '../word-styles/model.ts'

/** A picture as the file holds it, with its size in pixels. */
export interface WordPicture {
  readonly relation: string
  readonly width: number
  readonly height: number
}

/** What writing the text fills: addresses that are linked to, lists that begin, marks that are counted. */
export interface WordDesk {
  readonly label: Label
  readonly language: string
  readonly direction: Direction
  readonly links: Map<string, string>
  readonly picture: (block: Extract<PrintBlock, { kind: 'figure' }> | Chart) => WordPicture | undefined
  readonly comments: ReadonlyMap<Id, readonly number[]>
  /** Numbered lists in the order in which they begin; true where what is below counts on from it. */
  readonly lists: boolean[]
  /** The lists that go on. */
  readonly open: { compound: number; simple: number }
  marks: number
}

interface Way {
  readonly direction: Direction
  readonly language: string
}

/** `word/document.xml`. */
export function documentXml(print: Print, desk: WordDesk): string {
  const body = [
    ...titleXml(print, desk),
    ...contentsXml(print, desk),
    ...print.sections.flatMap((section, place) => [
      ...(section.title.trim() === '' ? [] : [headingXml([section.label, section.title], section.level, sectionAnchor(place), desk)]),
      ...section.blocks.flatMap((block) => blockXml(block, desk)),
      ...(section.parts ?? []).flatMap((part) => partXml(part, desk, section.level)),
    ]),
    ...print.annexes.flatMap((annex) => [headingXml([annex.label, annex.title], 1, `annex-${annex.kind}`, desk), ...annex.parts.flatMap((part) => partXml(part, desk))]),
  ]
  const lines = print.kind === 'review-copy' ? '<w:lnNumType w:countBy="1" w:restart="continuous"/>' : ''
  const section = `<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="709" w:footer="709" w:gutter="0"/>${lines}<w:titlePg/>${print.direction === 'rtl' ? '<w:bidi/>' : ''}</w:sectPr>`
  return `${HEAD}<w:document ${W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>${body.join('')}${section}</w:body></w:document>`
}

/** `word/footnotes.xml`: the two lines above notes, then the notes by their numbers. */
export function footnotesXml(print: Print, desk: WordDesk): string {
  const notes = print.notes.map((note) => {
    const way = { direction: note.direction, language: note.language }
    return `<w:footnote w:id="${note.number}">${paragraph('FootnoteText', way, `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>${note.mark === undefined ? '<w:footnoteRef/>' : `<w:t>${escapeXml(note.mark)}</w:t>`}</w:r>${run(' ', way)}${inlineXml(note.content, way, desk)}`)}</w:footnote>`
  })
  return `${HEAD}<w:footnotes ${W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>${notes.join('')}</w:footnotes>`
}

function titleXml(print: Print, desk: WordDesk): string[] {
  const { matter } = print
  const way: Way = desk
  const facts = factsOf(print).map(({ name, value, address }) => paragraph('Facts', way, `${run(`${name}: `, way, '<w:rStyle w:val="Label"/>')}${address === undefined ? run(value, way) : linkXml(address, run(value, way, '<w:rStyle w:val="Hyperlink"/>'), desk)}`))
  const others = matter.others.map(({ relation, title, address }) => paragraph('Erratum', way, linkXml(address, run(desk.label(relation, { title }), way, '<w:rStyle w:val="Hyperlink"/>'), desk)))
  return [
    paragraph('Subtitle', way, run([matter.forum, ...(matter.isDemonstration ? [desk.label('demonstration')] : [])].join(' · '), way)),
    paragraph('Subtitle', way, run(matter.cycle, way)),
    paragraph('Title', way, run(matter.title, way)),
    ...matter.summary.split(/\n+/u).filter((part) => part !== '').map((part) => paragraph('Normal', way, run(part, way))),
    ...facts,
    ...others,
    ...print.errata.map((erratum) => erratumXml(erratum, desk)),
  ]
}

/** A real table of contents, filled in as it stands: Word can bring it up to date. */
function contentsXml(print: Print, desk: WordDesk): string[] {
  const entries = contentsOf(print).filter(({ level }) => level <= 3)
  if (entries.length === 0) return []
  const begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\n \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
  const end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
  return [
    paragraph('TOCHeading', desk, run(desk.label('contents'), desk), '<w:pageBreakBefore/>', '<w:outlineLvl w:val="9"/>'),
    ...entries.map(({ title, level, anchor }, at) => paragraph(`TOC${level}`, desk, `${at === 0 ? begin : ''}<w:hyperlink w:anchor="${anchor}">${run(title, desk)}</w:hyperlink>${at === entries.length - 1 ? end : ''}`)),
  ]
}

function headingXml([label = '', title = '']: readonly string[], level: number, anchor: string, desk: WordDesk): string {
  const words = `${label === '' ? '' : `${run(label, desk, '<w:rStyle w:val="Label"/>')}${run(' ', desk)}`}${run(title, desk)}`
  return paragraph(`Heading${level}`, desk, bookmarked(anchor, words, desk), level === 1 && anchor === sectionAnchor(0) ? '<w:pageBreakBefore/>' : '')
}

function blockXml(block: PrintBlock, desk: WordDesk): string[] {
  const beside = [...block.errata.map((erratum) => erratumXml(erratum, desk)), ...groundXml(block, desk)]
  switch (block.kind) {
    case 'item':
      return [worded('ListParagraph', block, desk, '', listXml(block, desk)), ...beside]
    case 'table':
      return [worded('Caption', block, desk, block.caption), tableXml(block.rows, block, desk), spacer(desk), ...beside]
    case 'figure':
      return [...figureXml(block, desk), worded('Caption', block, desk, block.caption), ...beside]
    default:
      return [worded(block.kind === 'quotation' ? 'Quote' : 'NumberedParagraph', block, desk), ...beside]
  }
}

/** A paragraph with its number, within a mark of its lasting identity, and within the comments that were made on it. */
function worded(style: string, block: PrintBlock, desk: WordDesk, caption = '', properties = ''): string {
  const shown = block.shown ?? String(block.number)
  const number = shown === '' ? '' : run(`¶\u00a0${shown}`, desk, '<w:rStyle w:val="ParagraphNumber"/>')
  const after = style === 'ListParagraph' ? run(shown === '' ? '' : ' ', desk, '<w:rStyle w:val="ParagraphNumber"/>') : '<w:r><w:rPr><w:rStyle w:val="ParagraphNumber"/></w:rPr><w:tab/></w:r>'
  const label = caption === '' ? '' : `${run(caption, block, '<w:rStyle w:val="Label"/>')}${run(block.content.length === 0 ? '' : '. ', block, '<w:rStyle w:val="Label"/>')}`
  const comments = desk.comments.get(block.id) ?? []
  const opened = comments.map((id) => `<w:commentRangeStart w:id="${id}"/>`).join('')
  const closed = comments.map((id) => `<w:commentRangeEnd w:id="${id}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="${id}"/></w:r>`).join('')
  const words = bookmarked(`p-${block.id}`, `${label}${opened}${inlineXml(block.content, block, desk)}${closed}`, desk)
  return paragraph(style, block, `${bookmarked(paragraphAnchor(block.number), `${number}${after}`, desk)}${words}`, '', properties)
}

function listXml(block: Extract<PrintBlock, { kind: 'item' }>, desk: WordDesk): string {
  return `<w:numPr><w:ilvl w:val="${block.depth - 1}"/><w:numId w:val="${block.list === 'bullet' ? 1 : numberedList(block, desk)}"/></w:numPr>`
}

/** A list that begins at 1 is a list of its own; below a bullet it counts by itself, below another number on from that: `3.1`. */
function numberedList({ mark, depth }: Extract<PrintBlock, { kind: 'item' }>, desk: WordDesk): number {
  const isCompound = depth === 1 || mark.split('.').length > 2
  if (mark === '1.') {
    desk.lists.push(isCompound)
    desk.open[isCompound ? 'compound' : 'simple'] = desk.lists.length + 1
  }
  return desk.open[isCompound ? 'compound' : 'simple']
}

function figureXml(block: Extract<PrintBlock, { kind: 'figure' }>, desk: WordDesk): string[] {
  const { picture, alternative } = block
  if (picture.kind === 'chart') return chartXml(picture.chart, alternative === '' ? picture.chart.title : alternative, desk)
  return pictureXml(desk.picture(block), alternative, desk)
}

function chartXml(chart: Chart, alternative: string, desk: WordDesk): string[] {
  const rows = chartRows(chart, { total: desk.label('total') }).map((row, y) => row.map((text, x): PrintCell => ({ content: [{ kind: 'text', text, marks: [], link: null }], isHeading: x === 0 || y === 0, columns: 1, rows: 1 })))
  return [...pictureXml(desk.picture(chart), alternative, desk), tableXml(rows, desk, desk), spacer(desk)]
}

/** Widest on the page, in English metric units. */
const WIDEST = 5_700_000
const PIXEL = 9525

function pictureXml(picture: WordPicture | undefined, alternative: string, desk: WordDesk): string[] {
  if (picture === undefined) return [paragraph('Normal', desk, run(`${desk.label('noPicture')} ${alternative}`, desk))]
  const scale = Math.min(1, WIDEST / (picture.width * PIXEL))
  const [width, height] = [Math.round(picture.width * PIXEL * scale), Math.round(picture.height * PIXEL * scale)]
  desk.marks += 1
  const described = `id="${desk.marks}" name="Picture ${desk.marks}" descr="${escapeXml(alternative)}"`
  const drawing = `<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="${width}" cy="${height}"/><wp:docPr ${described}/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr ${described}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="${picture.relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${width}" cy="${height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`
  return [paragraph('Normal', desk, `<w:r>${drawing}</w:r>`, '<w:keepNext/>')]
}

/** Rows, of which those at the top with headings alone are repeated on every page. */
function tableXml(rows: readonly (readonly PrintCell[])[], way: Way, desk: WordDesk): string {
  const grid = layOut(rows)
  const width = Math.max(1, ...grid.map((row) => row.reduce((sum, { columns }) => sum + columns, 0)))
  const columnsOf = gridColumns(rows, width)
  let isHead = true
  const lines = grid.map((row, y) => {
    isHead &&= rows[y]?.every(({ isHeading }) => isHeading) === true
    const cells = row.map(({ cell, columns, merge }, x) => `<w:tc><w:tcPr>${columns > 1 ? `<w:gridSpan w:val="${columns}"/>` : ''}${merge === undefined ? '' : merge === 'start' ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>'}</w:tcPr>${cellXml(merge === 'below' ? undefined : cell, way, desk, columnsOf[x]?.isNumeric === true)}</w:tc>`)
    const filled = row.reduce((sum, { columns }) => sum + columns, 0)
    const missing = Array.from({ length: width - filled }, () => `<w:tc><w:tcPr/>${paragraph('TableText', way, '')}</w:tc>`)
    return `<w:tr><w:trPr><w:cantSplit/>${isHead ? '<w:tblHeader/>' : ''}</w:trPr>${[...cells, ...missing].join('')}</w:tr>`
  })
  return `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>${way.direction === 'rtl' ? '<w:bidiVisual/>' : ''}<w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="0620" w:firstRow="${grid.length > 0 && rows[0]?.every(({ isHeading }) => isHeading) === true ? 1 : 0}"/></w:tblPr><w:tblGrid>${columnsOf.map((column) => `<w:gridCol w:w="${column.width}"/>`).join('')}</w:tblGrid>${lines.join('')}</w:tbl>`
}

/** The words of a cell run as its first letter does; numbers stand at the end of theirs. */
function cellXml(cell: PrintCell | undefined, way: Way, desk: WordDesk, isNumeric: boolean): string {
  if (cell === undefined) return paragraph('TableText', way, '')
  const own = { ...way, direction: directionOfWords(wordsOfCell(cell), way.direction) }
  return paragraph('TableText', own, inlineXml(cell.content, own, desk, cell.isHeading ? '<w:b/><w:bCs/>' : ''), '', isNumeric ? '<w:jc w:val="end"/>' : '')
}

function spacer(desk: WordDesk): string {
  return paragraph('TableText', desk, '')
}

function erratumXml({ date, text }: PrintErratum, desk: WordDesk): string {
  return paragraph('Erratum', desk, `${run(desk.label('erratum', { date: writeShortDate(date, desk.language) }), desk, '<w:b/><w:bCs/>')}${run(` ${text}`, desk)}`)
}

function groundXml(block: PrintBlock, desk: WordDesk): string[] {
  if (block.restsOn.length === 0) return block.isOwnVoice ? [paragraph('Ground', desk, run(desk.label('ownVoice'), desk))] : []
  const links = block.restsOn.map(({ ref, address }, at) => `${at === 0 ? run(' ', desk) : run(', ', desk)}${linkXml(address, run(ref, desk), desk)}`)
  return [paragraph('Ground', desk, `${run(desk.label('restsOn'), desk)}${links.join('')}`)]
}

function partXml(part: AnnexPart, desk: WordDesk, level = 1): string[] {
  switch (part.kind) {
    case 'text':
      return [paragraph('Normal', desk, run(part.text, desk))]
    case 'heading':
      return [paragraph(`Heading${Math.min(4, level + 1)}`, desk, run(part.text, desk))]
    case 'list':
      return part.lines.map((line) => paragraph('ListParagraph', desk, lineXml(line, desk), '', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'))
    case 'chart':
      return chartXml(part.chart, part.chart.title, desk)
    case 'words':
      return [paragraph('Normal', { language: part.language, direction: textDirection(part.language) }, cloudXml(part.words, { language: part.language, direction: textDirection(part.language) }))]
    default:
      return [...(part.title === '' ? [] : [paragraph('Caption', desk, run(part.title, desk))]), tableXml(part.rows.map((row, y) => row.map((line, x): PrintCell => ({ content: [{ kind: 'text', text: line.text, marks: [], link: line.address ?? null }], isHeading: y === 0 || x === 0, columns: 1, rows: 1 }))), desk, desk), spacer(desk)]
  }
}

/** Larger where a word stands more often, in half points from 16. */
function cloudXml(words: readonly { readonly word: string; readonly count: number }[], way: Way): string {
  const steps = cloudSteps(words.map(({ count }) => count))
  return words.map(({ word, count }, at) => { const size = 16 + ((steps[at] ?? 1) - 1) * 5; return `${run(word, way, `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>`)}${run(` ${count}   `, way, '<w:rStyle w:val="Label"/><w:sz w:val="15"/><w:szCs w:val="15"/>')}` }).join('')
}

function lineXml({ text, address }: AnnexLine, desk: WordDesk): string {
  return address === undefined ? run(text, desk) : linkXml(address, run(text, desk, '<w:rStyle w:val="Hyperlink"/>'), desk)
}

const MARKS = { strong: '<w:b/><w:bCs/>', emphasis: '<w:i/><w:iCs/>', superscript: '<w:vertAlign w:val="superscript"/>', subscript: '<w:vertAlign w:val="subscript"/>', code: '' } as const

function inlineXml(content: readonly PrintInline[], way: Way, desk: WordDesk, more = ''): string {
  return content
    .map((piece) => {
      if (piece.kind === 'break') return '<w:r><w:br/></w:r>'
      if (piece.kind === 'note') return `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference ${piece.mark === undefined ? '' : 'w:customMarkFollows="1" '}w:id="${piece.number}"/>${piece.mark === undefined ? '' : `<w:t>${escapeXml(piece.mark)}</w:t>`}</w:r>`
      if (piece.kind === 'reference') return piece.anchor === null ? run(piece.label, way, more) : `<w:hyperlink w:anchor="${piece.anchor}">${run(piece.label, way, '<w:rStyle w:val="Hyperlink"/>')}</w:hyperlink>`
      const fonts = piece.marks.includes('code') ? '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>' : ''
      // What is raised cannot be lowered as well.
      const kept = piece.marks.filter((mark) => mark !== 'subscript' || !piece.marks.includes('superscript'))
      const marks = [...new Set([more, ...kept.map((mark) => MARKS[mark])])].join('')
      return piece.link === null ? run(piece.text, way, `${fonts}${marks}`) : linkXml(piece.link, run(piece.text, way, `<w:rStyle w:val="Hyperlink"/>${fonts}${marks}`), desk)
    })
    .join('')
}

function linkXml(address: string, words: string, desk: WordDesk): string {
  const known = desk.links.get(address)
  const relation = known ?? `link${desk.links.size + 1}`
  if (known === undefined) desk.links.set(address, relation)
  return `<w:hyperlink r:id="${relation}">${words}</w:hyperlink>`
}

function bookmarked(name: string, words: string, desk: WordDesk): string {
  desk.marks += 1
  return `<w:bookmarkStart w:id="${desk.marks}" w:name="${name}"/>${words}<w:bookmarkEnd w:id="${desk.marks}"/>`
}

/** `first` are properties that stand before the list's, `properties` those after them, as the schema orders them. */
function paragraph(style: string, way: Way, words: string, first = '', properties = ''): string {
  // Direction is said in both ways: a paragraph may differ from the document.
  const isListed = properties.startsWith('<w:numPr>')
  const bidi = `<w:bidi w:val="${way.direction === 'rtl' ? 1 : 0}"/>`
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/>${first}${isListed ? properties : ''}${bidi}${isListed ? '' : properties}</w:pPr>${words}</w:p>`
}

/** A run of words; a line feed in it is a new line. Its properties are set in the order that the schema wants. */
function run(text: string, way: Way, properties = ''): string {
  const rtl = way.direction === 'rtl' ? '<w:rtl/>' : ''
  const parts = text.split('\n').map((line) => `<w:t xml:space="preserve">${escapeXml(line).replaceAll('\t', '</w:t><w:tab/><w:t xml:space="preserve">')}</w:t>`)
  return text === '' ? '' : `<w:r><w:rPr>${properties}${rtl}${languageMark(way.language)}</w:rPr>${parts.join('<w:br/>')}</w:r>`
}
