import type { Block } from '../../shared/extraction.ts'
import { block, Refused, warn, type Read } from './refused.ts'
import { odtToHtml } from './odt-html.ts'
import { styleHtml } from './styled-html.ts'
import { readCore, readXml } from './xml.ts'
import type { Zip } from './zip.ts'

/** What stands in these is not the document's text. */
const SKIPPED = new Set([
  'text:tracked-changes', 'office:annotation', 'draw:object', 'draw:object-ole', 'office:binary-data', 'office:scripts', 'office:forms', 'text:sequence-decls',
  'svg:title', 'svg:desc', 'text:note-citation', 'text:table-of-content-source', 'draw:plugin',
])

/** After these, notes find their place. */
const ENDS = new Set(['text:p', 'text:h', 'table:table'])

export function readOdt(zip: Zip): Read {
  const manifest = zip.read('META-INF/manifest.xml')
  if (manifest !== undefined && Buffer.from(manifest).includes('encryption-data')) throw new Refused('encrypted')
  const content = zip.read('content.xml')
  if (content === undefined) throw new Refused('broken')
  const walk = startWalk()
  readXml(content, { open: (name, attributes) => open(walk, name, attributes), close: (name) => close(walk, name), text: (text) => add(walk, text.replace(/\s+/gu, ' ')) })
  const found = (name: string): number => walk.counts.get(name) ?? 0
  return {
    format: 'odt',
    blocks: walk.blocks,
    styled: () => styleHtml(odtToHtml(zip)),
    ...readCore(zip.read('meta.xml')),
    warnings: warn({
      pictures: found('draw:image'),
      embedded: found('draw:object') + found('draw:object-ole'),
      macros: zip.names.filter((name) => /^(?:Basic|Scripts)\/.*\.(?:xml|py|js|bsh)$/u.test(name) && !/script-l[bc]\.xml$/u.test(name)).length,
      deletions: found('text:deletion'),
      comments: found('office:annotation'),
    }),
  }
}

interface Walk {
  readonly blocks: Block[]
  readonly counts: Map<string, number>
  /** Notes wait for the end of the paragraph that they belong to. */
  readonly notes: Block[]
  /** The words of the paragraph, and those of a note within it. */
  readonly words: string[]
  cells: string[]
  cell: string[]
  skipped: string | undefined
  lists: number
  tables: number
  heading: number
  isQuote: boolean
  isBreak: boolean
}

function startWalk(): Walk {
  return { blocks: [], counts: new Map(), notes: [], words: [''], cells: [], cell: [], skipped: undefined, lists: 0, tables: 0, heading: 0, isQuote: false, isBreak: false }
}

function add(walk: Walk, text: string): void {
  if (walk.skipped === undefined) walk.words[walk.words.length - 1] += text
}

function open(walk: Walk, name: string, attributes: ReadonlyMap<string, string>): void {
  walk.counts.set(name, (walk.counts.get(name) ?? 0) + 1)
  if (walk.skipped !== undefined) return
  if (SKIPPED.has(name)) walk.skipped = name
  else if (name === 'text:h') walk.heading = Math.min(6, Math.max(1, Number(attributes.get('text:outline-level')) || 1))
  else if (name === 'text:p') walk.isQuote = attributes.get('text:style-name')?.startsWith('Quot') === true
  else if (name === 'text:list') walk.lists += 1
  else if (name === 'table:table') walk.tables += 1
  else if (name === 'text:note') walk.words.push('')
  else if (name === 'text:line-break') add(walk, '\n')
  else if (name === 'text:tab' || name === 'text:s') add(walk, ' ')
  else if (name === 'text:soft-page-break') walk.isBreak = walk.words.length === 1 && walk.tables === 0
}

function close(walk: Walk, name: string): void {
  if (walk.skipped !== undefined) {
    if (walk.skipped === name) walk.skipped = undefined
  } else if (name === 'text:h' || name === 'text:p') endParagraph(walk)
  else if (name === 'text:list') walk.lists -= 1
  else if (name === 'text:note') walk.words.pop()
  else if (name === 'table:table-cell') {
    walk.cells.push(walk.cell.join(' '))
    walk.cell = []
  } else if (name === 'table:table-row') {
    if (walk.cells.some((cell) => cell !== '')) walk.blocks.push(block('row', walk.cells.join('\t')))
    walk.cells = []
  } else if (name === 'table:table') walk.tables -= 1
  if (ENDS.has(name) && walk.tables === 0 && walk.words.length === 1) walk.blocks.push(...walk.notes.splice(0))
}

function endParagraph(walk: Walk): void {
  const text = (walk.words.at(-1) ?? '').replace(/[^\S\n]+/gu, ' ').trim()
  walk.words[walk.words.length - 1] = ''
  const { heading, lists, isBreak } = walk
  walk.heading = 0
  if (walk.words.length > 1) {
    if (text !== '') walk.notes.push(block('footnote', text))
    return
  }
  if (text !== '') {
    if (walk.tables > 0) walk.cell.push(text.replace(/\s+/gu, ' '))
    else if (heading > 0) walk.blocks.push(block('heading', text, heading))
    else if (lists > 0) walk.blocks.push(block('item', text, lists))
    else walk.blocks.push(block(walk.isQuote ? 'quote' : 'paragraph', text))
  }
  walk.isBreak = false
  if (isBreak) walk.blocks.push(block('page-break', ''))
}
