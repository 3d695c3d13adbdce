import type { Mark as NodeMark, Node } from 'prosemirror-model'
import type { Id } from '../../shared/ids.ts'
import { type Body, bodyOf, type Cell, type FigureSource, type Inline, isPlain, MARKS, plainBody, textOf, type TextRun } from '../blocks/model.ts'
import type { Section, WorkingText } from '../model.ts'
import { isHeading, textSchema } from '../nodes/model.ts'

/**
 * A working text as a tree. One without any heading becomes a first heading without a title, which has an id made from the document's, so
 * that it is the same for everybody who opens it.
 */
export function toTree(text: WorkingText, documentId: Id): Node {
  const nodes = text.flatMap((section) => [
    headingNode(section),
    ...section.paragraphs.map((paragraph) => toNode({ id: paragraph.id, isOwnVoice: paragraph.isOwnVoice, body: bodyOf(paragraph) })),
  ])
  return textSchema.node('doc', null, nodes.length === 0 ? [untitled(documentId)] : nodes)
}

export function headingNode({ id, title, level, isAnnex }: { readonly id: Id; readonly title: string; readonly level: number; readonly isAnnex: boolean }): Node {
  return textSchema.node('heading', { id, level, isAnnex }, title === '' ? [] : [textSchema.text(onlyWords(title))])
}

/** The heading that stands before a text which has none. */
export function untitled(documentId: Id): Node {
  return textSchema.node('heading', { id: standInId(documentId) })
}

/** The document's id with its last digit turned over: no id is used for two things. */
function standInId(documentId: Id): Id<'section'> {
  return `${documentId.slice(0, -1)}${(15 - Number.parseInt(documentId.slice(-1), 16)).toString(16)}` as Id<'section'>
}

/** A block of a text with what names it. */
export interface Block {
  readonly id: Id<'paragraph'>
  readonly isOwnVoice: boolean
  readonly body: Body
}

export function toNode({ id, isOwnVoice, body }: Block): Node {
  const attrs = { id, ownVoice: isOwnVoice, direction: body.direction ?? null, language: body.language ?? null }
  const words = body.content.map(toInline)
  switch (body.kind) {
    case 'item':
      return textSchema.node('item', { ...attrs, list: body.list, depth: body.depth }, words)
    case 'figure':
      return textSchema.node('figure', { ...attrs, source: body.source, alternative: body.alternative }, words)
    case 'table':
      return textSchema.node('table', attrs, [textSchema.node('grid', null, body.rows.map((row) => textSchema.node('row', null, row.map(toCell)))), textSchema.node('caption', null, words)])
    default:
      return textSchema.node(body.kind, attrs, words)
  }
}

function toCell({ content, isHeading, columns, rows }: Cell): Node {
  return textSchema.node(isHeading === true ? 'headingCell' : 'cell', { colspan: columns ?? 1, rowspan: rows ?? 1 }, content.map(toInline))
}

function toInline(piece: Inline): Node {
  switch (piece.kind) {
    case 'text':
      return textSchema.text(onlyWords(piece.text), marksOf(piece))
    case 'break':
      return textSchema.node('break')
    case 'footnote':
      return textSchema.node('footnote', { id: piece.id, content: piece.content })
    case 'reference':
      return textSchema.node('reference', { to: piece.to })
  }
}

/** Rows that came from outside may hold characters that are no text; in the tree a space stands for each. */
function onlyWords(text: string): string {
  return text.replaceAll(/[\u0000-\u0008\n\u000b-\u001f\u007f]/gu, ' ')
}

function marksOf({ marks, link }: TextRun): NodeMark[] {
  return [...(marks ?? []).map((mark) => textSchema.mark(mark)), ...(link === undefined ? [] : [textSchema.mark('link', { href: link })])]
}

/** What stands in a paragraph of plain words, as nodes: for what is typed into a form. */
export function plainNode(id: Id<'paragraph'>, text: string, isOwnVoice = false): Node {
  return toNode({ id, isOwnVoice, body: plainBody(text) })
}

/** A block as rows have it. Shape and length of what it holds are checked by `bodySchema` before a step is taken. */
export function toBlock(node: Node): Block {
  return { id: node.attrs['id'] as Id<'paragraph'>, isOwnVoice: node.attrs['ownVoice'] === true, body: toBody(node) }
}

