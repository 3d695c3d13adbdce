import { expect, test } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import type { Body } from '../blocks/model.ts'
import { labelSections, numberNotes, placeItems } from './model.ts'

const heads = (...levels: (number | string)[]) => {
  const sections = levels.map((level, at) => ({ id: `s${at}` as Id<'section'>, title: level === 0 ? '' : 'T', level: typeof level === 'string' ? Number(level.slice(1)) : level, isAnnex: typeof level === 'string' }))
  return [...labelSections(sections).values()].map(({ label }) => label)
}

test('headings are numbered by level, whatever levels are left out', () => {
  expect(heads(1, 2, 2, 1, 2, 3)).toEqual(['1', '1.1', '1.2', '2', '2.1', '2.1.1'])
  expect(heads(1, 3, 2, 3)).toEqual(['1', '1.1', '1.2', '1.2.1'])
  expect(heads(2, 1, 2)).toEqual(['1', '2', '2.1'])
  expect(heads(0, 1, 0, 1)).toEqual(['', '1', '', '2'])
})

test('annexes are lettered, what stands below them too, and the text goes on after them', () => {
  expect(heads(1, 'a1', 2, 2, 'a1', 1, 2)).toEqual(['1', 'A', 'A.1', 'A.2', 'B', '2', '2.1'])
  expect(heads(...Array.from({ length: 28 }, () => 'a1')).slice(25)).toEqual(['Z', 'AA', 'AB'])
})

const item = (list: 'bullet' | 'ordered', depth: number): Body => ({ kind: 'item', list, depth, content: [{ kind: 'text', text: 'x' }] })
const textOfBodies = (...bodies: (Body | undefined)[]) => [
  { id: 's' as Id<'section'>, title: '', level: 1, isAnnex: false, paragraphs: bodies.map((body, at) => ({ id: `p${at}` as Id<'paragraph'>, number: at + 1, text: 'x', body })) },
]

test('items are counted as long as nothing stands between them', () => {
  const places = placeItems(textOfBodies(item('ordered', 1), item('ordered', 2), item('ordered', 2), item('ordered', 1), undefined, item('ordered', 1), item('bullet', 1), item('ordered', 2)))
  expect([...places.values()].map(({ ordinal }) => ordinal)).toEqual(['1', '1.1', '1.2', '2', '1', null, '1'])
  expect([...places.values()].map(({ isFirst, isLast }) => `${isFirst ? '[' : ''}${isLast ? ']' : ''}`)).toEqual(['[', '', '', ']', '[', '', ']'])
})

test('footnotes are counted through the text in reading order, those of cells among them', () => {
  const note = (id: string) => ({ kind: 'footnote' as const, id: id as Id<'footnote'>, content: [] })
  const table: Body = { kind: 'table', rows: [[{ content: [note('b')] }]], content: [note('c')] }
  expect([...numberNotes(textOfBodies({ kind: 'paragraph', content: [note('a')] }, table, undefined))]).toEqual([['a', 1], ['b', 2], ['c', 3]])
})
