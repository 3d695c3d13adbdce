import { expect, test } from 'vitest'
import type { PlainDate } from '../../shared/time.ts'
import { CHANGING_COUNTRIES, tallyCountries } from './model.ts'

const day = (text: string) => text as PlainDate

test('countries that joined or left a class are known, and no others', () => {
  for (const code of ['BT', 'VU', 'SS', 'CV']) expect(CHANGING_COUNTRIES).toContain(code)
  for (const code of ['DE', 'TD', 'FJ', 'KE']) expect(CHANGING_COUNTRIES).not.toContain(code)
})

test('a contribution is classed by the day on which it came', () => {
  const rows = [{ country: 'BT', day: day('2023-12-12'), count: 2 }, { country: 'BT', day: day('2023-12-13'), count: 3 }, { country: null, day: null, count: 1 }, { country: 'DE', day: null, count: 4 }]
  expect(tallyCountries(rows, day('2026-01-01'))).toEqual({
    byClass: { developing: 5, 'least-developed': 2, 'small-island': 0 }, none: 4, recorded: 9, notRecorded: 1, byCountry: [{ country: 'BT', count: 5 }, { country: 'DE', count: 4 }],
  })
})
