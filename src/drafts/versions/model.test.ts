import { describe, expect, it } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { FrozenText, Lineage } from '../model.ts'
import { compareVersions, compareWords, followLineage, lineageBetween, type ComparedParagraph } from './model.ts'

const AT = '2017-10-11T12:00:00.000Z' as Instant
const section = (name: string): Id<'section'> => name as Id<'section'>
const id = (name: string): Id<'paragraph'> => name as Id<'paragraph'>

/** A text of one section for each array, `[['a', 'words of a'], …]`. */
function text(...sections: (readonly (readonly [string, string])[])[]): FrozenText {
  let number = 0
  return sections.map((paragraphs, index) => ({
    id: section(`s${index}`),
    title: `Section ${index}`,
    level: 1,
    isAnnex: false,
    paragraphs: paragraphs.map(([name, words]) => {
      number += 1
      return { id: id(name), number, text: words, isOwnVoice: false }
    }),
  }))
}

function tie(kind: Lineage['kind'], from: string, to: string): Lineage {
  return { kind, from: id(from), to: id(to), at: AT }
}

function fortunes(compared: readonly ComparedParagraph[]): string[] {
  return compared.map(({ id: name, fortune, isMoved, kin }) => `${name} ${fortune}${isMoved ? ' moved' : ''}${kin === null ? '' : ` ${kin}`}`)
}

describe('compareVersions', () => {
  it('tells unchanged, changed, new and removed by identity, whatever the numbers', () => {
    const before = text([['a', 'One.'], ['b', 'Two.'], ['c', 'Three.']])
    const after = text([['x', 'Nought.'], ['a', 'One.'], ['c', 'Three, at last.']])
    expect(fortunes(compareVersions(before, after, [], 'en'))).toEqual(['x new', 'a unchanged', 'b removed', 'c changed'])
    expect(fortunes(compareVersions(after, before, [], 'en'))).toEqual(['x removed', 'a unchanged', 'b new', 'c changed'])
  })

  it('marks what left its order or its section as moved, and no other', () => {
    const before = text([['a', 'A'], ['b', 'B'], ['c', 'C'], ['d', 'D']], [['e', 'E']])
    expect(fortunes(compareVersions(before, text([['d', 'D'], ['a', 'A'], ['b', 'B'], ['c', 'C']], [['e', 'E']]), [], 'en'))).toEqual([
      'd unchanged moved',
      'a unchanged',
      'b unchanged',
      'c unchanged',
      'e unchanged',
    ])
    expect(fortunes(compareVersions(before, text([['a', 'A'], ['b', 'B'], ['c', 'C']], [['d', 'D'], ['e', 'E']]), [], 'en'))[3]).toBe('d unchanged moved')
  })

  it('shows a split as a split that changes no word, and back as a merger', () => {
    const before = text([['a', 'First half. Second half.'], ['b', 'Other.']])
    const after = text([['a', 'First half.'], ['n', 'Second half.'], ['b', 'Other.']])
    const lineage = [tie('split', 'a', 'n')]
    const forth = compareVersions(before, after, lineage, 'en')
    expect(fortunes(forth)).toEqual(['a changed', 'n split 1', 'b unchanged'])
    expect(forth[1]?.stretches).toEqual([{ kind: 'same', text: 'Second half.' }])
    expect(forth[0]?.stretches.filter(({ kind, text: words }) => kind === 'deleted' && words.trim() !== '')).toEqual([])
    expect(fortunes(compareVersions(after, before, lineage, 'en'))).toEqual(['a changed', 'n merged 1', 'b unchanged'])
  })

  it('follows lineage through paragraphs that stand in neither version', () => {
    const before = text([['a', 'Red. Green. Blue.']])
    const after = text([['a', 'Red.'], ['c', 'Blue.']])
    expect(fortunes(compareVersions(before, after, [tie('split', 'a', 'b'), tie('split', 'b', 'c')], 'en'))).toEqual(['a changed', 'c split 1'])
  })

  it('names the nearest of kin and is not misled by splits older than both versions', () => {
    const before = text([['y', 'Y'], ['x', 'X one. X two.']])
    const after = text([['y', 'Y'], ['x', 'X one.'], ['z', 'X two.']])
    expect(fortunes(compareVersions(before, after, [tie('split', 'y', 'x'), tie('split', 'x', 'z')], 'en'))).toEqual(['y unchanged', 'x changed', 'z split 2'])
  })

  it('restores both texts from the stretches of changed paragraphs, for any edits', () => {
    let seed = 20171011
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((seed / 2_147_483_648) * below)
    }
    const words = ['harbour', 'порт', '港口', 'ميناء', 'quiet', ' ', ', ', '静', '.', '\n']
    const sentence = (): string => Array.from({ length: 1 + random(30) }, () => words[random(words.length)] ?? '').join('')
    for (let round = 0; round < 200; round++) {
      const [from, to] = [sentence(), sentence()]
      const stretches = compareWords(from, to, 'en')
      expect(stretches.filter(({ kind }) => kind !== 'inserted').map((stretch) => stretch.text).join('')).toBe(from)
      expect(stretches.filter(({ kind }) => kind !== 'deleted').map((stretch) => stretch.text).join('')).toBe(to)
    }
  })

  it('finds words where no spaces stand between them', () => {
    expect(compareWords('港口需要安静', '港口需要照明', 'zh').filter(({ kind }) => kind === 'same').map((stretch) => stretch.text).join('')).toContain('港口')
  })

  it('shows a text rewritten beyond measure as replaced, in little time', () => {
    const long = (word: string): string => Array.from({ length: 4000 }, (_, index) => `${word}${index}`).join(' ')
    const kinds = new Set(compareWords(long('a'), long('b'), 'en').map(({ kind }) => kind))
    expect(kinds.has('inserted') && kinds.has('deleted')).toBe(true)
  })
})

