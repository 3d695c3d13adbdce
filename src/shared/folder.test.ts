import { describe, expect, test } from 'vitest'
import { createNames, createScope, findNamed, MOST_MISTAKES, readRef, shortRef, tidy, within, type Mistake } from './folder.ts'
import { readLayout } from './folder-layout.ts'
import type { Id } from './ids.ts'
import { instantFromMilliseconds } from './time.ts'

function scopeOf(mistakes: Mistake[]) {
  let made = 0
  const newId = () => `01a20123-2252-7b4f-8a8a-${String(++made).padStart(12, '0')}` as Id
  return createScope({ forumId: newId() as Id<'forum'>, now: instantFromMilliseconds(0), stakeholderGroups: new Set(), regionalGroups: new Set(), newId, mistakes })
}

describe('references in a folder', () => {
  test.each([
    ['C-3/2', 'ref 2026/C-3/2', 'answer'],
    ['C-3/file-1', 'ref 2026/C-3/file-1', 'document'],
    ['C-3', 'ref 2026/C-3', 'contribution'],
    ['R-112', 'ref 2026/R-112', 'comment'],
    ['2025/F-1', 'ref 2025/F-1', 'finding'],
  ])('%s is %s', (text, name, kind) => {
    expect(readRef(text, '2026')).toEqual({ name, kind })
  })

  test.each(['', 'X-1', 'C-0', 'C-', 'R-1/2', 'R-1/file-1', 'C-1/file-0', 'c-1', '../C-1', 'C-1/0', 'C-99999999999'])('"%s" is none', (text) => {
    expect(readRef(text, '2026')).toBeUndefined()
  })

  test('are short within their cycle', () => {
    expect([shortRef('2026/C-3/2', '2026'), shortRef('2025/F-1', '2026')]).toEqual(['C-3/2', '2025/F-1'])
  })
})

describe('names and ids', () => {
  test('a second of one name, an id given twice and a name of nothing are mistakes with their places', () => {
    const mistakes: Mistake[] = []
    const scope = scopeOf(mistakes)
    const place = { file: 'a.yaml', path: '' }
    const id = scope.takeId(undefined, place)
    scope.define('call 2026/x1', id, place)
    scope.define('call 2026/x1', id, within(place, 2, 'slug'))
    scope.takeId(id, place)
    scope.takeId(id, within(place, 'b', 0))
    expect(findNamed(scope, 'call 2026/x1', place)).toBe(id)
    expect(findNamed(scope, 'call 2026/x2', within(place, 'c'))).toBeUndefined()
    expect(mistakes.map(({ path }) => path)).toEqual(['[3].slug', 'b[1].id', 'c'])
  })

  test('no more mistakes are told than can be read', () => {
    const mistakes: Mistake[] = []
    const scope = scopeOf(mistakes)
    for (let count = 0; count < 2 * MOST_MISTAKES; count++) scope.mistake({ file: 'a', path: '' }, 'is wrong.')
    expect(mistakes).toHaveLength(MOST_MISTAKES)
  })

  test('a thing without a name is a fault when a folder is written', () => {
    const names = createNames()
    names.give('a', '2026/C-1')
    expect(names.of('a')).toBe('2026/C-1')
    expect(() => names.of('b')).toThrow('has no name in its folder')
  })
})

test('what is empty, false or the first revision is not written; silence, no and zero are told apart', () => {
  expect(tidy({ a: '', b: null, c: [], d: false, e: { f: undefined }, g: 0, revision: 1, satisfied: false, h: { revision: 2 }, i: [{ j: 'x', k: '' }] })).toEqual({ g: 0, satisfied: false, h: { revision: 2 }, i: [{ j: 'x' }] })
})

test('files are put in their places, and what has none is a stranger', () => {
  const layout = readLayout(['forum.yaml', 'cycles/2027/cycle.yaml', 'cycles/2026/cycle.yaml', 'cycles/2026/documents/draft.yaml', 'meetings/readme.yaml', `files/${'0'.repeat(64)}`, 'cycles/2026/x.yaml', 'cycles/A/cycle.yaml', 'files/a', 'people.yml'])
  expect(layout.cycles.map(({ slug, files, documents }) => [slug, [...files.keys()], [...documents.keys()]])).toEqual([['2026', ['cycle'], ['draft']], ['2027', ['cycle'], []]])
  expect([...layout.meetings.keys(), ...layout.attachments]).toEqual(['readme', '0'.repeat(64)])
  expect(layout.strangers).toEqual(['cycles/2026/x.yaml', 'cycles/A/cycle.yaml', 'files/a', 'people.yml'])
})
