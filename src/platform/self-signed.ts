/** A certificate that nobody has vouched for: enough for mail servers, which encrypt to whoever answers and ask for no proof (RFC 7435). */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { MailCertificate } from './mail-config.ts'
import { addMilliseconds, type Instant } from '../shared/time.ts'

const DAY_MS = 86_400_000
const VALID_DAYS = 3_650

const OIDS = { ecdsaWithSha256: '2a8648ce3d040302', commonName: '550403', subjectAltName: '551d11' } as const

/** An element in DER (X.690): its tag, its length, its content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts)
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
const text = (tag: number, words: string): Buffer => der(tag, Buffer.from(words, 'latin1'))

/** `20261102100000Z` without the century, as certificates have it until 2049. */
function utcTime(instant: Instant): Buffer {
  return text(0x17, `${instant.slice(2, 19).replaceAll(/[^0-9]/gu, '')}Z`)
}

/** Makes a certificate for a host, with a key of its own, for ten years: it is made anew at every start. */
export function makeSelfSigned(host: string, now: Instant): MailCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(oid(OIDS.ecdsaWithSha256))
  // A name may have 64 characters at most; the one that counts stands below.
  const name = sequence(der(0x31, sequence(oid(OIDS.commonName), text(0x0c, host.slice(0, 64)))))
  const serial = randomBytes(15)
  serial[0] = (serial[0] ?? 0) & 0x7f | 0x01
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    algorithm,
    name,
    sequence(utcTime(addMilliseconds(now, -DAY_MS)), utcTime(addMilliseconds(now, VALID_DAYS * DAY_MS))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(oid(OIDS.subjectAltName), der(0x04, sequence(text(0x82, host)))))),
  )
  const certificate = sequence(signed, algorithm, der(0x03, Buffer.from([0]), sign('sha256', signed, privateKey)))
  const lines = certificate.toString('base64').replaceAll(/.{64}(?=.)/gu, '$&\n')
  return { certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}
