import { describe, expect, test } from 'vitest'
import type { Question } from '../../calls/questions/model.ts'
import { DEFAULT_STAKEHOLDER_GROUPS } from '../../shared/vocabularies.ts'
import { readReplyBlocks } from '../../shared/reply-text.ts'
import { readWishToTake } from '../posts/words.ts'
import { readMailedAnswers } from './answers.ts'
import { chooseOffer, complete, readChoice } from './choice.ts'
import { readDetails, withoutClosing } from './details.ts'
import { readMailedRemarks } from './remarks.ts'
import { isWordAlone, readIntent, type Intent } from './words.ts'

describe('one word or a sentence', () => {
  const judged = ['satisfied', 'not-satisfied', 'yes', 'no'] as const
  test.each<[string, Intent | undefined]>([
    ['Satisfied.', 'satisfied'], ['I am satisfied, thank you', 'satisfied'], ['I am not satisfied', 'not-satisfied'], ['Je ne suis pas satisfaite.', 'not-satisfied'], ['Nous sommes satisfaits', 'satisfied'],
    ['Estoy satisfecha.', 'satisfied'], ['No estoy satisfecho: falta el motivo', 'not-satisfied'], ['Не удовлетворена', 'not-satisfied'], ['Я удовлетворён.', 'satisfied'], ['لست راضيا', 'not-satisfied'], ['أنا راضية', 'satisfied'],
    ['不满意。', 'not-satisfied'], ['满意', 'satisfied'], ['Ich bin nicht zufrieden', 'not-satisfied'], ['Não estou satisfeito', 'not-satisfied'], ['Yes', 'yes'], ['Yes.', 'yes'], ['OUI', 'yes'], ['No', 'no'], ['> Satisfied', 'satisfied'],
    ['Dear editors,\n\nnot satisfied: it is not said why.', 'not-satisfied'],
    ['I am very satisfied', 'satisfied'], ['Yes, I am satisfied.', 'satisfied'], ['No, I am not satisfied because it is short.', 'not-satisfied'], ['I am not at all satisfied', 'not-satisfied'], ['Not really satisfied', 'not-satisfied'], ['We aren’t satisfied', 'not-satisfied'],
    ['Je ne suis pas du tout satisfaite', 'not-satisfied'], ['Très satisfaite', 'satisfied'], ['Ich bin mit der Antwort nicht zufrieden', 'not-satisfied'], ['„zufrieden“', 'satisfied'], ['No estamos satisfechos', 'not-satisfied'], ['Нет, не удовлетворён', 'not-satisfied'],
    ['لست راضياً عن الرد', 'not-satisfied'], ['نعم، راضٍ', 'satisfied'], ['我对答复不满意', 'not-satisfied'], ['非常满意', 'satisfied'], ['Não, não estou satisfeito', 'not-satisfied'], ['संतुष्ट', 'satisfied'], ['満足しています', 'satisfied'], ['1. satisfied', 'satisfied'], ['Answer: satisfied', 'satisfied'],
    ['Not satisfied. It is said there that in every harbour of the coast\nno, it is not so.', 'not-satisfied'],
    ['Are you satisfied?', undefined], ['Partly satisfied', undefined], ['Yes, not satisfied', undefined], ['No I am satisfied', undefined],
    ['No doubt that is well meant', undefined], ['Yesterday it was well', undefined], ['', undefined], ['Satisfied\nNot satisfied', undefined], ['Noon', undefined],
  ])('%j', (text, expected) => {
    expect(readIntent(text, judged)?.intent).toBe(expected)
  })

  test.each<[string, readonly Intent[], Intent | undefined]>([
    ['I do not agree: costs', ['object', 'agree', 'yes', 'no'], 'object'], ['I have no objection', ['object', 'agree', 'yes', 'no'], 'agree'], ['Je n’ai aucune objection', ['object', 'agree'], 'agree'], ['No estoy de acuerdo', ['object', 'agree', 'yes', 'no'], 'object'],
    ['不同意：太贵', ['object', 'agree', 'yes', 'no'], 'object'], ['لا أوافق', ['object', 'agree', 'yes', 'no'], 'object'], ['Ich stimme nicht zu', ['object', 'agree'], 'object'], ['Не возражаю', ['object', 'agree', 'no'], 'agree'], ['Objects in the harbour', ['object', 'agree'], undefined],
    ['yes it was me', ['yes', 'follow', 'unfollow', 'no'], 'yes'], ['Ja bitte', ['yes', 'no'], 'yes'], ['I don’t accept it', ['accept', 'contest'], 'contest'], ['Correct the second line', ['accept', 'contest'], undefined], ['I will not come', ['comes', 'stays-away', 'no'], 'stays-away'],
  ])('%j among %j', (text, intents, expected) => {
    expect(readIntent(text, intents)?.intent).toBe(expected)
  })

  test('a word that stands alone, whoever signed below it', () => {
    expect(['Unfollow', 'Please unfollow me.\n\nBest regards,\nAna Sousa', 'unfollow\n\nAna'].filter((text) => !isWordAlone(text, ['unfollow']))).toEqual([])
    expect(['Stop. The fees are too high, and that has been said since 2019 by everyone.', 'Unfollow\nthe old rule:\nit is bad.', 'Yes'].filter((text) => isWordAlone(text, ['unfollow']))).toEqual([])
  })

  test('what follows is the reason', () => {
    expect(readIntent('Hello,\nI object: it costs too much.\nAnd it is late.', ['object', 'agree'])).toEqual({ intent: 'object', rest: 'it costs too much.\nAnd it is late.' })
    expect(readIntent('反对，因为太贵了。', ['object', 'agree'])).toEqual({ intent: 'object', rest: '因为太贵了。' })
    expect(readIntent('Keine Einwände', ['object', 'agree'])?.intent).toBe('agree')
    expect(readIntent('Withdraw R-3', ['withdraw'])).toEqual({ intent: 'withdraw', rest: 'R-3' })
  })
})

