import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkReport } from '../report-checks/model.ts'
import type { Finding } from '../report-findings/model.ts'
import { listedNames, readReport, type ReadReport } from './model.ts'

function check(report: ReadReport, language = 'en'): string[] {
  return checkReport({ language, ...report, heldOn: [], names: listedNames(report.annexes) }).map(told)
}

function told({ paragraph, annex, words, kind, ...more }: Finding): string {
  return [annex?.split(' – ')[0] ?? (paragraph === null ? '-' : `¶ ${paragraph}`), kind, words, ...Object.values(more)].join(' · ')
}

describe('how a text is set', () => {
  test('a paragraph that was wrapped, double-spaced, or left whole comes out the same', () => {
    const words = Array.from({ length: 60 }, (_, at) => `word${'abcdefg'.slice(0, at % 6)}`)
    const wrap = (text: string, width: number): string[] => text.split(' ').reduce<string[]>((lines, word) => ((lines.at(-1)?.length ?? width) + word.length + 1 > width ? [...lines, word] : [...lines.slice(0, -1), `${lines.at(-1) ?? ''} ${word}`]), [])
    const [one, two] = [`1. The meeting ${words.join(' ')}.`, `2. It ${words.join(' ')} ended.`]
    const expected = [one, two].map((text) => text.slice(3))
    for (const text of [`${one}\n${two}`, `${one}\n\n${two}`, [...wrap(one, 70), ...wrap(two, 70)].join('\n'), [...wrap(one, 70), ...wrap(two, 70)].join('\n\n'), [...wrap(one, 70), ...wrap(two, 70)].join('\r\n')]) {
      expect(readReport(text, 'en').paragraphs.map((paragraph) => paragraph.text)).toEqual(expected)
    }
  })

  test('addresses that were broken are whole again; what follows an address is not swallowed', () => {
    const broken = '1. See https://example.org/a/very/long-address-that-\nends-here/page.html and this.\n2. See\nhttps://example.org/ldr.php?ID=12265a4d1b\n149868d33249614f1e894f\n3. Also https://example.org/\nThanks.\n4. https://example.org/x\nIntroduction'
    const report = readReport(broken, 'en')
    expect(report.addresses).toEqual(['https://example.org/a/very/long-address-that-ends-here/page.html', 'https://example.org/ldr.php?ID=12265a4d1b149868d33249614f1e894f', 'https://example.org/', 'https://example.org/x'])
    expect(report.paragraphs.map(({ number }) => number).filter((number) => number !== null)).toEqual([1, 2, 3, 4])
  })

  test('bullets of the Symbol font are bullets, and stay with their paragraph', () => {
    expect(readReport('1. Three sessions:\n\uf0b7 the first\n\uf0b7\tthe second\n2. Next.', 'en').paragraphs).toEqual([
      { number: 1, heading: null, text: 'Three sessions:\n• the first\n• the second' },
      { number: 2, heading: null, text: 'Next.' },
    ])
  })
})

describe('footnotes', () => {
  test('marks that are glued to words are found where they count up, and their texts at the foot of the page or at the end', () => {
    const report = readReport('1. The report1 of the G20 and of IGF2019 said so (GGE)2 in CO2.\n1\n https://example.org/one\n2 The second note.\n2. More.', 'en')
    expect(report.paragraphs.map(({ text }) => text)).toEqual(['The report[1] of the G20 and of IGF2019 said so (GGE)[2] in CO2.', 'More.'])
    expect(report.footnotes).toEqual([{ mark: '1', text: 'https://example.org/one' }, { mark: '2', text: 'The second note.' }])
    expect(readReport('1. Said[1] and¹ done.\n\n[1] A note.', 'en').footnotes).toEqual([{ mark: '1', text: 'A note.' }])
  })

  test('a figure behind a word that counts nothing stays what it is', () => {
    expect(readReport('1. Web2 and CO2.\n2. Room4.', 'en').paragraphs.map(({ text }) => text)).toEqual(['Web2 and CO2.', 'Room4.'])
  })
})

