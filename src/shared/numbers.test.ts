import { describe, expect, test } from 'vitest'
import { formatNumber, readNumbers } from './numbers.ts'

describe('numbers', () => {
  test('are read from a list as a database writes it', () => {
    expect([...readNumbers('{3,14,2000000,0}')]).toEqual([3, 14, 2_000_000, 0])
    expect([...readNumbers('{7}')]).toEqual([7])
    expect([...readNumbers('{}')]).toEqual([])
  })

  test('are written as a language does, each way of writing kept apart', () => {
    expect([formatNumber('en', 1234.5), formatNumber('fr', 1234.5), formatNumber('en', 0.5, { style: 'percent' }), formatNumber('en', 1234.5)]).toEqual(['1,234.5', '1\u202f234,5', '50%', '1,234.5'])
  })
})