const question = (number: number, text: string, over: Partial<Question> = {}): Question => ({ id: `q${number}` as Question['id'], number, text, guidance: null, kind: 'open', options: [], isRequired: false, lengthLimit: null, hasWords: false, ...over })
const QUESTIONS = [question(1, 'What works in your harbour?'), question(2, 'What does not work there?'), question(3, 'How do you decide?', { kind: 'one', options: [{ number: 4, text: 'Alone' }, { number: 7, text: 'Together' }] })]
const LISTS = { stakeholderGroups: DEFAULT_STAKEHOLDER_GROUPS }
const answers = (text: string, questions = QUESTIONS) => {
  const read = readMailedAnswers(readReplyBlocks(text), questions, LISTS)
  return { said: Object.fromEntries(read.answers.map(({ questionId, text: said }) => [questionId, said])), chosen: read.choices.map(({ options }) => options), whole: read.whole }
}

describe('answers to questions', () => {
  test.each([
    ['Question 2: b\nmore\n\nQuestion 1: a', { q1: 'a', q2: 'b\nmore' }],
    ['2) b\n1) a', { q1: 'a', q2: 'b' }],
    ['Q1. a\n1. one\n2. two\n\nQ2. b', { q1: 'a\n1. one\n2. two', q2: 'b' }],
    ['Frage 1: a\nFrage 2: b', { q1: 'a', q2: 'b' }],
    ['Pregunta 2 - b', { q2: 'b' }],
    ['Вопрос 1. а\nВопрос 2. б', { q1: 'а', q2: 'б' }],
    ['السؤال ١: أ\nالسؤال ٢: ب', { q1: 'أ', q2: 'ب' }],
    ['问题1：甲\n问题２：乙', { q1: '甲', q2: '乙' }],
    ['**Question 1:** a', { q1: 'a' }],
    ['Question 1\na\n\nQuestion 2\nb\n\nBest regards,\nAna', { q1: 'a', q2: 'b' }],
    ['> What works in your\n> harbour?\n\nPilots.\n\n> 2. What does not work there?\n\nFees.', { q1: 'Pilots.', q2: 'Fees.' }],
  ])('%j', (text, expected) => {
    expect(answers(text)).toEqual({ said: expected, chosen: [], whole: '' })
  })

  test('a choice by its place in the list or by its words; what is neither is no choice', () => {
    expect(answers('Question 3: 2').chosen).toEqual([[7]])
    expect(answers('Question 3: together').chosen).toEqual([[7]])
    const read = readMailedAnswers(readReplyBlocks('Question 3: it depends'), QUESTIONS, LISTS)
    expect(read).toMatchObject({ choices: [], unread: [3] })
    expect(readMailedAnswers(readReplyBlocks('1: a'), [question(1, 'A?'), question(2, 'B?', { isRequired: true })], LISTS).missing).toEqual([2])
  })

  test.each<[string, Partial<Question>, number[] | undefined]>([
    ['Question 3: réponse 2', {}, [7]], ['第3题：第2个', {}, [7]], ['Question 3: Number 2.', {}, [7]], ['3 - 2', {}, [7]], ['Question 3 - 2', {}, [7]], ['#3 2', {}, [7]], ['\u200fالسؤال \u200f٣: \u200f٢', {}, [7]], ['Question 3: togeth', {}, undefined], ['Question 3: 9', {}, undefined],
    ['Question 3: noise and rest for crews', { kind: 'several' }, [2, 3]], ['Question 3: noise', { kind: 'several' }, [2]], ['Question 3: for', { kind: 'several' }, undefined],
    ['Question 3: 1. Noise\n2. Light', { kind: 'ranking' }, [2, 1]], ['Question 3:\n2. Light\n1. Noise', { kind: 'ranking' }, [2, 1]], ['Question 3:\n3) Rest for crews\n1) Light', { kind: 'ranking' }, [3, 1]], ['Question 3:\nNoise\nLight', { kind: 'ranking' }, [2, 1]], ['Question 3: 3 > 1', { kind: 'ranking' }, [3, 1]],
  ])('%j of %j', (text, over, expected) => {
    const options = over.kind === undefined ? QUESTIONS[2]?.options : [{ number: 1, text: 'Light' }, { number: 2, text: 'Noise at night' }, { number: 3, text: 'Rest for crews' }].map((option) => (over.kind === 'ranking' && option.number === 2 ? { number: 2, text: 'Noise' } : option))
    const [choice] = readMailedAnswers(readReplyBlocks(text), [...QUESTIONS.slice(0, 2), { ...question(3, 'What first?', { kind: 'one', ...over }), options: options ?? [] }], LISTS).choices
    expect(choice?.options).toEqual(expected)
  })

  test('what is said twice is kept; what is said to a question that there is not is no part of another answer', () => {
    expect(answers('Question 1: a\nQuestion 1: b').said).toEqual({ q1: 'a\n\nb' })
    const read = readMailedAnswers(readReplyBlocks('Question 1: a\nQuestion 9: b'), QUESTIONS, LISTS)
    expect(read).toMatchObject({ answers: [{ text: 'a' }], lost: [{ numbers: [9], text: 'b' }], whole: '' })
    expect(readMailedAnswers(readReplyBlocks('Question 3: Together, and others'), [question(3, 'Who?', { kind: 'one', hasWords: true, options: [{ number: 7, text: 'Together' }] })], LISTS)).toMatchObject({ answers: [{ text: 'Together, and others' }] })
  })

  test('what names no question is taken whole; where there is one question only, it is its answer', () => {
    const text = 'We think that a harbour needs a master.\n\nAnd more of that.'
    expect(answers(text)).toEqual({ said: {}, chosen: [], whole: text })
    expect(answers(text, QUESTIONS.slice(0, 1))).toEqual({ said: { q1: text }, chosen: [], whole: '' })
    // A mail that is quoted whole, with the answer below, is no place.
    expect(answers(`> What works in your harbour?\n> What does not work there?\n\n${text}`)).toEqual({ said: {}, chosen: [], whole: text })
  })
})