describe('lineage through time', () => {
  const at = (minute: number): Instant => `2017-10-11T12:${String(minute).padStart(2, '0')}:00.000Z` as Instant
  const step = (kind: Lineage['kind'], from: string, to: string, minute: number): Lineage => ({ kind, from: id(from), to: id(to), at: at(minute) })
  const version = (minute: number) => ({ frozenAt: at(minute) })
  const ways = (lineage: readonly Lineage[], since: number) => followLineage(id('a'), lineage, at(since)).map(({ to, way }) => `${to} ${way}`)

  it('what was split before both versions and then removed is removed, not merged', () => {
    const lineage = [step('split', 'a', 'b', 1)]
    const [before, after] = [text([['a', 'A'], ['b', 'B']]), text([['a', 'A']])]
    for (const [one, other] of [[version(2), version(3)], [version(3), version(2)]] as const) {
      expect(fortunes(compareVersions(before, after, lineageBetween(lineage, one, other), 'en'))).toEqual(['a unchanged', 'b removed'])
      expect(fortunes(compareVersions(after, before, lineageBetween(lineage, one, other), 'en'))).toEqual(['a unchanged', 'b new'])
    }
    expect(lineageBetween(lineage, version(0), version(2))).toEqual(lineage)
    expect(lineageBetween(lineage, version(2), version(0))).toEqual(lineage)
  })

  it('follows a text through splits and mergers in their order only', () => {
    expect(ways([step('split', 'a', 'b', 1)], 2)).toEqual([])
    expect(ways([step('split', 'a', 'b', 3)], 2)).toEqual(['b split'])
    expect(ways([step('merge', 'a', 'b', 3)], 2)).toEqual(['b merge'])
    expect(ways([step('merge', 'b', 'c', 3), step('merge', 'a', 'b', 4)], 2)).toEqual(['b merge'])
    expect(ways([step('split', 'a', 'b', 3), step('merge', 'b', 'c', 4)], 2)).toEqual(['b split', 'c split'])
  })

  it('does not claim to know which part of a merged paragraph was split off', () => {
    expect(ways([step('merge', 'a', 'b', 3), step('split', 'b', 'c', 4)], 2)).toEqual(['b merge', 'c perhaps'])
    expect(ways([step('merge', 'x', 'a', 3), step('split', 'a', 'c', 4), step('merge', 'c', 'd', 5)], 2)).toEqual(['c perhaps', 'd perhaps'])
  })
})
