import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OCCASIONS } from '../../src/record/occasions/model.ts'
import { choosable, nameOccasion, nameReaders, OCCASION_NAMES } from '../../src/web/record/notices/data.ts'
import { translator } from '../../src/web/messages.ts'

const CHOICES = { always: 'always', reader: 'at once, daily, never', list: 'at the list' } as const

test('the reference lists every occasion of a mail, as the page of a forum does', () => {
  const t = translator('en')
  const rows = OCCASION_NAMES.map((occasion) => `| \`${occasion}\` | ${nameOccasion(t, occasion)} | ${nameReaders(t, occasion)} | ${CHOICES[choosable(occasion)]} | ${OCCASIONS[occasion].urgency} |`)
  const page = readFileSync(join(import.meta.dirname, '../../docs/reference/notices.md'), 'utf8')
  expect(page.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows)
})
