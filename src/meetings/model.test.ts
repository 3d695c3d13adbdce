import { describe, expect, test } from 'vitest'
import type { PlainDate, PlainTime } from '../shared/time.ts'
import { endDay, parseParticipants, parseReport, problemOfSitting, splitAtMarks, utcOf, writeReportText, type Part, type Sitting } from './model.ts'

const sitting = (date: string, starts: string | null, ends: string | null, zone: string | null): Sitting => ({
  date: date as PlainDate,
  starts: starts as PlainTime | null,
  ends: ends as PlainTime | null,
  zone,
  place: null,
})

describe('what cannot be true of a sitting', () => {
  test.each([
    [sitting('2019-09-25', '15:00', '14:00', 'UTC'), 'ends-before-it-starts'],
    [sitting('2019-09-25', '15:00', '15:00', 'UTC'), 'ends-before-it-starts'],
    [sitting('2019-09-25', '00:00', '00:00', 'UTC'), 'ends-before-it-starts'],
    [sitting('2019-09-25', null, '15:00', 'UTC'), 'end-without-start'],
    [sitting('2019-09-25', '15:00', null, null), 'zone-missing'],
    [sitting('2019-09-25', '12:00', '11:59', 'UTC'), 'ends-before-it-starts'],
    [sitting('2019-09-25', '11:00', '23:01', null), 'zone-missing'],
    [sitting('2019-09-25', '11:59', '00:00', 'Pacific/Kiritimati'), 'ends-before-it-starts'],
    [sitting('2019-03-31', '02:30', '03:30', 'Europe/Berlin'), 'no-such-time'],
    [sitting('2019-03-31', '01:30', '02:30', 'Europe/Berlin'), 'no-such-time'],
    [sitting('2019-03-30', '23:00', '02:15', 'Europe/Berlin'), 'no-such-time'],
    // Samoa went over the date line and had no 30 December 2011.
    [sitting('2011-12-30', '15:00', null, 'Pacific/Apia'), 'no-such-time'],
  ])('%j is refused: %s', (each, problem) => {
    expect(problemOfSitting(each)).toBe(problem)
  })

  test('a day without a time, and an end at midnight, are right', () => {
    expect(problemOfSitting(sitting('2017-10-11', null, null, null))).toBeUndefined()
    expect(problemOfSitting(sitting('2019-09-25', '22:30', '00:00', 'UTC'))).toBeUndefined()
  })
})

test.each([
  [sitting('2026-07-01', '23:30', '01:00', '-12:00'), '2026-07-02T11:30', '2026-07-02T13:00', '2026-07-02'],
  [sitting('2026-07-01', '23:30', '01:00', 'Pacific/Kiritimati'), '2026-07-01T09:30', '2026-07-01T11:00', '2026-07-02'],
  [sitting('2026-01-01', '00:30', '02:00', 'Pacific/Kiritimati'), '2025-12-31T10:30', '2025-12-31T12:00', '2026-01-01'],
  [sitting('2026-12-31', '22:00', '00:00', 'Etc/GMT+12'), '2027-01-01T10:00', '2027-01-01T12:00', '2027-01-01'],
  // The night in which the clocks are put forward has an hour less, the one in which they are put back an hour more.
  [sitting('2019-03-30', '23:00', '04:00', 'Europe/Berlin'), '2019-03-30T22:00', '2019-03-31T02:00', '2019-03-31'],
  [sitting('2019-10-26', '23:00', '04:00', 'Europe/Berlin'), '2019-10-26T21:00', '2019-10-27T03:00', '2019-10-27'],
])('a sitting over midnight, at either end of the world: %j', (each, starts, ends, day) => {
  expect(problemOfSitting(each)).toBeUndefined()
  expect([utcOf(each)?.starts.at.slice(0, 16), utcOf(each)?.ends?.at.slice(0, 16), endDay(each)]).toEqual([starts, ends, day])
})

test('UTC is computed: 16:30 to 18:00 in Guadalajara goes over midnight (2016-10-27 report, sessions)', () => {
  const utc = utcOf(sitting('2016-12-05', '16:30', '18:00', 'America/Mexico_City'))
  expect(utc?.starts).toMatchObject({ date: '2016-12-05', time: '22:30' })
  expect(utc?.ends).toMatchObject({ date: '2016-12-06', time: '00:00' })
  // 2024: 16:45 in Riyadh is 13:45 UTC.
  expect(utcOf(sitting('2024-12-17', '16:45', null, 'Asia/Riyadh'))?.starts.time).toBe('13:45')
  expect(utcOf(sitting('2017-10-11', null, null, null))).toBeUndefined()
})

test('participants: only a known word in the last brackets is a part', () => {
  const words = new Map<string, Part>([['facilitator', 'facilitator']])
  expect(parseParticipants('Markus Kummer (Facilitator)\n\n  Tatiana Tropina / EuroDIG (Europe)\r\n王 小明 / 中文/网', words)).toEqual([
    { name: 'Markus Kummer', organisation: null, part: 'facilitator' },
    { name: 'Tatiana Tropina', organisation: 'EuroDIG (Europe)', part: 'participant' },
    { name: '王 小明', organisation: '中文/网', part: 'participant' },
  ])
})

describe('a report as typed', () => {
  test('is refused with a number twice, a footnote twice, or a heading that nothing follows', () => {
    expect(parseReport('1. One\n\n1. Two')).toEqual({ problem: 'number-twice' })
    expect(parseReport('Text\n\n[1] a\n\n[1] b')).toEqual({ problem: 'footnote-twice' })
    expect(parseReport('Text\n\n# Heading')).toEqual({ problem: 'heading-without-text' })
    expect(parseReport('# One\n\n# Two\n\nText')).toEqual({ problem: 'heading-without-text' })
  })

  test('without numbers is numbered; with some, the others have none (2017-01-17 report: four of eight)', () => {
    expect(parseReport('One\n\nTwo')).toMatchObject({ paragraphs: [{ number: 1 }, { number: 2 }] })
    expect(parseReport('1. One\n\nTwo')).toMatchObject({ paragraphs: [{ number: 1, text: 'One' }, { number: null, text: 'Two' }] })
  })

  test('comes back the same when it is written out', () => {
    const typed = '# Opening\n\n1. A meeting[1] was held\non one day.\n\n2. It ended.\n\nAn end without a number.\n\n[1] See the schedule.'
    const report = parseReport(typed)
    if ('problem' in report) throw new Error(report.problem)
    expect(report.paragraphs[0]).toEqual({ number: 1, heading: 'Opening', text: 'A meeting[1] was held\non one day.' })
    expect(report.footnotes).toEqual([{ mark: '1', text: 'See the schedule.' }])
    expect(writeReportText(report)).toBe(typed)
  })

  test('marks are found in the text', () => {
    expect(splitAtMarks('A meeting[1] and contributions[2].')).toEqual(['A meeting', '1', ' and contributions', '2', '.'])
  })
})
