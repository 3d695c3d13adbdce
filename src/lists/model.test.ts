import { describe, expect, test } from 'vitest'
import { holdsAddresses, withoutAddressesInHtml } from './archive/model.ts'
import { withoutAddresses } from '../shared/masked-addresses.ts'
import { hasBeenHere, isHarmful, policyNames, readPolicy } from './delivery/model.ts'
import { lastDigestHour } from './digests/model.ts'
import { readAddresses, type Subscription } from './model.ts'
import { judgePost, tagSubject, withoutTag } from './posts/model.ts'
import { nearestFirst, orderThread } from './threads/model.ts'
import type { Instant } from '../shared/time.ts'

const LIST = { kind: 'open', closedAt: null, strangers: 'held', trustedAfter: 1 } as const
const MEMBER = { state: 'confirmed', isTrusted: null, trustedPosts: 0 } as unknown as Subscription
const PLAIN = { automatic: 'no', isLoop: false, isForged: false } as const

test('what becomes of a mail: machines and loops are dropped, strangers, first posts and the forged wait', () => {
  expect(judgePost(LIST, MEMBER, { ...PLAIN, isLoop: true })).toEqual({ fate: 'drop', because: 'loop' })
  expect(judgePost(LIST, MEMBER, { ...PLAIN, automatic: 'reply' })).toEqual({ fate: 'drop', because: 'automatic' })
  expect(judgePost({ ...LIST, closedAt: '2026-01-01T00:00:00Z' as Instant }, MEMBER, PLAIN)).toEqual({ fate: 'refuse', because: 'closed' })
  expect(judgePost(LIST, undefined, PLAIN)).toEqual({ fate: 'hold', because: 'stranger' })
  expect(judgePost({ ...LIST, strangers: 'rejected' }, { ...MEMBER, state: 'left' }, PLAIN)).toEqual({ fate: 'refuse', because: 'strangers' })
  expect(judgePost(LIST, MEMBER, PLAIN)).toEqual({ fate: 'hold', because: 'first-post' })
  expect(judgePost(LIST, { ...MEMBER, trustedPosts: 1 }, PLAIN)).toEqual({ fate: 'publish' })
  expect(judgePost(LIST, { ...MEMBER, trustedPosts: 9 }, { ...PLAIN, isForged: true })).toEqual({ fate: 'hold', because: 'stranger' })
  expect(judgePost({ ...LIST, kind: 'announcement' }, { ...MEMBER, isTrusted: true }, PLAIN)).toEqual({ fate: 'hold', because: 'announcement' })
  expect(judgePost({ ...LIST, trustedAfter: null }, { ...MEMBER, trustedPosts: 9 }, PLAIN)).toEqual({ fate: 'hold', because: 'moderated' })
})

test('the tag stands once, after "Re:" in whatever language', () => {
  const tagged = ['Norms', '[talk] Norms', 'Re: [talk] Norms', 'AW: Norms', '回复：[talk] Norms', 'Re: Re: Norms', 'Budget: Norms'].map((subject) => tagSubject(subject, 'talk'))
  expect(tagged).toEqual(['[talk] Norms', '[talk] Norms', 'Re: [talk] Norms', 'AW: [talk] Norms', '回复： [talk] Norms', 'Re: Re: [talk] Norms', '[talk] Budget: Norms'])
  expect(withoutTag('Re: [talk] Norms', 'talk')).toBe('Re: Norms')
})

describe('threads', () => {
  test('are by headers, nearest first, never a mail itself', () => {
    expect(nearestFirst({ messageId: 'd', inReplyTo: ['c', 'd'], references: ['a', 'b', 'c'] })).toEqual(['c', 'b', 'a'])
  })

  test('are read in order, and a ring of forged headers is not lost', () => {
    const post = (id: string, parentId: string | null) => ({ id, parentId, sortKey: id })
    expect(orderThread([post('d', 'b'), post('b', 'a'), post('a', null), post('c', 'a')]).map(({ post: { id }, depth }) => `${id}${depth}`)).toEqual(['a0', 'b1', 'd2', 'c1'])
    expect(orderThread([post('x', 'y'), post('y', 'x')]).map(({ post: { id } }) => id)).toEqual(['x', 'y'])
  })
})

test('a policy stands at the domain or above it, where its word for those below counts', () => {
  expect(policyNames('mail.example.co.uk')).toEqual(['_dmarc.mail.example.co.uk', '_dmarc.example.co.uk', '_dmarc.co.uk'])
  expect([readPolicy(['v=DMARC1; p=reject'], false), readPolicy(['v=DMARC1; p=reject; sp=none'], true), readPolicy(['v=spf1 -all'], false), readPolicy(['V=DMARC1 ; P = Quarantine'], false)]).toEqual(['reject', 'none', undefined, 'quarantine'])
})

test('addresses are shown to nobody, in text and in HTML', () => {
  expect(withoutAddresses('Write to ada.b@example.org, or <bo@münchen.example>')).toBe('Write to ada.b@…, or <bo@…>')
  expect(withoutAddresses('"ada b"@example.org, a@[192.0.2.1], a@laptop, https://x.example/leave?who=ada%40example.org&b=1, a&#64;b.example')).toBe('ada b@…, a@…, a@…, https://x.example/leave?who=ada@…&b=1, a@…')
  expect(withoutAddresses('See https://x.example/@ada/1 and parser@18, @bo')).toBe('See https://x.example/@ada/1 and parser@18, @bo')
  expect(withoutAddressesInHtml('<p><a href="mailto:ada@example.org">Ada</a> ada@example.org</p>')).toBe('<p><a>Ada</a> ada@…</p>')
  expect(withoutAddressesInHtml('<a href="https://x.example/?a=ada%40example.org" rel="ugc">x</a><a href="mailto:a%62@x.example"><a href="mailto:?cc=b">y</a></a>')).toBe('<a rel="ugc">x</a><a><a>y</a></a>')
  expect([{ name: 'ada.vcf', type: 'application/octet-stream' }, { name: 'x', type: 'message/rfc822' }, { name: 'plan.pdf', type: 'application/pdf' }].map(holdsAddresses)).toEqual([true, true, false])
})

test('its own copies are known by their fields; files that do harm by their ends', () => {
  const list = { slug: 'talk' }
  expect(hasBeenHere([{ key: 'list-id', value: 'Talk <talk.example.org>' }], list, 'example.org')).toBe(true)
  expect(hasBeenHere([{ key: 'list-id', value: '<other.example.org>' }], list, 'example.org')).toBe(false)
  expect([isHarmful('Invoice.pdf.EXE ', 'application/pdf'), isHarmful('table.xlsx', 'application/vnd.ms-excel'), isHarmful(null, 'text/plain')]).toEqual([true, false, false])
})

test('addresses are read as people write them, each once; what is none is told', () => {
  expect(readAddresses('Ada <ada@example.org>\nbo@example.org, BO@example.org\n"Cy, D." <cy@example.org>\nnobody')).toEqual({
    read: [{ name: 'Ada', mail: 'ada@example.org' }, { name: null, mail: 'bo@example.org' }, { name: 'Cy, D.', mail: 'cy@example.org' }],
    wrong: ['nobody'],
  })
})

test('digests gather every day or on one of the week', () => {
  const now = '2026-11-18T05:00:00.000Z' as Instant
  expect(lastDigestHour({ digestDay: null, digestHour: 6 }, now)).toContain('2026-11-17T06:00')
  expect(lastDigestHour({ digestDay: 1, digestHour: 6 }, now)).toContain('2026-11-16T06:00')
})
