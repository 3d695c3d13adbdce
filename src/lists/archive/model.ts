import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { SIGNS, withoutAddresses } from '../../shared/masked-addresses.ts'

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

/** The same for cleaned HTML: links in which an address stands are links no more. */
export function withoutAddressesInHtml(html: string): string {
  return withoutAddresses(html.replaceAll(/ href="([^"]*)"/giu, (whole, target: string) => (/^mailto:/iu.test(target) || SIGNS.test(target) ? '' : whole)))
}

/**
 * Files that are letters, cards or invitations of people: they hold addresses, which in a public archive are for members alone. Told by what
 * they are called as well, for programs send them under any type.
 */
export function holdsAddresses({ name, type }: { readonly name: string; readonly type: string }): boolean {
  return /^(?:message\/|text\/(?:x-)?(?:vcard|vcalendar|calendar|directory)|application\/(?:ics|ms-tnef|vnd\.ms-outlook|mbox|pgp-keys))/iu.test(type) || /\.(?:eml|emlx|msg|mht|mhtml|mbox|vcf|vcard|ics|dat|ldif|pst)$/iu.test(name.trim())
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
