import { describe, expect, test } from 'vitest'
import { readYaml } from './yaml-reader.ts'

describe('reading YAML', () => {
  test('values stay the texts they are; a block loses the line end of its last line, a quoted text nothing', () => {
    const text = 'slug: 2016\nno: no\nversion: 1.0\nempty:\nblock: |\n  One\n\n  Two\n\nquoted: "end\\n"\nlist: [a, 3]\n'
    expect(readYaml(text)).toEqual({ ok: true, value: { slug: '2016', no: 'no', version: '1.0', empty: '', block: 'One\n\nTwo', quoted: 'end\n', list: ['a', '3'] } })
  })

  test('line ends of Windows are line ends', () => {
    expect(readYaml('a: |\r\n  One\r\n  Two\r\nb: x\r\n')).toEqual({ ok: true, value: { a: 'One\nTwo', b: 'x' } })
  })

  test.each([
    ['an alias', 'a: &x 1\nb: *x\n', 2, /alias/u],
    ['a bomb of aliases', `a: &a [x, x, x, x, x, x, x, x]\n${'bcdefghi'.split('').map((letter, place) => `${letter}: &${letter} [${Array.from({ length: 9 }, () => `*${'abcdefghi'[place] ?? ''}`).join(', ')}]`).join('\n')}\n`, 1, /anchor/u],
    ['a tag', 'a: !!binary aGk=\n', 1, /tag/u],
    ['a key twice', 'a: 1\nb: 2\na: 3\n', 3, /key "a" twice/u],
    ['a list as a key', '? [a]\n: b\n', 1, /key that is no word/u],
    ['the key of all objects', '__proto__: {x: 1}\n', 1, /key that is no word/u],
    ['a second document', 'a: b\n---\nc: d\n', 2, /second document/u],
    ['a quote that does not end', 'a: "b\nc: d\n', 3, /is not YAML/u],
    ['twenty thousand brackets', '['.repeat(20_000), 1, /nested too deeply/u],
    ['fifty levels', `${Array.from({ length: 50 }, (_, depth) => `${' '.repeat(depth)}k:`).join('\n')} x\n`, 42, /nested too deeply/u],
  ])('%s is refused with its line', (_what, text, line, reason) => {
    const read = readYaml(text)
    expect(read.ok ? [] : read.problems).toEqual(expect.arrayContaining([{ line, reason: expect.stringMatching(reason) }]))
  })

  test('a map of many keys takes time in proportion', { timeout: 20_000 }, () => {
    const read = readYaml(Array.from({ length: 30_000 }, (_, place) => `k${place}: x`).join('\n'))
    expect(read.ok && Object.keys(read.value ?? {}).length).toBe(30_000)
  })
})
