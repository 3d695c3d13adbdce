import { expect, test } from 'vitest'
import { sliceCodePoints } from '../../shared/text.ts'
import { alignSentences } from './model.ts'

test.each([
  ['fr', 'Les règles aident. La nuit est calme.\n\nNous dormons.', 'Rules help. Night is quiet.\n\nWe sleep.'],
  ['ru', 'Правила помогают. Ночью тихо.\n\nМы спим.', 'Rules help. Night is quiet.\n\nWe sleep.'],
  ['zh', '规则有帮助。夜晚很安静。\n\n我们睡觉。', 'Rules help. Night is quiet.\n\nWe sleep.'],
  ['ar', 'القواعد تساعد. الليل هادئ.\n\nنحن ننام.', 'Rules help. Night is quiet.\n\nWe sleep.'],
  ['hi', 'नियम मदद करते हैं। रात शांत है।\n\nहम सोते हैं।', 'Rules help. Night is quiet.\n\nWe sleep.'],
])('sentences of a translation lead to those of an original in %s, in their order', (language, original, translation) => {
  const aligned = alignSentences(original, language, translation, 'en')
  expect(aligned.map(({ sentence }) => sentence)).toEqual([0, 1, 2])
  expect(aligned.map(({ original: { start, end } }) => sliceCodePoints(original, start, end)).join('')).toBe(original)
})

test('where there are fewer or more, each leads to one about as far on, and none past the end', () => {
  const original = 'One. Two. Three. Four.'
  expect(alignSentences(original, 'en', 'Un et deux. Trois et quatre.', 'fr').map(({ sentence }) => sentence)).toEqual([1, 3])
  expect(alignSentences('One.\n\nTwo.', 'en', 'Un. Deux.', 'fr').map(({ sentence }) => sentence)).toEqual([0, 1])
  expect(alignSentences('', 'en', 'Un.', 'fr')).toEqual([])
})
