import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readReplyBlocks, trimReply } from './reply-text.ts'

const QUOTE = '> What do you think of it?\n> \n> The editors'

/** Announcements of quotations as programs write them. */
const ANNOUNCED = [
  'On Mon, 2 Nov 2026 at 09:00, The Forum <reply+abc@forum.example.org> wrote:',
  'On Mon, 2 Nov 2026 at 09:00, The Forum via Convoke <\nreply+abc@forum.example.org> wrote:',
  'Am Mo., 2. Nov. 2026 um 09:00 Uhr schrieb The Forum <reply+abc@forum.example.org>:',
  'Le lun. 2 nov. 2026 à 09:00, The Forum <reply+abc@forum.example.org> a écrit :',
  'El lun, 2 nov 2026 a las 9:00, The Forum (<reply+abc@forum.example.org>) escribió:',
  'Em seg., 2 de nov. de 2026 às 09:00, The Forum <reply+abc@forum.example.org> escreveu:',
  'Il giorno lun 2 nov 2026 alle ore 09:00 The Forum <reply+abc@forum.example.org> ha scritto:',
  'Op ma 2 nov 2026 om 09:00 schreef The Forum <reply+abc@forum.example.org>:',
  'пн, 2 нояб. 2026 г. в 09:00, The Forum <reply+abc@forum.example.org>:',
  '在 2026年11月2日周一 09:00，The Forum <reply+abc@forum.example.org> 写道：',
  '2026年11月2日(月) 9:00 The Forum <reply+abc@forum.example.org>:',
  '2026년 11월 2일 (월) 오전 9:00, The Forum <reply+abc@forum.example.org>님이 작성:',
  'في الاثنين، 2 نوفمبر 2026 في 9:00 ص تمت كتابة ما يلي بواسطة The Forum <reply+abc@forum.example.org>:',
  'בתאריך יום ב׳, 2 בנוב׳ 2026 ב-9:00 מאת The Forum <‪reply+abc@forum.example.org‬‏>:',
  'The Forum <reply+abc@forum.example.org> 於 2026年11月2日 週一\n上午9:00寫道：',
  '02.11.2026, 09:00, The Forum (reply+abc@forum.example.org):',
  'Nov 2, 2026, 09:00 by reply+abc@forum.example.org:',
  'Quoting The Forum <reply+abc@forum.example.org>:',
  '\u202bבתאריך יום ב׳, 2 בנוב׳ 2026 ב-9:00 מאת \u202aThe Forum\u202c\u200f <\u202areply+abc@forum.example.org\u202c\u200f>:\u202c',
  'The Forum <reply+abc@forum.example.org>, 2 Kas 2026 Pzt, 09:00 tarihinde şunu yazdı:',
  '‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday, November 2nd, 2026 at 09:00, The Forum <reply+abc@forum.example.org> wrote:',
]

