import { expect, test } from 'vitest'
import type { Cycle, Forum } from '../../forums/model.ts'
import type { Meeting } from '../../meetings/model.ts'
import type { Block } from '../../meetings/report-blocks/model.ts'
import type { Id } from '../../shared/ids.ts'
import { plainText } from '../data/model.ts'
import { contentsOf, factsOf } from '../facts/model.ts'
import { LABELS } from '../labels/model.ts'
import type { Print } from '../text/model.ts'
import { composeReport, composeReports, type ReportGround } from './model.ts'

const CYCLE = { id: '0199a000-0000-7000-8000-000000000001', slug: '2017', title: 'Cycle of 2017' } as Cycle

function placeIn(language: string) {
  return { forum: { title: 'Forum', slug: 'forum', language, isDemonstration: false } as Forum, cycles: [CYCLE], forumBase: 'https://example.org/forum' }
}

function report(over: Partial<Meeting> = {}, rest: Partial<ReportGround> = {}): ReportGround {
  const id = '0199a000-0000-7000-8000-00000000000a' as Id<'meeting'>
  const meeting: Meeting = {
    id, forumId: id as Id as Id<'forum'>, slug: 'fifth', title: 'Fifth meeting', kind: 'virtual', ordinal: 5, revision: 1, cycleIds: [CYCLE.id], hasReport: true, standing: null,
    sittings: [{ date: '2017-10-11' as never, starts: '23:30' as never, ends: '00:30' as never, zone: 'Asia/Kolkata', place: null }],
    reportDate: null, note: null, source: null, changes: [], participants: [], links: [], paragraphs: [], footnotes: [], annexes: [], ...over,
  }
  return { meeting, way: { state: null, correctUntil: null, finalAt: null, revisions: [] }, corrections: [], blocks: new Map(), ...rest }
}

const paragraph = (number: number | null, text: string, heading: string | null = null) => ({ id: `0199a000-0000-7000-8000-0000000000${String(10 + (number ?? 80))}` as Id, number, heading, text })
const words = (print: Print): string[] => print.sections.flatMap(({ blocks }) => blocks.map(({ shown, content }) => `${shown ?? '?'}|${plainText(content)}`))

test('a report keeps its own numbers; points, parts after an empty line and what had no number have none; two pieces have two identities', () => {
  const print = composeReport(placeIn('en'), report({ paragraphs: [paragraph(null, 'Before all.'), paragraph(3, 'First.\n\n• one\n• two\nand on\n\nThen.', 'Heading'), paragraph(7, 'Last.')] }))
  expect(words(print)).toEqual(['|Before all.', '3|First.', '|one', '|two\nand on', '|Then.', '7|Last.'])
  expect(print.sections.map(({ title, level, blocks }) => [title, level, blocks.map(({ kind }) => kind)])).toEqual([['', 1, ['paragraph']], ['Heading', 1, ['paragraph', 'item', 'item', 'paragraph', 'paragraph']]])
  const blocks = print.sections.flatMap((section) => section.blocks)
  expect(new Set(blocks.map(({ id }) => id)).size).toBe(blocks.length)
  // Word takes no name of a bookmark that is longer than 40 letters.
  expect(Math.max(...blocks.map(({ id }) => `p-${id}`.length))).toBeLessThanOrEqual(40)
})

test('notes keep their marks where a report stands alone and are counted through where several follow; a second mark prints no second note; what nothing marks is not lost', () => {
  const one = report({ paragraphs: [paragraph(1, 'A[4] and [9] and again[4], see https://example.org/a_(b)?c=1.')], footnotes: [{ mark: '4', text: 'See https://example.org/n.' }, { mark: '5', text: 'Nobody marks it.' }] })
  const alone = composeReport(placeIn('en'), one)
  expect(alone.notes.map(({ number, mark }) => [number, mark])).toEqual([[1, '4']])
  expect(alone.sections[0]?.blocks[0]?.content.filter((piece) => piece.kind === 'text' && (piece.link !== null || piece.marks.length > 0))).toMatchObject([{ text: '4', marks: ['superscript'] }, { link: 'https://example.org/a_(b)?c=1' }])
  expect(words(alone)[0]).toContain('[9]')
  expect(JSON.stringify(alone.sections.at(-1))).toContain('[5] Nobody marks it.')
  const both = composeReports(placeIn('en'), { cycle: CYCLE, kind: 'virtual' }, [one, report({ ...one.meeting, slug: 'sixth', title: 'Sixth meeting' })])
  expect(both.notes.map(({ number, mark }) => [number, mark])).toEqual([[1, undefined], [2, undefined]])
})

