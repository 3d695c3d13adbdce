import { expect, test } from 'vitest'
import { parseTranscript, searchCues, writeTime } from './model.ts'

test('WebVTT: identifiers, settings, notes, styles, several voices, entities and tags', () => {
  const file = '\uFEFFWEBVTT - Second call\n\nSTYLE\n::cue { color: red }\n\nNOTE\nnot said\n\nintro\n00:01.500 --> 00:04.000 align:start\n<v.loud Ada O’Neill>Good &amp; <b>early</b></v>\n<v محمد>صباح الخير\n\n01:00:02.250 --> 01:00:03.000\nDr. Ben: we go\non\n'
  expect(parseTranscript(file)).toEqual([
    { number: 1, starts: 1500, ends: 4000, speaker: 'Ada O’Neill', text: 'Good & early' },
    { number: 2, starts: 1500, ends: 4000, speaker: 'محمد', text: 'صباح الخير' },
    { number: 3, starts: 3_602_250, ends: 3_603_000, speaker: null, text: 'Dr. Ben: we go on' },
  ])
})

test('SubRip with its commas, and line ends of Windows', () => {
  expect(parseTranscript('1\r\n00:00:01,5 --> 00:00:02,000\r\n>> ADA: Yes.\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n{\\an8}<i>No.</i>\r\n')).toEqual([
    { number: 1, starts: 1500, ends: 2000, speaker: 'ADA', text: 'Yes.' },
    { number: 2, starts: 3000, ends: 4000, speaker: null, text: 'No.' },
  ])
})

test('plain text: a paragraph is a cue, times where they stand, a name where it speaks twice', () => {
  expect(parseTranscript('[00:12:30] Ada: One\nand two\n\n0:13:05\n李明： 你好\n\nAda: Three\n\n李明： 再见\n\nOne thing: it ends')).toEqual([
    { number: 1, starts: 750_000, ends: null, speaker: 'Ada', text: 'One and two' },
    { number: 2, starts: 785_000, ends: null, speaker: '李明', text: '你好' },
    { number: 3, starts: null, ends: null, speaker: 'Ada', text: 'Three' },
    { number: 4, starts: null, ends: null, speaker: '李明', text: '再见' },
    { number: 5, starts: null, ends: null, speaker: null, text: 'One thing: it ends' },
  ])
})

test('what has no words is no transcript', () => {
  for (const file of ['', 'WEBVTT\n\n', 'WEBVTT\n\n00:01.000 --> 00:02.000\n\n', ' \n \n']) expect(parseTranscript(file)).toBeUndefined()
})

test('words are found whatever their case and script, all of them', () => {
  const cues = parseTranscript('Ada: İstanbul ports\n\nAda: ΛΙΜΆΝΙ and straße\n\nBen: 港口') ?? []
  expect([['ports ADA'], ['λιμάνι'], ['港'], ['ports 港']].map(([words = '']) => searchCues(cues, words).map(({ number }) => number))).toEqual([[1], [2], [3], []])
  expect(searchCues(cues, '  ')).toHaveLength(3)
  expect([0, 750_999, 36_000_000 * 11].map(writeTime)).toEqual(['00:00:00', '00:12:30', '110:00:00'])
})
