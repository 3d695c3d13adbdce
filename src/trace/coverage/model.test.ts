import { describe, expect, it } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import { FATES, type Disposition } from '../../shared/vocabularies.ts'
import type { Link, Relation, Thing } from '../model.ts'
import { measureCoverage, traceFates, type TraceRows, type Unit } from './model.ts'

const id = (name: string): Id => name as Id
const thing = (kind: Thing['kind'], name: string): Thing => ({ kind, id: id(name) })
const answer = (name: string, isWithdrawn = false): Unit => ({ kind: 'answer', id: id(name), ref: `2026/${name}`, isWithdrawn })
const comment = (name: string): Unit => ({ kind: 'comment', id: id(name), ref: `2026/${name}`, isWithdrawn: false })

function link(from: Thing, to: Thing, version: string | null = null, relation: Relation = 'rests-on'): Link {
  return { relation, from, to, versionId: version as Id<'version'> | null }
}

function rows(over: Partial<TraceRows>): TraceRows {
  return { units: [], links: [], versionIds: [], passages: [], carryOvers: [], responses: [], given: [], ...over }
}

const fateOf = (over: Partial<TraceRows>, unit = 'a') => traceFates(rows(over)).get(id(unit))
const response = (name: string, disposition: Disposition) => ({ commentId: id(name), disposition, reason: `because ${name}` })

describe('traceFates', () => {
  const passages = [{ id: id('p'), sourceId: id('a') }]

  it('leaves what nothing says anything of without a fate', () => {
    expect(fateOf({ units: [answer('a')], passages, links: [link(thing('finding', 'f'), thing('passage', 'p'))] })).toEqual({ fate: 'none', by: [], reason: null })
  })

  it('does not count what only the working text or a version of no account rests on', () => {
    const links = [link(thing('paragraph', 'x'), thing('passage', 'p')), link(thing('paragraph', 'x'), thing('passage', 'p'), 'old')]
    expect(fateOf({ units: [answer('a')], passages, links, versionIds: [id('new')] })?.fate).toBe('none')
  })

  it.each([
    ['directly', [link(thing('paragraph', 'x'), thing('answer', 'a'), 'v')]],
    ['through a passage', [link(thing('paragraph', 'x'), thing('passage', 'p'), 'v')]],
    ['through a finding', [link(thing('paragraph', 'x'), thing('finding', 'f'), 'v'), link(thing('finding', 'f'), thing('passage', 'p'), 'v')]],
  ])('counts an answer as cited %s', (_, links) => {
    const by = [{ kind: 'paragraph', id: 'x', versionId: 'v' }]
    expect(fateOf({ units: [answer('a')], passages, links, versionIds: [id('v')] })).toEqual({ fate: 'cited', by, reason: null })
  })

  it('holds a version to what its findings rested on when it was frozen', () => {
    const links = [link(thing('paragraph', 'x'), thing('finding', 'f'), 'v'), link(thing('finding', 'f'), thing('passage', 'q'), 'v'), link(thing('finding', 'f'), thing('passage', 'p'))]
    expect(fateOf({ units: [answer('a')], passages, links, versionIds: [id('v')] })?.fate).toBe('none')
  })

  it.each([
    ['duplicate', 'merged'],
    ['deferred', 'carried-over'],
    ['accepted', 'answered'],
    ['not-accepted', 'answered'],
    ['noted', 'answered'],
  ] as const)('reads the response "%s" as %s', (disposition, fate) => {
    expect(fateOf({ units: [comment('a')], responses: [response('a', disposition)] })).toMatchObject({ fate, reason: 'because a' })
  })

  it('names the comment that a duplicate went into, and the paragraph that changed', () => {
    const links = [link(thing('comment', 'a'), thing('comment', 'b'), null, 'duplicate-of'), link(thing('comment', 'b'), thing('paragraph', 'x'), null, 'changed')]
    const over = { units: [comment('a'), comment('b')], links, responses: [response('a', 'duplicate'), response('b', 'accepted')] }
    expect(fateOf(over)?.by).toEqual([{ kind: 'comment', id: 'b', versionId: null }])
    expect(fateOf(over, 'b')?.by).toEqual([{ kind: 'paragraph', id: 'x', versionId: null }])
  })

  it('counts what a carry-over finding rests on as carried over, unless a paragraph cites it', () => {
    const links = [link(thing('finding', 'f'), thing('passage', 'p'))]
    const over = { units: [answer('a')], passages, carryOvers: [id('f')] }
    expect(fateOf({ ...over, links })).toMatchObject({ fate: 'carried-over', by: [{ kind: 'finding', id: 'f' }] })
    expect(fateOf({ ...over, links: [...links, link(thing('paragraph', 'x'), thing('passage', 'p'), 'v')], versionIds: [id('v')] })?.fate).toBe('cited')
  })

  it('prints the strongest of several: cited, merged, carried over, answered', () => {
    const given = [{ unitId: id('a'), fate: 'merged' as const, reason: 'same words', revision: 1 }]
    const links = [link(thing('paragraph', 'x'), thing('comment', 'a'), 'v')]
    expect(fateOf({ units: [comment('a')], responses: [response('a', 'accepted')], given })).toMatchObject({ fate: 'merged', reason: 'same words' })
    expect(fateOf({ units: [comment('a')], responses: [response('a', 'deferred')], given: [{ ...given[0], fate: 'answered', unitId: id('a'), reason: '', revision: 1 }] })?.fate).toBe('carried-over')
    expect(fateOf({ units: [comment('a')], responses: [response('a', 'accepted')], given, links, versionIds: [id('v')] })?.fate).toBe('cited')
  })
})

