import { generateKeyPairSync } from 'node:crypto'
import { authenticate, dkimVerify } from 'mailauth'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import type { HeaderField } from '../shared/mail-fields.ts'
import { parseInstant, type Instant } from '../shared/time.ts'
import { prepareLetter, writeCopy, writeFixedMail, type FixedLetter } from './mail-composer.ts'
import { fixedDns } from './mail-dns.ts'
import { encodeText, encodeWords, foldField, Unwritable, wireAddress, writeMailbox } from './mail-encoding.ts'
import { letterheadOf } from './mail-letterhead.ts'
import { keyRecord, readMailKey, sealArc, type MailKeys } from './mail-signing.ts'
import { writeMail, type OutgoingMail } from './mail-transport.ts'

const now = parseInstant('2026-11-02T10:00:00Z') as Instant
const pem = (type: 'rsa' | 'ed25519') => (type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519')).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const keys: MailKeys = { domain: 'forum.example.org', keys: [readMailKey('rsa-sha256', pem('rsa')), readMailKey('ed25519-sha256', pem('ed25519'))] }
const dns = fixedDns(Object.fromEntries(keys.keys.map((key) => [`${key.selector}._domainkey.forum.example.org`, { txt: [keyRecord(key)] }])))
const resolver = (name: string, type: string) => dns.resolve(name, type)
const letterhead = letterheadOf({ domain: 'forum.example.org', from: 'convoke@forum.example.org', secret: 'for tests', takesMail: true })
const id = '0190a5a8-0000-7000-8000-000000000001'

const mail = (over: Partial<OutgoingMail>): OutgoingMail => ({ id, to: 'a@example.org', subject: 'A subject', text: 'Words.', writtenAt: now, isUrgent: false, isAnswered: false, ...over })
const write = (over: Partial<OutgoingMail>): Promise<Buffer> => writeMail({ letterhead, keys, clock: () => now }, mail(over))
const headOf = (raw: Buffer): string => raw.toString('utf8').split('\r\n\r\n')[0] ?? ''
const fieldOf = (raw: Buffer, name: string): string | undefined => new RegExp(`^${name}: ((?:.*(?:\r\n[ \t])?)*)`, 'imu').exec(headOf(raw).replaceAll(/\r\n[ \t]+/gu, ' '))?.[1]

describe('nobody’s words end a field', () => {
  const nasty = 'Hello\r\nBcc: victim@example.org\r\n\r\nbody'
  test('in a subject, line breaks are spaces', async () => {
    const raw = await write({ subject: nasty })
    expect(headOf(raw)).not.toMatch(/^Bcc/imu)
    expect(fieldOf(raw, 'Subject')).toBe('Hello Bcc: victim@example.org body')
  })
  test.each([{ to: 'a@example.org\r\nBcc: b@example.org' }, { to: 'a@example.org>,<b@example.org' }, { to: 'not an address' }, { leaveAt: `https://x.example/\r\nBcc: b@example.org` }, { leaveAt: 'https://x.example/>, <mailto:b@example.org' }, { leaveBy: 'x@y.example\nBcc: b@example.org' }])('an address that would is not written: %j', async (over) => {
    await expect(write(over)).rejects.toThrow(Unwritable)
  })
  test('nor is a field of a letter to many', () => {
    const letter = (headers: readonly HeaderField[]): FixedLetter => ({ messageId: 'a@forum.example.org', from: { name: 'A\r\nBcc: b@example.org', address: 'a@example.org' }, subject: nasty, headers, content: { headers: [], body: Buffer.from('x\r\n') } })
    for (const field of [['List-Id', '<x>\r\nBcc: b@example.org'], ['List-Id\r\nBcc', 'x'], ['Bcc:', 'x'], ['', 'x']] as const) expect(() => prepareLetter(letter([field]))).toThrow(Unwritable)
    expect(prepareLetter(letter([['Bcc', 'b@example.org'], ['List-Id', '<x>']])).head).not.toMatch(/^Bcc/imu)
  })
})

test.each([
  ['Plain words', 'latin'],
  ['Überprüfung der Entwürfe: Kapitel 3, Absatz 12 — und noch einiges mehr, damit es lang wird', 'latin'],
  ['Проект документа о передовой практике в области кибербезопасности: замечания до 30 сентября', 'other'],
  ['サイバーセキュリティに関するベストプラクティスフォーラムの草案についての意見募集', 'other'],
  ['مسودة الوثيقة 🏳️‍🌈 الفقرة ١٢ من التقرير النهائي للمنتدى حول أفضل الممارسات', 'other'],
  ['=?UTF-8?Q?not_encoded?= but looks so', 'latin'],
  [`${'long '.repeat(40)}end`, 'latin'],
])('the subject %s is read as it was written, in lines that every server takes', async (subject) => {
  const raw = await write({ subject, text: `${subject}\n\nFrom here on.\n.\n${'x'.repeat(2000)}\ntrailing  ` })
  for (const line of raw.toString('latin1').split('\r\n')) expect(line.length).toBeLessThanOrEqual(78)
  expect(raw.toString('latin1')).toMatch(/^[\r\n\t\x20-\x7e]*$/u)
  const parsed = await PostalMime.parse(raw)
  expect(parsed.subject).toBe(subject)
  expect(parsed.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(`${subject}\n\nFrom here on.\n.\n${'x'.repeat(2000)}\ntrailing`)
})

test('a mail has what its reader’s program needs: answers, the way out, a calendar’s entry, both kinds of words', async () => {
  const raw = await write({ isAnswered: true, leaveAt: 'https://forum.example.org/leave/1', leaveBy: 'leave+x@forum.example.org?subject=leave', language: 'fr', foot: 'Why you get this.', calendar: { method: 'REQUEST', text: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' } })
  expect(fieldOf(raw, 'Reply-To')).toMatch(/^reply\+[a-z2-7]{52}@forum\.example\.org$/u)
  expect(fieldOf(raw, 'Message-ID')).toBe(`<${id}@forum.example.org>`)
  expect(fieldOf(raw, 'List-Unsubscribe')).toBe('<https://forum.example.org/leave/1>, <mailto:leave+x@forum.example.org?subject=leave>')
  expect(fieldOf(raw, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
  expect([fieldOf(raw, 'Auto-Submitted'), fieldOf(raw, 'Date'), fieldOf(raw, 'Content-Language')]).toEqual(['auto-generated', 'Mon, 2 Nov 2026 10:00:00 +0000', 'fr'])
  const parsed = await PostalMime.parse(raw)
  expect(parsed.text).toContain('Words.\n\n-- \nWhy you get this.')
  expect(parsed.html).toContain('lang="fr"')
  expect(parsed.attachments.map(({ mimeType, method }) => [mimeType, method])).toEqual([['text/calendar', 'REQUEST'], ['application/ics', undefined]])
  expect(fieldOf(await write({}), 'Reply-To')).toBeUndefined()
})

test('DKIM covers the way out by one click, and both signatures are found good', async () => {
  const raw = await write({ leaveAt: 'https://forum.example.org/leave/1', leaveBy: 'leave+x@forum.example.org', subject: 'Déjà vu', text: 'Ein Satz.  \n\n\n\n' })
  const verified = await dkimVerify(raw, { resolver })
  expect(verified.results.map(({ status, algo }) => [status.result, algo])).toEqual([['pass', 'rsa-sha256'], ['pass', 'ed25519-sha256']])
  for (const { signingHeaders } of verified.results) for (const name of ['List-Unsubscribe', 'List-Unsubscribe-Post', 'From', 'Subject']) expect(signingHeaders?.keys).toContain(name)
  const added = await dkimVerify(Buffer.concat([Buffer.from('List-Unsubscribe: <https://elsewhere.example/>\r\n'), raw]), { resolver })
  expect(added.results.map(({ status }) => status.result)).not.toContain('pass')
})

const LETTER: FixedLetter = {
  messageId: 'post-1@forum.example.org',
  from: { name: 'Ana Núñez', address: 'ana@example.net' },
  replyTo: 'harbours@forum.example.org',
  sender: 'harbours@forum.example.org',
  subject: '[harbours] Entwürfe',
  headers: [['To', 'harbours@forum.example.org'], ['Date', 'Mon, 2 Nov 2026 10:00:00 +0000'], ['List-Id', 'Häfen <harbours.forum.example.org>'], ['List-Post', '<mailto:harbours@forum.example.org>']],
  content: { headers: [['Content-Type', 'text/plain; charset=utf-8'], ['Content-Transfer-Encoding', '8bit']], body: Buffer.from('Grüße\r\n.\r\n\r\n\r\n') },
}

test('copies of one letter share its words and differ in what is each reader’s own', async () => {
  const prepared = prepareLetter(LETTER)
  const copies = await Promise.all(['a', 'b'].map((name) => writeCopy(prepared, { to: `${name}@example.org`, leaveAt: `https://forum.example.org/leave/${name}` }, keys, now)))
  for (const [place, raw] of copies.entries()) {
    expect(fieldOf(raw, 'List-Unsubscribe')).toBe(`<https://forum.example.org/leave/${['a', 'b'][place]}>`)
    expect(fieldOf(raw, 'To')).toBe('harbours@forum.example.org')
    expect((await dkimVerify(raw, { resolver })).results.map(({ status }) => status.result)).toEqual(['pass', 'pass'])
    expect((await PostalMime.parse(raw)).from).toEqual({ name: 'Ana Núñez', address: 'ana@example.net' })
  }
})

test('an ARC seal over the letter holds on every copy', async () => {
  const seal = await sealArc(writeFixedMail(LETTER), keys, { results: 'forum.example.org; spf=pass smtp.mailfrom=ana@example.net', chain: 'none' })
  expect(seal.map(([name]) => name)).toEqual(['ARC-Seal', 'ARC-Message-Signature', 'ARC-Authentication-Results'])
  const raw = await writeCopy(prepareLetter({ ...LETTER, headers: [...seal, ...LETTER.headers] }), { to: 'a@example.org', leaveAt: 'https://forum.example.org/leave/a' }, keys, now)
  const { arc } = await authenticate(raw, { resolver, ip: '192.0.2.1', helo: 'forum.example.org', sender: 'bounce@forum.example.org' })
  expect(arc && arc.status.result).toBe('pass')
})

test('addresses and names are written for every server', () => {
  expect(wireAddress('ana@münchen.example')).toBe('ana@xn--mnchen-3ya.example')
  expect(wireAddress('用户@例子.example')).toBe('用户@xn--fsqu00a.example')
  expect(writeMailbox({ name: 'Doe, "J"', address: 'j@example.org' })).toBe('"Doe, \\"J\\"" <j@example.org>')
  expect(encodeWords('a'.repeat(5))).toBe('aaaaa')
  expect(foldField(['X', 'y'.repeat(50)])).toBe(`X: ${'y'.repeat(50)}\r\n`)
  expect(() => foldField(['X', 'y'.repeat(1000)])).toThrow(Unwritable)
  expect(encodeText('plain').encoding).toBe('7bit')
  expect(encodeText('漢字'.repeat(40)).encoding).toBe('base64')
})
