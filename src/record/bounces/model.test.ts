import { expect, test } from 'vitest'
import { addMilliseconds, parseInstant, type Instant } from '../../shared/time.ts'
import { HALF_LIFE, nextProbe, pointsLeft, weighFailure, type AddressStanding, type FailureKind } from './model.ts'

const now = parseInstant('2026-11-02T10:00:00.000Z') as Instant
const DAY = 86_400_000

/** The states that an address goes through when it fails on these days. */
function statesOf(failures: readonly (readonly [day: number, kind: FailureKind])[]): string[] {
  let standing: AddressStanding | undefined
  return failures.map(([day, kind], place) => {
    const lately = failures.slice(0, place).filter(([other]) => day - other < 0.8).map(([, each]) => each)
    standing = weighFailure(standing, kind, lately, addMilliseconds(now, day * DAY))
    return standing.state
  })
}

test('an address that does not exist is warned the first day and paused the next; one day is one trouble, however many mails', () => {
  expect(statesOf([[0, 'hard'], [0.1, 'hard'], [0.2, 'hard'], [1, 'hard']])).toEqual(['warned', 'warned', 'warned', 'paused'])
})

test('a full mailbox is paused after some days of it, and not where it happens now and then', () => {
  expect(statesOf([0, 1, 2, 3, 4, 5, 6].map((day) => [day, 'soft'] as const)).at(-1)).toBe('paused')
  expect(new Set(statesOf([0, 14, 28, 42, 56, 70].map((day) => [day, 'soft'] as const)))).toEqual(new Set(['good']))
})

test('what was refused for itself, or is still tried, says nothing of its reader', () => {
  expect(statesOf(Array.from({ length: 100 }, (_, day) => [day, day % 2 === 0 ? 'policy' : 'delayed'] as const)).every((state) => state === 'good')).toBe(true)
})

test('one complaint is enough, and nothing that comes later takes it back', () => {
  expect(statesOf([[0, 'complaint'], [1, 'soft'], [100, 'policy']])).toEqual(['complained', 'complained', 'complained'])
})

test('a soft failure after which the address turns out not to exist weighs the difference', () => {
  const soft = weighFailure(undefined, 'soft', [], now)
  expect(weighFailure(soft, 'hard', ['soft'], now).points).toBe(3)
})

test('points halve in two weeks, and the probes end', () => {
  expect(pointsLeft({ points: 4, scoredAt: now }, addMilliseconds(now, HALF_LIFE))).toBeCloseTo(2)
  expect([0, 1, 2, 3, 4].map(nextProbe)).toEqual([0, 7 * DAY, 14 * DAY, 28 * DAY, undefined])
})
