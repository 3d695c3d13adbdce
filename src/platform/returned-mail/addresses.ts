/** What an address looks like inside other words: bounded on both sides, so that the time is bounded too. */
export const ADDRESS = String.raw`(?:"[^"\n@]{1,64}"|[^\s<>()\[\],;:"'@\\=/|` + '`' + String.raw`\p{Ps}\p{Pe}\u3001\u3002\uff0c\uff1a\uff1b]{1,80})@[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}._-]{0,252}[\p{L}\p{N}\p{M}])?`

const ONE = new RegExp(ADDRESS, 'u')
const ALL = new RegExp(ADDRESS, 'gu')
const ENCODED = /=\?[\w-]{1,40}\?[bq]\?[^\s?]{1,200}\?=@[\p{L}\p{N}][\p{L}\p{N}.-]{0,252}/iu

/** The first address in a text, as it is to be compared: without quotes that it does not need. */
export function firstAddress(text: string): string | undefined {
  const short = text.slice(0, 2_000)
  const found = ENCODED.exec(short)?.[0] ?? ONE.exec(short)?.[0]
  return found === undefined ? undefined : tidy(found)
}

/** All addresses in a text, each once. */
export function allAddresses(text: string, limit = 50): string[] {
  const found = new Map<string, string>()
  for (const [one] of text.slice(0, 4_000).matchAll(ALL)) {
    const address = tidy(one)
    if (!found.has(address.toLowerCase())) found.set(address.toLowerCase(), address)
    if (found.size >= limit) break
  }
  return [...found.values()]
}

/** True when two addresses are of the same mailbox, as far as form tells. */
export function isSameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** Each once, in order. */
export function distinctAddresses(addresses: readonly string[]): string[] {
  return [...new Map(addresses.toReversed().map((address) => [address.toLowerCase(), address])).values()].toReversed()
}

function tidy(address: string): string {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const bare = local.startsWith('"') && local.endsWith('"') ? local.slice(1, -1) : local
  return `${/^[^\s"(),:;<>@[\]\\]+$/u.test(bare) ? bare : local}${address.slice(at).replace(/[._-]+$/u, '')}`
}
