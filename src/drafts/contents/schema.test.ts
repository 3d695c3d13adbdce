import { expect, test } from 'vitest'
import { styleHtml } from '../../platform/extraction/styled-html.ts'
import type { Id } from '../../shared/ids.ts'
import { bodySchema } from '../blocks/schema.ts'
import { textOf } from '../blocks/model.ts'
import { asNew } from './model.ts'
import { readContents } from './schema.ts'

let count = 0
const newId = (): Id => `01900000-0000-7000-8000-${String(++count).padStart(12, '0')}` as Id
const read = (html: string, title = 'Any') => readContents(styleHtml(html), title, newId)
const bodies = (html: string) => read(html).flatMap(({ blocks }) => blocks.map(({ body }) => body))

test('what runs, hides or leads nowhere is left out; what is left parses', () => {
  const found = bodies('<p onclick="x()">a<script>alert(1)</script> <a href="javascript:x()">b</a> <a href="https://e.org/ x">c</a><img src=x onerror=y> <span hidden>h</span></p><iframe src="https://e.org">no</iframe>')
  expect(found).toEqual([{ kind: 'paragraph', content: [{ kind: 'text', text: 'a b c' }] }])
})

test('marks, links and lines, joined where they look alike', () => {
  expect(bodies('<p>One <b>two</b><strong> three</strong> <i><b>x</b></i><br>four <a href="https://e.org/a">five</a> x<sup>2</sup></p>')).toEqual([
    {
      kind: 'paragraph',
      content: [
        { kind: 'text', text: 'One ' }, { kind: 'text', text: 'two three', marks: ['strong'] }, { kind: 'text', text: ' ' }, { kind: 'text', text: 'x', marks: ['strong', 'emphasis'] }, { kind: 'break' },
        { kind: 'text', text: 'four ' }, { kind: 'text', text: 'five', link: 'https://e.org/a' }, { kind: 'text', text: ' x' }, { kind: 'text', text: '2', marks: ['superscript'] },
      ],
    },
  ])
})

test('lists in lists, with paragraphs in one item on new lines', () => {
  expect(bodies('<ol><li><p>one</p><p>still</p><ul><li>below</li></ul></li><li>two</li></ol>').map((body) => [body.kind === 'item' ? `${body.list} ${body.depth}` : body.kind, textOf(body)])).toEqual([
    ['ordered 1', 'one\nstill'], ['bullet 2', 'below'], ['ordered 1', 'two'],
  ])
})

test('tables keep their headings, spans and caption; a table in a table is text of its cell', () => {
  const [table] = bodies('<table><caption>Who</caption><thead><tr><th></th><th colspan="2">2017</th></tr></thead><tbody><tr><td>Africa</td><td>4</td><td><table><tr><td>in</td><td>ner</td></tr></table></td></tr></tbody></table>')
  expect(table).toMatchObject({ kind: 'table', content: [{ text: 'Who' }], rows: [[{ content: [], isHeading: true }, { isHeading: true, columns: 2 }], [{}, {}, {}]] })
  expect(table === undefined ? '' : textOf(table)).toBe('\t2017\nAfrica\t4\tin ner\nWho')
})

test.each([
  ['Word', '<p>Text<sup><a href="#d-footnote-1" id="d-footnote-ref-1">[1]</a></sup>.</p><ol><li id="d-footnote-1"><p> The note. <a href="#d-footnote-ref-1">↑</a></p></li></ol>'],
  ['Google Docs', '<p>Text<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>.</p><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> The note.</p></div>'],
  ['LibreOffice', '<p>Text<a name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>.</p><div id="sdfootnote1"><p><a name="sdfootnote1sym" href="#sdfootnote1anc">1</a> The note.</p></div>'],
  ['our own pages', '<p>Text<sup><a id="note-mark-1" href="#note-1">1</a></sup>.</p><ol><li id="note-1">The note. <a href="#note-mark-1">↩</a></li></ol>'],
])('a footnote stands where its mark does, as %s writes it', (_, html) => {
  expect(bodies(html)).toEqual([{ kind: 'paragraph', content: [{ kind: 'text', text: 'Text' }, { kind: 'footnote', id: expect.any(String) as unknown, content: [{ kind: 'text', text: 'The note.' }] }, { kind: 'text', text: '.' }] }])
})

test('headings: the title is none, levels begin at one, hand-written numbers go, annexes are known in six languages', () => {
  const heads = (html: string) => read(html, 'The Output').map(({ title, level, isAnnex }) => `${level}${isAnnex ? ' annex' : ''} ${title}`)
  expect(heads('<h1>The output</h1><h2>1. Why</h2><p>a</p><h3>1.1 How</h3><h2>2. Then</h2>')).toEqual(['1 Why', '2 How', '1 Then'])
  expect(heads('<h1>2017 in figures</h1><h1>Then</h1>')).toEqual(['1 2017 in figures', '1 Then'])
  expect(heads('<h1>Annex A: People</h1><h1>Annexation of things</h1><h1>Приложение 1. Люди</h1><h1>附件一：名单</h1><h1>الملحق 2 - أسماء</h1><h1>Anexo</h1>')).toEqual(['1 annex People', '1 Annexation of things', '1 annex Люди', '1 annex 名单', '1 annex أسماء', '1 annex Anexo'])
})

test('identities of our own files are found, whatever a program made of their hyphens; a copy has its own, and references follow', () => {
  const id = '01900000-0000-7000-8000-00000000abcd'
  const sections = read(`<p><a id="d-p-${id}"></a>One <a href="#p_${id.replaceAll('-', '_')}">¶ 1</a></p>`)
  expect(sections[0]?.blocks[0]?.names).toEqual([`p-${id}`])
  const [block] = asNew(sections, newId)[0]?.blocks ?? []
  expect(block?.id).not.toBe(id)
  expect(block?.body.content.at(-1)).toEqual({ kind: 'reference', to: block?.id })
})

test('what no block can hold is cut, and nothing is lost', () => {
  const rows = Array.from({ length: 1203 }, (_, at) => `<tr>${'<td>x</td>'.repeat(at === 0 ? 40 : 2)}</tr>`).join('')
  const long = 'слово '.repeat(40_000)
  const found = bodies(`<table>${rows}</table><p>${long}</p>`)
  for (const body of found) expect(bodySchema.safeParse(body).success).toBe(true)
  expect(found.map((body) => (body.kind === 'table' ? body.rows.length : body.kind))).toEqual([500, 500, 203, 'paragraph', 'paragraph', 'paragraph', 'paragraph', 'paragraph', 'paragraph', 'paragraph', 'paragraph', 'paragraph', 'paragraph'].slice(0, found.length))
  expect(found.filter((body) => body.kind === 'paragraph').map(textOf).join('').replace(/\s/gu, '').length).toBe(long.replace(/\s/gu, '').length)
})
