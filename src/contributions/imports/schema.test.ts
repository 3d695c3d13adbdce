import { expect, test } from 'vitest'
import { importMapSchema } from '../import/schema.ts'
import { readMapForm } from './schema.ts'

const nothing = importMapSchema.parse({})

test('columns, words and constants are read from the fields of the form', () => {
  const sent = { 'column-0': ['contributor'], 'column-1': [''], 'word-consent-0': ['yes'], 'value-consent-0': ['full'], 'constant-language': ['en'] }
  expect(readMapForm(sent, ['Who', 'Town'], nothing)).toMatchObject({ map: { columns: { contributor: ['Who'] }, ignore: ['Town'], values: { consent: { yes: 'full' } }, constants: { language: 'en' } } })
})

test('what every object has is no field and no word, and is written nowhere', () => {
  const sent = { 'column-0': ['constructor'], 'word-__proto__-0': ['polluted'], 'value-__proto__-0': ['yes'], 'word-consent-1': ['__proto__'], 'value-consent-1': ['full'] }
  readMapForm(sent, ['Who'], nothing)
  expect(Object.keys(Object.prototype)).toEqual([])
  expect('polluted' in {}).toBe(false)
})
