import type { Instant } from '../../shared/time.ts'

/** What a citation of an edition says. */
export interface Cited {
  readonly title: string
  /** The forum, which stands as author and publisher. */
  readonly author: string
  readonly edition: number
  readonly publishedAt: Instant
  readonly language: string
  readonly address: string
  readonly abstract: string
  /** Within the installation: `forum-cycle-edition-1`. */
  readonly key: string
}

/** Within one line of text; the same in every language. */
export function citeInText({ author, title, edition, publishedAt, address }: Cited): string {
  return `${author} (${publishedAt.slice(0, 4)}). ${title}. ${edition > 1 ? `(${edition}). ` : ''}${publishedAt.slice(0, 10)}. ${address}`
}

/** An entry of BibTeX. Braces and other signs of TeX are escaped: a title is text and nothing else. */
export function citeInBibtex({ author, title, edition, publishedAt, language, address, abstract, key }: Cited): string {
  const [year = '', month = '', day = ''] = publishedAt.slice(0, 10).split('-')
  const fields = { title: `{${tex(title)}}`, author: `{${tex(author)}}`, institution: `{${tex(author)}}`, year, month: String(Number(month)), day: String(Number(day)), edition: `{${edition}}`, language: `{${language}}`, url: `{${address}}`, abstract: `{${tex(abstract.replace(/\s+/gu, ' '))}}` }
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = ${/^\d+$/u.test(value) ? value : value.startsWith('{') ? (name === 'title' || name === 'author' || name === 'institution' ? `{${value}}` : value) : `{${value}}`}`)
  return `@techreport{${key},\n${lines.join(',\n')}\n}\n`
}

const TEX: Readonly<Record<string, string>> = { '\\': '\\textbackslash{}', '{': '\\{', '}': '\\}', $: '\\$', '&': '\\&', '#': '\\#', '%': '\\%', _: '\\_', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}' }

function tex(text: string): string {
  return text.toWellFormed().replace(/[\\{}$&#%_~^]/gu, (sign) => TEX[sign] ?? sign)
}

/** An entry of CSL-JSON, as reference managers read it. */
export function citeInCsl({ author, title, edition, publishedAt, language, address, abstract, key }: Cited): object {
  const parts = publishedAt.slice(0, 10).split('-').map(Number)
  return { id: key, type: 'report', title, author: [{ literal: author }], publisher: author, issued: { 'date-parts': [parts] }, edition: String(edition), language, URL: address, abstract }
}