test('several reports: each under its meeting’s name, with contents; the address is that of the series', () => {
  const second = report({ slug: 'sixth', title: 'Sixth meeting', paragraphs: [paragraph(1, 'Two.', 'Agenda')], sittings: [{ date: '2017-11-01' as never, starts: null, ends: null, zone: null, place: 'Room 10' }] })
  const print = composeReports(placeIn('en'), { cycle: CYCLE, kind: 'virtual' }, [report({ paragraphs: [paragraph(1, 'One.', 'Agenda')], reportDate: '2017-10-12' as never }), second])
  expect(contentsOf(print).map(({ title, level }) => [title, level])).toEqual([['Fifth meeting', 1], ['Agenda', 2], ['Sixth meeting', 1], ['Agenda', 2]])
  expect(print.matter).toMatchObject({ title: 'Reports of the virtual meetings', cycle: 'Cycle of 2017', address: 'https://example.org/forum/2017/reports/virtual' })
  expect(factsOf(print).map(({ value }) => value)).toContain('11 October 2017 – 1 November 2017')
  expect(words(print)[0]).toBe('|Wednesday 11 October 2017, 23:30–00:30 12 October 2017 Asia/Kolkata (18:00–19:00 UTC)\nhttps://example.org/forum/meetings/fifth')
  expect(words(print)[2]).toBe('|Wednesday 1 November 2017, Room 10\nhttps://example.org/forum/meetings/sixth')
})

test('annexes follow the text: typed rows, lists, figures and names, with their day; whoever is not named is counted', () => {
  const annexes = [{ title: 'Annex A', asOf: '2017-10-27' as never, text: 'Words.\n\nName\tGroup\nAda\tEEG\n\n• one\n• two' }, { title: 'Annex B', asOf: null, text: '', block: 'contributions' as const }, { title: 'Annex C', asOf: null, text: '', block: 'overview' as const }]
  const tallies = { kind: 'tallies' as const, total: 3, groups: [{ grouping: 'regionalGroup' as const, rows: [{ key: 'apg', title: 'Asia', count: 2 }, { key: 'not recorded', title: null, count: 1 }] }] }
  const print = composeReport(placeIn('en'), report({ paragraphs: [paragraph(1, 'One.')], annexes }, { blocks: new Map<number, Block>([[1, { kind: 'names', names: ['Ada'], unnamed: 2 }], [2, tallies]]) }))
  expect(print.sections.slice(1).map(({ title, parts }) => [title, parts?.map(({ kind }) => kind)])).toEqual([['Annex A', ['text', 'text', 'table', 'list']], ['Annex B', ['list', 'text']], ['Annex C', ['table']]])
  expect(JSON.stringify(print.sections[2]?.parts)).toContain('Not named here: 2')
  expect(print.sections[3]?.parts).toMatchObject([{ rows: [[{}, {}], [{ text: 'Asia' }, { text: '2' }], [{ text: 'Not recorded' }, { text: '1' }], [{ text: 'Total' }, { text: '3' }]] }])
})

test('what stands around a report is in its own language where it is one of the six, and never with a hole', () => {
  for (const language of Object.keys(LABELS)) {
    const way = { state: 'correcting', correctUntil: '2017-10-20' as never, finalAt: null, revisions: [] } as const
    const print = composeReport(placeIn(language), report({ paragraphs: [paragraph(1, 'One.')] }, { way }))
    expect([print.direction, JSON.stringify(factsOf(print))]).toEqual([language === 'ar' ? 'rtl' : 'ltr', expect.not.stringMatching(/\{[a-z]+\}/u)])
  }
})
