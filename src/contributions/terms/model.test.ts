import { describe, expect, test } from 'vitest'
import { byCount, countWords, cutTerms, findInContext, keyness, LIKELIHOOD_LIMIT, rulesOf, type RuleKind, type Term } from './model.ts'

const rule = (kind: RuleKind, form: string, target: string | null = null) => ({ language: 'en', kind, form, target })
const counted = (text: string, rules: Parameters<typeof rulesOf>[1] = []) => {
  const byKey: Record<string, number> = {}
  for (const { key, count } of countWords(text, rulesOf('en', rules)).terms.values()) byKey[key] = (byKey[key] ?? 0) + count
  return byKey
}
const term = (label: string, count: number): Term => ({ key: label, label, count, contributions: 1, forms: [] })

describe('a count', () => {
  test('gathers plural and singular, counts phrases of words that follow each other, and leaves stop words out of both', () => {
    expect(counted('Critical infrastructure: the critical infrastructures of states, and state policy')).toEqual({
      critical: 2, infrastructure: 2, state: 2, policy: 1, 'critical infrastructure': 2, 'state policy': 1,
    })
  })

  test('obeys what the desk decided: left out, counted though built in, kept apart, gathered', () => {
    expect(counted('rights and right duties', [rule('apart', 'rights')])).toEqual({ '=rights': 1, right: 1, duty: 1, 'right duty': 1 })
    expect(counted('cyber cybersecurity', [rule('merge', 'cyber', 'cybersecurity')])).toMatchObject({ cybersecurity: 2 })
    expect(counted('critical issues', [rule('stop', 'issues')])).toEqual({ critical: 1 })
    expect(counted('more trust', [rule('count', 'more')])).toEqual({ more: 1, trust: 1, 'more trust': 1 })
    expect(counted('critical issues', [{ ...rule('stop', 'issues'), language: 'fr' }])).toHaveProperty('issue')
  })

  test('has as many words as are no stop words', () => {
    expect(countWords('the trust of the users in trust', rulesOf('en', [])).words).toBe(3)
    expect(countWords('', rulesOf('en', []))).toMatchObject({ words: 0 })
  })
})

describe('a cut', () => {
  test('names what it left out although it has as many as the last', () => {
    const sorted = [term('needs', 15), term('security', 113), term('support', 15), term('provide', 15), term('trust', 34)].sort(byCount)
    const cut = cutTerms(sorted, 3)
    expect(cut.terms.map(({ label }) => label)).toEqual(['security', 'trust', 'needs'])
    expect(cut.cutAt).toBe(15)
    expect(cut.tied.map(({ label }) => label)).toEqual(['provide', 'support'])
  })

  test('that leaves nothing out has no ties', () => {
    expect(cutTerms([term('a', 2), term('b', 2)], 2)).toMatchObject({ cutAt: undefined, tied: [] })
  })
})

describe('keyness', () => {
  test('is the log-likelihood of the textbooks', () => {
    // Rayson and Garside 2000: a word 50 times in 10,000 and 20 times in 15,000 words.
    const { likelihood, ratio } = keyness({ count: 50, words: 10_000 }, { count: 20, words: 15_000 })
    const [one, two] = [28, 42]
    expect(likelihood).toBeCloseTo(2 * (50 * Math.log(50 / one) + 20 * Math.log(20 / two)), 9)
    expect(likelihood).toBeGreaterThan(LIKELIHOOD_LIMIT)
    expect(ratio).toBeCloseTo(Math.log2(0.005 / (20 / 15_000)), 9)
  })

  test('is nothing where both say it alike, and has a sign for who says it more', () => {
    expect(keyness({ count: 5, words: 100 }, { count: 50, words: 1000 })).toEqual({ likelihood: 0, ratio: 0 })
    const more = keyness({ count: 30, words: 100 }, { count: 50, words: 1000 })
    const less = keyness({ count: 50, words: 1000 }, { count: 30, words: 100 })
    expect(more.likelihood).toBeCloseTo(-less.likelihood, 9)
    expect(more.likelihood).toBeGreaterThan(0)
  })

  test('is finite for a word that the others never say, and nothing where there are no others', () => {
    expect(keyness({ count: 4, words: 100 }, { count: 0, words: 100 }).ratio).toBe(3)
    expect(keyness({ count: 4, words: 100 }, { count: 0, words: 0 })).toEqual({ likelihood: 0, ratio: 0 })
  })
})

describe('a word in context', () => {
  const rules = rulesOf('en', [])

  test('is found in each of its forms, and a phrase as a whole', () => {
    const text = 'States must act. A state may not.\nState policy is policy of the state.'
    expect(findInContext(text, 'state', rules, 9).map(({ word }) => word)).toEqual(['States', 'state', 'State', 'state'])
    expect(findInContext(text, 'state policy', rules, 9)).toEqual([{ before: 'States must act. A state may not. ', word: 'State policy', after: ' is policy of the state.' }])
    expect(findInContext(text, 'state', rules, 2)).toHaveLength(2)
    expect(findInContext(text, 'harbour', rules, 9)).toEqual([])
  })

  test('has whole words around it, however long the text', () => {
    const [found] = findInContext(`${'many words '.repeat(40)}harbour ${'more words '.repeat(40)}`, 'harbour', rules, 1)
    expect(found?.before).toMatch(/^…(?:many|words) /u)
    expect(found?.after).toMatch(/ (?:more|words)…$/u)
  })
})