describe('measureCoverage', () => {
  it('has no share where there is no input, and leaves out what was withdrawn', () => {
    expect(measureCoverage([], new Map())).toEqual({ units: 0, accounted: 0, coverage: null })
    expect(measureCoverage([answer('a', true)], new Map())).toEqual({ units: 0, accounted: 0, coverage: null })
  })

  it('agrees with a count by hand over random links', () => {
    let seed = 42
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((seed / 2_147_483_648) * below)
    }
    const some = <T>(make: (index: number) => T, most: number): T[] => Array.from({ length: random(most + 1) }, (_, index) => make(index))
    for (let round = 0; round < 300; round++) {
      const units = [...some((index) => answer(`a${index}`, random(5) === 0), 8), ...some((index) => comment(`r${index}`), 6)]
      const passages = some((index) => ({ id: id(`p${index}`), sourceId: id(random(2) === 0 ? `a${random(8)}` : `r${random(6)}`) }), 10)
      const ground = some(() => link(thing('finding', `f${random(3)}`), thing('passage', `p${random(10)}`), 'v'), 6)
      const links = [
        ...ground,
        ...some(() => link(thing('paragraph', `x${random(4)}`), thing('finding', `f${random(3)}`), random(2) === 0 ? 'v' : null), 4),
        ...some(() => link(thing('paragraph', `x${random(4)}`), thing('passage', `p${random(10)}`), 'v'), 4),
        ...some(() => link(thing('paragraph', `x${random(4)}`), thing('comment', `r${random(6)}`), 'v'), 3),
      ]
      const responses = some((index) => response(`r${index}`, random(2) === 0 ? 'accepted' : 'deferred'), 4)
      const given = some((index) => ({ unitId: id(`a${index * 2}`), fate: 'answered' as const, reason: 'said', revision: 1 }), 3)
      const fates = traceFates(rows({ units, passages, links, responses, given, versionIds: [id('v')] }))
      const isCited = (unit: Unit): boolean => {
        const own = new Set(passages.filter(({ sourceId }) => sourceId === unit.id).map((passage) => passage.id))
        const findings = new Set(ground.filter(({ to }) => own.has(to.id)).map(({ from }) => from.id))
        return links.some(({ from, to, versionId }) => from.kind === 'paragraph' && versionId === 'v' && (own.has(to.id) || findings.has(to.id) || to.id === unit.id))
      }
      const hasFate = (unit: Unit): boolean => isCited(unit) || responses.some(({ commentId }) => commentId === unit.id) || given.some(({ unitId }) => unitId === unit.id)
      for (const unit of units) {
        expect(fates.get(unit.id)?.fate === 'cited').toBe(isCited(unit))
        expect(FATES).toContain(fates.get(unit.id)?.fate)
      }
      const counted = units.filter((unit) => !unit.isWithdrawn)
      const accounted = counted.filter(hasFate).length
      expect(measureCoverage(units, fates)).toEqual({ units: counted.length, accounted, coverage: counted.length === 0 ? null : accounted / counted.length })
    }
  })
})
