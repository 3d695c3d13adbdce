import { expect, test } from 'vitest'
import { listCandidates } from './model.ts'

test.each([
  ['en', 'Quays are free. Boats may sleep at night. Rules bind all.', 'Boats sleep at night.', 'Boats may sleep at night.'],
  ['fr', 'Les quais sont libres. La nuit doit rester calme. Tous dorment.', 'La nuit reste calme.', 'La nuit doit rester calme.'],
  ['ru', 'Правила помогают. Ночью всегда тихо. Мы спим.', 'Ночью очень тихо.', 'Ночью всегда тихо.'],
  ['ar', 'القواعد تساعد. الليل هادئ جدا. نحن ننام.', 'الليل هادئ.', 'الليل هادئ جدا.'],
  ['zh', '规则有帮助。夜晚总是很安静。我们睡觉。', '夜晚很安静。', '夜晚总是很安静。'],
  ['hi', 'नियम मदद करते हैं। रात बहुत शांत है। हम सोते हैं।', 'रात शांत है।', 'रात बहुत शांत है।'],
])('what is most like a lost quotation is offered first: %s', (language, text, quote, expected) => {
  const [first] = listCandidates(text, quote, language)
  expect(first?.words).toBe(expected)
  expect(Array.from(text).slice(first?.start, first?.end).join('')).toBe(expected)
})

test('where the words stand several times each place is offered, and what is alike in nothing is not', () => {
  expect(listCandidates('Night. Day. Night.', 'Night', 'en').map(({ start, likeness }) => [start, likeness])).toEqual([[0, 1], [12, 1]])
  expect(listCandidates('Boats sail far.', '夜晚很安静', 'en')).toEqual([])
  expect(listCandidates('', 'Night', 'en')).toEqual([])
})
