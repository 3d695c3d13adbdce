import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readReturnedMail } from './read.ts'
import truth from './samples.json' with { type: 'json' }

const FOLDER = join(import.meta.dirname, '../../../../shared/data/bounces')
const isThere = existsSync(FOLDER)

/**
 * Whom each sample was for, written down apart from the reader: the To of the mail that came back, where it is there and names one; else
 * what the report names, read by eye. Two reports of abuse name nobody ("undisclosed").
 */
const recipients: Readonly<Record<string, readonly string[]>> = truth

test.skipIf(!isThere)('the recipients of delivery failures of many systems are found (skipped where the samples are not there)', () => {
  const found = { all: 0, some: 0, none: [] as string[] }
  const kinds: Record<string, number> = {}
  for (const [name, expected] of Object.entries(recipients)) {
    const read = readReturnedMail(readFileSync(join(FOLDER, `${name}.eml`)))
    kinds[read.kind] = (kinds[read.kind] ?? 0) + 1
    const lower = read.recipients.map((address) => address.toLowerCase())
    const hits = expected.filter((address) => lower.includes(address.toLowerCase())).length
    if (hits > 0 && hits === expected.length) found.all++
    else if (hits > 0) found.some++
    else found.none.push(name)
  }
  expect(found).toEqual({ all: 207, some: 0, none: ['arf-11', 'arf-15'] })
  expect(kinds['not-a-bounce'] ?? 0).toBe(0)
  // One notification of a delivery and one of a wish, and two who are away, are among the samples of failures.
  expect(kinds['delivered']).toBe(2)
  expect(kinds['auto-reply']).toBe(2)
})

test.skipIf(!isThere)('none of the mails that are no failures is taken for one', () => {
  const names = readdirSync(join(FOLDER, 'not-bounces'))
  expect(names).toHaveLength(3)
  for (const name of names) expect(readReturnedMail(readFileSync(join(FOLDER, 'not-bounces', name)))).toMatchObject({ kind: 'not-a-bounce', recipients: [] })
})
