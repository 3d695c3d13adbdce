import { expect, test } from 'vitest'
import type { Body } from '../../drafts/blocks/model.ts'
import { inventedText } from '../testing.ts'
import { readSource, referencesOf, writeSource } from './model.ts'

test('what is written out as it is typed reads back as it was, for one of everything and in every language', () => {
  for (const language of ['en', 'ar', 'zh', 'ru']) {
    const text = inventedText(language)
    const references = referencesOf(text)
    const bodies = text.flatMap(({ paragraphs }) => paragraphs).flatMap(({ body }) => (body === undefined ? [] : [body]))
    for (const body of bodies.slice(0, -2)) expect(readSource(writeSource(body, references), body, references)).toEqual({ body, problem: null })
  }
})

test('signs that mean nothing stay: unclosed marks, brackets, references to nowhere, addresses that run', () => {
  const plain: Body = { kind: 'paragraph', content: [] }
  const read = (source: string) => readSource(source, plain, new Map()).body.content
  for (const source of ['2 * 3', '{¶99}', '[x](javascript:alert)', 'a ^ b', '{', 'C:/dir', '🙂 ~']) expect(read(source), source).toEqual([{ kind: 'text', text: source }])
  expect(read('\\*a\\*')).toEqual([{ kind: 'text', text: '*a*' }])
})

test('a table of other rows, and a note that the original has not, are told apart', () => {
  const table: Body = { kind: 'table', rows: [[{ content: [{ kind: 'text', text: 'a' }] }, { content: [] }]], content: [] }
  expect(readSource('x | y\nz | w', table, new Map()).problem).toBe('rows')
  expect(readSource('x | y \\| z', table, new Map())).toMatchObject({ problem: null, body: { rows: [[{ content: [{ text: 'x' }] }, { content: [{ text: 'y | z' }] }]] } })
  expect(readSource('x^[note]', { kind: 'paragraph', content: [] }, new Map()).problem).toBe('notes')
})