const PARAGRAPHS = [{ number: 1, text: 'Harbours are open to all ships.' }, { number: 2, text: 'Pilots speak two languages.' }, { number: 12, text: 'Fees are published each year.' }]
const remarks = (text: string) => readMailedRemarks(readReplyBlocks(text), PARAGRAPHS)

describe('comments on paragraphs', () => {
  test.each([
    ['¶ 12: No.', [[12]]], ['¶12 – No.', [[12]]], ['par. 12: No.', [[12]]], ['§ 12\nNo.', [[12]]], ['Absatz 12: No.', [[12]]], ['Paragraphe 12 : No.', [[12]]], ['Párrafo 12. No.', [[12]]], ['Пункт 12: No.', [[12]]], ['الفقرة ١٢: No.', [[12]]], ['第12段：No.', [[12]]],
    ['¶¶ 1–2: No.', [[1, 2]]], ['12: No.', [[12]]], ['On paragraph 12: No.', [[12]]], ['пп. 1–2: No.', [[1, 2]]], ['Paragraphs 1, 2 and 12: No.', [[1, 2, 12]]], ['¶ 1: No.\n¶ 2: No.', [[1], [2]]],
  ])('%j', (text, expected) => {
    const read = remarks(text)
    expect(read.placed.map(({ numbers }) => numbers)).toEqual(expected)
    expect(read.placed.map(({ text: said }) => said)).toEqual(expected.map(() => 'No.'))
    expect(read).toMatchObject({ lost: [], whole: '' })
  })

  test('a sentence about a paragraph is kept whole; numbers that there are not are said back', () => {
    expect(remarks('Paragraph 2 is wrong.').placed).toEqual([{ numbers: [2], text: 'Paragraph 2 is wrong.' }])
    expect(remarks('¶ 5: No.')).toMatchObject({ placed: [], lost: [{ numbers: [5], text: 'No.' }] })
    expect(remarks('> Pilots speak\n> two languages.\nThree.').placed).toEqual([{ numbers: [2], text: 'Three.' }])
    expect(remarks('All of it is too long.')).toEqual({ placed: [], lost: [], whole: 'All of it is too long.' })
    expect(remarks('Thank you').whole).toBe('')
    expect(remarks('12:30 is too late.').whole).toBe('12:30 is too late.')
    expect(remarks('1. It is long.\n2. It is late.').placed).toEqual([])
  })
})

