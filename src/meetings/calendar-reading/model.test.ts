import { existsSync, readdirSync, readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import type { PlainDate } from '../../shared/time.ts'
import { utcOf } from '../model.ts'
import { dayOf } from '../calendar-moments/model.ts'
import { civil, dayNumber } from '../calendar-recurring/model.ts'
import { readCalendar, type ReadCalendar, type ReadOptions } from './model.ts'

const WIDE: ReadOptions = { window: { from: dayOf('2000-01-01' as PlainDate), until: dayOf('2027-12-31' as PlainDate) }, zone: null }

function read(lines: string, options: Partial<ReadOptions> = {}): ReadCalendar {
  const found = readCalendar(`BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${lines}\r\nEND:VCALENDAR\r\n`, { ...WIDE, ...options })
  if ('problem' in found) throw new Error(found.problem)
  return found
}

function event(lines: string, options: Partial<ReadOptions> = {}): ReadCalendar {
  return read(`BEGIN:VEVENT\nUID:one\nSUMMARY:Call\n${lines}\nEND:VEVENT`, options)
}

const starts = ({ meetings }: ReadCalendar): string[] => meetings.map(({ sittings: [sitting] }) => (sitting === undefined ? '' : `${sitting.date} ${sitting.starts ?? ''}`.trim()))

describe('refused', () => {
  test('what is no calendar, is cut off, or has nothing in it', () => {
    for (const [text, problem] of [['hello', 'no-calendar'], ['BEGIN:VCALENDAR\nBEGIN:VEVENT\n', 'not-closed'], ['BEGIN:VCALENDAR\nEND:VEVENT', 'not-closed'], ['BEGIN:VCALENDAR\nEND:VCALENDAR', 'no-entries']] as const) {
      expect(readCalendar(text, WIDE)).toEqual({ problem })
    }
  })

  test('a time that cannot be read, an entry without a title, a zone that nothing describes, what lasts for days, what repeats by the minute', () => {
    const cases: [string, string, string][] = [
      ['DTSTART:20260230T100000Z', 'no-start', '20260230T100000Z'],
      ['DTSTART;TZID=Mars/Olympus:20260301T100000', 'zone-unknown', 'Mars/Olympus'],
      ['DTSTART:20260301T100000', 'zone-missing', ''],
      ['DTSTART:20260301T100000Z\nDTEND:20260304T100000Z', 'too-long', '2026-03-01'],
      ['DTSTART:20260301T100000Z\nDTEND:20260301T090000Z', 'ends-before-it-starts', '2026-03-01'],
      ['DTSTART:20260301T100000Z\nRRULE:FREQ=SECONDLY', 'repeats-too-often', 'FREQ=SECONDLY'],
      ['DTSTART:19700301T100000Z', 'not-in-window', '1970-03-01'],
    ]
    for (const [lines, problem, about] of cases) expect(event(lines)).toMatchObject({ meetings: [], refused: [{ title: 'Call', problem, about }] })
    expect(read('BEGIN:VEVENT\nDTSTART:20260301T100000Z\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT').refused).toEqual([{ title: '', problem: 'no-title', about: '2026-03-01' }])
  })

  test('a rule that no day fits ends, and one without end is cut', () => {
    expect(starts(event('DTSTART:20260301T100000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'))).toEqual(['2026-03-01 10:00'])
    const endless = event('DTSTART:20010301T100000Z\nRRULE:FREQ=DAILY')
    expect([endless.isCut, endless.meetings.length]).toEqual([true, 500])
  })
})

describe('series', () => {
  test('go by the clocks of their zone through every change of them', () => {
    const found = event('DTSTART;TZID=Europe/Berlin:20260323T150000\nDTEND;TZID=Europe/Berlin:20260323T160000\nRRULE:FREQ=WEEKLY;COUNT=2')
    expect(found.meetings.map(({ sittings: [sitting] }) => (sitting === undefined ? '' : utcOf(sitting)?.starts.at))).toEqual(['2026-03-23T14:00:00.000Z', '2026-03-30T13:00:00.000Z'])
    // In the gap the hour is one later by the clocks, as the standard has it.
    expect(starts(event('DTSTART;TZID=Europe/Berlin:20260328T023000\nRRULE:FREQ=DAILY;COUNT=3'))).toEqual(['2026-03-28 02:30', '2026-03-29 03:30', '2026-03-30 02:30'])
  })

  test('leave out, add, replace and end as they say; 29 February comes every fourth year', () => {
    expect(starts(event('DTSTART:20260301T100000Z\nRRULE:FREQ=DAILY;UNTIL=20260304T100000Z\nEXDATE;VALUE=DATE:20260302\nRDATE:20260310T120000Z'))).toEqual(['2026-03-01 10:00', '2026-03-03 10:00', '2026-03-04 10:00', '2026-03-10 12:00'])
    expect(starts(event('DTSTART;VALUE=DATE:20160229\nRRULE:FREQ=YEARLY'))).toEqual(['2016-02-29', '2020-02-29', '2024-02-29'])
    const moved = read('BEGIN:VEVENT\nUID:a\nSUMMARY:Call\nDTSTART;TZID=Asia/Kolkata:20260301T100000\nRRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\nSUMMARY:Moved\nRECURRENCE-ID:20260302T043000Z\nDTSTART:20260302T120000Z\nEND:VEVENT')
    expect(moved.meetings.map(({ title, occurrence }) => `${title} ${occurrence}`)).toEqual(['Call 20260301', 'Moved 20260302'])
  })

  test('times without a zone are taken in the one that is said, and said to have none', () => {
    expect(event('DTSTART:20260301T100000', { zone: 'Asia/Riyadh' })).toMatchObject({ hasFloating: true, meetings: [{ sittings: [{ zone: 'Asia/Riyadh', starts: '10:00' }] }] })
    expect(event('DTSTART:20260301T100000Z')).toMatchObject({ hasFloating: false })
  })

  test('zones by other names: at the end of a longer one, beside it, as the file describes their clocks', () => {
    const zone = 'BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n'
    const outlook = read(`${zone}BEGIN:VEVENT\nUID:o\nSUMMARY:Call\nDTSTART;TZID="W. Europe Standard Time":20260323T150000\nRRULE:FREQ=WEEKLY;COUNT=2\nEND:VEVENT`)
    expect(outlook.meetings.map(({ sittings: [sitting] }) => sitting?.zone)).toEqual(['+01:00', '+02:00'])
    expect(event('DTSTART;TZID=/freeassociation.sourceforge.net/America/Denver:20260301T100000')).toMatchObject({ meetings: [{ sittings: [{ zone: 'America/Denver' }] }] })
    expect(event('DTSTART;TZID="(GMT +01:00)":20260301T100000')).toMatchObject({ meetings: [{ sittings: [{ zone: '+01:00' }] }] })
  })

  test('days have the numbers of the calendar', () => {
    expect(dayNumber(1970, 1, 1)).toBe(0)
    for (const number of [-719_468, -1, 0, 59, 789, 11_016, 20_000, 47_540]) {
      const { year, month, day } = civil(number)
      expect(dayNumber(year, month, day)).toBe(number)
    }
    expect(civil(11_016)).toEqual({ year: 2000, month: 2, day: 29 })
  })
})

const SAMPLES = '../shared/data/calendars'
const RULES = [
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', 'FREQ=YEARLY;BYYEARDAY=100,-1', 'FREQ=DAILY;INTERVAL=10;COUNT=5',
  'FREQ=MONTHLY;BYMONTHDAY=-3', 'FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=SU,MO', 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=31', 'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
]

test('rules give what ical.js gives', () => {
  for (const rule of RULES) {
    const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromString('2019-01-01T10:00:00', undefined))
    const theirs: string[] = []
    for (let next = iterator.next(); next && theirs.length < 40 && next.year < 2024; next = iterator.next()) theirs.push(`${next.toString().slice(0, 10)} 10:00`)
    // The beginning is the first of a series, whether the rule fits it or not.
    const ours = starts(event(`DTSTART:20190101T100000Z\nRRULE:${rule}`, { window: { from: WIDE.window.from, until: dayOf('2023-12-31' as PlainDate) } })).filter((start) => start !== '2019-01-01 10:00')
    const wanted = theirs.filter((start) => start !== '2019-01-01 10:00')
    expect([rule, ours.slice(0, 30)]).toEqual([rule, wanted.slice(0, 30)])
  }
})

