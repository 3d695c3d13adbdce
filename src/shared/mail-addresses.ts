/**
 * The addresses that Convoke takes mail at. What stands before the @ says what a mail is for; a token binds it to one thing and one person
 * (`platform/mail-tokens.ts`). Addresses with a token leave out the list: with it they would be longer than the 64 characters that RFC 5321
 * lets stand before the @.
 */
export type MailAddress =
  /** An answer to one mail that left: the token is of its row in the outbox. */
  | { readonly kind: 'reply'; readonly token: string }
  /** What came back of one mail that left: the token is of its row in the outbox. */
  | { readonly kind: 'bounce'; readonly token: string }
  /** One list's subscription is confirmed or ended, or one post of it decided; `list` where the address names it. */
  | { readonly kind: 'confirm' | 'leave' | 'moderate'; readonly token: string; readonly list?: string }
  | { readonly kind: 'list'; readonly list: string; readonly part: ListPart }
  /** Something for the library of a forum. */
  | { readonly kind: 'papers'; readonly forum: string }
  | { readonly kind: 'postmaster' | 'abuse' }
  | { readonly kind: 'unknown' }

/** `post`: the list's own address; `leave` is also read as `unsubscribe`, `subscribe` as `join`. */
export type ListPart = 'post' | 'subscribe' | 'leave' | 'owner' | 'request'

/** What may follow a list's name in an address: no list may have a name that ends like this. */
export const LIST_SUFFIXES = ['subscribe', 'join', 'leave', 'unsubscribe', 'owner', 'request', 'confirm', 'moderate', 'bounces'] as const

/** What no list may be called. */
export const RESERVED_NAMES = ['reply', 'bounce', 'confirm', 'leave', 'moderate', 'papers', 'postmaster', 'abuse', 'convoke', 'mailer-daemon', 'noreply', 'no-reply', 'root', 'hostmaster', 'webmaster'] as const

const TOKEN = '[a-z2-7]{52}'
const WITH_TOKEN = new RegExp(`^(?:([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)-)?(reply|bounce|confirm|leave|moderate)\\+(${TOKEN})$`, 'u')
const PARTS: readonly (readonly [string, ListPart])[] = [['-subscribe', 'subscribe'], ['-join', 'subscribe'], ['-unsubscribe', 'leave'], ['-leave', 'leave'], ['-owner', 'owner'], ['-request', 'request']]
const NAME = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/u

/** Reads what stands before the @. Any text is read; what means nothing is `unknown`. A list that is named need not be there. */
export function readMailAddress(local: string): MailAddress {
  const text = local.length > 200 ? '' : local.trim().toLowerCase()
  const [, list, purpose, token] = WITH_TOKEN.exec(text) ?? []
  if (purpose !== undefined && token !== undefined) {
    if (purpose === 'reply' || purpose === 'bounce') return list === undefined ? { kind: purpose, token } : { kind: 'unknown' }
    return { kind: purpose as 'confirm' | 'leave' | 'moderate', token, ...(list === undefined ? {} : { list }) }
  }
  const forum = /^papers\+([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)$/u.exec(text)?.[1]
  if (forum !== undefined) return { kind: 'papers', forum }
  if (text === 'postmaster' || text === 'abuse') return { kind: text }
  if (!NAME.test(text) || (RESERVED_NAMES as readonly string[]).includes(text)) return { kind: 'unknown' }
  for (const [suffix, part] of PARTS) if (text.endsWith(suffix) && text.length > suffix.length) return { kind: 'list', list: text.slice(0, -suffix.length), part }
  return { kind: 'list', list: text, part: 'post' }
}

/** The whole address. `unknown` has none. */
export function writeMailAddress(address: Exclude<MailAddress, { kind: 'unknown' }>, domain: string): string {
  switch (address.kind) {
    case 'list':
      return `${address.list}${address.part === 'post' ? '' : `-${address.part}`}@${domain}`
    case 'papers':
      return `papers+${address.forum}@${domain}`
    case 'postmaster':
    case 'abuse':
      return `${address.kind}@${domain}`
    default:
      return `${address.kind}+${address.token}@${domain}`
  }
}

/** What stands before and after the last @ of an address, angle brackets taken off; the domain in small letters. Undefined for what is no address. */
export function splitAddress(address: string): { readonly local: string; readonly domain: string } | undefined {
  const bare = address.trim().replace(/^<([^<>]*)>$/u, '$1')
  const at = bare.lastIndexOf('@')
  if (at < 1 || at === bare.length - 1 || bare.length > 320) return undefined
  return { local: bare.slice(0, at).replace(/^"(.*)"$/u, '$1'), domain: bare.slice(at + 1).toLowerCase() }
}