describe('other reports', () => {
  test('in French, with an attendance list and an annex of its own day', () => {
    const report = readReport('Compte rendu\n\n3 mars 2021\n\n1. La réunion s’est tenue le mardi 3 mars 2021 de 14h30 à 16h00.\n\n2. La suite (annexe 1).\n\nAnnexe 1 – Liste des participants au 5 mars 2021\n\nAnne Dupont\n\nMarc Lefèvre (modérateur)', 'fr')
    expect(report).toMatchObject({ date: '2021-03-03', heldOn: '2021-03-03', annexes: [{ kind: 'participants', asOf: '2021-03-05', rows: [['Anne Dupont'], ['Marc Lefèvre (modérateur)']] }] })
    expect(check(report, 'fr')).toEqual([
      '¶ 1 · weekday · mardi 3 mars 2021 · 2021-03-03 · 3',
      '¶ 1 · no-zone · 14h30 à 16h00',
      'Annexe 1 · annex-later · Annexe 1 – Liste des participants au 5 mars 2021 · 2021-03-05 · 2021-03-03',
    ])
  })

  test('in Russian, Chinese and Arabic, numbered in their own figures', () => {
    expect(check(readReport('1. Заседание состоялось в среду, 28 ноября 2019 года, в 15:00 по московскому времени.\n\n2. Конец.', 'ru'), 'ru')).toEqual(['¶ 1 · weekday · среду, 28 ноября 2019 года · 2019-11-28 · 4'])
    expect(check(readReport('1. 会议于2019年11月28日（星期三）15:00举行。\n\n2. 结束。', 'zh'), 'zh')).toEqual(['¶ 1 · weekday · 2019年11月28日（星期三 · 2019-11-28 · 4', '¶ 1 · no-zone · 15:00'])
    expect(readReport('١. عقد الاجتماع.\n\n٢. انتهى.', 'ar').paragraphs.map(({ number, text }) => `${number} ${text}`)).toEqual(['1 عقد الاجتماع.', '2 انتهى.'])
  })

  test('without numbers it is numbered; with headings, they stand with what follows', () => {
    const report = readReport('Opening\n\nThe chair opened the call, and all were welcome to it.\n\nNext steps\n\nA second call is to follow within a month or two.', 'en')
    expect(report.paragraphs).toMatchObject([{ number: 1, heading: 'Opening' }, { number: 2, heading: 'Next steps' }])
  })

  test('nothing is found where nothing is wrong, and nothing breaks what cannot be read', () => {
    expect(check(readReport('1. We met on Thursday 28 November 2019 at 15:00 UTC, 16:00-17:30 local time.\n2. Ratio 3:15, https://example.org/12:30, version 1.2... and so on.', 'en'))).toEqual([])
    for (const text of ['', '\n\n', '1.', '[1]', '\uf0b7', 'Annex', '1. a\n1. b\n1. c']) expect(() => check(readReport(text, 'en'))).not.toThrow()
  })

  test('tallies are held against the rows of their table, and entries against what the text says of them', () => {
    const rows = Array.from({ length: 6 }, (_, at) => `${at + 1}\tName Number${at}\t${at < 4 ? 'North' : 'South'}`).join('\n')
    const report = readReport(`1. Annex B lists 3 participants.\nAnnex A – Overview\n\tNAME\tREGION\n${rows}\nRegions\nNorth – 4\nSouth – 1\nAnnex B – Participants\n\nAnn One\n\nBob Two\n\nCid Three\n\nDan Four`, 'en')
    expect(check(report)).toEqual(['Annex A · tally · South – 1 · 1 · 2', 'Annex A · tally-sum · North, South · 5 · 0 · 6', 'Annex B · entries · Annex B lists 3 participants · 3 · 4'])
  })
})

const SOURCES = '../shared/sources'

/** What each source report is, and what is wrong in it: docs of the field, sections E, F and B. */
const EXPECTED: Readonly<Record<string, { counts: string; findings: readonly string[] }>> = {
  '2016-06-14-virtual-meeting-2.txt': { counts: '8 numbered + 0, 0 footnotes, 1 addresses, 0 annexes', findings: ['¶ 1 · doubled-sign · BPF..'] },
  '2016-10-27-virtual-meeting-7.txt': {
    counts: '5 numbered + 0, 3 footnotes, 4 addresses, 0 annexes',
    findings: ['¶ 4 · no-zone · 16:30 – 18:00', '¶ 4 · no-zone · 09:00 – 10:30', '¶ 4 · no-zone · 10:00-11:30', '¶ 4 · mark-without-note · [4] · 4'],
  },
  '2017-01-17-informal-meeting.txt': {
    counts: '4 numbered + 4, 0 footnotes, 2 addresses, 0 annexes',
    findings: [
      '¶ 1 · mark-without-note · [1] · 1', '¶ 3 · mark-without-note · [2] · 2', '- · mark-without-note · [3] · 3', '- · mark-without-note · [4] · 4', '- · mark-without-note · [5] · 5', '- · mark-without-note · [6] · 6',
      '- · unnumbered · There was a short summary of the BPF pre-event – ‘Creating S · 4',
    ],
  },
  '2017-10-11-virtual-meeting-5.txt': {
    counts: '6 numbered + 0, 0 footnotes, 0 addresses, 4 annexes: participants 28, contributions 27, overview 26, words 11',
    findings: [
      'Annex III · tally · WEOG (Western European and Others Group) – 4 · 4 · 5',
      'Annex III · tally-sum · APG (Asia Pacific Group), AFG (African Group), GRULAC (Group of Latin America and Caribbean Countries), WEOG (Western European and Others Group) · 22 · 2 · 25',
      'Annex II · annex-later · Annex II – BPF Contributions as of 27 October 2017 · 2017-10-27 · 2017-10-11',
      'Annex II · name · Mr. Shredeep Rayamajhi · Mr. Shreedeep Rayamajhi',
      '¶ 2 · dead-link · all written contributions', '¶ 2 · dead-link · BPF\'s public call', '¶ 3 · dead-link · breakdown of the responses',
    ],
  },
  '2019-09-25-virtual-meeting-3.txt': {
    counts: '10 numbered + 0, 0 footnotes, 6 addresses, 3 annexes: agenda 7, recording 1, text 2',
    findings: ['¶ 8 · weekday · Wednesday Nov 28 · 2019-11-28 · 4', 'Meeting Agenda · two-dates · 25 October 2019 · 2019-10-25 · 2019-09-25'],
  },
}

test.skipIf(!existsSync(SOURCES))('the five source reports: what they hold, and every mistake that a rule can see, and no other (skipped where they are not at hand)', () => {
  for (const [name, expected] of Object.entries(EXPECTED)) {
    const report = readReport(readFileSync(`${SOURCES}/${name}`, 'utf8'), 'en')
    const { paragraphs, footnotes, addresses, annexes } = report
    const unnumbered = paragraphs.filter(({ number }) => number === null).length
    const listed = annexes.map(({ kind, rows }) => `${kind} ${rows.length}`).join(', ')
    const counts = `${paragraphs.length - unnumbered} numbered + ${unnumbered}, ${footnotes.length} footnotes, ${addresses.length} addresses, ${annexes.length} annexes${listed === '' ? '' : `: ${listed}`}`
    const findings = check(report)
    process.stdout.write(`  ${name}: ${counts}\n${findings.map((finding) => `      ${finding}\n`).join('')}`)
    expect([name, counts, findings]).toEqual([name, expected.counts, expected.findings])
  }
})
