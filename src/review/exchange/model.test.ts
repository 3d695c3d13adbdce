import { describe, expect, test } from 'vitest'
import { documentOf, EDITS, randomOf, TRIED_LANGUAGES } from '../../drafts/matching/testing.ts'
import type { FrozenText } from '../../drafts/model.ts'
import type { FileRemark, RemarksOfFile } from '../../shared/file-remarks.ts'
import type { Id } from '../../shared/ids.ts'
import { countCodePoints, sliceCodePoints } from '../../shared/text.ts'
import { identitiesOf, settleFile, type KnownComment, type Settled } from './model.ts'

const remark = (over: Partial<FileRemark>): FileRemark => ({ key: 'comment-1', kind: 'comment', author: 'Ama', date: '2026-10-01T10:00:00Z', words: 'Why?', was: '', becomes: '', answers: null, isResolved: false, places: [], page: null, ...over })
const fileOf = (texts: readonly string[], remarks: readonly FileRemark[], names: readonly string[] = []): RemarksOfFile => ({ format: 'docx', paragraphs: texts.map((text, at) => ({ text, names: names[at] === undefined ? [] : [names[at]] })), remarks, named: [], tables: [] })
const textOf = (texts: readonly { readonly id: string; readonly text: string }[]): FrozenText => [{ id: 's' as Id<'section'>, title: '3.1 Lights', level: 1, isAnnex: false, paragraphs: texts.map(({ id, text }, at) => ({ id: id as Id<'paragraph'>, number: at + 1, text, isOwnVoice: false })) }]
/** Some words of a text, from a quarter of it to its half. */
function someWords(text: string, language: string): { start: number; end: number } {
  const words = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(text)].filter(({ isWordLike }) => isWordLike)
  const [first, last] = [words[Math.floor(words.length / 4)], words[Math.floor(words.length / 2)]]
  return { start: countCodePoints(text.slice(0, first?.index)), end: countCodePoints(text.slice(0, (last?.index ?? 0) + (last?.segment.length ?? 0))) }
}

const settle = (file: RemarksOfFile, texts: readonly { readonly id: string; readonly text: string }[], known: readonly KnownComment[] = [], language = 'en'): Settled[] => settleFile({ file, text: textOf(texts), language, known, takenBefore: new Map() })

const TEXT = [
  { id: 'a', text: 'The harbour keeps two lights at its narrow entrance. They burn from dusk until the last ferry is in. Nobody pays for them.' },
  { id: 'b', text: 'A damaged cable is reported to the office within an hour. The office tells every ship nearby, and keeps the report for ten years.' },
  { id: 'c', text: 'Pilots are trained together by the four towns. Their certificates hold on the whole coast, whoever issued them.' },
]

/** What the finding of whole paragraphs is tried with in `drafts/matching`, as far as it moves words within them. */
const TRIED = ['one word added to each', 'split in two', 'every two merged', 'one sentence removed from each', 'every seventh replaced by a look-alike']

