import { describe, expect, test } from 'vitest'
import type { Id } from '../shared/ids.ts'
import type { Instant, PlainDate } from '../shared/time.ts'
import { callState, isLateAt, isLateOn, type Call } from './model.ts'

const at = (text: string) => text as Instant
const call: Call = {
  id: '' as Id<'call'>,
  forumId: '' as Id<'forum'>,
  cycleId: '' as Id<'cycle'>,
  slug: 'main',
  title: 'Call',
  introduction: '',
  audience: null,
  opensOn: '2017-08-01' as PlainDate,
  deadline: '2017-09-30' as PlainDate,
  deadlineZone: '-12:00',
  isSoft: true,
  rollingUntil: 'until drafting starts',
  isOpen: true,
  closedAt: null,
  closedReason: null,
  source: null,
  revision: 1,
  questions: [],
  extensions: [],
  isSurvey: false,
  isDraft: false,
  remarksUntil: null,
  closesWith: null,
  variants: [],
  cutOffs: [],
}

describe('late', () => {
  test('begins when the day is over anywhere on earth, to the millisecond', () => {
    expect(isLateAt(call, at('2017-10-01T11:59:59.999Z'))).toBe(false)
    expect(isLateAt(call, at('2017-10-01T12:00:00.000Z'))).toBe(true)
  })

  test('begins with the end of the day in the zone of the deadline where it has one', () => {
    const inGeneva = { ...call, deadlineZone: 'Europe/Zurich' }
    expect(isLateAt(inGeneva, at('2017-09-30T21:59:59.999Z'))).toBe(false)
    expect(isLateAt(inGeneva, at('2017-09-30T22:00:00.000Z'))).toBe(true)
  })

  test('a known day is late after the deadline, and nothing is where there is none', () => {
    expect(isLateOn(call, '2017-09-30' as PlainDate)).toBe(false)
    expect(isLateOn(call, '2017-10-01' as PlainDate)).toBe(true)
    expect(isLateOn({ ...call, deadline: null }, '2030-01-01' as PlainDate)).toBe(false)
  })
})

describe('where a call stands', () => {
  test('not yet, open, late, closed; a passed soft deadline does not block', () => {
    expect(callState(call, at('2017-07-31T23:59:59.000Z'))).toBe('not-yet')
    expect(callState(call, at('2017-08-01T00:00:00.000Z'))).toBe('open')
    expect(callState(call, at('2017-10-05T00:00:00.000Z'))).toBe('late')
    expect(callState({ ...call, isOpen: false }, at('2017-08-05T00:00:00.000Z'))).toBe('closed')
  })

  test('a firm deadline is over at its end', () => {
    expect(callState({ ...call, isSoft: false }, at('2017-10-01T11:00:00.000Z'))).toBe('open')
    expect(callState({ ...call, isSoft: false }, at('2017-10-05T00:00:00.000Z'))).toBe('over')
  })
})
