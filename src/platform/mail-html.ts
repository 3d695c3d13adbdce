import { textDirection } from '../shared/language.ts'

export interface MailWords {
  /** The plain text of the mail, line ends as \n. */
  readonly text: string
  readonly subject: string
  /** A BCP 47 tag; undefined where it is not known. */
  readonly lang?: string | undefined
  /** What follows below a rule: why one gets the mail, how to end it. Plain text as well. */
  readonly footer?: string | undefined
}

/** Longest line of HTML in octets: a mail server may cut what is longer than 998 (RFC 5322, 2.1.1). */
const LONGEST = 900

/** Dark and light are the program's own: no colour is set but that of quotations and the foot, which is read on both. */
const STYLE = {
  body: 'margin:0;padding:16px;font-family:Georgia,serif;font-size:16px;line-height:1.5',
  frame: 'max-width:640px',
  quote: 'margin:0 0 16px 0;padding:0 0 0 12px;border-left:3px solid #8a8a8a',
  quoteRight: 'margin:0 0 16px 0;padding:0 12px 0 0;border-right:3px solid #8a8a8a',
  paragraph: 'margin:0 0 16px 0',
  list: 'margin:0 0 16px 0;padding:0 28px',
  foot: 'margin:24px 0 0 0;font-size:13px;line-height:1.4',
} as const

/**
 * The plain text of a mail as HTML with the same words, for programs that show only that or show it better: paragraphs, numbered and
 * plain lists, quotations (`> `), links. Simple tags and inline styles, no table, no picture, nothing from elsewhere; links lead to http,
 * https and mailto alone. No line is longer than 998 octets.
 */
export function writeMailHtml(mail: MailWords): string {
  const direction = mail.lang === undefined ? undefined : textDirection(mail.lang)
  const lang = mail.lang === undefined || direction === undefined ? '' : ` lang="${escape(mail.lang)}" dir="${direction}"`
  const footer = mail.footer === undefined || mail.footer.trim() === '' ? [] : [`<div style="${STYLE.foot}">`, '<hr>', ...writeBlocks(mail.footer, direction), '</div>']
  const lines = [
    '<!DOCTYPE html>',
    `<html${lang}>`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escape(mail.subject.replaceAll(/\s+/gu, ' ').trim())}</title>`,
    '</head>',
    `<body style="${STYLE.body}">`,
    `<div style="${STYLE.frame}"${direction === undefined ? ' dir="auto"' : ''}>`,
    ...writeBlocks(mail.text, direction),
    ...footer,
    '</div>',
    '</body>',
    '</html>',
  ]
  return `${lines.flatMap((line) => line.split('\n')).flatMap(cutLine).join('\n')}\n`
}

/** What lines are: those of one kind that stand together are one block. */
type Kind = 'quote' | 'numbered' | 'bullet' | 'words'

/** Quotations within quotations that are told apart; nobody follows more, and a mail may have thousands. */
const DEEPEST = 8

function kindOf(line: string, depth = 0): Kind {
  if (depth < DEEPEST && line.startsWith('>')) return 'quote'
  if (/^\s{0,3}\p{Nd}{1,3}[.)]\s/u.test(line)) return 'numbered'
  return /^\s{0,3}[-*•]\s/u.test(line) ? 'bullet' : 'words'
}

function writeBlocks(text: string, direction: 'ltr' | 'rtl' | undefined, depth = 0): string[] {
  const html: string[] = []
  for (const paragraph of text.replaceAll(/\r\n?/gu, '\n').split(/\n[^\S\n]*\n+/u)) {
    const lines = paragraph.split('\n').filter((line) => line.trim() !== '')
    for (let at = 0; at < lines.length; ) {
      const kind = kindOf(lines[at] ?? '', depth)
      const end = endOfBlock(lines, at, kind, depth)
      html.push(writeBlock(kind, lines.slice(at, end), direction, depth))
      at = end
    }
  }
  return html
}

/** A list goes on over the lines of its items that are indented. */
function endOfBlock(lines: readonly string[], start: number, kind: Kind, depth: number): number {
  const isList = kind === 'numbered' || kind === 'bullet'
  const end = lines.findIndex((line, place) => place > start && kindOf(line, depth) !== kind && !(isList && /^\s{2,}\S/u.test(line)))
  return end < 0 ? lines.length : end
}

function writeBlock(kind: Kind, lines: readonly string[], direction: 'ltr' | 'rtl' | undefined, depth: number): string {
  if (kind === 'quote') {
    const inner = lines.map((line) => line.replace(/^>[ ]?/u, ''))
    return `<blockquote style="${direction === 'rtl' ? STYLE.quoteRight : STYLE.quote}">\n${writeBlocks(inner.join('\n'), direction, depth + 1).join('\n')}\n</blockquote>`
  }
  // The numbers are words of the text, for an answer names them: no program counts them anew.
  if (kind === 'numbered' || kind === 'bullet') return `<p style="${STYLE.list}">\n${lines.map((line) => writeWords(line.trim())).join('<br>\n')}\n</p>`
  return isRule(lines) ? '<hr>' : `<p style="${STYLE.paragraph}">\n${lines.map(writeWords).join('<br>\n')}\n</p>`
}

/** A line of three signs or more and nothing else. */
function isRule(lines: readonly string[]): boolean {
  return lines.length === 1 && /^\s*([-_=])(?:\s?\1){2,}\s*$/u.test(lines[0] ?? '')
}

const LINK = /(https?:\/\/[^\s<>"]{1,2000}[^\s<>".,;:!?)\]'»“”’]|mailto:[^\s<>"]{3,500}[^\s<>".,;:!?)\]'])/u

function writeWords(line: string): string {
  return line.split(LINK).map((part, place) => (place % 2 === 1 && isLink(part) ? `<a href="${escape(part)}">${escape(part)}</a>` : escape(part))).join('')
}

function isLink(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:', 'mailto:'].includes(new URL(text).protocol)
}

function escape(text: string): string {
  return text.replaceAll(/\p{Cc}(?<![\t\n])/gu, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** Tags, signs written with &, words, spaces: what is not cut within. A text has no < of its own any more. */
const PIECES = /<[^<>]{0,4000}>|&[a-z]{1,8};|[^<& ]{1,200}| {1,200}|[<&]/gu

/** Cuts a long line after a space; in a word that is longer than all, as of Chinese, with a line end that a comment hides. */
function cutLine(line: string): string[] {
  if (Buffer.byteLength(line) <= LONGEST) return [line]
  const cut: string[] = []
  let [now, size] = ['', 0]
  for (const [piece] of line.matchAll(PIECES)) {
    const length = Buffer.byteLength(piece)
    if (size + length > LONGEST && now !== '') {
      const isAtSpace = now.endsWith(' ') || piece.startsWith(' ')
      cut.push(isAtSpace ? now : `${now}<!--`)
      now = isAtSpace ? '' : '-->'
      size = now.length
    }
    now += piece
    size += length
  }
  return [...cut, now]
}
