import { expect, test } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import type { Stance } from '../../shared/vocabularies.ts'
import { layExchange, type Exchange } from './model.ts'
import { planExchange, readExchange, type Plan } from '../plans/model.ts'

const id = <Kind extends string>(name: string) => name as Id<Kind>
const stances = (...pairs: readonly [string, Stance][]) => new Map(pairs)

const now: Exchange = {
  forum: 'harbours',
  cycle: '2026',
  questions: [{ id: id('q1'), key: 'call/1', text: 'What works?' }, { id: id('q2'), key: 'call/2', text: 'What does not?' }],
  contributions: [{ ref: 'C-1', contributor: 'Ada', stakeholderGroup: 'IGO', regionalGroup: null, language: 'en', consent: 'full', answers: new Map([['call/1', 'Rules help. 😀']]) }],
  answers: [
    { id: id('a1'), ref: 'C-1/1', question: 'call/1', text: 'Rules help. 😀', themes: ['rules'], note: 'Ask again.' },
    { id: id('a2'), ref: 'C-1/2', question: 'call/2', text: '=1+1', themes: [], note: '' },
  ],
  passages: [
    { id: id('p1'), ref: 'P-1', of: 'C-1/1', sourceId: id('a1'), stakeholderGroup: 'IGO', regionalGroup: null, themes: ['rules'], text: 'Rules help.', findings: stances(['F-1', 'supports']), isWhole: false },
    { id: id('p2'), ref: 'P-2', of: 'C-1/2', sourceId: id('a2'), stakeholderGroup: 'IGO', regionalGroup: null, themes: [], text: '=1+1', findings: stances(['F-1', 'opposes']), isWhole: true },
  ],
  findings: [{ id: id('f1'), ref: 'F-1', kind: 'agreement', question: 'call/1', statement: 'Rules help.', revision: 3 }],
  themes: [{ id: id('t1'), slug: 'rules', title: 'Rules', description: null }, { id: id('t2'), slug: 'night', title: 'Night; quiet', description: null }],
}

/** The sheets as a person changed them: by sheet, id and column; `rows` are added at the end. */
function changed(cells: Readonly<Record<string, string>>, rows: Readonly<Record<string, readonly (readonly string[])[]>> = {}): Map<string, string[][]> {
  return new Map(
    layExchange(now).map(({ name, rows: written }) => {
      const head = (name === 'Convoke' ? [] : (written[0] ?? [])).map(String)
      const table = written.map((row, index) => row.map((cell, column) => (index === 0 ? undefined : cells[`${name} ${String(row[0])} ${head[column] ?? ''}`]) ?? String(cell ?? '')))
      return [name, [...table, ...(rows[name] ?? []).map((row) => [...row])]]
    }),
  )
}

function plan(cells: Readonly<Record<string, string>>, rows: Readonly<Record<string, readonly (readonly string[])[]>> = {}, at: Exchange = now): Plan {
  const read = readExchange(changed(cells, rows))
  if ('problem' in read) throw new Error(read.problem)
  return planExchange(read, at)
}

test('what was not changed changes nothing, whatever changed here meanwhile', () => {
  expect(plan({})).toEqual({ changes: [], conflicts: [], problems: [], missing: 0 })
  const later: Exchange = { ...now, findings: now.findings.map((each) => ({ ...each, statement: 'Rules help most.', revision: 4 })), answers: now.answers.map((each) => ({ ...each, note: 'Done.', themes: ['night'] })) }
  expect(plan({}, {}, later)).toEqual({ changes: [], conflicts: [], problems: [], missing: 0 })
})

test('rows may be sorted, columns moved and added', () => {
  const sheets = changed({ 'Answers C-1/2 themes': 'night' })
  const turned = new Map([...sheets].map(([name, rows]) => [name, name === 'Convoke' ? rows : [rows[0] ?? [], ...rows.slice(1).toReversed()].map((row) => ['mine', ...row.toReversed()])]))
  const read = readExchange(turned)
  expect('problem' in read ? read : planExchange(read, now).changes).toEqual([{ kind: 'answer-themes', ref: 'C-1/2', added: ['night'], removed: [] }])
})

test('a file that is no export, or of another cycle, is told from one', () => {
  expect(readExchange(new Map([['Sheet1', [['a']]]]))).toEqual({ problem: 'no-base' })
  expect(readExchange(new Map([['Convoke', [['convoke-exchange/9', 'harbours', '2026']]]]))).toEqual({ problem: 'other-format' })
  const read = readExchange(changed({}))
  expect('problem' in read ? undefined : planExchange(read, { ...now, cycle: '2027' }).problems).toEqual([{ sheet: 'Convoke', id: 'harbours/2026', code: 'other-cycle', value: '' }])
})

