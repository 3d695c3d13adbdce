import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse'
import { describe, expect, test } from 'vitest'
import { fingerprint } from '../shingles/model.ts'
import { groupTexts } from './model.ts'

const letters = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'form-letters')

async function readDocket(file: string): Promise<{ name: string; text: string }[]> {
  const rows: { name: string; text: string }[] = []
  for await (const row of createReadStream(join(letters, file)).pipe(parse({ columns: true, bom: true, relax_column_count: true }))) rows.push(row as { name: string; text: string })
  return rows
}

describe.skipIf(!existsSync(letters))('on the real dockets (skipped where ../shared is absent)', () => {
  test.each(['USDA-2020-0009-0001.csv', 'EPA-HQ-OPP-2017-0433-0001.csv'])('%s', async (file) => {
    const rows = await readDocket(file)
    const start = performance.now()
    const groups = groupTexts(rows.map(({ text }, key) => ({ key, ...fingerprint(text) })))
    console.log(file, rows.length, 'rows; groups of', groups.map((group) => group.length).slice(0, 12).join(', '), `in ${(performance.now() - start).toFixed(0)} ms`)
    expect(groups.length).toBeGreaterThan(0)
  })
})
