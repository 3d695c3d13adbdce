import { getResolvedPDFJS } from 'unpdf'
import type { Block, Warning } from '../../shared/extraction.ts'
import { findRunningLines, toLines, toParagraphs, type Line, type Piece } from './pdf-lines.ts'
import { Refused, warn, type Read } from './refused.ts'

/** Books end before this. */
const MOST_PAGES = 5_000
/** Code points of text kept from one page: more than can be set on it. */
const MOST_OF_PAGE = 200_000

type PdfJs = Awaited<ReturnType<typeof getResolvedPDFJS>>
export type PdfDocument = Awaited<ReturnType<PdfJs['getDocument']>['promise']>

/** The text layer of a PDF with the page of each block. Scripts, forms and attached files in it are never looked at. Refuses `encrypted`, `broken`. */
export async function readPdf(bytes: Buffer): Promise<Read> {
  const document = await openPdf(bytes)
  const labels = await document.getPageLabels().catch(() => null)
  const { kept, running, damaged, bodySize, count } = await readPages(document)
  const silent = kept.filter((lines) => !lines.some(({ text }) => /\p{L}/u.test(text))).length
  const about = await readAbout(document)
  return {
    format: 'pdf',
    blocks: toBlocks(kept, labels, bodySize),
    pages: document.numPages,
    ...about,
    warnings: [...warn({ 'running-lines': running, 'pages-without-text': silent === count ? 0 : silent, damaged }), ...cut(document.numPages, count)],
  }
}

/** The lines of every page without what runs along the pages. */
export async function readPages(document: PdfDocument): Promise<{ kept: Line[][]; running: number; damaged: number; bodySize: number; count: number }> {
  const count = Math.min(document.numPages, MOST_PAGES)
  const pages: Line[][] = []
  let damaged = 0
  for (let number = 1; number <= count; number++) {
    const lines = await readPage(document, number)
    if (lines === undefined) damaged += 1
    pages.push(lines ?? [])
  }
  const bodySize = usualSize(pages)
  const running = findRunningLines(pages, bodySize)
  return { kept: pages.map((lines) => lines.filter((line) => !running.has(line))), running: running.size, damaged, bodySize, count }
}

function cut(all: number, count: number): Warning[] {
  return all > count ? [{ code: 'cut-short', count }] : []
}

export async function openPdf(bytes: Buffer): Promise<PdfDocument> {
  const { getDocument } = await getResolvedPDFJS()
  try {
    return await getDocument({
      data: new Uint8Array(bytes), useSystemFonts: false, disableFontFace: true, useWorkerFetch: false, disableAutoFetch: true, disableStream: true, stopAtErrors: false, enableXfa: false, verbosity: 0,
    }).promise
  } catch (error) {
    throw new Refused(error instanceof Error && error.name === 'PasswordException' ? 'encrypted' : 'broken')
  }
}

/** The lines of a page; undefined when it is damaged. */
async function readPage(document: PdfDocument, number: number): Promise<Line[] | undefined> {
  try {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    page.cleanup()
    const pieces: Piece[] = []
    let length = 0
    for (const item of items) {
      if (!('str' in item) || length > MOST_OF_PAGE) continue
      length += item.str.length
      const [a = 0, b = 0, , , x = 0, y = 0] = item.transform as number[]
      pieces.push({ text: item.str, x, y, width: item.width, size: item.height > 0 ? item.height : Math.hypot(a, b), isRightToLeft: item.dir === 'rtl', endsLine: item.hasEOL })
    }
    return toLines(pieces)
  } catch {
    return undefined
  }
}

export function toBlocks(pages: readonly (readonly Line[])[], labels: readonly string[] | null, bodySize: number): Block[] {
  const hyphenated = new Set(pages.flat().flatMap(({ text }) => [...text.matchAll(/\p{L}[\p{L}\p{M}]*-\p{L}[\p{L}\p{M}]*/gu)].map(([word]) => word.toLowerCase())))
  return pages.flatMap((lines, index) => {
    const label = labels?.[index] ?? null
    const name = label === null || label === '' || label === String(index + 1) ? null : label.slice(0, 20)
    return toParagraphs(lines, bodySize, hyphenated).map((paragraph) => ({ ...paragraph, page: index + 1, label: name }))
  })
}

/** The size that most characters are set in. */
function usualSize(pages: readonly (readonly Line[])[]): number {
  const lengths = new Map<number, number>()
  for (const { size, text } of pages.flat()) {
    const rounded = Math.round(size * 2) / 2
    lengths.set(rounded, (lengths.get(rounded) ?? 0) + text.length)
  }
  const [most] = [...lengths.entries()].toSorted((a, b) => b[1] - a[1])
  return most?.[0] ?? 12
}

async function readAbout(document: PdfDocument): Promise<Pick<Read, 'title' | 'author' | 'language'>> {
  const { info } = await document.getMetadata().catch(() => ({ info: {} }))
  const text = (key: string): string | null => {
    const value = (info as Readonly<Record<string, unknown>>)[key]
    return typeof value === 'string' ? value : null
  }
  return { title: text('Title'), author: text('Author'), language: text('Language') }
}
