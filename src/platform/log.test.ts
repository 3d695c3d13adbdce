import { expect, test } from 'vitest'
import { createLog, formatLogLine } from './log.ts'

test('a line is time, level, message and fields', () => {
  expect(formatLogLine('2017-10-11T12:00:00Z', 'info', 'Listening', { port: 8080, tls: false, socket: undefined })).toBe(
    '2017-10-11T12:00:00Z info Listening port=8080 tls=false',
  )
})

test('a value cannot end the line, forge a field or reorder the text', () => {
  const line = formatLogLine('t', 'warn', 'Refused\nt error Forged', { name: 'a b=c\n"d"', bidi: 'x\u202Ey', empty: '' })
  expect(line).toBe('t warn Refused\\u000at error Forged name="a b=c\\n\\"d\\"" bidi="x\\u202ey" empty=""')
})

test('a log stamps each line with the instant it was given', () => {
  const lines: string[] = []
  const log = createLog(
    () => 'now',
    (level, line) => lines.push(`${level}|${line}`),
  )
  log.info('one')
  log.error('two', { why: 'because' })
  expect(lines).toEqual(['info|now info one', 'error|now error two why=because'])
})
