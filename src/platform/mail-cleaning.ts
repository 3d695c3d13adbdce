import sanitize from 'sanitize-html'

/** Longer than any letter that is read: what is beyond is shown as its text. */
const MOST_LENGTH = 1_000_000
/** A letter of that length has a tenth of them; what is made of nothing else would be taken apart for seconds. */
const MOST_MARKS = 60_000
const TAGS = ['p', 'div', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'blockquote', 'pre', 'code', 'em', 'i', 'strong', 'b', 'u', 's', 'sub', 'sup', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption', 'a', 'span', 'bdi', 'bdo']

const HIDDEN = /(?:display\s*:\s*none|visibility\s*:\s*hidden)/iu

/**
 * The HTML of a mail, made safe to stand in a page: no script, no style, no form, no picture (a picture tells its sender who looks), no
 * name that could clash with the page's own, links to http, https and mailto alone, which do not pass on where they were. Undefined where
 * nothing to read is left, or it is too long.
 */
export function cleanMailHtml(html: string): string | undefined {
  if (html.length > MOST_LENGTH || readablePart(html).length < html.length) return undefined
  const clean = sanitize(html, {
    allowedTags: TAGS,
    allowedAttributes: { a: ['href', 'rel'], '*': ['dir', 'lang'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'], ol: ['start'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    nestingLimit: 100,
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'svg', 'math', 'head', 'object', 'iframe', 'select', 'button'],
    transformTags: {
      a: (_tag, attributes) => ({ tagName: 'a', attribs: { ...(isWhole(attributes['href']) ? { href: attributes['href'] } : {}), rel: 'nofollow noopener noreferrer ugc' } }),
      // Headings of a letter are none of the page's.
      h1: 'h4',
      h2: 'h4',
      h3: 'h5',
      // Hidden words are what nobody wrote to be read: they go with what is no text.
      '*': (tagName, attribs) => (attribs['hidden'] !== undefined || HIDDEN.test(attribs['style'] ?? '') ? { tagName: 'noscript', attribs: {} } : { tagName, attribs }),
    },
  })
  return sanitize(clean, { allowedTags: [], allowedAttributes: {} }).trim() === '' ? undefined : clean
}

/** An address with all of its parts: one without a host would lead into the pages where the letter is shown. */
function isWhole(href: string | undefined): href is string {
  return href !== undefined && /^(?:https?:\/\/|mailto:)/iu.test(href) && URL.canParse(href)
}

/** HTML up to as many marks (`<`, `>`, `&`) as are read. */
export function readablePart(html: string): string {
  let count = 0
  for (let at = 0; at < html.length; at++) {
    const code = html.charCodeAt(at)
    if ((code === 60 || code === 62 || code === 38) && ++count > MOST_MARKS) return html.slice(0, at)
  }
  return html
}

/** The words of a mail's HTML, a line for each block. */
export function mailHtmlToText(html: string): string {
  const LINE = '\u{10fffd}'
  const marked = readablePart(html.slice(0, MOST_LENGTH * 5)).replaceAll(LINE, '').replace(/<(?:br|\/p|\/div|\/li|\/h[1-6]|\/tr|\/blockquote|\/pre|hr|\/dt|\/dd|\/table|\/ul|\/ol)\b[^<>]*>/giu, (tag) => `${LINE}${tag}`)
  const bare = sanitize(marked, { allowedTags: [], allowedAttributes: {}, nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'template', 'svg', 'head', 'object', 'iframe', 'select'] })
  return bare
    .replace(/\s+/gu, ' ')
    .replaceAll(LINE, '\n')
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    .replaceAll('\u00a0', ' ').replace(/ *\n */gu, '\n').replace(/\n{3,}/gu, '\n\n').trim()
}
