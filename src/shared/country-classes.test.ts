import { describe, expect, test } from 'vitest'
import { COUNTRY_CODES } from './countries.ts'
import { countriesOfClass, countryClasses, COUNTRY_LISTS } from './country-classes.ts'
import { parsePlainDate, type PlainDate } from './time.ts'

const day = (text: string): PlainDate => parsePlainDate(text) as PlainDate

describe('classes of countries', () => {
  test('a code that is no country has none', () => {
    expect(countryClasses('XX', day('2026-11-02'))).toEqual([])
    expect(countryClasses('', day('2026-11-02'))).toEqual([])
  })

  test('a country may be of several, and of none', () => {
    expect(countryClasses('HT', day('2026-11-02'))).toEqual(['developing', 'least-developed', 'small-island'])
    expect(countryClasses('SG', day('2026-11-02'))).toEqual(['developing', 'small-island'])
    expect(countryClasses('KE', day('2026-11-02'))).toEqual(['developing'])
    expect(countryClasses('CH', day('2026-11-02'))).toEqual([])
  })

  test.each([
    // As counted by the United Nations on these days.
    ['2016-06-14', 48], ['2017-10-11', 47], ['2021-03-01', 46], ['2023-12-31', 45], ['2024-12-31', 44],
  ])('on %s there were %i least developed countries', (date, count) => {
    expect(countriesOfClass('least-developed', day(date))).toHaveLength(count)
  })

  test('a country that left the list is in it until the day before', () => {
    expect(countryClasses('BT', day('2023-12-12'))).toContain('least-developed')
    expect(countryClasses('BT', day('2023-12-13'))).not.toContain('least-developed')
    expect(countryClasses('SS', day('2012-12-17'))).not.toContain('least-developed')
    expect(countryClasses('SS', day('2012-12-18'))).toContain('least-developed')
  })

  test('39 small island developing States, and every least developed country is developing', () => {
    expect(countriesOfClass('small-island', day('2024-12-31'))).toHaveLength(39)
    const developing = new Set(countriesOfClass('developing', day('2024-12-31')))
    for (const code of [...countriesOfClass('least-developed', day('2024-12-31')), ...countriesOfClass('small-island', day('2024-12-31'))]) expect(developing).toContain(code)
    expect(developing.size).toBeLessThan(COUNTRY_CODES.length)
  })

  test('every list says from whom and of which day it is', () => {
    for (const { source, url, asOf } of Object.values(COUNTRY_LISTS)) {
      expect(source).not.toBe('')
      expect(URL.canParse(url)).toBe(true)
      expect(parsePlainDate(asOf)).toBe(asOf)
    }
  })
})
