/** DKIM signatures (RFC 6376, RFC 8463) and ARC seals (RFC 8617) of what leaves. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPair, sign, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { HeaderField } from '../shared/mail-fields.ts'
import { toMilliseconds, type Instant } from '../shared/time.ts'
import { settingOnce, type Db } from './database.ts'
import { bodyStart } from './mail-reading.ts'

export interface MailKey {
  readonly algorithm: 'rsa-sha256' | 'ed25519-sha256'
  /** The name below `_domainkey` of the domain under which the public key is published. */
  readonly selector: string
  readonly privateKey: KeyObject
  /** As it stands in the record's `p=`. */
  readonly published: string
}

/** The keys that an installation signs with, and the domain it signs for. */
export interface MailKeys {
  readonly domain: string
  readonly keys: readonly MailKey[]
}

const RSA_BITS = 2_048
const SELECTORS = { 'rsa-sha256': 'convoke', 'ed25519-sha256': 'convoke-ed' } as const

/** The installation's keys, made once and kept beside its secret; they never travel with a forum. */
export async function openMailKeys(db: Db, domain: string): Promise<MailKeys> {
  const rsa = await keyOnce(db, 'mail-key-rsa', () => promisify(generateKeyPair)('rsa', { modulusLength: RSA_BITS }))
  const edwards = await keyOnce(db, 'mail-key-ed25519', () => promisify(generateKeyPair)('ed25519'))
  return { domain, keys: [readMailKey('rsa-sha256', rsa), readMailKey('ed25519-sha256', edwards)] }
}

/** Looked for before it is made: making one takes a good part of a second. */
async function keyOnce(db: Db, name: string, make: () => Promise<{ privateKey: KeyObject }>): Promise<string> {
  const known = await db.selectFrom('platform_setting').select('value').where('key', '=', name).executeTakeFirst()
  if (known !== undefined) return known.value
  const pem = (await make()).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return settingOnce(db, name, () => pem)
}

/** A key from its PEM. */
export function readMailKey(algorithm: MailKey['algorithm'], pem: string): MailKey {
  const privateKey = createPrivateKey(pem)
  const der = createPublicKey(pem).export({ type: 'spki', format: 'der' })
  // RFC 8463: the 32 octets of the key alone, which end its DER form.
  const published = (algorithm === 'ed25519-sha256' ? der.subarray(-32) : der).toString('base64')
  return { algorithm, selector: SELECTORS[algorithm], privateKey, published }
}

/** What to publish for a key, under `selector._domainkey.domain`. */
export function keyRecord(key: MailKey): string {
  return `v=DKIM1; k=${key.algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519'}; p=${key.published}`
}

/** The hash of a body under the relaxed canonicalization, in base64: one for all copies that share it. */
export function hashMailBody(body: Uint8Array): string {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1')
  const lines = text.replaceAll(/[ \t]+/gu, ' ').replaceAll(' \r\n', '\r\n').replace(/ $/u, '')
  let end = lines.length
  while (lines.endsWith('\r\n', end)) end -= 2
  return createHash('sha256').update(end === 0 ? '' : `${lines.slice(0, end)}\r\n`, 'latin1').digest('base64')
}

/** Signed twice over, so that nobody can add a second one of these. */
const OVERSIGNED: readonly string[] = ['from', 'to', 'subject', 'date', 'message-id', 'reply-to', 'list-unsubscribe', 'list-unsubscribe-post']
const SIGNED: ReadonlySet<string> = new Set([
  ...OVERSIGNED, 'sender', 'cc', 'in-reply-to', 'references', 'mime-version', 'content-type', 'content-transfer-encoding', 'auto-submitted', 'precedence',
  'list-id', 'list-post', 'list-help', 'list-subscribe', 'list-archive', 'list-owner', 'archived-at',
])

/**
 * The DKIM-Signature fields of a mail, one for each key, relaxed/relaxed, over its head and the hash of its body. They go above the
 * head as it was given.
 */
