import { spawnSync } from 'node:child_process'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import { addDays, instantFromMilliseconds, zonedInstant, type Instant, type PlainDate, type PlainTime } from '../../shared/time.ts'
import { problemOfSitting, utcOf, type Sitting } from '../model.ts'
import { foldLine, readComponents } from '../calendar-lines/model.ts'
import { readSittingUid, sittingUid, toSchemaEvents, writeCalendar, type CalendarMeeting } from './model.ts'
import { dayOf } from '../calendar-moments/model.ts'
import { readCalendar } from '../calendar-reading/model.ts'

const CHANGED = '2026-11-02T10:00:00.000Z' as Instant
const ID = '01930000-0000-7000-8000-000000000000' as Id

function meeting(over: Partial<CalendarMeeting> = {}): CalendarMeeting {
  return { id: ID, title: 'Weekly call', note: null, sittings: [], revision: 3, changedAt: CHANGED, isCancelled: false, isOnline: true, address: 'https://example.org/forum/meetings/weekly', ...over }
}

/** Every week of a year from a day on, at some hours of the clock; hours that do not exist that day are left out. */
function weekly(zone: string, from: string, starts: string, ends: string): Sitting[] {
  const sittings = Array.from({ length: 53 }, (_, week) => ({ date: addDays(from as PlainDate, week * 7), starts: starts as PlainTime, ends: ends as PlainTime, zone, place: null }))
  return sittings.filter((sitting) => problemOfSitting(sitting) === undefined)
}

const ZONES = ['Europe/Berlin', 'America/Mexico_City', 'Asia/Kolkata', 'Pacific/Auckland', 'Asia/Riyadh']
/** Sundays, on which clocks change, and an hour over midnight, half hours among them. 2022 is the last year in which Mexico changed its clocks. */
const YEAR = [
  ...ZONES.flatMap((zone) => [...weekly(zone, '2026-01-04', '02:30', '03:30'), ...weekly(zone, '2026-01-04', '23:30', '00:30')]),
  ...weekly('America/Mexico_City', '2022-01-02', '01:15', '02:45'),
]
const written = writeCalendar({ title: 'A year', method: 'PUBLISH', meetings: [meeting({ sittings: YEAR })] })
const expected = YEAR.map((sitting, place) => `${sittingUid(ID, place)} ${utcOf(sitting)?.starts.at} ${utcOf(sitting)?.ends?.at}`).sort()

const PYTHON = `
import sys, json
from datetime import timezone
from icalendar import Calendar
cal = Calendar.from_ical(sys.stdin.buffer.read())
iso = lambda p: p.dt.astimezone(timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.000Z')
print(json.dumps([str(e['UID']) + ' ' + iso(e['DTSTART']) + ' ' + iso(e['DTEND']) for e in cal.walk('VEVENT')]))
`
/** The one that Debian's python3-icalendar is for may not be the first in the path. */
const python = ['python3', '/usr/bin/python3'].find((program) => spawnSync(program, ['-c', 'import icalendar']).status === 0)

describe('a year in five zones, over every change of clocks and every midnight', () => {
  test('read by ical.js through the zones that the file describes, gives the instants of Temporal', () => {
    const calendar = new ICAL.Component(ICAL.parse(written) as unknown[])
    const zones = new Map(calendar.getAllSubcomponents('vtimezone').map((zone) => [zone.getFirstPropertyValue('tzid'), new ICAL.Timezone(zone)]))
    expect([...zones.keys()]).toEqual(ZONES.toSorted())
    const read = calendar.getAllSubcomponents('vevent').map((event) => {
      const instant = (name: string): string | undefined => {
        const property = event.getFirstProperty(name)
        const time = property?.getFirstValue() as InstanceType<typeof ICAL.Time>
        const tzid = property?.getFirstParameter('tzid')
        if (tzid !== undefined) time.zone = zones.get(tzid) ?? ICAL.Timezone.localTimezone
        return instantFromMilliseconds(time.toUnixTime() * 1000)
      }
      return `${String(event.getFirstPropertyValue('uid'))} ${instant('dtstart')} ${instant('dtend')}`
    })
    expect(read.sort()).toEqual(expected)
  })

  test.skipIf(python === undefined)('read by python3-icalendar (skipped where it is not installed), gives the instants of Temporal', () => {
    const run = spawnSync(python ?? '', ['-c', PYTHON], { input: written, encoding: 'utf8' })
    expect(run.stderr).toBe('')
    expect((JSON.parse(run.stdout) as string[]).sort()).toEqual(expected)
  })

  test('read here, gives them too', () => {
    const read = readCalendar(written, { window: { from: dayOf('2026-01-01' as PlainDate), until: dayOf('2026-03-31' as PlainDate) }, zone: null })
    if ('problem' in read) throw new Error(read.problem)
    const own = YEAR.flatMap((sitting, place) => (sitting.date >= '2026-01-01' && sitting.date <= '2026-03-31' ? [`${sittingUid(ID, place)} ${utcOf(sitting)?.starts.at}`] : []))
    expect(read.meetings.map(({ uid, sittings: [sitting] }) => `${uid} ${sitting === undefined ? '' : utcOf(sitting)?.starts.at}`).sort()).toEqual(own.sort())
  })
})

