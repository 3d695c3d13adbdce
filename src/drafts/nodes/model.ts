import { type Attrs, type DOMOutputSpec, type Mark as NodeMark, type MarkSpec, type Node, type NodeSpec, Schema } from 'prosemirror-model'
import type { Id } from '../../shared/ids.ts'
import type { FigureSource, Mark } from '../blocks/model.ts'

/**
 * A working text as a tree for the editor: a flat list of headings and blocks, each with its lasting id, the first a heading. What
 * the editor may hold is what a `Body` may hold, so that every text there is can be written back into rows without loss.
 *
 * A table is the one block with an inside: its grid (rows of cells), then its caption, each cell and the caption holding words.
 */
const BLOCK_ATTRS = {
  /** Null only until whoever makes the node has given it one; no step that leaves it null is taken. */
  id: { default: null, validate: 'string|null' },
  ownVoice: { default: false, validate: 'boolean' },
  direction: { default: null, validate: oneOf('direction', [null, 'ltr', 'rtl']) },
  language: { default: null, validate: 'string|null' },
} as const

function oneOf(name: string, values: readonly unknown[]): (value: unknown) => void {
  return (value) => {
    if (!values.includes(value)) throw new RangeError(`${String(value)} is no ${name}`)
  }
}

/** Attributes of the element that shows a block; `data-id` names it to style sheets and tests, and is never read back. */
function shown(attrs: Attrs): Record<string, string> {
  const own: Record<string, string> = { 'data-id': String(attrs['id']), dir: (attrs['direction'] as string | null) ?? 'auto' }
  if (attrs['language'] !== null) own['lang'] = String(attrs['language'])
  if (attrs['ownVoice'] === true) own['data-own-voice'] = ''
  return own
}

const worded = (tag: string, kind: string, attrs: NodeSpec['attrs'] = {}, parsed: NodeSpec['parseDOM'] = [{ tag }]): NodeSpec => ({
  group: 'block',
  content: 'inline*',
  attrs: { ...BLOCK_ATTRS, ...attrs },
  defining: kind !== 'paragraph',
  parseDOM: parsed,
  toDOM: (node): DOMOutputSpec => [tag, { ...shown(node.attrs), 'data-kind': kind, ...extra(node) }, 0],
})

function extra(node: Node): Record<string, string> {
  return node.type.name === 'item' ? { 'data-list': String(node.attrs['list']), 'data-depth': String(node.attrs['depth']) } : {}
}

const span = { default: 1, validate: (value: unknown) => void (Number.isInteger(value) && (value as number) >= 1 ? 0 : fail('a cell takes one column and row or more')) }

function fail(sentence: string): never {
  throw new RangeError(sentence)
}

const cell = (tag: 'td' | 'th', tableRole: string): NodeSpec => ({
  content: 'inline*',
  attrs: { colspan: span, rowspan: span, colwidth: { default: null, validate: 'null' } },
  tableRole,
  isolating: true,
  parseDOM: [{ tag }],
  toDOM: (node): DOMOutputSpec => [tag, { colspan: String(node.attrs['colspan']), rowspan: String(node.attrs['rowspan']) }, 0],
})