export async function signDkim(head: readonly HeaderField[], bodyHash: string, { domain, keys }: MailKeys, now: Instant): Promise<HeaderField[]> {
  const byName = Map.groupBy(head.map(([name, value]) => [name.toLowerCase(), value] as const), ([name]) => name)
  const names: string[] = []
  const lines: string[] = []
  for (const [name, fields] of byName) {
    if (!SIGNED.has(name)) continue
    // The lowest of several is signed first (RFC 6376 5.4.2).
    for (const [, value] of fields.toReversed()) {
      names.push(name)
      lines.push(canonicalField(name, value))
    }
  }
  for (const name of OVERSIGNED) names.push(name)
  const seconds = Math.floor(toMilliseconds(now) / 1000)
  const fields = keys.map(async ({ algorithm, selector, privateKey }) => {
    const unsigned = `v=1; a=${algorithm}; c=relaxed/relaxed; d=${domain}; s=${selector}; t=${seconds}; h=${inLines(names)}; bh=${bodyHash}; b=`
    const signed = Buffer.from(`${lines.join('')}${canonicalField('dkim-signature', unsigned).slice(0, -2)}`, 'utf8')
    const signature = algorithm === 'rsa-sha256' ? await signBeside('sha256', signed, privateKey) : sign(null, createHash('sha256').update(signed).digest(), privateKey)
    return ['DKIM-Signature', `${unsigned}${signature.toString('base64')}`] as const
  })
  return Promise.all(fields)
}

/** By a thread of its own: RSA takes most of the processor time that a copy takes. */
function signBeside(digest: string, signed: Uint8Array, key: KeyObject): Promise<Buffer> {
  return new Promise((resolve, reject) => sign(digest, signed, key, (error, signature) => (error === null ? resolve(signature) : reject(error))))
}

/** Names with a colon between; here and there a space after it, at which the field is folded. */
function inLines(names: readonly string[]): string {
  let line = 0
  return names.reduce((text, name) => {
    line += name.length + 1
    if (line <= 60) return text === '' ? name : `${text}:${name}`
    line = name.length
    return `${text}: ${name}`
  }, '')
}

function canonicalField(name: string, value: string): string {
  return `${name}:${value.replaceAll(/[ \t\r\n]+/gu, ' ').trim()}\r\n`
}

/** Of a head that is the same for all copies; what is each reader's own is left out. */
const SEALED = ['from', 'to', 'cc', 'subject', 'date', 'message-id', 'reply-to', 'sender', 'in-reply-to', 'references', 'mime-version', 'content-type', 'content-transfer-encoding', 'list-id', 'list-post']

/**
 * The three fields of an ARC set for a mail that was changed on its way through a list: in the order in which they go on top of its
 * head. `raw` is the mail as it leaves without what is each reader's own (see `writeFixedMail`), earlier ARC sets included;
 * `results` is the payload of the Authentication-Results that were found when it came in, `chain` what its earlier chain was
 * found to be. Nothing where no set may be added: the chain is broken already, or has fifty sets.
 */
export async function sealArc(raw: Uint8Array, { domain, keys }: MailKeys, verdict: { readonly results: string; readonly chain: 'none' | 'pass' | 'fail' }): Promise<HeaderField[]> {
  const key = keys.find(({ algorithm }) => algorithm === 'rsa-sha256')
  if (key === undefined) return []
  const { sealMessage } = await import('mailauth')
  const sealed = await sealMessage(Buffer.from(raw), {
    signingDomain: domain,
    selector: key.selector,
    privateKey: key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    authResults: verdict.results,
    cv: verdict.chain,
    headerList: SEALED,
  })
  return sealed.toString('utf8').replaceAll(/\r\n[ \t]+/gu, ' ').split('\r\n').filter((line) => line !== '').map((line): HeaderField => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
}

/** What goes through a server as it is: a field that had to be changed would break the seals over it. */
const LONGEST_WORD = 900

/** The ARC sets of a mail as it came, in the order of its head, unfolded; none where one of them cannot be passed on. */
export function arcFieldsOf(raw: Uint8Array): HeaderField[] {
  const head = Buffer.from(raw.buffer, raw.byteOffset, bodyStart(raw) ?? raw.byteLength).toString('latin1')
  const fields = head.replaceAll(/\r?\n[ \t]+/gu, ' ').split(/\r?\n/u).filter((line) => /^arc-(?:seal|message-signature|authentication-results):/iu.test(line))
  if (!fields.every((line) => /^[\x20-\x7e\t]*$/u.test(line) && line.split(/[ \t]/u).every((word) => word.length < LONGEST_WORD))) return []
  return fields.map((line): HeaderField => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
}
