import { describe, expect, it } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import type { Body } from '../blocks/model.ts'
import { bodySchema } from '../blocks/schema.ts'
import { textSchema } from '../nodes/model.ts'
import { fits } from '../nodes/schema.ts'
import { isBlank, toBlock, toNode, toSections, toTree } from './model.ts'

const id = <K extends string>(digit: string): Id<K> => `0192f000-0000-7000-8000-00000000000${digit}` as Id<K>
const DOCUMENT = id<'document'>('0')

const BODIES: readonly Body[] = [
  { kind: 'paragraph', content: [] },
  { kind: 'paragraph', direction: 'rtl', language: 'ar', content: [{ kind: 'text', text: 'ميناء' }, { kind: 'break' }, { kind: 'text', text: 'آمن', marks: ['strong', 'code'], link: 'https://example.org/a' }] },
  { kind: 'quotation', content: [{ kind: 'text', text: '港口', marks: ['emphasis', 'superscript', 'subscript'] }, { kind: 'footnote', id: id('9'), content: [{ kind: 'text', text: 'Note', link: 'mailto:a@example.org' }] }] },
  { kind: 'item', list: 'ordered', depth: 3, content: [{ kind: 'text', text: 'See ' }, { kind: 'reference', to: id('8') }] },
  {
    kind: 'table',
    language: 'fr',
    rows: [
      [{ content: [{ kind: 'text', text: 'A' }], isHeading: true, columns: 2 }],
      [{ content: [], rows: 2 }, { content: [{ kind: 'text', text: 'b', marks: ['strong'] }, { kind: 'break' }] }],
    ],
    content: [{ kind: 'text', text: 'Caption' }],
  },
  { kind: 'figure', source: { kind: 'file', sha256: 'a'.repeat(64), mediaType: 'image/png' }, alternative: 'A harbour', content: [{ kind: 'text', text: 'Fig.' }] },
  { kind: 'figure', source: { kind: 'pinned', id: id('7') }, alternative: '', content: [] },
]

describe('a block as a node', () => {
  it.each(BODIES)('comes back the same: $kind', (body) => {
    expect(bodySchema.parse(body)).toEqual(body)
    const node = toNode({ id: id('1'), isOwnVoice: true, body })
    expect(fits(node)).toBe(true)
    expect(toBlock(node)).toEqual({ id: id('1'), isOwnVoice: true, body })
    expect(toBlock(textSchema.nodeFromJSON(JSON.parse(JSON.stringify(node.toJSON()))))).toEqual({ id: id('1'), isOwnVoice: true, body })
  })

  it('does not fit when it holds what no row may hold', () => {
    const paragraph = (text: string, marks = [] as readonly ReturnType<typeof textSchema.mark>[]) => textSchema.node('paragraph', { id: id('1') }, [textSchema.text(text, marks)])
    expect(fits(paragraph('half of a pair \ud83d'))).toBe(false)
    expect(fits(paragraph('a\nb'))).toBe(false)
    expect(fits(paragraph('\u0000'))).toBe(false)
    expect(fits(paragraph('x', [textSchema.mark('link', { href: 'data:text/html,x' })]))).toBe(false)
    expect(() => textSchema.node('item', { id: id('1'), depth: 9 })).toThrow(RangeError)
    expect(fits(textSchema.node('figure', { id: id('1') }))).toBe(false)
    expect(fits(textSchema.node('paragraph', { id: id('1') }, [textSchema.node('footnote', { id: 'none' })]))).toBe(false)
    expect(fits(textSchema.node('paragraph', { id: id('1'), language: 'not a language' }))).toBe(false)
    expect(fits(textSchema.nodes.paragraph.create({ id: id('1') }, [paragraph('inside')]))).toBe(false)
    expect(fits(textSchema.node('heading', { id: id('1') }, [textSchema.text('x'.repeat(1_001))]))).toBe(false)
    expect(fits(paragraph('Words.', [textSchema.mark('link', { href: 'https://example.org/' })]))).toBe(true)
  })
})

describe('a text as a tree', () => {
  it('has sections and paragraphs in order, and leaves out what is blank', () => {
    const text = [
      { id: id<'section'>('1'), title: 'One', level: 1, isAnnex: false, paragraphs: [{ id: id<'paragraph'>('2'), sectionId: id<'section'>('1'), number: 1, text: 'First.\nSecond line.', isOwnVoice: true, revision: 1 }] },
      { id: id<'section'>('3'), title: '', level: 2, isAnnex: true, paragraphs: [] },
    ]
    const doc = toTree(text, DOCUMENT)
    doc.check()
    const sections = toSections(doc.copy(doc.content.addToEnd(textSchema.node('paragraph', { id: id('4') }, [textSchema.text('  ')]))), DOCUMENT)
    expect(sections.map(({ title, level, isAnnex, paragraphs }) => [title, level, isAnnex, paragraphs.map(({ text: words, storedBody, isOwnVoice }) => [words, storedBody, isOwnVoice])])).toEqual([
      ['One', 1, false, [['First.\nSecond line.', null, true]]],
      ['', 2, true, []],
    ])
  })

  it('stands for a text without any section by a heading that is the same each time, and reads it as none', () => {
    const doc = toTree([], DOCUMENT)
    expect(doc.eq(toTree([], DOCUMENT))).toBe(true)
    expect(doc.child(0).attrs['id']).not.toBe(DOCUMENT)
    expect(toSections(doc, DOCUMENT)).toEqual([])
  })

  it('counts a note or a reference alone as something', () => {
    expect(isBlank(toNode({ id: id('1'), isOwnVoice: false, body: { kind: 'paragraph', content: [{ kind: 'reference', to: id('2') }] } }))).toBe(false)
    expect(isBlank(toNode({ id: id('1'), isOwnVoice: false, body: { kind: 'paragraph', content: [{ kind: 'break' }] } }))).toBe(true)
  })
})
