import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

export interface SheetToWrite {
  /** At most 31 characters, none of which a spreadsheet gives a meaning to. */
  readonly name: string
  readonly rows: AsyncIterable<readonly string[]>
}

/** Characters (as UTF-16 counts them) that a cell of a spreadsheet can hold. */
export const CELL_LIMIT = 32_767

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/**
 * Writes an XLSX workbook while its rows come, a part at a time: every cell is text and says so, which no spreadsheet takes for a
 * formula, and nothing of it is kept. The first row of each sheet is its header, set bold and held in sight.
 */
export async function* writeWorkbook(sheets: readonly SheetToWrite[]): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error
    ready.push(chunk)
  })
  const put = (name: string, text: string): void => {
    const entry = new ZipPassThrough(name)
    zip.add(entry)
    entry.push(Buffer.from(text), true)
  }
  putFrame(put, sheets)
  for (const [place, { rows }] of sheets.entries()) {
    const entry = new ZipDeflate(`xl/worksheets/sheet${place + 1}.xml`, { level: 3 })
    zip.add(entry)
    for await (const text of writeSheet(rows)) {
      entry.push(Buffer.from(text))
      yield* ready
      ready = []
    }
    entry.push(new Uint8Array(0), true)
  }
  zip.end()
  yield* ready
}

function putFrame(put: (name: string, text: string) => void, sheets: readonly SheetToWrite[]): void {
  const parts = sheets.map((_, place) => `<Override PartName="/xl/worksheets/sheet${place + 1}.xml" ContentType="${KIND}.worksheet+xml"/>`).join('')
  put(
    '[Content_Types].xml',
    `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${KIND}.styles+xml"/>${parts}</Types>`,
  )
  put('_rels/.rels', `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
  const named = sheets.map(({ name }, place) => `<sheet name="${escapeXml(name)}" sheetId="${place + 1}" r:id="rId${place + 1}"/>`).join('')
  put('xl/workbook.xml', `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${named}</sheets></workbook>`)
  const related = sheets.map((_, place) => `<Relationship Id="rId${place + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${place + 1}.xml"/>`).join('')
  put('xl/_rels/workbook.xml.rels', `${XML}<Relationships xmlns="${PACKAGE}/relationships">${related}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`)
  put(
    'xl/styles.xml',
    `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`,
  )
}

async function* writeSheet(rows: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  let text = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`
  let row = 0
  for await (const cells of rows) {
    row++
    text += `<row r="${row}">${cells.map((cell, place) => (cell === '' ? '' : `<c r="${columnName(place)}${row}" s="${row === 1 ? 1 : 0}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`)).join('')}</row>`
    if (text.length < 60_000) continue
    yield text
    text = ''
  }
  yield `${text}</sheetData></worksheet>`
}

const names: string[] = []

/** 0 is A, 26 is AA. */
function columnName(place: number): string {
  const known = names[place]
  if (known !== undefined) return known
  const name = `${place < 26 ? '' : columnName(Math.floor(place / 26) - 1)}${String.fromCharCode(65 + (place % 26))}`
  names[place] = name
  return name
}

/** What XML has no sign for is written as the format does, and what looks like that is kept from being taken for it. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/_x([0-9A-F]{4})_/giu, '_x005F_x$1_')
    .replace(/[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]/gu, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
