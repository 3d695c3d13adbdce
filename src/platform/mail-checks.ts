/** What a sender claims, and what the domain name system says of it: SPF, DKIM, DMARC and ARC. Found out within seconds, or not known. */
import type { AuthenticateResult } from 'mailauth'
import { isHeadBounded } from './mail-head.ts'
import type { MailDns } from './mail-dns.ts'
import { isHere } from './mail-listener.ts'

/** As the inbox keeps it: `record/inbox/model.ts`. */
type Result = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'temperror' | 'permerror' | 'unknown'

export interface Checks {
  readonly spf: { readonly result: Result; readonly domain: string | null }
  readonly dkim: readonly { readonly result: Result; readonly domain: string | null }[]
  readonly dmarc: { readonly result: Result; readonly domain: string | null; readonly policy: 'none' | 'quarantine' | 'reject' | null }
  readonly arc: { readonly result: Result; readonly instances: number }
}

export interface CheckedMail {
  readonly raw: Uint8Array
  readonly envelope: { readonly envelopeFrom: string; readonly client: { readonly address: string | null; readonly helo: string | null } }
}

const PATIENCE_MS = 8_000
const UNKNOWN: Checks = { spf: { result: 'unknown', domain: null }, dkim: [], dmarc: { result: 'unknown', domain: null, policy: null }, arc: { result: 'unknown', instances: 0 } }
const SIGNATURES = 10

/** Never throws, and takes no longer than some seconds: what could not be found out is `unknown` or `temperror`. */
export function openSenderChecks(dns: MailDns, name: string): (mail: CheckedMail) => Promise<Checks> {
  return async ({ raw, envelope }) => {
    if (!isHeadBounded(raw)) return UNKNOWN
    const { authenticate } = await import('mailauth')
    const { address, helo } = envelope.client
    // What our own mail server or a pipe hands on has its sender in the topmost Received field, which that server wrote.
    const isHandedOn = address === null || isHere(address)
    const found = authenticate(Buffer.from(raw), {
      ...(isHandedOn ? { trustReceived: true } : { ip: address, helo: helo ?? 'unknown' }),
      sender: envelope.envelopeFrom,
      mta: name,
      resolver: (domain, type) => dns.resolve(domain, type),
      disableBimi: true,
    }).then(readChecks, () => UNKNOWN)
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<Checks>((resolve) => {
      timer = setTimeout(() => resolve(UNKNOWN), PATIENCE_MS)
    })
    return Promise.race([found, limit]).finally(() => clearTimeout(timer))
  }
}

function readChecks({ spf, dkim, dmarc, arc }: AuthenticateResult): Checks {
  return {
    spf: spf === false ? UNKNOWN.spf : { result: resultOf(spf.status.result), domain: spf.domain ?? null },
    dkim: dkim.results.slice(0, SIGNATURES).map(({ status, signingDomain }) => ({ result: resultOf(status.result), domain: signingDomain ?? null })),
    dmarc: dmarc === false ? { result: 'none', domain: null, policy: null } : { result: resultOf(dmarc.status.result), domain: dmarc.domain, policy: policyOf(dmarc.policy) },
    arc: arc === false ? { result: 'none', instances: 0 } : { result: resultOf(arc.status.result), instances: arc.i === false ? 0 : arc.i },
  }
}

const RESULTS: ReadonlySet<string> = new Set(['pass', 'fail', 'softfail', 'neutral', 'none', 'temperror', 'permerror'])

function resultOf(result: string): Result {
  return RESULTS.has(result) ? (result as Result) : result === 'policy' ? 'fail' : 'unknown'
}

function policyOf(policy: string): 'none' | 'quarantine' | 'reject' | null {
  return policy === 'none' || policy === 'quarantine' || policy === 'reject' ? policy : null
}

/** Signatures that are passed on. */
const MOST_SIGNATURES = 5

/** The payload of an Authentication-Results field (RFC 8601), for a seal over what a list changed. */
export function writeResults(checks: Checks, name: string, envelopeFrom: string): string {
  const sender = /^[\x21-\x7e]{1,255}$/u.test(envelopeFrom) && !/[;()\\"]/u.test(envelopeFrom) ? ` smtp.mailfrom=${envelopeFrom}` : ''
  const domain = (property: string, value: string | null): string => (value !== null && /^[a-z0-9_.-]{1,255}$/iu.test(value) ? ` ${property}=${value}` : '')
  const known = (result: Result): string => (result === 'unknown' ? 'temperror' : result)
  return [
    name,
    `spf=${known(checks.spf.result)}${sender}`,
    ...(checks.dkim.length === 0 ? ['dkim=none'] : checks.dkim.slice(0, MOST_SIGNATURES).map((each) => `dkim=${known(each.result)}${domain('header.d', each.domain)}`)),
    `dmarc=${known(checks.dmarc.result)}${domain('header.from', checks.dmarc.domain)}`,
    ...(checks.arc.instances === 0 && checks.arc.result === 'none' ? [] : [`arc=${known(checks.arc.result)}`]),
  ].join('; ')
}

/** What an earlier ARC chain was found to be, as results written by `writeResults` have it: undefined where nobody could find out. */
export function chainIn(results: string): 'none' | 'pass' | 'fail' | undefined {
  const said = /(?:^|;)\s*arc=(\w+)/iu.exec(results)?.[1]?.toLowerCase()
  return said === undefined || said === 'none' ? 'none' : said === 'pass' ? 'pass' : said === 'temperror' ? undefined : 'fail'
}
