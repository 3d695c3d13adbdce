import { describe, expect, test } from 'vitest'
import { readMailedVote, toAnswers } from './model.ts'
import type { Slot } from '../polls/model.ts'

const said = (text: string) => Object.fromEntries(readMailedVote(text).said)
const SECRET = 'a'.repeat(64)
const ID = '01939b5e-1000-7000-8000-000000000002'
/** As our own mail lists the slots, in the way in which mail programs quote it. */
const OURS = `> The forum asks when you can: A date\n> \n> 1. Tuesday 10 November 2026, 06:00 – 07:00 (Europe/Berlin) · 05:00 – 06:00 UTC\n> 2. mardi 10 novembre 2026, 15:00 – 16:00 (Europe/Berlin) · 14:00 – 15:00 UTC\n>\n> http://localhost:8080/harbours/polls/3/asked/${ID}/${SECRET}`

describe('an answered mail', () => {
  test.each([
    ['1: yes\n2: if need be\n3: no', { 1: 'yes', 2: 'if-need-be', 3: 'no' }],
    ['1: yes, 2: if need be, 3: no', { 1: 'yes', 2: 'if-need-be', 3: 'no' }],
    ['1 : oui ; 2 : au besoin ; 3 : non.', { 1: 'yes', 2: 'if-need-be', 3: 'no' }],
    ['  * 1) Oui\n  * 2) S\'il le faut\n#3 = NON', { 1: 'yes', 2: 'if-need-be', 3: 'no' }],
    ['1-3: no\n4, 5 & 7: ok', { 1: 'no', 2: 'no', 3: 'no', 4: 'yes', 5: 'yes', 7: 'yes' }],
    ['١: نعم\n٢: لا', { 1: 'yes', 2: 'no' }],
    ['１：是\n२ : ✗', { 1: 'yes', 2: 'no' }],
    ['1: yes\n1: yes', { 1: 'yes' }],
    [`1: no\r\n2: maybe\r\n\r\nOn Monday, the secretariat wrote:\r\n${OURS.replaceAll('\n', '\r\n')}`, { 1: 'no', 2: 'if-need-be' }],
    // Answered within the quotation, which some programs mark and others do not.
    ['> 1: yes\n> 2: no', { 1: 'yes', 2: 'no' }],
    ['2: yes\n> 1: no', { 2: 'yes' }],
    [OURS, {}],
    [OURS.replaceAll(/^> ?/gmu, ''), {}],
    ['I can on 1 December.\n2026 was a good year\n3 of us come', {}],
    ['', {}],
  ])('%j', (text, expected) => {
    expect(said(text)).toEqual(expected)
  })

  test('what cannot be understood is doubtful, and not taken', () => {
    expect(readMailedVote('1: if it rains\n2: yes\n2: no\n3: no\n5-4: yes')).toMatchObject({ said: new Map([[3, 'no']]), doubtful: ['1: if it rains', '5-4: yes', '2'] })
  })

  test('who answers is the link that it quotes, broken over lines or not', () => {
    const link = { kind: 'asked', poll: 3, id: ID, secret: SECRET }
    expect(readMailedVote(`1: yes\n${OURS}`).link).toEqual(link)
    expect(readMailedVote(`1: yes\n> http://x/y/polls/3/asked/${ID}/${SECRET.slice(0, 20)}\n> ${SECRET.slice(20)}\n> bye`).link).toEqual(link)
    expect(readMailedVote(`> see http://x/y/polls/12/mine/${ID}/${SECRET}`).link).toEqual({ ...link, kind: 'voter', poll: 12 })
    expect(readMailedVote(`1: yes\n> http://x/y/polls/3/asked/${ID}/${SECRET.slice(1)}`).link).toBeUndefined()
  })

  test('slots that were taken off, or that there are not, are no answers', () => {
    const slot = (number: number, removedAt: string | null) => ({ id: `slot-${number}`, number, removedAt }) as unknown as Slot
    expect(toAnswers({ slots: [slot(1, null), slot(2, '2026-11-02T10:00:00.000Z')] }, readMailedVote('1: yes\n2: yes\n9: no').said)).toEqual({ answers: new Map([['slot-1', 'yes']]), unknown: [2, 9] })
  })

  test('a long line of anything is read at once', () => {
    const began = performance.now()
    readMailedVote(`1${', 1'.repeat(20_000)}: yes\n${'> '.repeat(50_000)}\n${'1-'.repeat(50_000)}`)
    expect(performance.now() - began).toBeLessThan(2000)
  })
})
