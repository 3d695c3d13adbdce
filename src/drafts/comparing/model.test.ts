import { expect, test } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import { textOf, type Body, type Inline } from '../blocks/model.ts'
import type { FrozenText } from '../model.ts'
import { compareVersions } from '../versions/model.ts'
import { compareSections } from './model.ts'

const words = (text: string, over: object = {}): Inline => ({ kind: 'text', text, ...over })
const textWith = (...bodies: Body[]): FrozenText => [
  { id: 's' as Id<'section'>, title: 'S', level: 1, isAnnex: false, paragraphs: bodies.map((body, at) => ({ id: `p${at}` as Id<'paragraph'>, number: at + 1, text: textOf(body), body, isOwnVoice: false })) },
]
const compare = (from: Body, to: Body) => compareVersions(textWith(from), textWith(to), [], 'en')[0]
const shown = (from: Body, to: Body) => compare(from, to)?.pieces?.map(({ kind, is, text, marks, link }) => `${{ same: '', inserted: '+', deleted: '-' }[kind]}${is === 'words' ? '' : `${is}:`}${text}${marks.length > 0 ? `/${marks.join()}` : ''}${link === null ? '' : `>${link}`}`)
const note = (text: string): Inline => ({ kind: 'footnote', id: text as Id<'footnote'>, content: [{ kind: 'text', text }] })
const paragraph = (...content: Inline[]): Body => ({ kind: 'paragraph', content })

test('what says the same with the same marks is unchanged, whatever ids its notes have', () => {
  const one = paragraph(words('a'), note('n'))
  const other = paragraph(words('a'), { ...note('n'), id: 'other' } as Inline)
  expect(compare(one, other)).toMatchObject({ fortune: 'unchanged' })
})

test('a mark, a link, a note or a reference that changed is shown at its word, and the words alone say nothing of it', () => {
  expect(shown(paragraph(words('one two')), paragraph(words('one '), words('two', { marks: ['strong'] })))).toEqual(['one ', '-two', '+two/strong'])
  expect(shown(paragraph(words('x', { link: 'https://a.org' })), paragraph(words('x', { link: 'https://b.org' })))).toEqual(['-x>https://a.org', '+x>https://b.org'])
  expect(shown(paragraph(words('x'), note('Old note.')), paragraph(words('x'), note('New note.')))).toEqual(['x', '-note:Old note.', '+note:New note.'])
  expect(shown(paragraph(words('see '), { kind: 'reference', to: 'a' as Id<'section'> }), paragraph(words('see '), { kind: 'reference', to: 'b' as Id<'section'> }))).toEqual(['see ', '-reference:a', '+reference:b'])
  const changed = compare(paragraph(words('x'), note('Old note.')), paragraph(words('x'), note('New note.')))
  expect([changed?.fortune, changed?.stretches]).toEqual(['changed', [{ kind: 'same', text: 'x' }]])
})

test('a cell is compared as a cell, and what a paragraph became is said', () => {
  const table = (...cells: string[]): Body => ({ kind: 'table', rows: [cells.map((cell) => ({ content: [words(cell)] }))], content: [] })
  const two = compare(table('one', 'two'), table('one', 'three'))
  expect(two?.stretches.map(({ kind, text }) => [kind, text])).toEqual([['same', 'one\t'], ['deleted', 'two'], ['inserted', 'three']])
  expect(compare(paragraph(words('a')), { kind: 'item', list: 'bullet', depth: 1, content: [words('a')] })).toMatchObject({ fortune: 'changed', reshaped: { from: 'paragraph', to: 'item' } })
  expect(compare({ kind: 'item', list: 'bullet', depth: 1, content: [words('a')] }, { kind: 'item', list: 'ordered', depth: 1, content: [words('a')] })?.reshaped).toEqual({ from: 'item', to: 'item', isOtherwise: true })
})

test('headings: new, removed, renamed, of another level, and moved', () => {
  const heads = (...list: [string, string, number?][]): FrozenText => list.map(([id, title, level = 1]) => ({ id: id as Id<'section'>, title, level, isAnnex: false, paragraphs: [] }))
  const fortunes = (from: FrozenText, to: FrozenText) => compareSections(from, to).map(({ id, fortune }) => `${id} ${fortune}`)
  expect(fortunes(heads(['a', 'A'], ['b', 'B'], ['c', 'C']), heads(['a', 'A'], ['b', 'B!'], ['d', 'D']))).toEqual(['b renamed', 'd new', 'c removed'])
  expect(fortunes(heads(['a', 'A'], ['b', 'B']), heads(['a', 'A'], ['b', 'B', 2]))).toEqual(['b reshaped'])
  expect(fortunes(heads(['a', 'A'], ['b', 'B'], ['c', 'C']), heads(['a', 'A'], ['b', 'B'], ['c', 'C']))).toEqual([])
  expect(fortunes(heads(['a', 'A'], ['b', 'B'], ['c', 'C'], ['d', 'D']), heads(['b', 'B'], ['c', 'C'], ['d', 'D'], ['a', 'A']))).toContain('a moved')
})
