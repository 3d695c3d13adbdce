import { unescapeHtml } from './forms.ts'

/** What is alive in a page that shows it as it came. */
export const ALIVE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
/** Longer than any field takes; its end is unlike the rest, or looking for it takes as long as the square of it. */
export const LONG = `${'x'.repeat(199_999)}q`
export const CONTROL = 'con\u0000trol\u0007'
/** In a field that people do not type into: what no text, no number and no name of anything can be. */
export const IMPOSSIBLE = ['\u0000', '9007199254740991'] as const

const PARTS = 6
/** Whether everything is to be done, as in `npm run test:soak`, and not the share of one run. */
export const isThorough = process.env['CONVOKE_THOROUGH'] === '1'

/**
 * A sixth of what could be sent, another sixth for each route or form, so that in every run each thing is sent to many and each route
 * gets some. All of it with `CONVOKE_THOROUGH=1`, as `npm run test:soak` sets it.
 */
export function shareFor<T>(what: string, all: readonly T[]): readonly T[] {
  if (isThorough) return all
  const turn = Array.from(what).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0)
  return all.filter((_, place) => (place + turn) % PARTS === 0)
}

/** What stands in an address where a name, a number or an id should. */
const STRANGE = ['99999999999999999999', 'x'.repeat(4000), encodeURIComponent('<script>alert(1)</script>')]
/** And where it is a number or a reference, which is made one of. */
const NUMBERS = ['C-99999999999999999999', '-1', '0']
/** What is looked up as it is: a name that somebody gave, an id, a secret. */
const WORDS = /^:(call|theme|meeting|document|cutOff|language|role|milestone|import|redaction|correction|digest|suggestion|id|secret|token|key|name|file)$/u
/** Letters that are none: taken apart before any route is asked for, so once for each address is enough. */
const BROKEN = ['%00', '%FF', '%E0%A4%A']
/** What is asked of a page that counts, cuts or chooses. */
const ASKED = ['page', 'part', 'after', 'before', 'from', 'to', 'others', 'passage', 'asOf', 'cutOff', 'question', 'group', 'theme', 'language', 'reader', 'words', 'sentence', 'call', 'p', 'for', 'fate', 'year']

/** Queries in which each thing that may be asked for is nonsense. */
export const NONSENSE: readonly string[] = ['9007199254740993', '-1'].map((value) => ASKED.map((name) => `${name}=${value}`).join('&'))

/**
 * Addresses of a route with, in the place of each name, number or id, what is none; `id` is of something else. Forum and cycle are
 * looked up by the same code everywhere.
 */
export function strangeAddresses(path: string, pattern: string, id: string): { readonly address: string; readonly part: string }[] {
  const real = (path.split('?')[0] ?? '').split('/')
  const parts = pattern.split('/')
  const last = parts.findLastIndex((part) => part.startsWith(':'))
  return parts.flatMap((part, place) => {
    if (!part.startsWith(':')) return []
    const isShared = part === ':forum' || part === ':cycle'
    const strange = [...(isShared ? [] : STRANGE), ...(isShared || WORDS.test(part) ? [] : NUMBERS), ...(place === last ? BROKEN : []), id]
    return shareFor(`${pattern}${place}`, strange).map((each) => ({ address: real.with(place, each).join('/'), part }))
  })
}

/** The word that a page shows alive, if it does. */
export function aliveIn(html: string): string | undefined {
  return ['<script>alert', '<img src=x'].find((alive) => html.includes(alive))
}

/** True when a text that was typed into so many fields stands in the page that came back. */
export function isKept(html: string, text: string, fields: number): boolean {
  return unescapeHtml(html).split(text).length - 1 >= fields
}
