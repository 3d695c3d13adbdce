import { expect, test } from 'vitest'
import { labelLanguage, LABELS, labelsOf } from './model.ts'

const argumentsOf = (text: string): string => [...text.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name ?? '').sort().join()

test('the words of a document are there in six languages, each given what the English one is, none empty, none left in English', () => {
  expect(Object.keys(LABELS).sort()).toEqual(['ar', 'en', 'es', 'fr', 'ru', 'zh'])
  for (const [language, labels] of Object.entries(LABELS)) {
    expect(Object.keys(labels), language).toEqual(Object.keys(LABELS.en))
    for (const [key, english] of Object.entries(LABELS.en)) {
      const label = labels[key as keyof typeof labels]
      expect(label.trim(), `${language} ${key}`).not.toBe('')
      expect(argumentsOf(label), `${language} ${key}`).toBe(argumentsOf(english))
      if (language === 'ar' || language === 'ru' || language === 'zh') expect(label, `${language} ${key}`).not.toMatch(/\p{sc=Latin}{4,}(?![^{]*\})/u)
    }
  }
})

test('a document in another language is printed with English words, a regional one with those of its language', () => {
  expect(['pt-BR', 'fr-CA', 'zh-Hant', 'AR'].map(labelLanguage)).toEqual(['en', 'fr', 'zh', 'ar'])
  expect(labelsOf('es')('annex', { letter: 'B' })).toBe('Anexo B')
  expect(labelsOf('en')('later', { title: '{title} $& \\' })).toBe('A later edition has been published: {title} $& \\')
})