test('themes by address or title, notes, findings and what they rest on are read as changes', () => {
  const read = plan(
    {
      'Answers C-1/1 themes': 'Night; quiet', 'Answers C-1/1 note': '', 'Answers C-1/2 note': ' A new\r\nnote ',
      'Passages P-1 themes': 'rules ; night', 'Passages P-1 findings': 'F-1 qualifies; new 1', 'Passages P-2 findings': 'new 1 (opposes)',
      'Findings F-1 statement': 'Rules help most.', 'Findings F-1 kind': 'concern', 'Findings F-1 question': '',
    },
    { Findings: [['new 1', 'divergence', 'call/2', 'Some differ.']] },
  )
  expect(read.problems).toEqual([])
  expect(read.conflicts).toEqual([])
  expect(read.changes).toEqual([
    { kind: 'passage-themes', ref: 'P-1', added: ['night'], removed: [] },
    { kind: 'answer-themes', ref: 'C-1/1', added: ['night'], removed: ['rules'] },
    { kind: 'note', ref: 'C-1/1', from: 'Ask again.', to: '' },
    { kind: 'note', ref: 'C-1/2', from: '', to: 'A new\nnote' },
    { kind: 'finding', ref: 'F-1', from: { kind: 'agreement', question: 'call/1', statement: 'Rules help.' }, to: { kind: 'concern', question: '', statement: 'Rules help most.' }, passages: [['P-1', 'qualifies'], ['P-2', null]] },
    { kind: 'new-finding', ref: 'new 1', to: { kind: 'divergence', question: 'call/2', statement: 'Some differ.' }, passages: [['P-1', 'supports'], ['P-2', 'opposes']] },
  ])
})

test('what changed here meanwhile is named, and never overwritten', () => {
  const later: Exchange = {
    ...now,
    findings: now.findings.map((each) => ({ ...each, statement: 'Rules help most.', revision: 4 })),
    answers: now.answers.map((each) => ({ ...each, note: each.ref === 'C-1/1' ? 'Asked.' : each.note })),
    passages: now.passages.map((each) => (each.ref === 'P-1' ? { ...each, findings: stances(['F-1', 'opposes']) } : each)),
  }
  const read = plan({ 'Answers C-1/1 note': 'Do not ask.', 'Findings F-1 statement': 'Rules hinder.', 'Passages P-1 findings': 'F-1 qualifies' }, {}, later)
  expect(read.changes).toEqual([])
  expect(read.conflicts).toEqual([
    { sheet: 'Answers', id: 'C-1/1', column: 'note', was: 'Ask again.', sheetSays: 'Do not ask.', now: 'Asked.' },
    { sheet: 'Passages', id: 'P-1', column: 'findings', was: 'F-1', sheetSays: 'F-1 qualifies', now: 'F-1 opposes' },
    { sheet: 'Findings', id: 'F-1', column: 'statement', was: 'Rules help.', sheetSays: 'Rules hinder.', now: 'Rules help most.' },
  ])
  // The same change made on both sides is none any more.
  expect(plan({ 'Findings F-1 statement': 'Rules help most.' }, {}, later).conflicts).toEqual([])
  const gone: Exchange = { ...now, findings: [], passages: [] }
  expect(plan({ 'Findings F-1 statement': 'Rules hinder.', 'Passages P-1 themes': '' }, {}, gone).conflicts.map(({ id: ref, now: says }) => [ref, says])).toEqual([['P-1', ''], ['F-1', '']])
})

test('what cannot be is told with its place, and nothing is guessed', () => {
  const read = plan(
    { 'Answers C-1/1 themes': 'rules; unheard of', 'Passages P-1 findings': 'F-9', 'Passages P-2 findings': '', 'Findings F-1 kind': 'opinion', 'Matrix C-1 call/1 What works?': 'Other words', 'Answers C-1/2 text': 'Other' },
    { Findings: [['new 2', 'concern', '', 'Resting on nothing.'], ['', 'concern', 'call/9', 'Of no question.']], Answers: [['C-9/1', 'call/1', 'rules', '', '']], Passages: [['P-1', '', '', '', 'night', '', '']] },
  )
  expect(read.problems.map(({ sheet, id: ref, code }) => `${sheet} ${ref} ${code}`).sort()).toEqual([
    'Answers C-1/1 unknown-theme', 'Answers C-1/2 text-differs', 'Answers C-9/1 unknown-id', 'Findings  unknown-question', 'Findings F-1 unknown-kind', 'Findings new 2 finding-without-passages',
    'Matrix C-1 text-differs', 'Passages P-1 twice',
  ].sort())
  expect(read.changes).toEqual([])
  expect(plan({ 'Passages P-1 findings': '', 'Passages P-2 findings': '' })).toMatchObject({ changes: [], problems: [{ id: 'F-1', code: 'finding-without-passages' }] })
  const fewer = readExchange(new Map([...changed({})].map(([name, rows]) => [name, name === 'Convoke' ? rows : rows.slice(0, 1)])))
  expect('problem' in fewer ? fewer : planExchange(fewer, now)).toMatchObject({ changes: [], problems: [], missing: 5 })
})
