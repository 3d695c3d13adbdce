import {
  AlignmentType, Bookmark, BorderStyle, convertToXmlComponent, Document, HeadingLevel, HeightRule, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType, type FileChild, type ParagraphChild,
} from 'docx'
import { textDirection } from '../../shared/language.ts'
import { callBookmark, EMPTY_BOX, LEADER, questionLabel, type FormBlock, type Printed } from './model.ts'

/** Twentieths of a point: the width of the text on A4 with the margins below. */
const WIDTH = 9638
const SPACE = { before: 60, after: 60 }
const RULE = { style: BorderStyle.SINGLE, size: 4, color: '8C8578' } as const
const FRAME = { top: RULE, bottom: RULE, left: RULE, right: RULE }

export interface WordForm {
  readonly callId: string
  /** Of the form as a whole. */
  readonly title: string
  readonly lang: string
  readonly blocks: readonly FormBlock[]
}

/**
 * Writes a form as DOCX. Everything to be filled is a content control with a tag, in a box that can be seen; questions carry their label, so that
 * the form is known again when a program has thrown the controls away. It has no macros, no fields and no links.
 */
export async function writeWordForm(form: WordForm): Promise<Uint8Array> {
  const document = new Document({
    title: form.title,
    creator: 'Convoke',
    styles: { default: { document: { run: { font: 'Calibri', size: 22, language: { value: form.lang } }, paragraph: { spacing: SPACE } } } },
    sections: [{ properties: { page: { margin: { top: 1134, bottom: 1134, left: 1134, right: 1134 } } }, children: form.blocks.flatMap((block) => toWord(block, form)) }],
  })
  return new Uint8Array(await Packer.toBuffer(document))
}

function toWord(block: FormBlock, form: WordForm): FileChild[] {
  const { printed } = block
  switch (block.kind) {
    case 'title':
      return [paragraph(printed, { heading: HeadingLevel.HEADING_1, children: [new Bookmark({ id: callBookmark(form.callId), children: [run(printed)] })] })]
    case 'heading':
      return [paragraph(printed, { heading: HeadingLevel.HEADING_2, spacing: { before: 360, after: 120 } })]
    case 'question':
      return lines(printed).map((text, place) => paragraph({ ...printed, text }, place === 0 ? { heading: HeadingLevel.HEADING_3, spacing: { before: 300, after: 60 }, keepNext: true } : { keepNext: true }))
    case 'hint':
      return lines(printed).map((text) => paragraph({ ...printed, text }, { children: [run({ ...printed, text }, { italics: true, color: '5A6168' })], keepNext: true }))
    case 'box':
      return [box([paragraph(printed, { children: [control(block.tag, printed.lang)] })]), new Paragraph({ children: [], spacing: { before: 0, after: 0 } })]
    case 'line':
      return [line(block.tag, printed)]
    case 'check':
      return [paragraph(printed, { children: [checkBox(block.tag), run({ ...printed, text: ` ${printed.text}` })], indent: { start: 280 } })]
    case 'place':
      return [paragraph(printed, { children: [run({ ...printed, text: '[' }), control(block.tag, printed.lang, LEADER), run({ ...printed, text: `] ${printed.text}` })], indent: { start: 280 } })]
    default:
      return lines(printed).map((text) => paragraph({ ...printed, text }))
  }
}

function lines({ text }: Printed): string[] {
  return text.split('\n').map((each) => each.trim()).filter((each) => each !== '')
}

type ParagraphOptions = Exclude<ConstructorParameters<typeof Paragraph>[0], string>

function paragraph(printed: Printed, options: ParagraphOptions = {}): Paragraph {
  return new Paragraph({ children: [run(printed)], bidirectional: textDirection(printed.lang) === 'rtl', alignment: AlignmentType.START, ...options })
}

function run(printed: Printed, options: { italics?: boolean; color?: string; bold?: boolean } = {}): TextRun {
  return new TextRun({ text: printed.text, language: { value: printed.lang }, rightToLeft: textDirection(printed.lang) === 'rtl', ...options })
}

function box(children: readonly Paragraph[]): Table {
  return new Table({
    width: { size: WIDTH, type: WidthType.DXA },
    columnWidths: [WIDTH],
    rows: [new TableRow({ height: { value: 1400, rule: HeightRule.ATLEAST }, children: [new TableCell({ borders: FRAME, width: { size: WIDTH, type: WidthType.DXA }, children })] })],
  })
}

/** A label beside the place for it. */
function line(tag: string, printed: Printed): Table {
  const widths = [3200, WIDTH - 3200]
  const cell = (place: number, children: readonly Paragraph[]) => new TableCell({ borders: FRAME, width: { size: widths[place] ?? 0, type: WidthType.DXA }, children })
  return new Table({
    width: { size: WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    rows: [new TableRow({ children: [cell(0, [paragraph(printed)]), cell(1, [paragraph(printed, { children: [control(tag, printed.lang)] })])] })],
  })
}

type Xml = { readonly type: 'element'; readonly name: string; readonly attributes?: Readonly<Record<string, string>>; readonly elements?: readonly (Xml | { readonly type: 'text'; readonly text: string })[] }

const element = (name: string, attributes: Readonly<Record<string, string>> = {}, elements: Xml['elements'] = []): Xml => ({ type: 'element', name, attributes, elements })

/** The library has no content controls of its own but those it makes itself, so they are written as what they are in the file. */
function toChild(xml: Xml): ParagraphChild {
  return convertToXmlComponent(xml as unknown as Parameters<typeof convertToXmlComponent>[0]) as unknown as ParagraphChild
}

/** A place for words, several lines of them. */
function control(tag: string, lang: string, filler: string = LEADER.repeat(12)): ParagraphChild {
  const settings = [element('w:tag', { 'w:val': tag }), element('w:showingPlcHdr'), element('w:text', { 'w:multiLine': '1' })]
  const text = element('w:r', {}, [element('w:rPr', {}, [element('w:color', { 'w:val': '8C8578' }), element('w:lang', { 'w:val': lang })]), element('w:t', {}, [{ type: 'text', text: filler }])])
  return toChild(element('w:sdt', {}, [element('w:sdtPr', {}, settings), element('w:sdtContent', {}, [text])]))
}

function checkBox(tag: string): ParagraphChild {
  const symbol = (name: string, code: string) => element(name, { 'w14:val': code, 'w14:font': 'MS Gothic' })
  const box14 = element('w14:checkbox', {}, [element('w14:checked', { 'w14:val': '0' }), symbol('w14:checkedState', '2612'), symbol('w14:uncheckedState', '2610')])
  const text = element('w:r', {}, [element('w:rPr', {}, [element('w:rFonts', { 'w:ascii': 'MS Gothic', 'w:eastAsia': 'MS Gothic', 'w:hAnsi': 'MS Gothic', 'w:hint': 'eastAsia' })]), element('w:t', {}, [{ type: 'text', text: EMPTY_BOX }])])
  return toChild(element('w:sdt', {}, [element('w:sdtPr', {}, [element('w:tag', { 'w:val': tag }), box14]), element('w:sdtContent', {}, [text])]))
}

/** The words of a question as the form prints them: its label first. */
export function labelled(number: number, printed: Printed): Printed {
  return { ...printed, text: `${questionLabel(number)} ${printed.text}` }
}
