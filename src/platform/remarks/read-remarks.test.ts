import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { FileRemark, RemarksOfFile } from '../../shared/file-remarks.ts'
import { sliceCodePoints } from '../../shared/text.ts'
import { makeDocx, makePdf, makeZip } from '../extraction/testing.ts'
import { readPdfDate } from './pdf.ts'
import { readRemarks } from './read-remarks.ts'
import { commented, deleted, formatted, inserted, makeCommented, markDeleted, markInserted, movedFrom, movedTo, paragraph, run, withNotes } from './testing.ts'

async function read(bytes: Buffer): Promise<RemarksOfFile> {
  const made = await readRemarks(bytes)
  if (made.outcome === 'refused') throw new Error(made.reason)
  return made
}

const on = (file: RemarksOfFile, { places }: FileRemark): string[] => places.map(({ paragraph: at, start, end }) => sliceCodePoints(file.paragraphs[at]?.text ?? '', start, end))

describe('a Word file', () => {
  test.each<[string, Buffer, string]>([
    ['is cut off', makeCommented(paragraph(run('Words.')), []).subarray(0, 500), 'broken'],
    ['declares entities', makeDocx(paragraph(run('x')), { 'word/comments.xml': '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>' }), 'broken'],
    ['closes what it did not open', makeDocx('<w:p><w:ins></w:p></w:ins>'), 'broken'],
    ['nests without end', makeDocx(`${'<w:ins>'.repeat(600)}${'</w:ins>'.repeat(600)}`), 'broken'],
    ['inflates without measure', makeDocx(paragraph(run('0'.repeat(16_000_000)))), 'inflates-too-much'],
    ['has no text', makeZip({ '[Content_Types].xml': '<Types/>' }), 'broken'],
    ['is a workbook', makeZip({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>' }), 'not-a-document'],
    ['is nothing', Buffer.alloc(0), 'empty'],
    ['is text', Buffer.from('Words.'), 'not-a-document'],
  ])('that %s is refused', async (_, bytes, reason) => {
    expect(await readRemarks(bytes)).toEqual({ outcome: 'refused', reason })
  })

  test('says each change once, as its words stood and would stand, with whoever made it', async () => {
    const file = await read(
      makeCommented(
        [
          paragraph(`${run('One ')}${deleted('old')}${deleted('er')}${inserted('ne')}${inserted('w')}${run(' word.')}`),
          paragraph(`${inserted('He said: ', 'Björn')}${run('two.')}${deleted(' Three.', 'Björn')}${deleted(' Four.')}`),
          paragraph(`${run('Parted ')}${inserted('here')}`, markInserted()),
          paragraph(run('again.')),
          paragraph(run('Joined'), markDeleted('Björn')),
          paragraph(run('to this.')),
          paragraph(deleted('All of it goes.'), markDeleted()),
          paragraph(`${movedFrom('m', 'Moved words')}${run(' stay, ')}${formatted('bold')}${run(' ')}${movedTo('m', 'Moved words')}`),
          paragraph(`<w:moveFrom w:id="1" w:author="Ama"><w:moveFromRangeStart w:id="2" w:name="inside"/>${run('From ')}<w:moveFromRangeEnd w:id="2"/></w:moveFrom>${run('here to there ')}<w:moveTo w:id="3" w:author="Ama"><w:moveToRangeStart w:id="4" w:name="inside"/>${run('From ')}<w:moveToRangeEnd w:id="4"/></w:moveTo>`),
          paragraph(`${run('Put in ')}<w:ins w:id="1" w:author="Ama">${run('and kept ')}${deleted('and struck', 'Björn')}</w:ins>${run('.')}`),
          paragraph(`${run('港を')}${deleted('閉める')}${inserted('開ける')}${run('🙂。')}`),
          `<w:tbl><w:tr><w:trPr><w:ins w:id="9" w:author="Ama"/></w:trPr><w:tc>${paragraph(inserted('A cell'))}</w:tc></w:tr></w:tbl>`,
        ].join(''),
        [],
      ),
    )
    expect(file.paragraphs.map(({ text }) => text)).toEqual(['One older word.', 'two. Three. Four.', 'Parted again.', 'Joined', 'to this.', 'All of it goes.', 'Moved words stay, bold ', 'From here to there ', 'Put in .', '港を閉める🙂。', ''])
    expect(file.remarks.map((remark) => [remark.kind, remark.author, remark.was, remark.becomes, on(file, remark)])).toEqual([
      ['replacement', 'Ama', 'older', 'new', ['older']],
      ['insertion', 'Björn', '', 'He said: ', ['']],
      ['deletion', 'Björn', ' Three.', '', [' Three.']],
      ['deletion', 'Ama', ' Four.', '', [' Four.']],
      ['insertion', 'Ama', '', 'here\n', ['']],
      ['structure', 'Björn', '\n', '', ['']],
      ['deletion', 'Ama', 'All of it goes.\n', '', ['All of it goes.']],
      ['move', 'Ama', 'Moved words', 'Moved words', ['Moved words', '']],
      ['formatting', 'Ama', 'bold', '', ['bold']],
      ['move', 'Ama', 'From ', 'From ', ['From ', '']],
      ['insertion', 'Ama', '', 'and kept and struck', ['']],
      ['deletion', 'Björn', 'and struck', '', ['']],
      ['replacement', 'Ama', '閉める', '開ける', ['閉める']],
      ['insertion', 'Ama', '', 'A cell', ['']],
      ['structure', 'Ama', '', '', ['']],
    ])
  })

  test('has its comments with their lines, threads, moments and whether they are resolved, wherever they stand', async () => {
    const comments = [
      { id: 3, author: 'Ama Ọwụsụ', words: 'لماذا؟\nSay so.', isDone: true, date: '2026-10-01T23:59:00+02:00' },
      { id: 4, author: 'Björn', words: 'Because.', answers: 3 },
      { id: 5, author: 'Björn', words: 'Nowhere.' },
      { id: 6, author: 'Ama', words: 'Over two.' },
    ]
    const body = `${paragraph(`${run('One ')}${commented([3, 4], run('word'))}<w:commentRangeStart w:id="6"/>${run(' and')}`)}${paragraph(`${run('more')}<w:commentRangeEnd w:id="6"/><w:r><w:commentReference w:id="6"/></w:r>${run(' of it.')}`)}`
    const file = await read(makeCommented(body, comments))
    expect(file.remarks.map((remark) => [remark.key, remark.author, remark.date, remark.words, remark.answers, remark.isResolved, on(file, remark)])).toEqual([
      ['comment-3', 'Ama Ọwụsụ', '2026-10-01T23:59:00+02:00', 'لماذا؟\nSay so.', null, true, ['word']],
      ['comment-4', 'Björn', '2026-11-01T09:30:00Z', 'Because.', 'comment-3', false, ['word']],
      ['comment-6', 'Ama', '2026-11-01T09:30:00Z', 'Over two.', null, false, [' and', 'more']],
      ['comment-5', 'Björn', '2026-11-01T09:30:00Z', 'Nowhere.', null, false, []],
    ])
    expect(file.named).toEqual([])
    const google = await read(makeCommented(body, comments, false))
    expect(google.remarks.map(({ answers }) => answers)).toEqual([null, null, null, null])
    expect(google.named).toEqual([{ code: 'threads-unknown', count: 3 }])
  })

  test('is read whatever its prefixes are called, and what is written twice once', async () => {
    const named = makeCommented(paragraph(`${run('One ')}${deleted('two')}<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x">${run(' kept')}</mc:Choice><mc:Fallback>${run(' again')}</mc:Fallback></mc:AlternateContent>`), [])
    const file = await read(named)
    const other = await read(makeDocx('', { 'word/document.xml': '<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>One </x:t></x:r><x:del x:id="1" x:author="Ama"><x:r><x:delText>two</x:delText></x:r></x:del></x:p></x:body></x:document>' }))
    expect(other.remarks.map(({ kind, was, author }) => [kind, was, author])).toEqual([['deletion', 'two', 'Ama']])
    expect(other.paragraphs[0]?.text).toBe('One two')
    expect(file.remarks.length).toBe(1)
  })
})

describe('a PDF', () => {
  test('says its notes with the words under them, what is struck out and put in, and what answers what', async () => {
    const lines = [{ text: 'The harbour was built by those who fish from it.', x: 50, y: 700 }, { text: 'Light is paid for by the town and by nobody else.', x: 50, y: 640 }]
    const notes = [
      { subtype: 'Highlight', contents: 'Who?', author: 'Ama', date: "D:20261001120000+02'00'", quad: [50, 698, 105, 712] },
      { subtype: 'Text', contents: 'They.', author: 'Bj\\366rn', date: 'D:20261002', quad: [50, 698, 60, 712], more: '/IRT 20 0 R' },
      { subtype: 'StrikeOut', contents: '', author: 'Ama', date: 'D:20261001120000Z', quad: [50, 638, 80, 652] },
      { subtype: 'Underline', contents: '', author: 'Ama', date: '', quad: [50, 638, 80, 652] },
      { subtype: 'Square', contents: '', author: 'Ama', date: '', quad: [50, 638, 80, 652] },
    ]
    const file = await read(withNotes(makePdf([lines]), notes))
    expect(file.remarks.map((remark) => [remark.kind, remark.author, remark.date, remark.words, remark.answers, remark.isNear, remark.places[0]?.paragraph])).toEqual([
      ['comment', 'Ama', '2026-10-01T12:00:00+02:00', 'Who?', null, false, 0],
      ['comment', 'Björn', '2026-10-02T00:00:00', 'They.', 'note-1-20R', true, 0],
      ['deletion', 'Ama', '2026-10-01T12:00:00Z', '', null, false, 1],
      ['mark', 'Ama', null, '', null, false, 1],
    ])
    expect(file.remarks[0]?.was).toMatch(/^The harbour?/u)
    expect(file.named).toEqual([{ code: 'drawings', count: 1 }, { code: 'no-date', count: 1 }])
  })

  test('has dates as its writers write them', () => {
    expect(["D:20151230152231+01'00'", "D:20240521163026Z00'00", 'D:20250822163404', '20250101', 'yesterday', ''].map(readPdfDate)).toEqual(['2015-12-30T15:22:31+01:00', '2024-05-21T16:30:26Z', '2025-08-22T16:34:04', '2025-01-01T00:00:00', null, null])
  })
})

const SAMPLES = join(import.meta.dirname, '../../../../shared/data/documents')

test.runIf(existsSync(SAMPLES))('of the documents of others nothing is lost: what is read of each, and what is named (skipped without them)', async () => {
  const table: string[] = []
  for (const kind of ['docx', 'pdf']) {
    // One is made so that it never ends: the process that reads it is ended by its clock, which another test sees.
    for (const name of readdirSync(join(SAMPLES, kind)).filter((each) => kind === 'docx' || /annotation|comments|empty/u.test(each))) {
      const bytes = readFileSync(join(SAMPLES, kind, name))
      const made = await readRemarks(bytes)
      const said = made.outcome === 'refused' ? made.reason : `${made.remarks.length} remarks (${Object.entries(Object.groupBy(made.remarks, (remark) => remark.kind)).map(([of, all]) => `${all.length} ${of}`).join(', ')}), ${made.remarks.filter(({ places }) => places.length > 0).length} with a place; named: ${made.named.map(({ code, count }) => `${code} ${count}`).join(', ') || 'nothing'}`
      if (made.outcome === 'refused' || made.remarks.length + made.named.length > 0) table.push(`${name}: ${said}`)
      if (made.outcome === 'read' && kind === 'pdf') {
        const contents = bytes.toString('latin1').match(/\/Subtype\s*\/(?:Highlight|Text|FileAttachment|Ink|Stamp)\b/gu)?.length ?? 0
        expect(made.remarks.length + made.named.filter(({ code }) => code === 'drawings').reduce((sum, { count }) => sum + count, 0), name).toBeGreaterThanOrEqual(Math.min(contents, 1))
      }
    }
  }
  process.stdout.write(`${table.join('\n')}\n`)
  expect(table.join('\n')).toContain('comments.docx: 2 remarks (2 comment), 2 with a place')
})
