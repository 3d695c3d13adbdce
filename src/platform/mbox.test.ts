import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { cleanMailHtml, mailHtmlToText } from './mail-cleaning.ts'
import { readMail } from './mail-reading.ts'
import { readMailbox, splitMailbox, writeMailboxEntry } from './mbox.ts'

const mail = (name: string, body = 'Words') => `From: ${name}@example.org\nDate: Tue, 6 Jan 1998 23:44:38 -0500\nSubject: ${name}\n\n${body}\n`
const split = (text: string) => [...splitMailbox(Buffer.from(text, 'latin1'))].map((each) => Buffer.from(each).toString('latin1'))
const FROM = 'From a@example.org Tue Jan  6 23:44:38 1998\n'

test('mailboxes are parted, however they were written', () => {
  const both = [mail('a'), mail('b')]
  const whole: Readonly<Record<string, string>> = {
    mboxo: both.map((each) => `${FROM}${each}\n`).join(''),
    crlf: both.map((each) => `${FROM}${each}\n`).join('').replaceAll('\n', '\r\n'),
    mmdf: both.map((each) => `\u0001\u0001\u0001\u0001\n${each}\u0001\u0001\u0001\u0001\n`).join(''),
    fields: both.join('\n'),
    years: `\n1998\n${both.join('\n1998\n')}`,
  }
  expect(Object.fromEntries(Object.entries(whole).map(([kind, text]) => [kind, split(text).map((each) => /Subject: (\w)/u.exec(each)?.[1]).join('')]))).toEqual({ mboxo: 'ab', crlf: 'ab', mmdf: 'ab', fields: 'ab', years: 'ab' })
})

test('lines of a letter that begin with From are none of its separators; a counted body is taken as long as it says', () => {
  expect(split(`${FROM}${mail('a', 'x\n\nFrom here on it is quiet.\n\n>From the shore')}\n`)).toHaveLength(1)
  const inner = `x\n\n${FROM}${mail('quoted')}`
  const counted = `${FROM}${mail('a', '').replace('\n\n', `\nContent-Length: ${inner.length}\n\n`).trimEnd()}\n\n${inner}\n${FROM}${mail('b')}`
  expect(split(counted)).toHaveLength(2)
})

test('what is written as mboxrd comes back as it was', () => {
  const body = 'From a\n>From b\n>>From c\nEnd\n'
  const written = Buffer.concat([writeMailboxEntry(Buffer.from(mail('a', body)), 'a@example.org', 'Tue Jan  6 23:44:38 1998'), writeMailboxEntry(Buffer.from(mail('b')), '', 'Tue Jan  6 23:44:38 1998')])
  expect([...splitMailbox(written)].map((each) => Buffer.from(each).toString())).toEqual([mail('a', body).trimEnd().concat('\n'), mail('b')])
})

test('marks of UTF-8, returns for line ends, missing empty lines and lines of letters do not mislead', () => {
  const subjects = (text: string) => split(text).map((each) => /Subject: (\w)/u.exec(each)?.[1]).join('')
  const known = (name: string) => mail(name).replace('Date', `Message-ID: <${name}@x>\nDate`)
  expect(subjects(`\u00ef\u00bb\u00bf${FROM}${mail('a')}\n${FROM}${mail('b')}`)).toBe('ab')
  expect(subjects(`${FROM}${mail('a')}\n${FROM}${mail('b')}`.replaceAll('\n', '\r'))).toBe('ab')
  expect(subjects(`${FROM}${known('a')}${FROM}${known('b')}`)).toBe('ab')
  expect(subjects(`From -\n${mail('a', 'x\n\nFrom Russia with love\nYear: 1963')}\nFrom -\n${mail('b')}`)).toBe('ab')
})

test('senders as archives show them, dates in other languages and bytes of no named encoding are read', async () => {
  const read = async (text: string, encoding: 'latin1' | 'utf8' = 'latin1') => readMail(Buffer.from(text, encoding))
  expect((await read('From: ada at example.org (Ada L)\n\nx'))?.from).toEqual({ name: 'Ada L', address: 'ada@example.org' })
  expect((await read('From: Doe, Ada <ada@example.org>\n\nx'))?.from).toEqual({ name: 'Doe, Ada', address: 'ada@example.org' })
  expect((await read('From: ada <not an address>\n\nx'))?.from?.address).not.toContain('@')
  expect((await read('Date: mar., 6 févr. 2004 23:44:38 +0100\n\nx', 'utf8'))?.date).toBe('2004-02-06T22:44:38.000Z')
  expect((await read('Date: Do, 6 Mai 04 3:04 +0200\n\nx'))?.date).toBe('2004-05-06T01:04:00.000Z')
  expect(await read('Subject: Caf\u00e9\n\nDeux caf\u00e9s')).toMatchObject({ subject: 'Café', text: 'Deux cafés\n' })
})

test('nothing and nonsense are no mails that break anything', async () => {
  expect(split('')).toEqual([])
  expect(split('\n\n \n')).toEqual([])
  for (const bytes of [Buffer.alloc(1000, 255), Buffer.from('\0\0\0'), Buffer.from(':\n:\n')]) for (const each of splitMailbox(bytes)) expect(await readMail(each)).toBeDefined()
})