describe('a reply', () => {
  test.each(ANNOUNCED)('above the quotation that %j announces', (announced) => {
    expect(trimReply(`Our answer is yes.\n\nIt was discussed.\n\n${announced}\n\n${QUOTE}\n`).trimmed).toBe('Our answer is yes.\n\nIt was discussed.')
  })

  test.each(ANNOUNCED)('below the quotation that %j announces', (announced) => {
    expect(trimReply(`${announced}\n${QUOTE}\n\nOur answer is yes.\n\n-- \nAna\n`).trimmed).toBe('Our answer is yes.')
  })

  test.each([
    ['________________________________\nFrom: The Forum <a@example.org>\nSent: Monday, November 2, 2026 9:00 AM\nTo: Ana\nSubject: A question\n\nWhat do you think?'],
    ['-----Message d’origine-----\nDe : The Forum <a@example.org>\nEnvoyé : lundi 2 novembre 2026 09:00\nÀ : Ana\nObjet : Une question\n\nQu’en pensez-vous ?'],
    ['Von: The Forum <a@example.org>\nGesendet: Montag, 2. November 2026 09:00\nAn: Ana\nBetreff: Eine Frage\n\nWas meinen Sie?'],
    ['发件人: The Forum <a@example.org>\n发送时间: 2026年11月2日 9:00\n收件人: Ana\n主题: 问题\n\n您怎么看？'],
    ['От: The Forum <a@example.org>\nОтправлено: 2 ноября 2026 г. 9:00\nКому: Ana\nТема: Вопрос\n\nЧто вы думаете?'],
    ['من: The Forum <a@example.org>\nتم الإرسال: الاثنين 2 نوفمبر 2026 09:00\nإلى: Ana\nالموضوع: سؤال\n\nما رأيكم؟'],
    ['De: The Forum <a@example.org>\nEnviado el: lunes, 2 de noviembre de 2026 9:00\nPara: Ana\nAsunto: Una pregunta\n\n¿Qué opina?'],
  ])('above a mail that is quoted without a mark: %j', (below) => {
    expect(trimReply(`Our answer is yes.\n\n${below}`).trimmed).toBe('Our answer is yes.')
    expect(readReplyBlocks(`Our answer is yes.\n\n${below}`).filter(({ kind }) => kind === 'own')).toEqual([{ kind: 'own', text: 'Our answer is yes.' }])
  })

  test.each(['Sent from my iPhone', 'Envoyé de mon iPhone', 'Von meinem iPhone gesendet', 'Enviado desde mi Samsung Galaxy', 'Отправлено с iPhone', '发自我的iPhone', 'أرسلت من هاتفي iPhone', 'Get Outlook for Android<https://aka.ms/x>', 'Sent from Mail for Windows', 'मेरे iPhone से भेजा गया', 'iPhoneから送信',
    'This e-mail and its attachments are confidential and intended for the addressee only. If you are\nnot the intended recipient, please delete it.', 'Diese Nachricht ist vertraulich.', '本邮件及其附件含有保密信息。', 'Virus-free. www.avast.com <https://www.avast.com/x>', '---\nAna Sousa\nPort of Sines',
  ])('%s is not part of it', (line) => {
    expect(trimReply(`Yes.\n\n${line}`).trimmed).toBe('Yes.')
    expect(readReplyBlocks(`Yes.\n\n${line}\n\n${ANNOUNCED[0] ?? ''}\n${QUOTE}`).filter(({ kind }) => kind === 'own')).toEqual([{ kind: 'own', text: 'Yes.' }])
  })

  test('words that only look like marks stay', () => {
    const text = 'Messages of pilots are to be confidential.\n\nFrom: my point of view\nit is well. As she wrote:\n\nPublish: less\n\n3 > 2 and a -- b\n2026-11-02 was a Monday\n\nTo: sum up, yes.'
    expect(trimReply(text).trimmed).toBe(text)
  })

  test('answers between what is quoted, each to its own', () => {
    const text = `Dear all,\n\n${ANNOUNCED[0] ?? ''}\n> First?\nYes.\n\n> Second?\n> More of it.\n\nNo, for two reasons.\n`
    expect(readReplyBlocks(text)).toEqual([
      { kind: 'own', text: 'Dear all,' }, { kind: 'quoted', text: 'First?' }, { kind: 'own', text: 'Yes.' }, { kind: 'quoted', text: 'Second?\nMore of it.' }, { kind: 'own', text: 'No, for two reasons.' },
    ])
  })

  test('answers between the lines of a mail that is quoted without a mark, where that mail is known', () => {
    const original = 'The forum asks.\n\n1. What works in your harbour?\n\n2. What does not work there? Say it\nin your words.\n\nThank you for answering.'
    const header = 'From: The Forum <a@example.org>\nSent: Monday, November 2, 2026 9:00 AM\nTo: Ana\nSubject: A question\n\n[EXTERNAL] Take care.\n'
    const answered = original.replace('harbour?', 'harbour?\nPilots.').replace('words.', 'words.\n\nFees, since 2019.')
    expect(readReplyBlocks(`See below.\n\n${header}${answered}\n\nScanned by a gateway`, original).filter(({ kind }) => kind === 'own').map(({ text }) => text)).toEqual(['See below.', 'Pilots.', 'Fees, since 2019.'])
    expect(readReplyBlocks(`Yes.\n\n${header}${original.replaceAll('\n\n', '\n')}`, original).filter(({ kind }) => kind === 'own').map(({ text }) => text)).toEqual(['Yes.'])
    // Another mail is what it is.
    expect(readReplyBlocks(`Yes.\n\n${header}Quite another\nmail of mine\nthat was sent`, original).filter(({ kind }) => kind === 'own').map(({ text }) => text)).toEqual(['Yes.'])
  })

  test.each([
    ['> '.repeat(200_000)], [`${'a: '.repeat(100_000)}\n`.repeat(3)], ['On '.repeat(100_000)], [`${'- '.repeat(100_000)}x`], ['x\n'.repeat(200_000)], [`${'<'.repeat(50_000)} wrote:\n`.repeat(5)], ['From: a\nTo: b\n'.repeat(20_000)], ['On 2026 a@b\n'.repeat(20_000)],
  ])('of any kind is read at once', (text) => {
    const began = performance.now()
    trimReply(text)
    readReplyBlocks(text, text.slice(0, 100_000))
    expect(performance.now() - began).toBeLessThan(1500)
  })
})

const folder = join(import.meta.dirname, '../../../shared/data/reply-trimming')
const names = existsSync(folder) ? readdirSync(join(folder, 'emails')) : []

test.skipIf(names.length === 0)('collected replies are trimmed as people trimmed them (skipped where the collection is not at hand)', () => {
  const read = (kind: string, name: string) => readFileSync(join(folder, kind, name), 'utf8')
  const wrong = names.filter((name) => trimReply(read('emails', name)).trimmed !== read('trimmed', name).replace(/^\n+/u, '').trimEnd())
  expect(names).toHaveLength(32)
  expect(wrong).toEqual([])
})
