/**
 * What word processors leave in a text that is pasted: Word's conditional comments and style sheets, tags and their styles, bullets from
 * a private font, invisible hyphens. Pure and in one pass: a text of any making is cleaned in a time that grows with its length.
 */
import { normaliseText } from './text.ts'

export const PASTED_KINDS = ['comments', 'styles', 'markup', 'bullets', 'spaces', 'invisible'] as const
export type PastedKind = (typeof PASTED_KINDS)[number]

export interface CleanedPaste {
  readonly text: string
  /** What was removed or put right, and how often. */
  readonly removed: Readonly<Partial<Record<PastedKind, number>>>
  /** Whether a reader of the text as it was pasted would have seen what is gone: then the original is kept as well. */
  readonly isVisible: boolean
}

/** Signs that a text holds the source of a document, and not words about one. */
const SOURCE = /<!--\[if |<\/?(?:o|w|v|st1|m):[a-z]+[ />]|\bclass=["']?Mso|style=["'][^"'<>]{0,300}mso-|docs-internal-guid|<meta [^<>]{0,200}(?:charset|generator)|<!--StartFragment/iu
/** Or so many pairs of tags that it can only be one. */
const PAIR = /<(p|div|span|li|ul|ol|td|tr|table|h[1-6]|font|strong|em|b|i|u|a)(?:\s[^<>]{0,500})?>[^<>]{0,2000}<\/\1>/giu
const PAIRS = 3

const TAG = /^<\/?(?:a|abbr|article|b|big|blockquote|body|br|center|code|col|colgroup|dd|del|div|dl|dt|em|font|footer|h[1-6]|head|header|hr|html|i|img|ins|li|link|meta|ol|p|pre|s|section|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|u|ul|(?:o|w|v|st1|m):[a-z0-9]+)(?=[\s/>])[^<>]*>/iu
/** After these a line ends. */
const ENDS_LINE = /^<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6]|\/blockquote|\/dd|\/dt|hr)\b/iu
/** What stands in these is not read by anyone. */
const UNREAD = ['style', 'script', 'xml', 'head', 'title'] as const

/** A list's marks from Symbol and Wingdings, which have no meaning outside of those fonts. */
const BULLETS = /[\uf0b7\uf0a7\uf0d8\uf0fc\uf0a8\uf076\uf02d]/gu
/** Word's own style sheet, where it was pasted as text. */
const STYLE_SHEET = /(?:Normal\s+0\s+(?:[0-9]+\s+)?(?:false\s+){2,3}[^\n]{0,200}?)?\/\*\s*Style Definitions\s*\*\/\s*(?:[a-z.@][a-z0-9.@, -]{0,200}\{[^{}]{0,4000}\}\s*)+/giu

/** Cleans what was pasted; what a person typed comes back as it was, but for spaces at its ends. */
export function cleanPasted(pasted: string): CleanedPaste {
  const removed: Partial<Record<PastedKind, number>> = {}
  const count = (kind: PastedKind, times = 1): void => {
    if (times > 0) removed[kind] = (removed[kind] ?? 0) + times
  }
  let text = pasted.replace(STYLE_SHEET, () => {
    count('styles')
    return '\n'
  })
  if (isSource(text)) text = stripTags(text, count)
  text = text.replace(BULLETS, () => {
    count('bullets')
    return '•'
  })
  // Word sets a list's mark, then spaces that do not break, up to the words.
  text = text.replace(/^([^\S\n]*)([•·o§▪-])[\u00a0\t ]*\u00a0[\u00a0\t ]*/gmu, (_, before: string, mark: string) => {
    count('spaces')
    return `${before}${mark === '-' ? '-' : '•'} `
  })
  text = text.replace(/[ \u00a0]*\u00a0[ \u00a0]+|[ \u00a0]+\u00a0[ \u00a0]*/gu, () => {
    count('spaces')
    return ' '
  })
  text = text.replace(/[\u00ad\u200b\u2060\ufeff]/gu, () => {
    count('invisible')
    return ''
  })
  return { text: normaliseText(text), removed, isVisible: removed.comments !== undefined || removed.styles !== undefined || removed.markup !== undefined }
}

function isSource(text: string): boolean {
  if (!text.includes('<')) return false
  if (SOURCE.test(text)) return true
  let pairs = 0
  for (const _ of text.matchAll(PAIR)) if (++pairs >= PAIRS) return true
  return false
}

/** Tags off and entities read; lines end where paragraphs, items and rows did. What looks like a tag and is none stays. */
function stripTags(text: string, count: (kind: PastedKind) => void): string {
  const parts: string[] = []
  const noEnd = new Set<string>()
  let at = 0
  while (at < text.length) {
    const next = text.indexOf('<', at)
    const words = decodeEntities(text.slice(at, next < 0 ? text.length : next))
    // Where a tag has ended the line, the line end after it in the source is none of its own.
    parts.push(parts.at(-1)?.endsWith('\n') === true ? words.replace(/^[ \t]*\r?\n?[ \t]*/u, '') : words)
    if (next < 0) break
    at = skip(text, next, noEnd, count) ?? readTag(text, next, parts, count)
  }
  return parts.join('').replace(/[^\S\n]+\n/gu, '\n').replace(/\n{3,}/gu, '\n\n')
}

/** The place after a comment, or after an element that nobody reads; undefined where neither begins, or it never ends. */
function skip(text: string, at: number, noEnd: Set<string>, count: (kind: PastedKind) => void): number | undefined {
  const after = (mark: string): number | undefined => {
    // What was once looked for in vain is not looked for again.
    if (noEnd.has(mark)) return undefined
    const found = text.toLowerCase().indexOf(mark, at)
    if (found < 0) noEnd.add(mark)
    return found < 0 ? undefined : found + mark.length
  }
  if (text.startsWith('<!--', at)) {
    // A conditional comment ends with its own mark, and may hold others.
    const end = (/^<!--\[if [^\]]{0,60}\]>/u.test(text.slice(at, at + 80)) ? after('<![endif]-->') : undefined) ?? after('-->')
    if (end !== undefined) count('comments')
    return end
  }
  const name = UNREAD.find((each) => new RegExp(`^<${each}[\\s>]`, 'iu').test(text.slice(at, at + 10)))
  const end = name === undefined ? undefined : after(`</${name}>`)
  if (end !== undefined) count('styles')
  return end
}

function readTag(text: string, at: number, parts: string[], count: (kind: PastedKind) => void): number {
  const declaration = /^<!(?:doctype|\[if|\[endif\])[^<>]{0,200}>/iu.exec(text.slice(at, at + 220))?.[0]
  const tag = declaration ?? TAG.exec(text.slice(at, at + 4000))?.[0]
  if (tag === undefined) {
    parts.push('<')
    return at + 1
  }
  count('markup')
  if (ENDS_LINE.test(tag)) parts.push(/^<\/(?:p|h[1-6]|blockquote)\b/iu.test(tag) ? '\n\n' : '\n')
  else if (/^<li\b/iu.test(tag)) parts.push('• ')
  else if (/^<\/t[dh]\b/iu.test(tag)) parts.push(' ')
  return at + tag.length
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '’', nbsp: '\u00a0', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', hellip: '…', bull: '•', middot: '·', shy: '' }

function decodeEntities(text: string): string {
  return text.replace(/[\t ]+/gu, ' ').replace(/&(#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/giu, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole
    const code = /^#x/iu.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 31 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && code !== 127 ? String.fromCodePoint(code) : ''
  })
}
