import { type Block, type Extraction, type Format, type Warning } from '../../shared/extraction.ts'
import { countCodePoints, excerpt } from '../../shared/text.ts'
import { isMarkdown, readMarkdown } from './markdown.ts'
import { decodeText, readPlain } from './plain.ts'
import { Refused, type Read } from './refused.ts'
import { limitStyled, styleBlocks } from './styled-blocks.ts'
import { openZip, type Zip } from './zip.ts'

/** Code points kept of one document: some 1,200 pages. */
const MOST_TEXT = 3_000_000
const MOST_BLOCKS = 100_000
/** No block is longer: a page shows whole blocks. */
const MOST_OF_BLOCK = 8_000
/** What is looked at to guess a language. */
const GUESSED_FROM = 20_000

/** Names by which each format goes: another name is worth a word, and nothing more. */
const ENDINGS: Readonly<Record<Format, RegExp>> = {
  docx: /\.(?:docx|docm|dotx|dotm)$/iu, doc: /\.(?:doc|dot)$/iu, odt: /\.(?:odt|ott)$/iu, rtf: /\.(?:rtf|doc)$/iu, pdf: /\.pdf$/iu, html: /\.(?:html?|xhtml)$/iu,
  markdown: /\.(?:md|markdown|txt|text)$/iu, text: /\.(?:txt|text|md|markdown|csv|tsv|log|eml|rst|tex)$/iu,
}

/** Reads a document, recognised by its content; `isStyled`: with its marks, links, tables and notes too. Everything expected to be wrong with one is an outcome. */
export async function readDocument(bytes: Buffer, name: string, isStyled = false): Promise<Extraction> {
  let format: Format | null = null
  try {
    const read = await readByContent(bytes, (found) => void (format = found))
    const extraction = await complete(read, name)
    return isStyled && extraction.outcome === 'extracted' ? { ...extraction, styled: limitStyled((await read.styled?.()) ?? styleBlocks(extraction.blocks)) } : extraction
  } catch (error) {
    if (error instanceof Refused) return { outcome: 'refused', reason: error.reason, format }
    // A reader that stumbles over a file has found it broken; what has no end ends by the clock, and what has no bounds by its memory.
    return { outcome: 'refused', reason: 'broken', format }
  }
}

async function readByContent(bytes: Buffer, isFormat: (format: Format) => void): Promise<Read> {
  if (bytes.length === 0) throw new Refused('empty')
  if (bytes.subarray(0, 1024).includes('%PDF-')) {
    isFormat('pdf')
    return (await import('./pdf.ts')).readPdf(bytes)
  }
  if (bytes.readUInt32BE(0) === 0x504b0304 || bytes.readUInt32BE(0) === 0x504b0506) return readZip(openZip(bytes), isFormat)
  if (bytes.length > 8 && bytes.readUInt32BE(0) === 0xd0cf11e0) {
    const read = await (await import('./doc.ts')).readDoc(bytes)
    isFormat('doc')
    return read
  }
  if (/^\s*\{\\rtf/u.test(bytes.toString('latin1', 0, 40))) {
    isFormat('rtf')
    return (await import('./rtf.ts')).readRtf(bytes)
  }
  return readAsText(bytes, isFormat)
}

async function readZip(zip: Zip, isFormat: (format: Format) => void): Promise<Read> {
  const kind = zip.read('mimetype')
  if (kind !== undefined && /^application\/vnd\.oasis\.opendocument\.text(?:-template|-master)?\s*$/u.test(Buffer.from(kind).toString('latin1', 0, 100))) {
    isFormat('odt')
    return (await import('./odt.ts')).readOdt(zip)
  }
  if (!zip.names.includes('[Content_Types].xml')) throw new Refused('not-a-document')
  const isText = /wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled/u.test(Buffer.from(zip.read('[Content_Types].xml') ?? []).toString('utf8'))
  if (!isText && !zip.names.includes('word/document.xml')) throw new Refused('not-a-document')
  isFormat('docx')
  return (await import('./docx.ts')).readDocx(zip)
}

async function readAsText(bytes: Buffer, isFormat: (format: Format) => void): Promise<Read> {
  // Some formats that are no documents look like text: PostScript, calendars, addresses, drawings.
  const kind = await (await import('file-type')).fileTypeFromBuffer(bytes)
  if (kind !== undefined && kind.ext !== 'xml') throw new Refused('not-a-document')
  const { text, isGuessed } = decodeText(bytes)
  const warnings: Warning[] = isGuessed ? [{ code: 'encoding-guessed', count: 1 }] : []
  const read = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|p|div|h[1-6]|table|article|section)\b/iu.test(text.slice(0, 4000))
    ? (await import('./html.ts')).readHtml(text)
    : isMarkdown(text)
      ? readMarkdown(text)
      : readPlain(text)
  isFormat(read.format)
  return { ...read, warnings: [...warnings, ...(read.warnings ?? [])] }
}