const NODES = {
  doc: { content: 'heading (heading | block)*' },
  heading: {
    content: 'text*',
    marks: '',
    attrs: { id: BLOCK_ATTRS.id, level: { default: 1, validate: oneOf('level', [1, 2, 3, 4]) }, isAnnex: { default: false, validate: 'boolean' } },
    defining: true,
    parseDOM: [1, 2, 3, 4].map((level) => ({ tag: `h${level}`, attrs: { level } })),
    toDOM: (node: Node): DOMOutputSpec => [`h${Number(node.attrs['level'])}`, { 'data-id': String(node.attrs['id']), ...(node.attrs['isAnnex'] === true ? { 'data-annex': '' } : {}), dir: 'auto' }, 0],
  },
  paragraph: worded('p', 'paragraph'),
  quotation: worded('blockquote', 'quotation'),
  item: worded('p', 'item', { list: { default: 'bullet', validate: oneOf('list', ['bullet', 'ordered']) }, depth: { default: 1, validate: oneOf('depth', [1, 2, 3, 4]) } }, [{ tag: 'li' }]),
  table: {
    group: 'block',
    content: 'grid caption',
    attrs: BLOCK_ATTRS,
    isolating: true,
    toDOM: (node: Node): DOMOutputSpec => ['figure', { ...shown(node.attrs), 'data-kind': 'table' }, 0],
  },
  grid: { content: 'row+', tableRole: 'table', isolating: true, parseDOM: [{ tag: 'table' }], toDOM: (): DOMOutputSpec => ['table', ['tbody', 0]] },
  row: { content: '(cell | headingCell)+', tableRole: 'row', parseDOM: [{ tag: 'tr' }], toDOM: (): DOMOutputSpec => ['tr', 0] },
  cell: cell('td', 'cell'),
  headingCell: cell('th', 'header_cell'),
  caption: { content: 'inline*', isolating: true, parseDOM: [{ tag: 'figcaption' }], toDOM: (): DOMOutputSpec => ['figcaption', { dir: 'auto' }, 0] },
  figure: {
    group: 'block',
    content: 'inline*',
    attrs: { ...BLOCK_ATTRS, source: { default: null }, alternative: { default: '', validate: 'string' } },
    isolating: true,
    toDOM: (node: Node): DOMOutputSpec => ['figure', { ...shown(node.attrs), 'data-kind': 'figure' }, ['figcaption', 0]],
  },
  text: { group: 'inline' },
  break: { group: 'inline', inline: true, selectable: false, linebreakReplacement: true, parseDOM: [{ tag: 'br' }], toDOM: (): DOMOutputSpec => ['br'] },
  footnote: {
    group: 'inline',
    inline: true,
    atom: true,
    attrs: { id: { default: null, validate: 'string|null' }, content: { default: [] } },
    toDOM: (node: Node): DOMOutputSpec => ['sup', { 'data-footnote': String(node.attrs['id']) }],
  },
  reference: {
    group: 'inline',
    inline: true,
    atom: true,
    attrs: { to: { default: null, validate: 'string|null' } },
    toDOM: (node: Node): DOMOutputSpec => ['a', { 'data-reference': String(node.attrs['to']) }],
  },
} as const satisfies Record<string, NodeSpec>

const simple = (tag: string, ...more: readonly string[]): MarkSpec => ({ parseDOM: [tag, ...more].map((each) => ({ tag: each })), toDOM: () => [tag, 0] })

const MARK_SPECS = {
  strong: simple('strong', 'b'),
  emphasis: simple('em', 'i'),
  superscript: simple('sup'),
  subscript: simple('sub'),
  code: simple('code'),
  link: {
    attrs: { href: { validate: 'string' } },
    inclusive: false,
    // Shown without its address: what is edited is not followed by a click.
    parseDOM: [{ tag: 'a[href]', getAttrs: (element: { getAttribute(name: string): string | null }) => ({ href: element.getAttribute('href') ?? '' }) }],
    toDOM: (mark: NodeMark): DOMOutputSpec => ['a', { 'data-href': String(mark.attrs['href']) }, 0],
  },
} as const satisfies Record<Mark | 'link', MarkSpec>

export const textSchema = new Schema({ nodes: NODES, marks: MARK_SPECS })

/** The kinds of node that stand directly in a text and have an identity. */
export type TopKind = 'heading' | 'paragraph' | 'quotation' | 'item' | 'table' | 'figure'

export function idOf(node: Node): Id {
  return node.attrs['id'] as Id
}

export function isHeading(node: Node): boolean {
  return node.type.name === 'heading'
}

/** The digest of the picture that a figure shows; undefined for any other block, and for a chart. */
export function pictureOf(node: Node): string | undefined {
  const source = node.type.name === 'figure' ? (node.attrs['source'] as FigureSource | null) : null
  return source?.kind === 'file' ? source.sha256 : undefined
}

/** Where each heading and block begins, with its node. */
export function placesOf(doc: Node): Map<Id, { readonly node: Node; readonly pos: number; readonly index: number }> {
  const places = new Map<Id, { node: Node; pos: number; index: number }>()
  doc.forEach((node, pos, index) => void places.set(idOf(node), { node, pos, index }))
  return places
}