describe('where remarks of a file stand', () => {
  test('in six languages and after any edit, never in a wrong paragraph nor on wrong words; what is not sure is asked', () => {
    const table: string[] = []
    for (const language of TRIED_LANGUAGES) {
      const before = documentOf(language, 24, 7)
      let [all, carried, ranged, first] = [0, 0, 0, 0]
      const wrong: string[] = []
      for (const name of TRIED) {
        const edited = EDITS[name]?.(before, language, randomOf(11)) ?? []
        const remarks = edited.map(({ text }, at) => remark({ key: `c-${at}`, places: [{ paragraph: at, ...someWords(text, language) }] }))
        settle(fileOf(edited.map(({ text }) => text), remarks), before, [], language).forEach(({ where }, at) => {
          const { from, text } = edited[at] ?? { from: [], text: '' }
          if (from.length > 0) all += 1
          if (where.kind === 'doubtful' && from.length > 0 && from.includes(where.candidates[0] ?? '')) first += 1
          if (where.kind !== 'paragraphs') return
          if (!where.ids.every((id) => from.includes(id))) wrong.push(`${language}, ${name}: ${at} in ${where.ids.join(' ')}`)
          carried += 1
          if (where.range === null) return
          ranged += 1
          const { start, end } = someWords(text, language)
          const quote = sliceCodePoints(text, start, end)
          const there = before.find(({ id }) => id === where.ids[0])?.text ?? ''
          const words = sliceCodePoints(there, where.range.start, where.range.end)
          if (there.split(quote).length === 2 && words !== quote) wrong.push(`${language}, ${name}: ${at} on ${words}`)
        })
      }
      table.push(`${language}: ${all} remarks, ${carried} placed, ${ranged} of them on their words, ${first} asked with the right paragraph first, ${wrong.length} wrong`)
      expect(wrong).toEqual([])
      expect(carried / all, language).toBeGreaterThan(0.7)
    }
    process.stdout.write(`${table.join('\n')}\n`)
  })

  test('by the mark that our own files carry, however little is left of the words', () => {
    const file = fileOf(['Entirely other words.', TEXT[1]?.text ?? '', 'Entirely other words.'], [remark({ places: [{ paragraph: 0, start: 0, end: 8 }] }), remark({ key: 'c', places: [{ paragraph: 2, start: 0, end: 8 }] })], ['p-c', 'p-b', 'p-unknown'])
    const [one, other] = settle(file, TEXT)
    expect(one?.where).toEqual({ kind: 'paragraphs', ids: ['c'], range: null })
    expect(other?.where.kind).toBe('doubtful')
  })

  test('a mark that stands twice decides nothing, and what stands nearest on a page is only offered', () => {
    const twice = fileOf(['Entirely other words.', 'And more of them.'], [remark({ places: [{ paragraph: 0, start: 0, end: 8 }] })], ['p-c', 'p-c'])
    expect(settle(twice, TEXT)[0]?.where.kind).toBe('doubtful')
    const near = fileOf(TEXT.map(({ text }) => text), [remark({ isNear: true, places: [{ paragraph: 1, start: 0, end: 20 }] })])
    expect(settle(near, TEXT)[0]?.where).toMatchObject({ kind: 'doubtful', candidates: ['b', 'a', 'c'] })
  })

  test('in a file as long as a book by what says the same alone, and what stands there twice is asked', () => {
    const [one, two, three] = TEXT.map(({ text }) => text)
    const book = [...Array.from({ length: 2100 }, (_, at) => `A line of a book, the ${at}th of many.`), one ?? '', two ?? '', two ?? '', `${three ?? ''} And more.`]
    const remarks = [2100, 2101, 2103].map((paragraph) => remark({ key: `c-${paragraph}`, places: [{ paragraph, start: 0, end: 3 }] }))
    expect(settle(fileOf(book, remarks), TEXT).map(({ where }) => (where.kind === 'paragraphs' ? where.ids : where.kind))).toEqual([['a'], 'doubtful', 'doubtful'])
  })

  test('rows by their numbers as people write them in any script; by a clause only as an offer; what names no paragraph there is, is asked', () => {
    const row = (paragraphs: string, clause = '', target = '') => remark({ kind: 'row', row: { member: '', clause, paragraphs, type: '', target, ref: '', observation: '', organisation: '', language: '', group: '', region: '' } })
    const where = (...said: Parameters<typeof row>) => settle(fileOf([], [row(...said)]), TEXT)[0]?.where
    expect(where('¶ 1, 3')).toEqual({ kind: 'paragraphs', ids: ['a', 'c'], range: null })
    for (const said of ['Paragraph 2', 'para. 2', '٢', '第2段', 'п. 2'.replace('п.', 'пар.'), '2', 'فقرة ٢']) expect(where(said), said).toEqual({ kind: 'paragraphs', ids: ['b'], range: null })
    for (const said of ['Table 1', 'Figure 2', '9', '2-9']) expect(where(said)?.kind, said).toBe('doubtful')
    expect(where('', '3.1 Lights')).toEqual({ kind: 'doubtful', candidates: ['a', 'b', 'c'] })
    expect(where('', '3.1')).toEqual({ kind: 'doubtful', candidates: ['a', 'b', 'c'] })
    expect(where('', 'Before the end')).toEqual({ kind: 'missing', where: 'Before the end' })
    expect(where('')).toEqual({ kind: 'whole' })
  })
})

