import { strToU8, zipSync, type Zippable } from 'fflate'

/** A cell that a person typed over: a day, a formula with the value it had when the file was saved, or words of which some are bold. */
export type TypedCell = { readonly day: number } | { readonly formula: string; readonly value: string } | { readonly plain: string; readonly bold: string }

export interface OfficeSheet {
  readonly name: string
  readonly isHidden?: boolean
  /** From the first row; an empty row is one that stands in the sheet with nothing in it. */
  readonly rows: readonly (readonly (string | TypedCell)[])[]
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const column = (place: number): string => (place < 26 ? '' : column(Math.floor(place / 26) - 1)) + String.fromCodePoint(65 + (place % 26))

/**
 * A workbook written as LibreOffice Calc writes "MS Excel 2007 XML": every text in the shared strings, each once and with its spaces kept,
 * styles of its own on every cell, those of empty cells among them, empty rows with a height, formulas with their values, sheets hidden by
 * `state`, absolute targets in no relation, and no custom properties whatever the file had that was opened.
 */
export function saveAsOffice(sheets: readonly OfficeSheet[]): Uint8Array<ArrayBuffer> {
  const strings = new Map<string, number>()
  const stringOf = (item: string): number => strings.get(item) ?? strings.set(item, strings.size).size - 1
  const cellOf = (cell: string | TypedCell, at: string): string => {
    if (cell === '') return `<c r="${at}" s="2"/>`
    if (typeof cell === 'string') return `<c r="${at}" s="1" t="s"><v>${stringOf(`<si><t xml:space="preserve">${escape(cell)}</t></si>`)}</v></c>`
    if ('day' in cell) return `<c r="${at}" s="3"><v>${cell.day}</v></c>`
    if ('formula' in cell) return `<c r="${at}" s="1" t="str"><f aca="false">${escape(cell.formula)}</f><v>${escape(cell.value)}</v></c>`
    const font = '<sz val="10"/><rFont val="Arial"/><family val="2"/>'
    return `<c r="${at}" s="1" t="s"><v>${stringOf(`<si><r><rPr>${font}</rPr><t xml:space="preserve">${escape(cell.plain)}</t></r><r><rPr><b val="true"/>${font}</rPr><t xml:space="preserve">${escape(cell.bold)}</t></r></si>`)}</v></c>`
  }
  const files: Zippable = {}
  const add = (name: string, content: string): void => void (files[name] = strToU8(XML + content))
  for (const [index, { rows }] of sheets.entries()) {
    const width = Math.max(...rows.map((row) => row.length))
    const written = rows.map((row, place) => `<row r="${place + 1}" customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0" collapsed="false">${row.map((cell, at) => cellOf(cell, `${column(at)}${place + 1}`)).join('')}</row>`)
    const view = `<sheetViews><sheetView showFormulas="false" showGridLines="true" tabSelected="${String(index === 0)}" workbookViewId="0"><pane xSplit="0" ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
    add(`xl/worksheets/sheet${index + 1}.xml`, `<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheetPr filterMode="false"><pageSetUpPr fitToPage="false"/></sheetPr><dimension ref="A1:${column(width - 1)}${rows.length}"/>${view}<sheetFormatPr defaultColWidth="11.53515625" defaultRowHeight="12.8" zeroHeight="false" outlineLevelRow="0" outlineLevelCol="0"/><cols><col collapsed="false" customWidth="true" hidden="false" outlineLevel="0" max="${width}" min="1" style="1" width="20"/></cols><sheetData>${written.join('')}</sheetData><printOptions headings="false"/><pageMargins left="0.7875" right="0.7875" top="1.05" bottom="1.05" header="0.7875" footer="0.7875"/><headerFooter differentFirst="false" differentOddEven="false"><oddHeader>&amp;C&amp;A</oddHeader></headerFooter></worksheet>`)
  }
  add('xl/sharedStrings.xml', `<sst xmlns="${MAIN}" count="${strings.size}" uniqueCount="${strings.size}">${[...strings.keys()].join('')}</sst>`)
  const xf = (format: number): string => `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyFont="true" applyBorder="true" applyAlignment="true" applyProtection="true"><alignment horizontal="general" vertical="top" textRotation="0" wrapText="true" indent="0" shrinkToFit="false"/></xf>`
  add('xl/styles.xml', `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="General"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="1"><font><sz val="10"/><name val="Arial"/><family val="2"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1">${xf(164)}</cellStyleXfs><cellXfs count="4">${xf(164)}${xf(164)}${xf(164)}${xf(165)}</cellXfs></styleSheet>`)
  const listed = sheets.map(({ name, isHidden }, index) => `<sheet name="${escape(name)}" sheetId="${index + 1}" state="${isHidden === true ? 'hidden' : 'visible'}" r:id="rId${index + 3}"/>`)
  add('xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><fileVersion appName="Calc"/><workbookPr backupFile="false" showObjects="all" date1904="false"/><workbookProtection/><bookViews><workbookView firstSheet="0" activeTab="0"/></bookViews><sheets>${listed.join('')}</sheets><calcPr iterateCount="100" refMode="A1" iterate="false" iterateDelta="0.001"/></workbook>`)
  const relation = (id: number, type: string, target: string): string => `<Relationship Id="rId${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
  add('xl/_rels/workbook.xml.rels', `<Relationships xmlns="${PACKAGE}/relationships">${relation(1, 'styles', 'styles.xml')}${relation(2, 'sharedStrings', 'sharedStrings.xml')}${sheets.map((_, index) => relation(index + 3, 'worksheet', `worksheets/sheet${index + 1}.xml`)).join('')}</Relationships>`)
  add('_rels/.rels', `<Relationships xmlns="${PACKAGE}/relationships">${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`)
  const part = (name: string, type: string): string => `<Override PartName="/xl/${name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`
  add('[Content_Types].xml', `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${part('workbook.xml', 'sheet.main')}${part('styles.xml', 'styles')}${part('sharedStrings.xml', 'sharedStrings')}${sheets.map((_, index) => part(`worksheets/sheet${index + 1}.xml`, 'worksheet')).join('')}</Types>`)
  return new Uint8Array(zipSync(files))
}
