import { expect, test } from 'vitest'
import { gather, share } from './gathering.ts'

test('what comes while one runs is run together, and each gets its own outcome', async () => {
  const goes: number[][] = []
  const work = gather<number, number>(async (items) => {
    goes.push([...items])
    await new Promise((done) => setTimeout(done, 5))
    return items.map((item) => item * 2)
  }, 3)
  const outcomes = await Promise.all([1, 2, 3, 4, 5].map((item) => work('a', item)))
  expect(outcomes).toEqual([2, 4, 6, 8, 10])
  expect(goes).toEqual([[1], [2, 3, 4], [5]])
  expect(await work('a', 6)).toBe(12)
})

test('kinds of work do not wait for each other', async () => {
  const goes: string[][] = []
  const work = gather<string, string>(async (items) => {
    goes.push([...items])
    await new Promise((done) => setTimeout(done, 5))
    return items
  }, 10)
  await Promise.all([work('a', 'a1'), work('b', 'b1'), work('a', 'a2')])
  expect(goes.slice(0, 2)).toEqual([['a1'], ['b1']])
})

test('one that fails fails alone', async () => {
  const work = gather<number, string>(async (items) => {
    await new Promise((done) => setTimeout(done, 2))
    if (items.includes(3)) throw new Error('three')
    return items.map(String)
  }, 10)
  const settled = await Promise.allSettled([1, 2, 3, 4].map((item) => work('a', item)))
  expect(settled.map((each) => (each.status === 'fulfilled' ? each.value : 'failed'))).toEqual(['1', '2', 'failed', '4'])
})

test('those who ask meanwhile share the next answer, and never one begun before they asked', async () => {
  let begun = 0
  const ask = share<number>()
  const work = async () => {
    const mine = ++begun
    await new Promise((done) => setTimeout(done, 5))
    return mine
  }
  const first = ask('a', work)
  const later = [ask('a', work), ask('a', work), ask('b', work)]
  expect([await first, ...(await Promise.all(later))]).toEqual([1, 3, 3, 2])
  expect(await ask('a', work)).toBe(4)
  const failing = ask('c', () => Promise.reject(new Error('no')))
  const after = ask('c', work)
  await expect(failing).rejects.toThrow('no')
  expect(await after).toBe(5)
})
