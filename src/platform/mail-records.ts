/** What must stand in the domain name system for mail to arrive, and whether it does. */
import { isIP } from 'node:net'
import type { Found, MailDns } from './mail-dns.ts'
import { keyRecord, type MailKeys } from './mail-signing.ts'

/** `reverse`: the name of the server's own address, which is set where the address is rented. */
export const RECORD_KINDS = ['mx', 'address', 'spf', 'dkim', 'dmarc', 'reverse'] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

export interface WantedRecord {
  readonly kind: RecordKind
  readonly type: 'MX' | 'A' | 'TXT' | 'PTR'
  readonly name: string
  /** What to publish, word for word; null where only the operator knows it. */
  readonly value: string | null
  /** Mail arrives without it, though less surely. */
  readonly isOptional: boolean
}

/** `several`: more than one record where one alone may be; `unknown`: nobody could be asked. */
export type Verdict = 'right' | 'missing' | 'differs' | 'several' | 'unknown'

export interface CheckedRecord extends WantedRecord {
  readonly found: readonly string[]
  readonly verdict: Verdict
}

export interface MailSetup {
  readonly domain: string
  /** The host that takes mail, and brings it where it leaves directly. */
  readonly host: string
  readonly leaves: 'by-relay' | 'directly' | 'not'
  readonly keys: MailKeys
}

/** What to publish for an installation, in the order in which it is set up. */
export function listWantedRecords({ domain, host, leaves, keys }: MailSetup): WantedRecord[] {
  const isName = isIP(host) === 0
  return [
    { kind: 'mx', type: 'MX', name: domain, value: isName ? `10 ${host}` : null, isOptional: false },
    ...(isName ? [{ kind: 'address', type: 'A', name: host, value: null, isOptional: false } as const] : []),
    // A relay has a part of its own that only its provider can name: what is not listed is then doubted, and not refused.
    { kind: 'spf', type: 'TXT', name: domain, value: leaves === 'directly' ? `v=spf1 mx${isName && host !== domain ? ` a:${host}` : ''} -all` : 'v=spf1 mx ~all', isOptional: false },
    ...keys.keys.map((key) => ({ kind: 'dkim', type: 'TXT', name: `${key.selector}._domainkey.${keys.domain}`, value: keyRecord(key), isOptional: key.algorithm !== 'rsa-sha256' }) as const),
    { kind: 'dmarc', type: 'TXT', name: `_dmarc.${domain}`, value: `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`, isOptional: false },
    ...(leaves === 'directly' && isName ? [{ kind: 'reverse', type: 'PTR', name: host, value: host, isOptional: false } as const] : []),
  ]
}

/** Looks each record up. Takes some seconds at most, and never fails. */
export function checkRecords(dns: MailDns, wanted: readonly WantedRecord[]): Promise<CheckedRecord[]> {
  return Promise.all(wanted.map(async (record) => ({ ...record, ...(await lookUp(dns, record)) })))
}

interface Outcome {
  readonly found: readonly string[]
  readonly verdict: Verdict
}

async function lookUp(dns: MailDns, record: WantedRecord): Promise<Outcome> {
  switch (record.kind) {
    case 'mx': {
      const found = await dns.mx(record.name)
      const host = record.value?.split(' ')[1] ?? ''
      return judge(found === 'unknown' ? found : found.toSorted((a, b) => a.priority - b.priority).map(({ priority, exchange }) => `${priority} ${exchange}`), (each) => sameName(each.split(' ')[1] ?? '', host))
    }
    case 'address':
      return judge(await dns.a(record.name), () => true)
    case 'spf':
      return judgeOne(await dns.txt(record.name), /^v=spf1(?: |$)/iu, (each) => /[?~-]all\b|redirect=/iu.test(each))
    case 'dkim':
      return judgeOne(await dns.txt(record.name), /(?:^|;)\s*p=/iu, (each) => keyOf(each) === keyOf(record.value ?? ''))
    case 'dmarc':
      return judgeOne(await dns.txt(record.name), /^v=DMARC1\b/iu, (each) => /;\s*p=\s*(?:none|quarantine|reject)\b/iu.test(each))
    case 'reverse':
      return lookUpReverse(dns, record.name)
  }
}

async function lookUpReverse(dns: MailDns, host: string): Promise<Outcome> {
  const addresses = await dns.a(host)
  if (addresses === 'unknown') return { found: [], verdict: 'unknown' }
  const names = await Promise.all(addresses.map((address) => dns.ptr(address)))
  const found = names.flatMap((each, place) => (each === 'unknown' ? [] : each.map((name) => `${addresses[place] ?? ''} ${name}`)))
  if (names.some((each) => each === 'unknown')) return { found, verdict: 'unknown' }
  if (found.length === 0) return { found, verdict: 'missing' }
  return { found, verdict: names.every((each) => each !== 'unknown' && each.some((name) => sameName(name, host))) ? 'right' : 'differs' }
}

function judge(found: Found<string>, isRight: (each: string) => boolean): Outcome {
  if (found === 'unknown') return { found: [], verdict: 'unknown' }
  return { found, verdict: found.length === 0 ? 'missing' : found.some(isRight) ? 'right' : 'differs' }
}

/** Of the texts under a name those that are of a kind; two of one kind make both worth nothing (RFC 7208 4.5, RFC 7489 6.6.3). */
function judgeOne(found: Found<string>, kind: RegExp, isRight: (each: string) => boolean): Outcome {
  if (found === 'unknown') return { found: [], verdict: 'unknown' }
  const fitting = found.filter((each) => kind.test(each))
  if (fitting.length > 1) return { found: fitting, verdict: 'several' }
  return judge(fitting, isRight)
}

function keyOf(record: string): string {
  return (/(?:^|;)\s*p=([^;]*)/iu.exec(record)?.[1] ?? '').replaceAll(/\s+/gu, '')
}

function sameName(a: string, b: string): boolean {
  return a.replace(/\.$/u, '').toLowerCase() === b.replace(/\.$/u, '').toLowerCase()
}
