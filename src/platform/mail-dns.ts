/** What the domain name system says about mail: asked with a time limit, remembered for a while, and told apart from not knowing. */
import { Resolver } from 'node:dns/promises'
import type { Clock } from './clock.ts'
import { toMilliseconds } from '../shared/time.ts'

/** What is published under a name: nothing is an empty list, and `unknown` is that nobody could be asked. */
export type Found<T> = readonly T[] | 'unknown'

export interface MailExchange {
  readonly exchange: string
  readonly priority: number
}

export interface MailDns {
  /** Each record's strings joined, as SPF, DKIM and DMARC mean them. */
  txt(name: string): Promise<Found<string>>
  mx(name: string): Promise<Found<MailExchange>>
  /** Addresses of both families. */
  a(name: string): Promise<Found<string>>
  /** The names of an address. */
  ptr(address: string): Promise<Found<string>>
  /** For libraries that resolve as Node does: throws ENOTFOUND where nothing is published, ETIMEOUT where nobody could be asked. */
  resolve(name: string, type: string): Promise<string[][] | string[]>
}

/** Names with what is published under them, for tests: everything else is not published. */
export type Zone = Readonly<Record<string, { readonly txt?: readonly string[]; readonly mx?: readonly MailExchange[]; readonly a?: readonly string[]; readonly ptr?: readonly string[] }>>

const KEPT_MS = 10 * 60_000
/** Not knowing is asked again soon, but not by every mail of a minute. */
const UNKNOWN_KEPT_MS = 60_000
const KEPT = 5_000
const PATIENCE_MS = 3_000

type Ask = (name: string, type: string) => Promise<unknown[]>

/** Asks the machine's own name servers. */
export function openMailDns(clock: Clock): MailDns {
  const resolver = new Resolver({ timeout: PATIENCE_MS / 2, tries: 2 })
  const ask: Ask = async (name, type) => (type === 'PTR' ? resolver.reverse(name) : ((await resolver.resolve(name, type)) as unknown[]))
  return remembering(ask, clock)
}

/** A zone that does not change; `unknown` stands in for a network that is down. */
export function fixedDns(zone: Zone | 'unknown'): MailDns {
  const ask: Ask = (name, type) => {
    if (zone === 'unknown') return Promise.reject(codeError('ETIMEOUT', name))
    const entry = zone[name.toLowerCase()]
    const found: readonly unknown[] | undefined = type === 'TXT' ? entry?.txt?.map((text) => [text]) : type === 'MX' ? entry?.mx : type === 'A' ? entry?.a?.filter((each) => !each.includes(':')) : type === 'AAAA' ? entry?.a?.filter((each) => each.includes(':')) : type === 'PTR' ? entry?.ptr : undefined
    return found === undefined || found.length === 0 ? Promise.reject(codeError('ENOTFOUND', name)) : Promise.resolve([...found])
  }
  return toDns(async (name, type) => ask(name, type))
}

function codeError(code: string, name: string): Error {
  return Object.assign(new Error(`${code} ${name}`), { code })
}

interface Kept {
  readonly until: number
  readonly answer: Promise<unknown[]>
}

function remembering(ask: Ask, clock: Clock): MailDns {
  const kept = new Map<string, Kept>()
  return toDns((name, type) => {
    const key = `${type} ${name.toLowerCase()}`
    const now = toMilliseconds(clock())
    const known = kept.get(key)
    if (known !== undefined && known.until > now) return known.answer
    const answer = withinLimit(ask(name, type), name)
    remember(kept, key, { until: now + KEPT_MS, answer })
    answer.catch((error: unknown) => {
      if (!isNothing(error)) remember(kept, key, { until: now + UNKNOWN_KEPT_MS, answer })
    })
    return answer
  })
}

function remember(kept: Map<string, Kept>, key: string, entry: Kept): void {
  kept.delete(key)
  kept.set(key, entry)
  const oldest = kept.keys().next()
  if (kept.size > KEPT && oldest.done !== true) kept.delete(oldest.value)
}

async function withinLimit(answer: Promise<unknown[]>, name: string): Promise<unknown[]> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(codeError('ETIMEOUT', name)), PATIENCE_MS)
  })
  try {
    return await Promise.race([answer, limit])
  } finally {
    clearTimeout(timer)
  }
}

const NOTHING = new Set(['ENOTFOUND', 'ENODATA'])

/** Whether a fault says that nothing is published there. */
function isNothing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && NOTHING.has(String(error.code))
}

function toDns(ask: Ask): MailDns {
  const find = (name: string, type: string): Promise<Found<unknown>> => ask(name, type).catch((error: unknown) => (isNothing(error) ? [] : 'unknown'))
  return {
    txt: async (name) => mapFound(await find(name, 'TXT'), (record) => (Array.isArray(record) ? record.join('') : String(record))),
    mx: async (name) => mapFound(await find(name, 'MX'), (record) => record as MailExchange),
    a: async (name) => {
      const [four, six] = await Promise.all([find(name, 'A'), find(name, 'AAAA')])
      if (four === 'unknown' && six === 'unknown') return 'unknown'
      return [...(four === 'unknown' ? [] : four), ...(six === 'unknown' ? [] : six)].map(String)
    },
    ptr: async (address) => mapFound(await find(address, 'PTR'), String),
    resolve: (name, type) => ask(name, type) as Promise<string[][] | string[]>,
  }
}

function mapFound<T>(found: Found<unknown>, read: (record: unknown) => T): Found<T> {
  return found === 'unknown' ? 'unknown' : found.map(read)
}
