import { expect, test } from 'vitest'
import { isSlug } from '../../forums/model.ts'
import { addressFor } from './model.ts'

test.each([
  ['Code of conduct for harbours', 'code-of-conduct-for-harbours'],
  ['Règles d’éthique : été 2027', 'regles-d-ethique-ete-2027'],
  ['港口行为守则', 'review-a1b2'],
  ['قواعد الميناء 2027', 'review-a1b2'],
  ['Правила (v2)', 'review-a1b2'],
  ['Å', 'review-a1b2'],
  ['–', 'review-a1b2'],
  ['A title that goes on and on and on until it can stand in no address any more', 'a-title-that-goes-on-and-on-and-on-until-it-can'],
])('%s', (title, address) => {
  expect(addressFor(title, 'a1b2')).toBe(address)
  expect(isSlug(address)).toBe(true)
})
