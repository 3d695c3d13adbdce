import { chartRows } from '../charts/model.ts'
import { labelsOf } from '../labels/model.ts'
import { paragraphAnchor, type AnnexPart, type Print, type PrintBlock, type PrintInline } from '../text/model.ts'

/** The shape's name: what reads it can tell whether it knows it. Members may be added to it; none is renamed or taken away. */
export const DATA_FORMAT = 'convoke-edition/1'

/** The document as data; described in docs/reference/edition-formats.md. */
export function writeData(print: Print): string {
  const { matter } = print
  const label = labelsOf(print.language)
  return `${JSON.stringify(
    {
      format: DATA_FORMAT,
      kind: print.kind,
      language: print.language,
      direction: print.direction,
      ...matter,
      sections: print.sections.map(({ blocks, ...section }) => ({ ...section, paragraphs: blocks.map(writeBlock) })),
      notes: print.notes,
      annexes: print.annexes.map(({ kind, label: name, title, parts }) => ({ kind, label: name, title, parts: parts.map((part) => writePart(part, label('total'))) })),
      errata: print.errata,
    },
    null,
    1,
  )}\n`
}

function writeBlock({ id, number, kind, language, direction, isTranslated, isOwnVoice, restsOn, errata, content, ...rest }: PrintBlock): object {
  return { id, number, anchor: paragraphAnchor(number), kind, language, direction, isTranslated, isOwnVoice, text: plainText(content), content, ...rest, restsOn, errata }
}

function writePart(part: AnnexPart, total: string): object {
  return part.kind === 'chart' ? { kind: 'table', title: part.chart.title, rows: chartRows(part.chart, { total }).map((row) => row.map((text) => ({ text }))) } : part
}

/** The words alone. */
export function plainText(content: readonly PrintInline[]): string {
  return content.map((piece) => (piece.kind === 'text' ? piece.text : piece.kind === 'break' ? '\n' : piece.kind === 'reference' ? piece.label : '')).join('')
}
