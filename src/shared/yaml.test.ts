import { parse } from 'yaml'
import { describe, expect, test } from 'vitest'
import { writeYaml, type YamlValue } from './yaml.ts'

/** Texts that YAML readers are known to change, and pieces from which others are made by chance. */
const PIECES = ['', ' ', '\n', '\t', '\r', 'a', 'é', '界', '😀', 'العربية', ':', '#', '-', '- ', ': ', ' #', '"', "'", '\\', '|', '>', '%', '@', '`', '&x', '*x', '!t', '{', '}', '[', ']', ',', '?', 'true', 'no', '~', '1e3', '0x1', '2016', '15:00', '2016-01-01', '\u0085', '\u2028', '\ufeff', '\u007f', '\u200f', '---', '...', 'word', 'Two words']

function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function text(next: () => number): string {
  return Array.from({ length: Math.floor(next() * 9) }, () => PIECES[Math.floor(next() * PIECES.length)] ?? '').join('')
}

describe('writing YAML', () => {
  test('every text comes back as it was, wherever it stands', () => {
    const next = chance(7)
    for (let round = 0; round < 700; round++) {
      const value = { one: text(next), list: [text(next), text(next)], inner: [{ deep: text(next).repeat(4), links: [{ to: text(next) }] }], [`k${text(next)}`]: 'x' }
      expect(parse(writeYaml(value, new Set(['links'])), { schema: 'failsafe' })).toEqual(value)
      expect(parse(writeYaml([value, value.one]), { schema: 'failsafe' })).toEqual([value, value.one])
    }
  })

  test('another reader sees a text as a text', () => {
    const words = ['no', 'Yes', 'null', '~', '1.5', '0x1F', '1_000', '.inf', '15:00', '2016', '-', 'on']
    expect(parse(writeYaml(words), { version: '1.1' })).toEqual(words)
  })

  test('keeps the order of keys, leaves out what is undefined, and writes blocks that can be read', () => {
    const value: YamlValue = { title: 'Sharing the quay', note: undefined, number: 3, soft: true, from: '2026-02-02', slug: '2026', cycles: ['a', 'b'], none: [], text: 'First line.\n\nSecond line: "here".', links: [{ to: 'F-1', at: '2026-02-02T10:00:00.000Z' }] }
    expect(writeYaml(value, new Set(['links']))).toBe(
      [
        'title: Sharing the quay',
        'number: 3',
        'soft: true',
        'from: 2026-02-02',
        'slug: "2026"',
        'cycles: [a, b]',
        'none: []',
        'text: |-',
        '  First line.',
        '',
        '  Second line: "here".',
        'links:',
        '  - { to: F-1, at: 2026-02-02T10:00:00.000Z }',
        '',
      ].join('\n'),
    )
  })
})
