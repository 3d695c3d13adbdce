import { bodyOf, type Body } from '../../../drafts/blocks/model.ts'
import type { PageRequest } from '../../page.tsx'
import { segmentWords } from '../../../shared/word-diff.ts'
import { textWidth } from '../../ui/picture.tsx'
import { loadVersion, type VersionData } from '../data.ts'

/** A line of the review copy: its number counts through the whole text. */
export interface CopyLine {
  readonly number: number
  readonly text: string
}

export interface CopyBlock {
  readonly kind: Body['kind'] | 'heading'
  /** Of a paragraph; null for a heading. */
  readonly paragraph: number | null
  readonly level: number
  readonly label: string
  readonly language: string
  readonly lines: readonly CopyLine[]
}

export interface CopyData extends VersionData {
  readonly blocks: readonly CopyBlock[]
}

/** How wide a line is, in the unit of its letters' size: about 75 Latin letters, 38 Chinese ones. */
const WIDTH = 38

/**
 * A version in lines. They are worked out from the text alone, never by a browser, so that "line 214" is the same line on every screen
 * and paper. Cells of a table stand beside each other as words; footnotes follow their paragraph.
 */
export async function loadCopy(request: PageRequest): Promise<CopyData | undefined> {
  const data = await loadVersion(request)
  if (data === undefined) return undefined
  let count = 0
  const number = (texts: readonly string[]): CopyLine[] => texts.map((text) => ({ number: (count += 1), text }))
  const blocks = data.text.flatMap((section): CopyBlock[] => {
    const place = data.setting.places.get(section.id)
    const label = place?.kind === 'section' ? place.label : ''
    const heading: CopyBlock[] = section.title === '' ? [] : [{ kind: 'heading', paragraph: null, level: section.level, label, language: data.document.language, lines: number(breakLines(section.title, data.document.language, WIDTH * 0.8)) }]
    return [
      ...heading,
      ...section.paragraphs.map((paragraph): CopyBlock => {
        const body = bodyOf(paragraph)
        const language = body.language ?? data.document.language
        const depth = body.kind === 'item' ? body.depth : 0
        const item = data.setting.items.get(paragraph.id)
        const mark = body.kind === 'item' ? `${item?.ordinal === null || item === undefined ? '•' : `${item.ordinal}.`} ` : ''
        const words = `${mark}${paragraph.text.replaceAll('\t', ' · ')}`
        const notes = notesOf(body).map(({ id, text }) => `[${data.setting.notes.get(id) ?? 0}] ${text}`)
        const lines = [words, ...notes].flatMap((text) => text.split('\n').flatMap((line) => breakLines(line, language, WIDTH - depth * 1.5)))
        return { kind: body.kind, paragraph: paragraph.number, level: depth, label: '', language, lines: number(lines) }
      }),
    ]
  })
  return { ...data, blocks }
}

function notesOf(body: Body): { id: Parameters<VersionData['setting']['notes']['get']>[0]; text: string }[] {
  const pieces = body.kind === 'table' ? [...body.rows.flat().flatMap(({ content }) => content), ...body.content] : body.content
  return pieces.flatMap((piece) => (piece.kind === 'footnote' ? [{ id: piece.id, text: piece.content.map(({ text }) => text).join('') }] : []))
}

/** Lines of at most a width, broken between words of any script; a word that is wider stands on a line of its own. */
export function breakLines(text: string, language: string, width: number): string[] {
  const lines: string[] = []
  let [line, filled] = ['', 0]
  for (const word of segmentWords(text, language)) {
    const own = textWidth(word, 1)
    // What follows a word without being one stays with it.
    if (line !== '' && filled + own > width && !/^[\p{P}\p{M}]+$/u.test(word)) {
      lines.push(line.trim())
      ;[line, filled] = ['', 0]
      if (word.trim() === '') continue
    }
    line += word
    filled += own
  }
  return line.trim() === '' ? lines : [...lines, line.trim()]
}
