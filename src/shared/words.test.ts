import { describe, expect, test } from 'vitest'
import { LANGUAGES_WITH_STOP_WORDS, stopWords } from './stop-words.ts'
import { lightKey, listWords, primaryLanguage } from './words.ts'

const forms = (text: string, language: string) => listWords(text, language).map(({ form }) => form).filter((form) => !stopWords(language).has(form))
const gathered = (language: string, ...words: string[]) => new Set(words.map((word) => lightKey(word, language))).size === 1

describe('words', () => {
  test('of English: lower case, no figures, no short ones but capitals, no possessives', () => {
    expect(forms("Governments’ policies on cyber-security, the UN and AI (ICTs) in 2017: women's rights, IPv6, a 5G net", 'en')).toEqual([
      'governments', 'policies', 'cyber-security', 'un', 'ai', 'icts', 'women', 'rights', 'ipv6', 'net',
    ])
  })

  test('of French: what was elided is taken off, accents stay', () => {
    expect(forms('L’accès aux réseaux, d’abord pour l’UE ; qu’importe l’école', 'fr')).toEqual(['accès', 'réseaux', 'abord', 'importe', 'école'])
  })

  test('of Spanish, Russian and Arabic: every script alike', () => {
    expect(forms('¿Qué políticas necesitan los países? ¡Protección!', 'es')).toEqual(['políticas', 'necesitan', 'países', 'protección'])
    expect(forms('Правительства должны защищать ещё и права людей.', 'ru')).toEqual(['правительства', 'должны', 'защищать', 'права', 'людей'])
    expect(forms('الأَمنُ السيبرانيّ حقٌّ للجميع، وهـــو مهمّ', 'ar')).toEqual(['الأمن', 'السيبراني', 'حق', 'للجميع', 'مهم'])
  })

  test('of Chinese, Japanese and Thai: cut where there are no spaces, single signs left out', () => {
    expect(forms('网络安全是所有国家的重要问题。', 'zh')).toEqual(['网络', '安全', '所有', '国家', '重要', '问题'])
    expect(forms('安全は重要', 'ja')).toEqual(['安全', '重要'])
    expect(forms('ความปลอดภัย', 'th').join('')).toBe('ความปลอดภัย')
  })

  test('of one writing within another are still found', () => {
    expect(forms('The 网络安全 law and Безопасность', 'en')).toEqual(['网络', '安全', 'law', 'безопасность'])
  })

  test('know where they stand, so that they can be shown, signs beyond the first plane counted as the text has them', () => {
    const text = '🏳️‍🌈 Trust, the trust'
    for (const word of listWords(text, 'en')) expect(text.slice(word.start, word.end).toLowerCase()).toBe(word.form)
  })

  test('follow each other where only space stands between', () => {
    const follows = listWords('Critical infrastructure, the national critical\ninfrastructure. Infrastructure 2017 again', 'en').map(({ form, follows: is }) => `${is ? '+' : ''}${form}`)
    expect(follows).toEqual(['critical', '+infrastructure', 'the', '+national', '+critical', '+infrastructure', 'infrastructure', 'again'])
  })

  test('are none in what has none', () => {
    for (const text of ['', ' ', '2017 - 42 %', '…', '\u0301', "''", '--']) expect(listWords(text, 'en')).toEqual([])
  })
})

describe('what is gathered', () => {
  test('in English is number alone: never government with governance', () => {
    for (const [a, b] of [['government', 'governments'], ['policy', 'policies'], ['approach', 'approaches'], ['process', 'processes'], ['woman', 'women'], ['ict', 'icts'], ['house', 'houses'], ['movie', 'movies'], ['crisis', 'crises']] as const) {
      expect(gathered('en', a, b), `${a} ${b}`).toBe(true)
    }
    for (const [a, b] of [['government', 'governance'], ['new', 'news'], ['cyber', 'cybersecurity'], ['secure', 'security'], ['good', 'goods'], ['policy', 'police'], ['mean', 'means'], ['virus', 'viru'], ['access', 'acces'], ['politic', 'politics']] as const) {
      expect(gathered('en', a, b), `${a} ${b}`).toBe(false)
    }
  })

  test('in French, Spanish and Portuguese is plural with singular', () => {
    for (const [a, b] of [['réseau', 'réseaux'], ['national', 'nationaux'], ['gouvernement', 'gouvernements'], ['loi', 'lois'], ['jeu', 'jeux']] as const) expect(gathered('fr', a, b), `${a} ${b}`).toBe(true)
    for (const [a, b] of [['cour', 'cours'], ['gouvernement', 'gouvernance'], ['pay', 'pays']] as const) expect(gathered('fr', a, b), `${a} ${b}`).toBe(false)
    for (const [a, b] of [['nación', 'naciones'], ['red', 'redes'], ['voz', 'voces'], ['nombre', 'nombres'], ['dato', 'datos'], ['país', 'países'], ['autoridad', 'autoridades']] as const) expect(gathered('es', a, b), `${a} ${b}`).toBe(true)
    expect(gathered('es', 'bien', 'bienes')).toBe(false)
    for (const [a, b] of [['nação', 'nações'], ['direito', 'direitos'], ['setor', 'setores'], ['homem', 'homens']] as const) expect(gathered('pt', a, b), `${a} ${b}`).toBe(true)
  })

  test('in Russian, Chinese, Arabic and any other language is nothing but the same word', () => {
    for (const [language, a, b] of [['ru', 'право', 'права'], ['zh', '国家', '国'], ['ar', 'حق', 'حقوق'], ['de', 'Recht', 'Rechte']] as const) expect(gathered(language, a, b)).toBe(false)
    expect(lightKey('права', 'ru')).toBe('права')
  })

  test('stays what it is when it is gathered again', () => {
    for (const [language, words] of [['en', 'policies processes houses analyses women movies'], ['fr', 'réseaux nationaux jeux'], ['pt', 'nações homens']] as const) {
      for (const word of words.split(' ')) expect(lightKey(lightKey(word, language), language)).toBe(lightKey(word, language))
    }
  })
})

describe('stop words', () => {
  test('leave the words that matter in a consultation', () => {
    for (const word of ['important', 'needs', 'need', 'information', 'system', 'must', 'lack', 'issues', 'provide', 'support', 'ensure']) expect(stopWords('en').has(word), word).toBe(false)
  })

  test('are there for the six languages of the United Nations, each as its words are counted', () => {
    for (const language of ['ar', 'en', 'es', 'fr', 'ru', 'zh']) {
      expect(LANGUAGES_WITH_STOP_WORDS).toContain(language)
      expect([...stopWords(language)].filter((word) => word !== word.toLocaleLowerCase(language).normalize('NFC'))).toEqual([])
    }
    expect(stopWords('xx').size).toBe(0)
  })

  test('hold for the language of a regional tag', () => {
    expect(primaryLanguage('pt-BR')).toBe('pt')
  })
})
