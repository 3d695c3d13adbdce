import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { withoutAddresses } from '../../shared/masked-addresses.ts'

/** A thread as lists of threads show it. */
export interface ThreadLine {
  readonly threadId: Id<'post'>
  /** The number of its first post that is here: its address. */
  readonly number: number
  readonly lastNumber: number
  readonly subject: string
  readonly posts: number
  readonly authors: number
  readonly firstAt: Instant
  readonly lastAt: Instant
}

export interface Month {
  /** `YYYY-MM`, UTC. */
  readonly month: string
  readonly posts: number
}

/** The same for cleaned HTML: links that write a mail are links no more. */
export function withoutAddressesInHtml(html: string): string {
  return withoutAddresses(html.replaceAll(/<a\b[^>]*href="mailto:[^"]*"[^>]*>(.*?)<\/a>/gisu, '$1').replaceAll(/href="[^"]*@[^"]*"/giu, ''))
}

/** Scripts whose words are not parted by spaces: what is looked for in them is looked for as it stands. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text)
}

/** How PostgreSQL takes the words of a language to their stems; the same that the table's own column is made with. */
const STEMS: Readonly<Record<string, string>> = {
  ar: 'arabic', da: 'danish', de: 'german', el: 'greek', en: 'english', es: 'spanish', fi: 'finnish', fr: 'french', hu: 'hungarian', id: 'indonesian', it: 'italian', nl: 'dutch', no: 'norwegian', pt: 'portuguese',
  ro: 'romanian', ru: 'russian', sv: 'swedish', tr: 'turkish',
}

export function stemsOf(language: string): string {
  return STEMS[language.split('-')[0]?.toLowerCase() ?? ''] ?? 'simple'
}
