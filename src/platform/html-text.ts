import sanitizeHtml from 'sanitize-html'

/** Tags that a text may have been written with. What only looks like one, such as <ada@example.org> or <3, is left as it stands. */
const TAGS = new Set(
  ('a abbr address article aside b big blockquote body br button caption center cite code col colgroup dd del details div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark meta nav noscript object ol optgroup option p param picture pre q s samp script section select small source span strike strong style sub summary sup svg table tbody td textarea tfoot th thead title tr tt u ul var video audio wbr o:p').split(' '),
)
/** After these a line ends. */
const LINES = new Set('address article aside blockquote br caption center dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul'.split(' '))
const TAG = /<(\/?)([a-z][a-z0-9:]*)(\s[^<>]*|\/)?>/giu
const ENTITY = /&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});/iu

export interface CleanedText {
  readonly text: string
  /** The tags that were taken out, each once, in the order in which they were met; `&` for characters written by name. */
  readonly residue: readonly string[]
}

/**
 * Makes plain text of HTML in a cell: tags are taken out, the content of scripts and styles with them, paragraphs and breaks become
 * line ends, characters written by name become themselves. A text without any HTML in it is answered as it is.
 */
export function htmlToText(text: string): CleanedText {
  if (!text.includes('<') && !text.includes('&')) return { text, residue: [] }
  const residue = new Set<string>()
  const marked = withoutComments(text).replaceAll(/<!\[[^\][]*\]>|<\?xml[^<>]*>/gu, '')
  if (marked.length < text.length) residue.add('!--')
  const known = marked.replace(TAG, (whole, slash: string, name: string) => {
    const tag = name.toLowerCase()
    if (!TAGS.has(tag)) return whole
    residue.add(tag)
    if (slash === '/' && (tag === 'td' || tag === 'th')) return ' '
    return LINES.has(tag) && (slash === '/' || tag === 'br' || tag === 'hr') ? `${KEEP_OPEN}br${KEEP_CLOSE}` : `${KEEP_OPEN}${whole.slice(1, -1)}${KEEP_CLOSE}`
  })
  if (ENTITY.test(known)) residue.add('&')
  if (residue.size === 0) return { text, residue: [] }
  const safe = known.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(KEEP_OPEN, '<').replaceAll(KEEP_CLOSE, '>')
  const clean = sanitizeHtml(safe.replaceAll(/<br>/giu, LINE), { allowedTags: [], allowedAttributes: {}, nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'head', 'title', 'object', 'svg'] })
  return { text: tidy(decodeBasics(clean).replaceAll(LINE, '\n')), residue: [...residue] }
}

/** In one pass: one that is never closed is left as it stands, and not looked for again. */
function withoutComments(text: string): string {
  const kept: string[] = []
  let at = 0
  for (;;) {
    const start = text.indexOf('<!--', at)
    const end = start < 0 ? -1 : text.indexOf('-->', start + 4)
    kept.push(text.slice(at, end < 0 ? undefined : start))
    if (end < 0) return kept.join('')
    at = end + 3
  }
}

// Stand-ins that no text holds: private characters at the end of the last plane.
const KEEP_OPEN = '\u{10fffb}'
const KEEP_CLOSE = '\u{10fffc}'
const LINE = '\u{10fffd}'

/** The four characters that the sanitiser writes by name. */
function decodeBasics(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

function tidy(text: string): string {
  return text.replaceAll('\u00a0', ' ').replace(/[ \t]+\n/gu, '\n').replace(/\n{3,}/gu, '\n\n').trim()
}