test('who somebody is, in lines of their own', () => {
  const read = readDetails('Nom : Awa Diop\nOrganisation: Port libre\nGroup: civil society\nPays : Sénégal\nPublier : sans nom\n\nQuestion 1: a', LISTS)
  expect(read).toEqual({ details: { name: 'Awa Diop', organisation: 'Port libre', group: 'Civil Society', country: 'SN', consent: 'without-name' }, rest: 'Question 1: a' })
  expect(readDetails('国家：中国\n姓名：王芳', LISTS).details).toMatchObject({ name: '王芳', country: 'CN' })
  expect(readDetails('Land: Deutschland\nThe name: of the rose', LISTS)).toMatchObject({ details: { country: 'DE' }, rest: 'The name: of the rose' })
})

test.each([['a\n\nKind regards,\nAna\nHarbour Office', 'a'], ['a\n\nС уважением,\nАнна', 'a'], ['a\n\n此致\n敬礼\n王芳', 'a'], ['Thanks to all who came.\nb', 'Thanks to all who came.\nb'], ['Merci', '']])('wishes at the end of %j', (text, expected) => {
  expect(withoutClosing(text)).toBe(expected)
})

describe('which of what a letter offers a post is taken for', () => {
  const offers = [{ number: 1, kind: 'contribution', targetId: 'a' as Question['id'] }, { number: 2, kind: 'comment', targetId: 'b' as Question['id'] }] as const
  test.each<[string, number | undefined, readonly number[]]>([
    ['1', 1, []], ['1.', 1, []], ['(2)', 2, []], ['No. 2', 2, []], ['Number 1, please', 1, []], ['1, question 2', 1, [2]], ['2: ¶ 4', 2, [4]], ['comment ¶ 4–5', 2, [4, 5]], ['Question 3', 1, [3]], ['Contribution', 1, []],
    ['١', 1, []], ['٢: الفقرة ٤', 2, [4]], ['2：第4段', 2, [4]], ['评论，第12段', 2, [12]], ['номер 1, вопрос 2', 1, [2]], ['Commentaire : par. 4 et 5', 2, [4, 5]], ['Hola:\n\n1, pregunta 2\n\nGracias', 1, [2]],
    ['yes', undefined, []], ['2 weeks ago I wrote to you about this', undefined, []], ['', undefined, []], ['9', undefined, []], ['1\n\n1. A contribution to the call “Harbours” (2026)\n2. A comment on the text under review', 1, []],
  ])('%j', (text, number, places) => {
    const choice = readChoice(text)
    const offer = chooseOffer(offers, choice)
    expect([offer?.number, offer === undefined ? [] : offer.kind === 'comment' ? choice.paragraphs : choice.questions]).toEqual([number, places])
  })

  test('one thing alone is taken by yes; what is said again completes it', () => {
    expect(chooseOffer(offers.slice(0, 1), readChoice('Oui, merci'))?.number).toBe(1)
    expect(chooseOffer(offers.slice(0, 1), readChoice('No'))).toBeUndefined()
    expect(complete(readChoice('question 2'), readChoice('1'))).toMatchObject({ number: 1, questions: [2] })
  })
})

describe('asking that a post be taken', () => {
  test.each<[string, 'contribution' | 'comment' | 'either' | 'none']>([
    ['Contribution', 'contribution'], ['Re: [talk] contribution', 'contribution'], ['Please take this as a comment', 'comment'], ['register', 'either'], ['Take my post, please', 'either'], ['comment 12', 'comment'], ['Fwd: Comments', 'comment'],
    ['Comme contribution, s’il vous plaît', 'contribution'], ['S’il vous plaît : enregistrer', 'either'], ['Contribución', 'contribution'], ['Bitte als Beitrag registrieren', 'contribution'], ['Комментарий', 'comment'], ['Прошу учесть', 'none'], ['请作为意见书登记', 'contribution'], ['评论', 'comment'], ['تعليق', 'comment'], ['مساهمة', 'contribution'], ['Contribuição', 'contribution'],
    ['Registering for the meeting', 'none'], ['Our view', 'none'], ['How do I subscribe', 'none'], ['', 'none'],
  ])('%j', (line, expected) => {
    const wish = readWishToTake(line)
    expect(wish === undefined ? 'none' : (wish.as ?? 'either')).toBe(expected)
  })
})
