import { expect, test } from 'vitest'
import { readMail } from './mail-reading.ts'
import { isEncrypted, readSignedContent } from './mail-wrappings.ts'

const tlv = (tag: number, ...content: readonly Uint8Array[]): Buffer => {
  const bytes = Buffer.concat(content)
  const length = bytes.length < 128 ? [bytes.length] : [0x82, bytes.length >> 8, bytes.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), bytes])
}
/** The same with its length left open, as programs write that do not know it yet. */
const open = (tag: number, ...content: readonly Uint8Array[]): Buffer => Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.from([0, 0])])
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'))
const [SIGNED, DATA, ENVELOPED] = ['2a864886f70d010702', '2a864886f70d010701', '2a864886f70d010703']
const signed = (make: typeof tlv, octets: Buffer, kind = SIGNED) => make(0x30, oid(kind), make(0xa0, make(0x30, tlv(0x02, Buffer.from([1])), tlv(0x31), make(0x30, oid(DATA), make(0xa0, octets)), tlv(0x31))))
const WITHIN = 'Content-Type: text/plain; charset=utf-8\r\n\r\nOui, à l’heure.\r\n'
const wrap = (content: Buffer) => Buffer.from(`From: Ana <ana@example.net>\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString('base64')}\r\n`)

test.each([
  ['with lengths', signed(tlv, tlv(0x04, Buffer.from(WITHIN)))],
  ['in pieces, with lengths left open', signed(open, open(0x24, tlv(0x04, Buffer.from(WITHIN.slice(0, 20))), tlv(0x04, Buffer.from(WITHIN.slice(20)))))],
])('a mail within its signature is read: %s', async (_, content) => {
  expect(await readMail(wrap(content))).toMatchObject({ from: { address: 'ana@example.net' }, text: 'Oui, à l’heure.\n', attachments: [] })
})

test('what is encrypted or broken is said to be, and stays', async () => {
  const enveloped = await readMail(wrap(signed(tlv, tlv(0x04, Buffer.from(WITHIN)), ENVELOPED)))
  expect(enveloped?.attachments).toMatchObject([{ type: 'application/pkcs7-mime' }])
  expect(enveloped !== undefined && isEncrypted(enveloped)).toBe(true)
  const plain = await readMail(wrap(signed(tlv, tlv(0x04, Buffer.from(WITHIN)))))
  expect(plain !== undefined && isEncrypted(plain)).toBe(false)
  const whole = signed(open, tlv(0x04, Buffer.from(WITHIN)))
  for (let end = 0; end < whole.length; end += 7) expect(() => readSignedContent(whole.subarray(0, end))).not.toThrow()
  expect(readSignedContent(Buffer.from('3080'.repeat(5000), 'hex'))).toBeUndefined()
})

test('the armour of a signature in the text itself is no part of it', async () => {
  const mail = await readMail(Buffer.from('From: a@example.net\r\n\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nYes.\r\n- - one\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\niQEz\r\n-----END PGP SIGNATURE-----\r\n'))
  expect(mail?.text?.trim()).toBe('Yes.\n- one')
})
