import { expect, test } from 'vitest'
import { readMail } from './mail-reading.ts'

/** "Порт должен быть открыт ночью." and others as their bytes. */
const RUSSIAN = 'Порт должен быть открыт ночью.'
const CP1251 = 'cff0f0f220e4eeebe6e5ed20e1fbf2fc20eef2eaf0fbf220edeef7fcfe2e'.replace('cff0f0f2', 'cfeef0f2')
const KOI8 = 'f0cfd2d420c4cfccd6c5ce20c2d9d4d820cfd4cbd2d9d420cecfded8c02e'
const read = async (label: string, bytes: Buffer, encoding: 'quoted-printable' | 'base64' | '8bit' = 'base64') => {
  const body = encoding === 'base64' ? Buffer.from(bytes.toString('base64')) : encoding === '8bit' ? bytes : Buffer.from([...bytes].map((byte) => `=${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('').replaceAll(/.{60}/gu, '$&=\r\n'))
  const mail = await readMail(Buffer.concat([Buffer.from(`From: a@example.net\r\nContent-Type: text/plain${label === '' ? '' : `;\r\n charset=${label}`}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`), body, Buffer.from('\r\n')]))
  return mail?.text?.trim()
}

test.each([
  ['windows-1251', CP1251], ['"koi8-r"', KOI8], ['win-1251', CP1251], ['\'windows-1251\'', CP1251], ['utf-8', CP1251], ['utf-8', KOI8], ['', CP1251], ['x-unknown', KOI8], ['iso-8859-1', CP1251],
])('words under the label %j are read as what they are', async (label, hex) => {
  expect(await read(label, Buffer.from(hex, 'hex'))).toBe(RUSSIAN)
  expect(await read(label, Buffer.from(hex, 'hex'), 'quoted-printable')).toBe(RUSSIAN)
})

test.each(['us-ascii', 'iso-8859-1', 'unknown-8bit', 'default', ''])('good UTF-8 under the label %j is UTF-8', async (label) => {
  for (const encoding of ['base64', 'quoted-printable', '8bit'] as const) expect(await read(label, Buffer.from(RUSSIAN), encoding)).toBe(RUSSIAN)
})

test('UTF-7, and Latin words under labels that are true, nearly true or unknown', async () => {
  expect(await read('utf-7', Buffer.from('+BB8-. 2 +- 2 +AOk-t+AOk'))).toBe('П. 2 + 2 été')
  for (const label of ['iso-8859-1', 'us-ascii', 'utf-8', '']) expect(await read(label, Buffer.from('Le port doit être ouvert à l\u0092été.', 'latin1'))).toBe('Le port doit être ouvert à l’été.')
  // One broken character does not make the rest something else.
  expect(await read('utf-8', Buffer.concat([Buffer.from(RUSSIAN), Buffer.from([0xd0])]))).toBe(`${RUSSIAN}\ufffd`)
})