describe('what remarks of a file are', () => {
  const known: KnownComment[] = [{ number: 4, text: 'Cost?', proposal: 'Free.', printed: 'Cost?\n→ Free.', answer: 'Accepted: done.' }, { number: 5, text: 'Time?', proposal: null, printed: 'Time?', answer: 'Noted.' }]
  const at = [{ paragraph: 0, start: 0, end: 9 }]

  test('comments of ours and their answers, with the threads and without; what is written below or into one is new', () => {
    const remarks = [
      remark({ key: '0', words: 'R-4: Cost?\n→ Free.', places: at }),
      remark({ key: '1', words: 'Accepted:  done.', answers: '0', places: at }),
      remark({ key: '2', words: 'Not at all.', answers: '0', places: at }),
      remark({ key: '3', author: 'R-5', words: 'Time?', places: at }),
      remark({ key: '4', words: 'Noted.', places: at }),
      remark({ key: '5', words: 'R-5: Times?', places: at }),
      remark({ key: '6', words: 'R-99: Who?', places: at }),
    ]
    expect(settle(fileOf([TEXT[0]?.text ?? ''], remarks), TEXT, known).map(({ standing, where }) => [standing.kind === 'known' ? `${standing.as} ${standing.number}` : standing.kind, where.kind === 'thread' && 'number' in where.to ? where.to.number : where.kind])).toEqual([
      ['comment 4', 'paragraphs'], ['answer 4', 'thread'], ['new', 4], ['comment 5', 'paragraphs'], ['answer 5', 'paragraphs'], ['new', 5], ['new', 'paragraphs'],
    ])
  })

  test('proposals of the sentences that a change touches; of new paragraphs the paragraph; of what is struck out whole none', () => {
    const text = TEXT[0]?.text ?? ''
    const on = (words: string) => ({ paragraph: 0, start: text.indexOf(words), end: text.indexOf(words) + words.length })
    const proposalOf = (over: Partial<FileRemark>) => settle(fileOf([text], [remark({ words: '', ...over })]), TEXT)[0]?.proposal
    expect(proposalOf({ kind: 'replacement', was: 'two', becomes: 'three', places: [on('two')] })).toBe('The harbour keeps three lights at its narrow entrance.')
    expect(proposalOf({ kind: 'deletion', was: ' from dusk', places: [on(' from dusk')] })).toBe('They burn until the last ferry is in.')
    expect(proposalOf({ kind: 'deletion', was: text, places: [on(text)] })).toBeNull()
    expect(proposalOf({ kind: 'insertion', becomes: ' Really.', places: [{ paragraph: 0, start: text.length, end: text.length }] })).toBe('Nobody pays for them. Really.')
    expect(proposalOf({ kind: 'insertion', becomes: '\nA new paragraph.', places: [{ paragraph: 0, start: text.length, end: text.length }] })).toBe('A new paragraph.')
    expect(proposalOf({ kind: 'move', was: 'two', places: [on('two')] })).toBeNull()
  })

  test('the same in a later copy wherever they stand, and told apart by their order where they say the same', () => {
    const [one, two] = [remark({ key: 'x', places: at }), remark({ key: 'y', places: [{ paragraph: 7, start: 3, end: 5 }] })]
    expect(identitiesOf([one])).toEqual(identitiesOf([two]))
    expect(new Set(identitiesOf([one, two])).size).toBe(2)
    expect(identitiesOf([{ ...one, words: 'Why not?' }])).not.toEqual(identitiesOf([one]))
    expect(identitiesOf([{ ...one, date: null }])).not.toEqual(identitiesOf([{ ...two, date: null }]))
  })
})
