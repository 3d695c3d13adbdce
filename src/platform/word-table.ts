import { strToU8, zipSync } from 'fflate'

export interface WordTable {
  readonly title: string
  /** Below the title, one line each. */
  readonly facts: readonly string[]
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Of the whole width, in parts. */
  readonly widths: readonly number[]
  /** A language tag, and whether it is written from right to left. */
  readonly language: string
  readonly isRightToLeft: boolean
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
/** The text of a landscape A4 page between its margins, in twentieths of a point. */
const WIDTH = 14_600
const BORDERS = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>`).join('')
/** The same table is the same bytes. */
const MOMENT = '1980-01-01T12:00:00'

/** A Word document that is one table on landscape pages, its header repeated on each. What XML cannot hold, control characters, is left out. */
export function writeWordTable(table: WordTable): Uint8Array<ArrayBuffer> {
  const paragraph = (text: string, run = '', style = ''): string =>
    `<w:p><w:pPr>${style}${table.isRightToLeft ? '<w:bidi/>' : ''}<w:spacing w:after="40"/></w:pPr><w:r><w:rPr>${run}<w:sz w:val="18"/><w:lang w:val="${escape(table.language)}"/></w:rPr><w:t xml:space="preserve">${escape(text)}</w:t></w:r></w:p>`
  const parts = table.widths.reduce((sum, width) => sum + width, 0)
  const widths = table.header.map((_, at) => Math.round((WIDTH * (table.widths[at] ?? 1)) / parts))
  const cell = (text: string, at: number, run = ''): string => `<w:tc><w:tcPr><w:tcW w:w="${widths[at] ?? 1000}" w:type="dxa"/></w:tcPr>${text.split('\n').map((line) => paragraph(line, run)).join('')}</w:tc>`
  const rows = table.rows.map((row) => `<w:tr>${table.header.map((_, at) => cell(row[at] ?? '', at)).join('')}</w:tr>`)
  const body = [
    paragraph(table.title, '<w:b/>'),
    ...table.facts.map((fact) => paragraph(fact)),
    `<w:tbl><w:tblPr>${table.isRightToLeft ? '<w:bidiVisual/>' : ''}<w:tblW w:w="${WIDTH}" w:type="dxa"/><w:tblBorders>${BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>`,
    `<w:tr><w:trPr><w:tblHeader/></w:trPr>${table.header.map((text, at) => cell(text, at, '<w:b/>')).join('')}</w:tr>${rows.join('')}</w:tbl>`,
    '<w:p/><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1100" w:right="1100" w:bottom="1100" w:left="1100" w:header="600" w:footer="600" w:gutter="0"/></w:sectPr>',
  ]
  const files = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `${HEAD}<w:document ${W}><w:body>${body.join('')}</w:body></w:document>`,
  }
  return new Uint8Array(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])), { level: 6, mtime: MOMENT }))
}

function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '')
    .replace(/\p{Cs}/gu, '')
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;')
    .replace(/"/gu, '&quot;')
}
