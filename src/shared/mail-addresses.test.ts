import { expect, test } from 'vitest'
import { readMailAddress, splitAddress, writeMailAddress, type MailAddress } from './mail-addresses.ts'

const TOKEN = 'abcdefghijklmnopqrstuvwxyz'.repeat(2)

test.each<[string, MailAddress]>([
  ['harbours', { kind: 'list', list: 'harbours', part: 'post' }],
  ['Harbours-Subscribe', { kind: 'list', list: 'harbours', part: 'subscribe' }],
  ['harbours-join', { kind: 'list', list: 'harbours', part: 'subscribe' }],
  ['harbours-unsubscribe', { kind: 'list', list: 'harbours', part: 'leave' }],
  ['bpf-2017-owner', { kind: 'list', list: 'bpf-2017', part: 'owner' }],
  ['papers+harbours', { kind: 'papers', forum: 'harbours' }],
  ['Postmaster', { kind: 'postmaster' }],
  ['abuse', { kind: 'abuse' }],
  [`REPLY+${TOKEN.toUpperCase()}`, { kind: 'reply', token: TOKEN }],
  [`bounce+${TOKEN}`, { kind: 'bounce', token: TOKEN }],
  [`harbours-confirm+${TOKEN}`, { kind: 'confirm', token: TOKEN, list: 'harbours' }],
  [`moderate+${TOKEN}`, { kind: 'moderate', token: TOKEN }],
  [`harbours-reply+${TOKEN}`, { kind: 'unknown' }],
  [`reply+${TOKEN}a`, { kind: 'unknown' }],
  ['reply', { kind: 'unknown' }],
  ['-subscribe', { kind: 'unknown' }],
  ['a b', { kind: 'unknown' }],
  ['', { kind: 'unknown' }],
  ['a'.repeat(5000), { kind: 'unknown' }],
])('%s', (local, expected) => {
  expect(readMailAddress(local)).toEqual(expected)
})

test('what is written is read again, and fits before the @', () => {
  const addresses: Exclude<MailAddress, { kind: 'unknown' }>[] = [{ kind: 'reply', token: TOKEN }, { kind: 'moderate', token: TOKEN }, { kind: 'confirm', token: TOKEN }, { kind: 'leave', token: TOKEN }, { kind: 'list', list: 'a', part: 'request' }, { kind: 'papers', forum: 'b-2' }, { kind: 'abuse' }]
  for (const address of addresses) {
    const parts = splitAddress(`<${writeMailAddress(address, 'forum.example.org')}>`)
    expect(parts?.domain).toBe('forum.example.org')
    expect(parts?.local.length).toBeLessThanOrEqual(64)
    expect(readMailAddress(parts?.local ?? '')).toEqual(address)
  }
})

test.each([['"a@b"@Example.org', { local: 'a@b', domain: 'example.org' }], ['@x', undefined], ['a@', undefined], ['a', undefined], [' <a@X> ', { local: 'a', domain: 'x' }]])('%s is taken apart', (address, expected) => {
  expect(splitAddress(address)).toEqual(expected)
})
