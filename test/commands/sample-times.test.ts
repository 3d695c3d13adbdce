import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { utcOf, type Sitting } from '../../src/meetings/model.ts'

/** The facts that the sample was made from; they are no part of the product. */
const FACTS = ['../shared/data/igf-facts', '../../shared/data/igf-facts'].map((path) => join(import.meta.dirname, '../..', path)).find((path) => existsSync(path))
const FOLDER = join(import.meta.dirname, '../../samples/bpf-cybersecurity/meetings')
const YEARS = new Set(['2016', '2016/17', '2017', '2018', '2019'])

interface Row {
  readonly date: string
  /** What is recorded of the UTC side, worked out here with the offset that the row states and no library. */
  readonly starts: string | undefined
  readonly ends: string | undefined
}

function rowsOf(facts: string): Row[] {
  const read = (file: string) => readFileSync(join(facts, file), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t'))
  const sessions = read('01_sessions.tsv').filter(([cycle = '']) => YEARS.has(cycle)).map(([, , , date = '', , starts = '', ends = '', offset = '']) => {
    const on = /^\d{4}-\d{2}-\d{2}/u.exec(date)?.[0] ?? ''
    return { date: on, starts: toUtc(on, starts, offset), ends: toUtc(on, ends, offset) }
  })
  const calls = read('02_virtual_meetings.tsv').filter(([cycle = '']) => YEARS.has(cycle)).map(([, , date = '', , utc = '']) => ({ date, starts: toUtc(date, utc, '+00:00'), ends: undefined }))
  return [...sessions, ...calls]
}

/** Undefined where no time is recorded, or it is said to be inferred. */
function toUtc(date: string, time: string, offset: string): string | undefined {
  const clock = /^(\d{2}):(\d{2})/u.exec(time)
  const shift = /^([+-])(\d{2}):(\d{2})$/u.exec(offset)
  if (clock === null || shift === null || time.includes('inferred')) return undefined
  const minutes = Number(clock[1]) * 60 + Number(clock[2]) - (shift[1] === '-' ? -1 : 1) * (Number(shift[2]) * 60 + Number(shift[3]))
  const day = new Date(`${date}T00:00:00.000Z`)
  return new Date(day.getTime() + minutes * 60_000).toISOString()
}

test.skipIf(FACTS === undefined)('every meeting and session of 2016 to 2019 is in the sample, and each recorded time has the UTC of an independent calculation (skipped where the facts are not beside the repository)', () => {
  const sittings = readdirSync(FOLDER).flatMap((file) => (parse(readFileSync(join(FOLDER, file), 'utf8'), { schema: 'failsafe' }) as { sittings: Sitting[] }).sittings)
  const rows = rowsOf(FACTS ?? '')
  expect(rows.length).toBeGreaterThan(20)
  expect(sittings.map(({ date }) => date as string).sort()).toEqual(rows.map(({ date }) => date).sort())
  for (const row of rows) {
    const sitting = sittings.find(({ date }) => date === row.date)
    const utc = sitting === undefined ? undefined : utcOf({ date: sitting.date, starts: sitting.starts ?? null, ends: sitting.ends ?? null, zone: sitting.zone ?? null, place: null })
    expect([row.date, utc?.starts.at]).toEqual([row.date, row.starts])
    // An end whose beginning is not recorded has no place in a sitting: the note of that session says it.
    if (row.starts !== undefined && row.ends !== undefined) expect([row.date, utc?.ends?.at]).toEqual([row.date, row.ends])
  }
})