test('lines end with CRLF and hold 75 octets at most, and no letter is cut in two', () => {
  const title = '会议 📅 “Aktualität”; a, b \\ c\nمرحبا '.repeat(9)
  const text = writeCalendar({ title, method: 'PUBLISH', meetings: [meeting({ title, note: title, sittings: weekly('Asia/Kolkata', '2026-01-04', '10:00', '11:00').slice(0, 1) })] })
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u)
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  for (const line of text.split('\r\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(line.isWellFormed()).toBe(true)
    expect(line).not.toContain('\ufffd')
  }
  const read = readComponents(text)
  expect('calendars' in read).toBe(true)
  const back = readCalendar(text, { window: { from: 0, until: 40_000 }, zone: null })
  expect('meetings' in back ? back.meetings[0]?.note : '').toBe(`${title}\n\nhttps://example.org/forum/meetings/weekly`)
  const [event] = new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent')
  expect(event?.getFirstPropertyValue('summary')).toBe(title)
  expect(foldLine('x'.repeat(75))).toBe(`${'x'.repeat(75)}\r\n`)
  expect(foldLine('x'.repeat(76))).toBe(`${'x'.repeat(75)}\r\n x\r\n`)
})

test('a time that the clocks show twice is written in UTC; UTC and offsets need no zone; a day without an hour is a day', () => {
  const at = (over: Partial<Sitting>): string => writeCalendar({ title: null, method: 'PUBLISH', meetings: [meeting({ sittings: [{ date: '2026-10-25' as PlainDate, starts: '02:30' as PlainTime, ends: null, zone: 'Europe/Berlin', place: null, ...over }] })] })
  expect(at({})).toContain('DTSTART:20261025T003000Z')
  expect(at({ zone: 'UTC' })).toContain('DTSTART:20261025T023000Z')
  expect(at({ zone: '+05:45' })).toContain('DTSTART:20261024T204500Z')
  expect(at({ zone: 'UTC' })).not.toContain('VTIMEZONE')
  expect(at({ starts: null, zone: null, date: '2024-02-29' as PlainDate })).toContain('DTSTART;VALUE=DATE:20240229\r\nDTEND;VALUE=DATE:20240301')
  // Fiji and Samoa: a zone that left summer time, and one that left out a day.
  expect(at({ zone: 'Pacific/Apia', date: '2011-12-31' as PlainDate })).toContain('DTSTART:20111230T000000\r\nTZOFFSETFROM:-1000\r\nTZOFFSETTO:+1400')
})

test('sittings are entries of their own, related to the first; what is cancelled stays and says so; changes grow', () => {
  const sittings = weekly('Europe/Berlin', '2026-01-04', '10:00', '11:00').slice(0, 2)
  const text = writeCalendar({ title: null, method: 'PUBLISH', meetings: [meeting({ sittings, isCancelled: true })] })
  expect(text.match(/^UID:.*$/gmu)).toEqual([`UID:${ID}\r`, `UID:${ID}-2\r`].map((line) => line.trim()))
  expect(text).toContain(`RELATED-TO;RELTYPE=SIBLING:${ID}`)
  expect(text.match(/STATUS:CANCELLED/gu)).toHaveLength(2)
  expect(text).toContain('SEQUENCE:2')
  expect(text).toContain('DTSTAMP:20261102T100000Z')
  expect(readSittingUid(`${ID}-2`)).toEqual({ meetingId: ID, place: 1 })
  expect(readSittingUid('somebody@example.org')).toBeUndefined()
  expect(readSittingUid(`${ID}-1`)).toBeUndefined()
})

test('schema.org is told the time with its offset, a day where no hour is known, and a place only where one is', () => {
  const [sitting] = weekly('Asia/Kolkata', '2026-01-04', '23:30', '00:30')
  const forum = { title: 'Forum', address: 'https://example.org/forum' }
  if (sitting === undefined) throw new Error('no sitting')
  expect(toSchemaEvents(meeting({ sittings: [sitting] }), forum)).toMatchObject({ '@type': 'Event', startDate: '2026-01-04T23:30:00+05:30', endDate: '2026-01-05T00:30:00+05:30', location: { '@type': 'VirtualLocation' } })
  const unknown = toSchemaEvents(meeting({ isOnline: false, isCancelled: true, sittings: [{ ...sitting, starts: null, ends: null }] }), forum)
  expect(unknown).toMatchObject({ startDate: '2026-01-04', eventStatus: 'https://schema.org/EventCancelled' })
  expect(unknown).not.toHaveProperty('location')
  expect(zonedInstant('2026-01-04' as PlainDate, '23:30' as PlainTime, 'Asia/Kolkata')).toBe('2026-01-04T18:00:00.000Z')
})