test('the twentieth Monday of the year and the Monday of week 20 are those of the standard’s own examples', () => {
  const window = { from: 0, until: WIDE.window.until }
  const year = (rule: string, from: string): string[] => starts(event(`DTSTART;TZID=America/New_York:${from}T090000\nRRULE:FREQ=YEARLY;${rule};COUNT=3`, { window }))
  expect(year('BYDAY=20MO', '19970519')).toEqual(['1997-05-19 09:00', '1998-05-18 09:00', '1999-05-17 09:00'])
  expect(year('BYWEEKNO=20;BYDAY=MO', '19970512')).toEqual(['1997-05-12 09:00', '1998-05-11 09:00', '1999-05-17 09:00'])
})

test.skipIf(!existsSync(SAMPLES))('every sample is taken or refused in words (skipped where the samples are not at hand)', () => {
  const table = readdirSync(SAMPLES).sort().map((name): [string, string] => {
    const found = readCalendar(readFileSync(`${SAMPLES}/${name}`, 'utf8'), WIDE)
    if ('problem' in found) return [name, found.problem]
    const refused = found.refused.map(({ problem, about }) => `refused: ${problem} ${about}`)
    const [first] = found.meetings[0]?.sittings ?? []
    return [name, [...(first === undefined ? [] : [`${found.meetings.length}${found.isCut ? '+' : ''} meetings from ${first.date} ${first.starts ?? ''} ${first.zone ?? ''}`]), ...refused].join('; ')]
  })
  process.stdout.write(`${table.map(([name, outcome]) => `  ${name.padEnd(32)}${outcome}`).join('\n')}\n`)
  expect(Object.fromEntries(table.filter(([, outcome]) => outcome !== 'no-entries'))).toEqual({
    'blank_description.ics': '1 meetings from 2012-06-30 06:00 America/Los_Angeles',
    'component.ics': 'refused: no-start ; refused: no-start ',
    'daily_recur.ics': '500+ meetings from 2012-08-01 05:00 America/Los_Angeles',
    'day_long_recur_yearly.ics': '500+ meetings from 2012-08-03  ',
    'duration_instead_of_dtend.ics': 'refused: too-long 2012-06-30',
    'forced_types.ics': '1 meetings from 2012-09-04  ',
    'google_birthday.ics': '6 meetings from 2012-12-10  ',
    'minimal.ics': '1 meetings from 2012-06-30 06:00 America/Los_Angeles',
    'multiple_rrules.ics': '36 meetings from 2012-03-26 11:00 America/Los_Angeles',
    'only_dtstart_date.ics': '1 meetings from 2012-06-30  ',
    'only_dtstart_time.ics': '1 meetings from 2012-06-30 06:00 America/Los_Angeles',
    'parserv2.ics': '500+ meetings from 2012-09-11 10:30 America/Los_Angeles',
    'rdate_exdate.ics': 'refused: no-title 2024-06-09',
    'recur_instances.ics': '185 meetings from 2012-10-02 15:00 America/Los_Angeles',
    'recur_instances_finite.ics': '5 meetings from 2012-10-02 10:00 America/Los_Angeles',
    'rfc.ics': '1 meetings from 2008-10-06  ',
    'timezone_from_file.ics': '1 meetings from 2023-03-06 13:42 -07:41',
    'utc_negative_zero.ics': '1 meetings from 2012-08-21 21:00 Etc/GMT',
  })
})
