import { isWebAddress } from '../../shared/fields.ts'

export interface FoundAddress {
  readonly address: string
  /** Where it stands in the text, and how long it is there, signs of quotation around it included. */
  readonly start: number
  readonly length: number
}

/** Longer ones are no address that anybody could open. */
const LONGEST = 2000
/** Found of one text: more is no list that anybody has written. */
const MOST = 300
/** What an address ends before, in any script. */
const END = `\\s<>"“”«»„‟‹›\\u2018\\u2019。，；、！？（）「」『』《》【】،؛؟\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069`
const SHAPES: readonly (readonly [RegExp, (found: string, number: string) => string])[] = [
  [new RegExp(`https?:\\/\\/[^${END}]{1,${LONGEST}}`, 'giu'), (found) => found],
  [new RegExp(`(?<![\\p{L}\\p{N}@/.:])(?:dx\\.)?doi\\.org\\/[^${END}]{4,${LONGEST}}`, 'giu'), (found) => `https://${found}`],
  [new RegExp(`(?<![\\p{L}\\p{N}@/.:])www\\.[^${END}]{3,${LONGEST}}`, 'giu'), (found) => `https://${found}`],
  [new RegExp(`(?<![\\p{L}\\p{N}/.=_-])(?:doi\\s?[:：]?\\s?)?(10\\.[0-9]{4,9}\\/[^${END}]{1,500})`, 'giu'), (_, number) => `https://doi.org/${number}`],
  [/(?<![\p{L}\p{N}/.])arxiv\s?[:：]\s?((?:[0-9]{4}\.[0-9]{4,5}|[a-z-]{2,20}(?:\.[a-z]{2})?\/[0-9]{7})(?:v[0-9]{1,2})?)/giu, (_, number) => `https://arxiv.org/abs/${number}`],
]

/** The web addresses that a text names, in their order: written out, without scheme (`www.`, `doi.org/`), as a DOI, or as a number of arXiv. */
export function findAddresses(text: string): FoundAddress[] {
  const found: FoundAddress[] = []
  for (const [shape, write] of SHAPES) {
    for (const match of text.matchAll(shape)) {
      if (found.length >= MOST) break
      const { index } = match
      if (found.some(({ start, length }) => index < start + length && index + match[0].length > start)) continue
      const whole = withoutEnd(match[0])
      const number = match[1] === undefined ? '' : match[1].slice(0, match[1].length - (match[0].length - whole.length))
      const address = toAddress(write(whole, number))
      if (address !== undefined) found.push(withBrackets(text, { address, start: index, length: whole.length }))
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Signs that end a sentence do not belong to it; a closing bracket does where it was opened within. */
function withoutEnd(found: string): string {
  let text = found
  for (;;) {
    const last = text.at(-1) ?? ''
    const opens = last === ')' ? '(' : last === ']' ? '[' : last === '}' ? '{' : undefined
    const isOdd = opens !== undefined && text.split(last).length > text.split(opens).length
    if (!isOdd && !/[.,;:!?'*_|]/u.test(last)) return text
    text = text.slice(0, -1)
  }
}

function toAddress(text: string): string | undefined {
  const plain = text.replace(/^https?:\/\/(?:dx\.)?doi\.org\//iu, 'https://doi.org/')
  return plain.length <= LONGEST && isWebAddress(plain) ? plain : undefined
}

/** `<https://…>`: the signs around it go with it. */
function withBrackets(text: string, { address, start, length }: FoundAddress): FoundAddress {
  const isIn = text[start - 1] === '<' && text[start + length] === '>'
  return isIn ? { address, start: start - 1, length: length + 2 } : { address, start, length }
}

/** A text with the addresses taken out of it. */
export function withoutFound(text: string, found: readonly FoundAddress[]): string {
  let rest = text
  for (const { start, length } of found.toReversed()) rest = `${rest.slice(0, start)} ${rest.slice(start + length)}`
  return rest
}
