import { readXml } from './xml.ts'
import type { Zip } from './zip.ts'

/** What stands in these is not the document's text. */
const SKIPPED = new Set([
  'text:tracked-changes', 'office:annotation', 'draw:object', 'draw:object-ole', 'office:binary-data', 'office:scripts', 'office:forms', 'text:sequence-decls',
  'svg:title', 'svg:desc', 'text:note-citation', 'text:table-of-content', 'draw:plugin', 'draw:image',
])

interface Style {
  parent: string
  marks: string[]
}

interface Walk {
  out: string[]
  readonly styles: Map<string, Style>
  /** Whether the items of a list style are numbered, by its levels. */
  readonly lists: Map<string, boolean[]>
  readonly open: string[]
  readonly openLists: { name: string; depth: number }[]
  readonly notes: string[]
  skipped: string | undefined
  style: string
  list: string
  isHead: boolean
  notesCount: number
}

/** The text of an OpenDocument file as HTML: headings, lists by their styles, tables, notes, links, bold and italics. Nothing of its looks. */
export function odtToHtml(zip: Zip): string {
  const walk: Walk = { out: [], styles: new Map(), lists: new Map(), open: [], openLists: [], notes: [], skipped: undefined, style: '', list: '', isHead: false, notesCount: 0 }
  const listener = { open: (name: string, attributes: ReadonlyMap<string, string>) => open(walk, name, attributes), close: (name: string) => close(walk, name), text: (text: string) => write(walk, escape(text.replace(/\s+/gu, ' '))) }
  for (const part of ['styles.xml', 'content.xml']) {
    const bytes = zip.read(part)
    if (part === 'content.xml') walk.out = []
    if (bytes !== undefined) readXml(bytes, listener)
  }
  return [...walk.out, ...walk.notes].join('')
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function write(walk: Walk, html: string): void {
  if (walk.skipped === undefined) walk.out.push(html)
}

/** Opens an element of the page; what it opened is closed with the element of the file. */
function begin(walk: Walk, tags: readonly string[], attributes = ''): void {
  tags.forEach((tag, at) => write(walk, `<${tag}${at === 0 ? attributes : ''}>`))
  walk.open.push([...tags].reverse().map((tag) => `</${tag}>`).join(''))
}

const INLINE = new Set(['text:span', 'text:a', 'text:p', 'text:h', 'text:list', 'text:list-item', 'table:table', 'table:table-row', 'table:table-cell', 'text:note'])

function open(walk: Walk, name: string, attributes: ReadonlyMap<string, string>): void {
  if (walk.skipped !== undefined) return
  if (SKIPPED.has(name)) walk.skipped = name
  else if (name.startsWith('style:') || name.startsWith('text:list-')) {
    if (name === 'text:list-item') begin(walk, ['li'])
    else openStyle(walk, name, attributes)
  } else openText(walk, name, attributes)
}

function openStyle(walk: Walk, name: string, attributes: ReadonlyMap<string, string>): void {
  if (name === 'style:style') {
    walk.style = attributes.get('style:name') ?? ''
    walk.styles.set(walk.style, { parent: attributes.get('style:parent-style-name') ?? '', marks: [] })
  } else if (name === 'style:text-properties') {
    const marks = walk.styles.get(walk.style)?.marks
    if (/^(?:bold|[6-9]00)$/u.test(attributes.get('fo:font-weight') ?? '')) marks?.push('strong')
    if (attributes.get('fo:font-style') === 'italic') marks?.push('em')
    if (/^(?:super|[1-9])/u.test(attributes.get('style:text-position') ?? '')) marks?.push('sup')
    if (/^(?:sub|-)/u.test(attributes.get('style:text-position') ?? '')) marks?.push('sub')
  } else if (name === 'text:list-style') {
    walk.list = attributes.get('style:name') ?? ''
    walk.lists.set(walk.list, [])
  } else if (name === 'text:list-level-style-number' || name === 'text:list-level-style-bullet') {
    const levels = walk.lists.get(walk.list)
    if (levels !== undefined) levels[Math.min(10, Number(attributes.get('text:level')) || 1)] = name.endsWith('number') && attributes.get('style:num-format') !== ''
  }
}

function isQuote(walk: Walk, style: string): boolean {
  return style.startsWith('Quot') || walk.styles.get(style)?.parent.startsWith('Quot') === true
}

function openText(walk: Walk, name: string, attributes: ReadonlyMap<string, string>): void {
  const style = attributes.get('text:style-name') ?? ''
  if (name === 'text:h') begin(walk, [`h${Math.min(6, Math.max(1, Number(attributes.get('text:outline-level')) || 1))}`])
  else if (name === 'text:p') begin(walk, isQuote(walk, style) ? ['blockquote', 'p'] : ['p'])
  else if (name === 'text:span') begin(walk, walk.styles.get(style)?.marks ?? [])
  else if (name === 'text:a') begin(walk, ['a'], ` href="${escape(attributes.get('xlink:href') ?? '')}"`)
  else if (name === 'text:list') openList(walk, style)
  else if (name === 'table:table') begin(walk, ['table'])
  else if (name === 'table:table-header-rows') walk.isHead = true
  else if (name === 'table:table-row') begin(walk, walk.isHead ? ['thead', 'tr'] : ['tr'])
  else if (name === 'table:table-cell') begin(walk, [walk.isHead ? 'th' : 'td'], ` colspan="${escape(attributes.get('table:number-columns-spanned') ?? '1')}" rowspan="${escape(attributes.get('table:number-rows-spanned') ?? '1')}"`)
  else if (name === 'text:note') openNote(walk)
  else if (name === 'text:line-break') write(walk, '<br>')
  else if (name === 'text:tab' || name === 'text:s') write(walk, ' ')
  else if (name === 'text:bookmark' || name === 'text:bookmark-start') write(walk, `<a id="${escape(attributes.get('text:name') ?? '')}"></a>`)
}

/** A list within a list goes by the style of the outer one where it names none. */
function openList(walk: Walk, style: string): void {
  const outer = walk.openLists.at(-1)
  const name = style === '' ? (outer?.name ?? '') : style
  const depth = (outer?.depth ?? 0) + 1
  walk.openLists.push({ name, depth })
  begin(walk, [walk.lists.get(name)?.[depth] === true ? 'ol' : 'ul'])
}

/** A note is written at the end, as pages have it; where it stands, its mark. */
function openNote(walk: Walk): void {
  walk.notesCount += 1
  write(walk, `<a href="#footnote-${walk.notesCount}"></a>`)
  walk.open.push('')
  walk.out.push('\u0000')
}

function close(walk: Walk, name: string): void {
  if (walk.skipped !== undefined) {
    if (walk.skipped === name) walk.skipped = undefined
    return
  }
  if (name === 'table:table-header-rows') walk.isHead = false
  if (!INLINE.has(name)) return
  if (name === 'text:list') walk.openLists.pop()
  const ending = walk.open.pop() ?? ''
  if (name === 'text:note') {
    const from = walk.out.lastIndexOf('\u0000')
    const words = walk.out.splice(from).slice(1).join('')
    walk.notes.push(`<ol><li id="footnote-${walk.notesCount}">${words}</li></ol>`)
  } else write(walk, ending)
}