async function complete(read: Read, name: string): Promise<Extraction> {
  const { blocks, isCut } = keep(read.blocks)
  const words = blocks.filter((block) => block.kind !== 'page-break').map((block) => block.text)
  const warnings: Warning[] = [...(read.warnings ?? [])]
  if (isCut && !warnings.some(({ code }) => code === 'cut-short')) warnings.push({ code: 'cut-short', count: blocks.length })
  if (/\.[a-z0-9]{2,8}$/iu.test(name) && !ENDINGS[read.format].test(name)) warnings.unshift({ code: 'other-format', count: 1 })
  const about = {
    format: read.format,
    pages: read.pages ?? null,
    language: declared(read.language) ?? (await guessLanguage(words)),
    title: fact(read.title),
    author: fact(read.author),
    characters: words.reduce((sum, text) => sum + countCodePoints(text), 0),
    warnings,
  }
  const hasText = words.some((text) => /[\p{L}\p{N}]/u.test(text))
  return hasText ? { outcome: 'extracted', blocks, ...about } : { outcome: 'no-text', ...about, characters: 0 }
}

/** What is kept of the blocks: their text well formed and without what controls anything, the long ones cut into several. */
function keep(blocks: readonly Block[]): { blocks: Block[]; isCut: boolean } {
  const kept: Block[] = []
  let left = MOST_TEXT
  for (const block of blocks) {
    const text = block.text.toWellFormed().replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff\ufeff\u00ad\u200b]/gu, '').replaceAll('\u00a0', ' ').trim()
    if (text === '' && block.kind !== 'page-break') continue
    if (block.kind === 'page-break' && (kept.length === 0 || kept.at(-1)?.kind === 'page-break')) continue
    if (kept.length >= MOST_BLOCKS || left <= 0) return { blocks: withoutLastBreak(kept), isCut: true }
    for (const part of inPieces(text)) {
      kept.push({ ...block, text: part })
      left -= part.length
    }
  }
  return { blocks: withoutLastBreak(kept), isCut: false }
}

function withoutLastBreak(blocks: Block[]): Block[] {
  return blocks.at(-1)?.kind === 'page-break' ? blocks.slice(0, -1) : blocks
}

function inPieces(text: string): string[] {
  if (text.length <= MOST_OF_BLOCK) return [text]
  const points = Array.from(text)
  const pieces: string[] = []
  for (let start = 0; start < points.length; ) {
    let end = Math.min(points.length, start + MOST_OF_BLOCK)
    // At a space, where there is one near.
    if (end < points.length) {
      const space = points.slice(end - 500, end).findLastIndex((point) => /\s/u.test(point))
      if (space >= 0) end = end - 500 + space + 1
    }
    const piece = points.slice(start, end).join('').trim()
    if (piece !== '') pieces.push(piece)
    start = end
  }
  return pieces
}

function declared(language: string | null | undefined): string | null {
  const tag = language?.trim() ?? ''
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/iu.test(tag) ? tag : null
}

/** Words of a document in the middle of it say more than its title page. Nothing is said of a few words. */
async function guessLanguage(words: readonly string[]): Promise<string | null> {
  const text = words.slice(Math.floor(words.length * 0.1)).join(' ').slice(0, GUESSED_FROM)
  if ((text.match(/\p{L}/gu)?.length ?? 0) < 60) return null
  const { detect } = await import('tinyld')
  const found = detect(text)
  // It knows one language that was made up for a film.
  return found === '' || found === 'tlh' ? null : found
}

function fact(value: string | null | undefined): string | null {
  const text = (value ?? '').toWellFormed().replace(/[\p{Cc}\s]+/gu, ' ').trim()
  return text === '' ? null : excerpt(text, 300)
}