export function toBody(node: Node): Body {
  const { direction, language, list, depth, source, alternative } = node.attrs as { direction: 'ltr' | 'rtl' | null; language: string | null; list: 'bullet' | 'ordered'; depth: number; source: FigureSource; alternative: string }
  const set = { ...(direction === null ? {} : { direction }), ...(language === null ? {} : { language }) }
  switch (node.type.name) {
    case 'table':
      return { kind: 'table', rows: toRows(node.child(0)), content: toContent(node.child(1)), ...set }
    case 'figure':
      return { kind: 'figure', source, alternative, content: toContent(node), ...set }
    case 'item':
      return { kind: 'item', list, depth, content: toContent(node), ...set }
    default:
      return { kind: node.type.name === 'quotation' ? 'quotation' : 'paragraph', content: toContent(node), ...set }
  }
}

function toRows(grid: Node): Cell[][] {
  return grid.children.map((row) =>
    row.children.map((one) => ({
      content: toContent(one),
      ...(one.type.name === 'headingCell' ? { isHeading: true as const } : {}),
      ...(one.attrs['colspan'] === 1 ? {} : { columns: one.attrs['colspan'] as number }),
      ...(one.attrs['rowspan'] === 1 ? {} : { rows: one.attrs['rowspan'] as number }),
    })),
  )
}

function toContent(node: Node): Inline[] {
  return node.children.map((piece): Inline => {
    if (piece.isText) return toRun(piece)
    if (piece.type.name === 'break') return { kind: 'break' }
    if (piece.type.name === 'reference') return { kind: 'reference', to: piece.attrs['to'] as Id<'paragraph'> }
    return { kind: 'footnote', id: piece.attrs['id'] as Id<'footnote'>, content: piece.attrs['content'] as readonly TextRun[] }
  })
}

function toRun(node: Node): TextRun {
  const marks = MARKS.filter((mark) => node.marks.some(({ type }) => type.name === mark))
  const link = node.marks.find(({ type }) => type.name === 'link')?.attrs['href'] as string | undefined
  return { kind: 'text', text: node.text ?? '', ...(marks.length === 0 ? {} : { marks }), ...(link === undefined ? {} : { link }) }
}

/** The words of a block as its row has them: what anchors, comments and searches go by. */
export function wordsOf(node: Node): string {
  return isHeading(node) ? node.textContent : textOf(toBody(node))
}

/** True for a block in which nothing stands yet: it has no number, and no reader sees it. */
export function isBlank(node: Node): boolean {
  return (node.type.name === 'paragraph' || node.type.name === 'quotation' || node.type.name === 'item') && node.textContent.trim() === '' && !holdsAtom(node)
}

function holdsAtom(node: Node): boolean {
  return node.children.some(({ type }) => type.name === 'footnote' || type.name === 'reference')
}

/** A paragraph of a tree, ready for its row: `body` null where its words say all. */
export interface ReadParagraph extends Block {
  readonly text: string
  readonly storedBody: Body | null
  readonly isBlank: boolean
}

export function readParagraph(node: Node): ReadParagraph {
  const block = toBlock(node)
  return { ...block, text: textOf(block.body), storedBody: isPlain(block.body) ? null : block.body, isBlank: isBlank(node) }
}

/** The sections of a tree with their blocks, in order; blocks in which nothing stands are left out. A lone heading that stands for none is none. */
export function toSections(doc: Node, documentId: Id): Section<ReadParagraph>[] {
  const sections: (Section<ReadParagraph> & { paragraphs: ReadParagraph[] })[] = []
  for (const node of doc.children) {
    if (isHeading(node)) sections.push({ id: node.attrs['id'] as Id<'section'>, title: node.textContent, level: node.attrs['level'] as number, isAnnex: node.attrs['isAnnex'] === true, paragraphs: [] })
    else if (!isBlank(node)) sections.at(-1)?.paragraphs.push(readParagraph(node))
  }
  const [only, ...others] = sections
  return others.length === 0 && only !== undefined && isStandIn(only, documentId) ? [] : sections
}

/** True for the heading that stands before a text which has none, while nothing stands below it. */
export function isStandIn(section: { readonly id: Id; readonly title: string; readonly paragraphs: readonly unknown[] }, documentId: Id): boolean {
  return section.id === standInId(documentId) && section.title === '' && section.paragraphs.length === 0
}
