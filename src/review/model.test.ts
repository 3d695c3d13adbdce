import { describe, expect, test } from 'vitest'
import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { asPublished, formatParagraphNumbers, isAfterDeadline, parseParagraphNumbers, stateOf, type Comment } from './model.ts'

describe('paragraph numbers as typed', () => {
  test.each(['x', '3 and 4', '0', '-2', '7-5', '3,,a', '1-2-3', '100000'])('"%s" is refused', (text) => {
    expect(parseParagraphNumbers(text)).toEqual({ error: 'review.refusal.not-paragraph-numbers' })
  })

  test('more than a comment can name are refused with the limit, however they are typed', () => {
    expect(parseParagraphNumbers('1-99999')).toEqual({ error: 'review.refusal.too-many-paragraphs:60' })
    expect(parseParagraphNumbers(Array.from({ length: 61 }, (_, index) => index + 1).join(' '))).toEqual({ error: 'review.refusal.too-many-paragraphs:60' })
  })

  test.each([
    ['3, 5-7', [3, 5, 6, 7]],
    ['¶ 3', [3]],
    ['¶¶ 5 – 7; 3', [5, 6, 7, 3]],
    ['37 39 40', [37, 39, 40]],
    ['3, 3, 2-3', [3, 2]],
    ['٣، ٥', [3, 5]],
    ['３、５', [3, 5]],
    ['', []],
  ])('"%s" is read', (text, numbers) => {
    expect(parseParagraphNumbers(text)).toEqual({ numbers })
  })

  test('are written as runs', () => {
    expect(formatParagraphNumbers([7, 3, 5, 6])).toBe('3, 5–7')
    expect(formatParagraphNumbers([1, 2, 9])).toBe('1, 2, 9')
  })
})

const comment: Comment = {
  id: 'c' as Id<'comment'>,
  forumId: 'f' as Id<'forum'>,
  cycleId: 'y' as Id<'cycle'>,
  reviewId: 'r' as Id<'review'>,
  number: 4,
  target: 'missing',
  paragraphIds: [],
  missingWhere: 'after ¶ 3',
  type: 'general',
  text: 'Say who pays.',
  proposal: 'The port pays.',
  author: 'A. Name',
  organisation: 'A body',
  stakeholderGroup: 'Government',
  regionalGroup: 'AFG',
  channel: 'web',
  language: 'en',
  consent: 'full',
  receivedAt: null,
  receivedBy: '2026-11-02' as PlainDate,
  isLate: false,
  withdrawnAt: null,
  withdrawnReason: null,
  isSatisfied: null,
  satisfiedAt: null,
  inReplyTo: null,
  isFromEditors: false,
  jointBodies: ['A second body'],
  setAsideFor: null,
  revision: 1,
  response: null,
}

describe('what anyone may read of a comment', () => {
  test('is all of it with consent', () => {
    expect(asPublished(comment)).toEqual(comment)
  })

  test('leaves out who sent it without consent to the name, and keeps the words and the groups', () => {
    expect(asPublished({ ...comment, consent: 'without-name' })).toMatchObject({ author: null, organisation: null, text: 'Say who pays.', stakeholderGroup: 'Government' })
  })

  test.each([{ consent: 'not-at-all' as const }, { withdrawnAt: '2026-11-03T00:00:00.000Z' as Instant }])('leaves out every word and name: %o', (over) => {
    expect(asPublished({ ...comment, ...over })).toMatchObject({ author: null, organisation: null, text: '', proposal: null, missingWhere: null, number: 4 })
  })
})

test('a soft deadline is over when its day is over anywhere on earth', () => {
  const review = { closesOn: '2026-11-02' as PlainDate, zone: null }
  expect(isAfterDeadline(review, '2026-11-03T11:59:59.999Z' as Instant)).toBe(false)
  expect(isAfterDeadline(review, '2026-11-03T12:00:00.000Z' as Instant)).toBe(true)
  expect(isAfterDeadline({ ...review, zone: 'Asia/Tokyo' }, '2026-11-02T15:00:00.000Z' as Instant)).toBe(true)
  expect(isAfterDeadline({ ...review, zone: 'Asia/Tokyo' }, '2026-11-02T14:59:59.000Z' as Instant)).toBe(false)
  expect(isAfterDeadline({ closesOn: null, zone: null }, '2026-11-03T12:00:00.000Z' as Instant)).toBe(false)
})

test('a withdrawn comment waits for nothing, an unanswered one is open', () => {
  expect(stateOf(comment)).toBe('open')
  expect(stateOf({ ...comment, withdrawnAt: '2026-11-03T00:00:00.000Z' as Instant })).toBe('withdrawn')
})
