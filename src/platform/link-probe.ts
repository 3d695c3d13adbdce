/**
 * Asks whether something answers at a web address, and nothing more: no body is read, no cookie and no key is sent. What people typed as
 * an address must not lead into the network that the server stands in: each name is resolved here, the connection goes to what it was
 * resolved to, and none is made to an address that is not public. That holds for every step of a redirect.
 */
import { lookup } from 'node:dns'
import { request as requestPlain, type IncomingMessage } from 'node:http'
import { request as requestSecure } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Probed } from '../shared/web-addresses.ts'

export interface LinkProbe {
  /** Never fails: whatever happens is an outcome. */
  readonly probe: (address: string, signal?: AbortSignal) => Promise<Probed>
}

export interface ProbeOptions {
  /** How we name ourselves, with an address where we are explained. */
  readonly userAgent: string
  readonly isAllowed?: (address: string) => boolean
  readonly ports?: ReadonlySet<string>
  readonly milliseconds?: number
}

const PORTS: ReadonlySet<string> = new Set(['', '80', '443', '8080', '8443'])
/** For one address, with all its steps. */
const LONGEST = 20_000
const STEPS = 5

/** Networks of IPv4 that are not public (IANA's registry of special-purpose addresses). */
const SPECIAL_4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24],
  ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
]
/** Within the one network of IPv6 that is public: those that stand for others, or are for documents. */
const SPECIAL_6: readonly (readonly [string, number])[] = [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]]

const special = new BlockList()
for (const [network, prefix] of SPECIAL_4) special.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of SPECIAL_6) special.addSubnet(network, prefix, 'ipv6')
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')

/** Whether an IP address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const kind = isIP(address)
  if (kind === 4) return !special.check(address, 'ipv4')
  return kind === 6 && global6.check(address, 'ipv6') && !special.check(address, 'ipv6')
}

const NOT_PUBLIC = 'ENOTPUBLIC'

export function openLinkProbe({ userAgent, isAllowed = isPublicAddress, ports = PORTS, milliseconds = LONGEST }: ProbeOptions): LinkProbe {
  const resolve = resolverOf(isAllowed)
  const mayAsk = (url: URL): boolean => {
    const host = url.hostname.replace(/^\[|\]$/gu, '')
    return (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === '' && ports.has(url.port) && host !== '' && (isIP(host) === 0 || isAllowed(host))
  }
  const follow = async (address: string, signal: AbortSignal): Promise<Probed> => {
    let url = URL.canParse(address) ? new URL(address) : undefined
    let status = 0
    for (let step = 0; step <= STEPS; step++) {
      if (url === undefined || !mayAsk(url)) return { outcome: 'unchecked' }
      let answer = await ask(url, 'HEAD', { userAgent, resolve, signal })
      // Some know no HEAD, and some answer it otherwise than GET.
      if (answer.status >= 400) answer = await ask(url, 'GET', { userAgent, resolve, signal })
      status = answer.status
      const to = answer.headers.location
      if (status < 300 || status >= 400 || to === undefined) return judge(status)
      url = URL.canParse(to, url.href) ? new URL(to, url) : undefined
    }
    return { outcome: 'unreached', status, isSilent: false }
  }
  return {
    probe: async (address, signal) => {
      const late = AbortSignal.timeout(milliseconds)
      try {
        return await follow(address, signal === undefined ? late : AbortSignal.any([late, signal]))
      } catch (error) {
        return judgeFault(error instanceof Error && 'code' in error ? String(error.code) : '')
      }
    },
  }
}

/** Resolves a name to public addresses alone: the connection goes to one of these and to nothing else. */
function resolverOf(isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const allowed = error === null ? found.filter(({ address }) => isAllowed(address)) : []
      const [first] = allowed
      if (error !== null) callback(error, '', 0)
      else if (first === undefined) callback(Object.assign(new Error('No public address'), { code: NOT_PUBLIC }), '', 0)
      else if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}

interface Asking {
  readonly userAgent: string
  readonly resolve: LookupFunction
  readonly signal: AbortSignal
}

/** One question; of the answer its head alone. */
function ask(url: URL, method: 'HEAD' | 'GET', { userAgent, resolve, signal }: Asking): Promise<{ status: number; headers: IncomingMessage['headers'] }> {
  return new Promise((done, fail) => {
    const headers = { 'user-agent': userAgent, accept: '*/*', ...(method === 'GET' ? { range: 'bytes=0-0' } : {}) }
    const asked = (url.protocol === 'https:' ? requestSecure : requestPlain)(url, { method, headers, lookup: resolve, agent: false, signal })
    asked.on('response', (response) => {
      done({ status: response.statusCode ?? 0, headers: response.headers })
      response.destroy()
      asked.destroy()
    })
    asked.on('error', fail)
    asked.end()
  })
}

function judgeFault(code: string): Probed {
  if (code === NOT_PUBLIC) return { outcome: 'unchecked' }
  // A certificate that is over, an answer that is none of HTTP: somebody is there.
  const isHeard = /^(?:CERT_|ERR_TLS|ERR_SSL|HPE_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/u.test(code)
  return { outcome: 'unreached', status: null, isSilent: !isHeard }
}

/** What asks for a login, a payment or another way to be asked is there; so is what is not for this country. */
const THERE = new Set([401, 402, 403, 405, 406, 407, 411, 416, 451])
const LATER = new Set([408, 425, 429, 503])

function judge(status: number): Probed {
  if (LATER.has(status)) return { outcome: 'later' }
  return status < 400 || THERE.has(status) ? { outcome: 'reached', status } : { outcome: 'unreached', status, isSilent: false }
}