test('a mail without a head, with broken parts or a wrong charset is read all the same', async () => {
  const read = (text: string) => readMail(Buffer.from(text, 'latin1'))
  expect((await read('Hello,\n\nno head.'))?.text).toContain('Hello,')
  expect((await read('Content-Type: multipart/mixed; boundary="a\n\n--b\n\nwords'))?.text).toContain('words')
  expect((await read('Content-Type: text/plain; charset=iso-8859-1\n\nBal\u00c3\u00a1\u00c5\u00be'))?.text).toContain('Baláž')
  expect((await read('Content-Type: text/plain; charset=iso-8859-1\n\n\u0093Bal\u00e1\u0094'))?.text).toContain('“Balá”')
  expect(await read(`${'Content-Type: multipart/mixed; boundary=a\n\n--a\n'.repeat(1)}${Array.from({ length: 60 }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`).join('')}`)).toBeUndefined()
})

test('the HTML of a mail does nothing', () => {
  const bad = '<p onclick="a()">Hi <img src="https://spy.example/1.png"><script>b()</script><a href="javascript:c()">x</a><a href="/logout">x</a><a href="https://e.example" target="_blank">y</a><span style="display:none">hidden</span><iframe src="x"></iframe></p><form action="/logout"><input></form><style>p{}</style>'
  const clean = cleanMailHtml(bad)
  expect(clean).toBe('<p>Hi <a rel="nofollow noopener noreferrer ugc">x</a><a rel="nofollow noopener noreferrer ugc">x</a><a href="https://e.example" rel="nofollow noopener noreferrer ugc">y</a></p>')
  expect(mailHtmlToText('<div>One<br>two</div><p>three &amp; four</p>')).toBe('One\ntwo\nthree & four')
})

test('a mailbox that comes in pieces is parted as one that is whole, and a mail beyond all bounds is given up alone', async () => {
  const long = Array.from({ length: 3_000 }, (_, at) => `Line ${at} of a letter${' that goes on'.repeat(8)}.\n`).join('')
  const boxes = [
    `${FROM}${mail('a', long)}\n${FROM}${mail('b', `x\n\nFrom here on it is quiet.\n`)}\n${FROM}${mail('c', long)}\n`,
    `${FROM}${mail('a', '').replace('\n\n', `\nContent-Length: ${long.length}\n\n`).trimEnd()}\n\n${long}\n${FROM}${mail('b')}`,
    `\u0001\u0001\u0001\u0001\n${mail('a', long)}\u0001\u0001\u0001\u0001\n\u0001\u0001\u0001\u0001\n${mail('b')}\u0001\u0001\u0001\u0001\n`,
    `${mail('a', long)}\n${mail('b')}\n${mail('c', long)}`,
  ]
  for (const text of boxes) {
    const pieces = Array.from({ length: 20 }, (_, at) => Buffer.from(text.repeat(6).slice((at * text.length * 6) / 20, ((at + 1) * text.length * 6) / 20), 'latin1'))
    expect((await all(pieces)).map(String)).toEqual([...splitMailbox(Buffer.concat(pieces))].map(String))
  }
  const line = Buffer.from(`${'words '.repeat(2000)}\n`.repeat(100))
  const read = await all([Buffer.from(`${FROM}${mail('a')}\n${FROM}${mail('b')}`), ...Array.from({ length: 8 }, () => line), Buffer.from(`\n${FROM}${mail('c')}`)], 5_000_000)
  expect(read.map((each) => (typeof each === 'string' ? each : /Subject: (\w)/u.exec(Buffer.from(each).toString())?.[1]))).toEqual(['a', 'too-long', 'c'])
})

async function all(pieces: readonly Uint8Array[], longest?: number): Promise<(Uint8Array | 'too-long')[]> {
  const read: (Uint8Array | 'too-long')[] = []
  for await (const each of readMailbox(Readable.from(pieces), longest)) read.push(each)
  return read
}

test('a mail of nothing but lines, or of thousands of parts, takes no time to speak of', async () => {
  const begun = performance.now()
  expect((await readMail(Buffer.from(`From: a@example.org\n\n${'\n'.repeat(400_000)}`)))?.text?.length).toBe(400_000)
  expect((await readMail(Buffer.from(`Content-Type: multipart/mixed; boundary=b\n\n${'--b x\n'.repeat(20_000)}--b\n\nwords\n--b--`)))?.text?.trim()).toBe('words')
  expect(await readMail(Buffer.from(`Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(10_000)}`))).toBeUndefined()
  expect(cleanMailHtml('<'.repeat(900_000))).toBeUndefined()
  expect(mailHtmlToText('<hr '.repeat(50_000))).toBe('')
  expect(await readMail(Buffer.from(`From: a@example.org\nSubject: x\n${' y\n'.repeat(6000)}\nwords`))).toBeUndefined()
  expect((await readMail(Buffer.from(`Content-Type: text/enriched\n\n${'<param>'.repeat(50_000)}`)))?.text?.trim()).toBe('')
  expect(performance.now() - begun).toBeLessThan(5_000)
})
