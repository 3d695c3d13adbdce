import { expect, test } from 'vitest'
import { newId } from './new-id.ts'
import { makeMailToken, readMailToken } from './mail-tokens.ts'

const SECRET = 'of this installation'

test('a token is read by its own secret and for its own purpose alone', () => {
  const id = newId()
  const token = makeMailToken(SECRET, 'reply', id)
  expect(token).toMatch(/^[a-z2-7]{52}$/u)
  expect(readMailToken(SECRET, 'reply', token)).toBe(id)
  expect(readMailToken(SECRET, 'reply', token.toUpperCase())).toBe(id)
  expect(readMailToken(SECRET, 'bounce', token)).toBeUndefined()
  expect(readMailToken('of another', 'reply', token)).toBeUndefined()
})

test('any character changed, and anything that is no token, is worth nothing', () => {
  const token = makeMailToken(SECRET, 'bounce', newId())
  for (let place = 0; place < token.length; place++) {
    for (const other of ['a', 'b', 'q', '7']) {
      if (token[place] !== other) expect(readMailToken(SECRET, 'bounce', token.slice(0, place) + other + token.slice(place + 1))).toBeUndefined()
    }
  }
  for (const text of ['', token.slice(1), `${token}a`, '0'.repeat(52), 'K'.repeat(52), 'ſ'.repeat(52)]) expect(readMailToken(SECRET, 'bounce', text)).toBeUndefined()
})
