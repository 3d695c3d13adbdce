import { describe, expect, test } from 'vitest'
import { groupAlike } from './model.ts'

const LETTERS: Readonly<Record<string, readonly [letter: string, other: string]>> = {
  en: ['Please do not raise the price of moorings, because small boats cannot pay it and will leave the harbour for good.', 'The lights at the entrance of the harbour should burn until the last boat has come home at night.'],
  fr: ['N’augmentez pas le prix des amarrages, car les petits bateaux ne pourront pas le payer et quitteront le port pour toujours.', 'Les feux de l’entrée du port devraient brûler jusqu’à ce que le dernier bateau soit rentré la nuit.'],
  ru: ['Пожалуйста, не повышайте цену за стоянку, потому что малые лодки не смогут её платить и навсегда покинут гавань.', 'Огни у входа в гавань должны гореть до тех пор, пока последняя лодка не вернётся домой ночью.'],
  zh: ['请不要提高泊位的价格，因为小船付不起这个价格，将会永远离开这个港口。', '港口入口处的灯光应当一直亮着，直到最后一条船在夜里回家为止。'],
  ar: ['من فضلكم لا ترفعوا سعر المراسي لأن القوارب الصغيرة لا تستطيع دفعه وستغادر الميناء إلى الأبد.', 'يجب أن تبقى أنوار مدخل الميناء مضاءة حتى يعود آخر قارب إلى بيته في الليل.'],
}

describe('groups of alike texts', () => {
  test.each(Object.entries(LETTERS))('%s: a letter with other greetings and endings is one group, another text is in none', (_language, [letter, other]) => {
    const texts = [letter, other, `A. ${letter}`, `${letter} Z. 3`].map((text, id) => ({ id, text }))
    expect(groupAlike(texts).map((group) => group.map(({ id }) => id))).toEqual([[0, 2, 3]])
  })

  test('a few words are alike only where they are the same', () => {
    const texts = ['I agree.', 'I  AGREE', 'I do agree', 'نعم', 'نعم!'].map((text, id) => ({ id, text }))
    expect(groupAlike(texts).map((group) => group.map(({ id }) => id))).toEqual([[0, 1], [3, 4]])
  })

  test('two thousand are grouped while somebody waits for the page, the largest group first', () => {
    const texts = Array.from({ length: 2000 }, (_, id) => ({ id, text: id % 3 === 0 ? `${LETTERS['en']?.[0] ?? ''} Yours, number ${id}` : id % 3 === 1 ? `${LETTERS['fr']?.[0] ?? ''} ${id}` : Array.from({ length: 30 }, (_word, place) => `word${id}x${place}`).join(' ') }))
    const groups = groupAlike(texts)
    expect(groups.map(({ length }) => length)).toEqual([667, 667])
  })
})
