import { describe, expect, test } from 'vitest'
import { rulesOf } from '../../contributions/terms/model.ts'
import { countKeys, cutUnits, profileOf, rankUnits, rarestKeys, tellingness } from './model.ts'

const rules = rulesOf('en', [])
const text = (words: string, language = 'en') => ({ text: words, language })
const profile = (words: string, having: Record<string, number> = {}) => {
  const keys = countKeys([words], rules)
  return profileOf(keys, { contributions: 100, having: new Map([...keys.keys()].map((key) => [key, having[key] ?? 2])) })
}

describe('what is looked for', () => {
  test('counts rare words for more, and those that stand nowhere for nothing', () => {
    expect(tellingness(100, 1)).toBeGreaterThan(tellingness(100, 50))
    expect([...profile('Harbour pilots and rules', { harbour: 1, pilot: 50, rule: 0 }).keys()].filter((key) => !key.includes(' '))).toEqual(['harbour', 'pilot'])
  })

  test('is found by its rarest words until enough is found', () => {
    const having = new Map([['a', 1], ['b', 599], ['c', 600], ['d', 5000], ['a d', 1]])
    expect(rarestKeys(new Map([['a d', 1], ['d', 1], ['c', 1], ['b', 1], ['a', 1]]), having)).toEqual(['a', 'b'])
    // One that is far commoner would bury what the rare one finds; where it is the only one, it has to do.
    expect(rarestKeys(new Map([['d', 1], ['a', 1]]), having)).toEqual(['a'])
    expect(rarestKeys(new Map([['d', 1]]), having)).toEqual(['d'])
  })
})

describe('what is found', () => {
  test('is a sentence with its places in code points and the words that it shares, as it writes them', () => {
    const found = rankUnits([text('😀 Nothing here is of any use at all to you.\nPilotage dues for small vessels should be lowered soon. Something else follows after that.')], profile('Dues of small vessels'), rules)
    const [first] = found
    expect(found).toHaveLength(1)
    expect(first?.unit).toEqual({ start: 44, end: 99, text: 'Pilotage dues for small vessels should be lowered soon.' })
    expect(first?.shared).toEqual(['dues', 'small vessels'])
  })

  test('shares two words at least, or the only one', () => {
    const answers = [text('The quay is long and the vessels are small.'), text('Only one of the vessels is there.')]
    expect(rankUnits(answers, profile('small vessels'), rules).map(({ of }) => of)).toEqual([answers[0]])
    expect(rankUnits(answers, profile('vessels'), rules)).toHaveLength(2)
    expect(rankUnits(answers, profile('lighthouse'), rules)).toEqual([])
  })

  test('comes in the same order each time, the closest first', () => {
    const answers = [text('Vessels that are small pay dues.'), text('Small vessels pay no dues.'), text('Small vessels pay no dues.')]
    const found = rankUnits(answers, profile('Small vessels pay no dues'), rules)
    expect(found.map(({ of }) => answers.indexOf(of))).toEqual([1, 2, 0])
  })

  test('is found in writing without spaces, and in other letters than Latin ones', () => {
    const found = (language: string, sought: string, answer: string) => {
      const own = rulesOf(language, [])
      const keys = countKeys([sought], own)
      return rankUnits([text(answer, language)], profileOf(keys, { contributions: 9, having: new Map([...keys.keys()].map((key) => [key, 1])) }), own).map(({ unit, shared }) => [unit.text, shared.join('|')])
    }
    expect(found('zh', '夜间照明很差', '码头的照明在夜间应当改善。')[0]?.[1]).toMatch(/照明/u)
    expect(found('th', 'แสงสว่างที่ท่าเรือ', 'ท่าเรือต้องการแสงสว่างตอนกลางคืน')[0]?.[1]).toMatch(/ท่าเรือ/u)
    expect(found('ar', 'إنارة الميناء ليلا', 'نريد إنارة أفضل في الميناء.')[0]?.[1]).toMatch(/الميناء/u)
    expect(found('ru', 'Освещение причала ночью', 'Ночью нужно освещение.')[0]?.[1]).toMatch(/освещение/u)
  })

  test('is cut by the rules of its language', () => {
    const units = cutUnits('港口的夜间照明应当改善，因为许多渔民在夜里回来，而码头上没有灯，这对所有人都很危险。泊位费应当降低，特别是对于小船，因为渔民的收入已经很低了，而费用每年都在上涨。', 'zh')
    expect(units.map(({ start, end }) => [start, end])).toEqual([[0, 42], [42, 81]])
    expect(cutUnits('Yes. No. Perhaps.\nOther words.', 'en').map(({ text: words }) => words)).toEqual(['Yes. No. Perhaps.', 'Other words.'])
    expect(cutUnits(' \n ', 'en')).toEqual([])
  })
})
