import { Refused } from './extraction/refused.ts'
import { readXml } from './extraction/xml.ts'
import { openZip } from './extraction/zip.ts'
import type { WordControl, WordParagraph } from '../shared/word-paragraphs.ts'

/** The largest Word file that is read here, and the largest text part in it, inflated: a form that people fill is far below both. */
export const WORD_FILE_LIMIT = 10_000_000
const TEXT_PART_LIMIT = 20_000_000
const TEXT_PART = 'word/document.xml'

/**
 * Reads the paragraphs of a Word file (DOCX) with its content controls, bookmarks and table cells. Nothing in it is run, followed or
 * drawn: only its text part is inflated, after the zip's directory has been summed. Refuses `not-a-word-file`, `too-large`.
 */
export function readWordParagraphs(bytes: Buffer): readonly WordParagraph[] | { readonly refusal: 'not-a-word-file' | 'too-large' } {
  if (bytes.length > WORD_FILE_LIMIT) return { refusal: 'too-large' }
  try {
    const zip = openZip(bytes)
    if (zip.sizeOf(TEXT_PART) > TEXT_PART_LIMIT) return { refusal: 'too-large' }
    const part = zip.read(TEXT_PART)
    return part === undefined ? { refusal: 'not-a-word-file' } : listParagraphs(part)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { refusal: error.reason === 'inflates-too-much' || error.reason === 'too-many-parts' ? 'too-large' : 'not-a-word-file' }
  }
}

interface OpenParagraph {
  text: string
  readonly controls: WordControl[]
  readonly bookmarks: string[]
  readonly cell: number | null
}

interface OpenControl {
  tag: string
  text: string
  isChecked: boolean
}

/** Text of these elements is a line end, a tab or a hyphen. */
const SIGNS: Readonly<Record<string, string>> = { 'w:br': '\n', 'w:cr': '\n', 'w:tab': '\t', 'w:noBreakHyphen': '\u2011' }

function listParagraphs(part: Uint8Array): WordParagraph[] {
  const done: WordParagraph[] = []
  const paragraphs: OpenParagraph[] = []
  const controls: OpenControl[] = []
  const cells: number[] = []
  const bookmarks: string[] = []
  let [cellCount, isText, skipped] = [0, false, 0]
  const add = (text: string): void => {
    const paragraph = paragraphs.at(-1)
    if (paragraph === undefined || skipped > 0) return
    paragraph.text += text
    for (const control of controls) control.text += text
  }
  const opens: Readonly<Record<string, (attributes: ReadonlyMap<string, string>) => void>> = {
    'w:p': () => {
      beginLine(controls)
      paragraphs.push({ text: '', controls: [], bookmarks: bookmarks.splice(0), cell: cells.at(-1) ?? null })
    },
    'w:tc': () => void cells.push(cellCount++),
    'w:sdt': () => void controls.push({ tag: '', text: '', isChecked: false }),
    'w:tag': (attributes) => setTag(controls.at(-1), attributes.get('w:val')),
    'w14:checked': (attributes) => setChecked(controls.at(-1), attributes.get('w14:val')),
    'w:t': () => void (isText = true),
    'w:bookmarkStart': (attributes) => void (paragraphs.at(-1)?.bookmarks ?? bookmarks).push(attributes.get('w:name') ?? ''),
    // The same again for programs that do not know the first.
    'mc:Fallback': () => void skipped++,
  }
  const closes: Readonly<Record<string, () => void>> = {
    'w:p': () => void done.push(...paragraphs.splice(-1)),
    'w:tc': () => void cells.pop(),
    'w:sdt': () => {
      const control = controls.pop()
      // One around whole paragraphs belongs to the last of them.
      if (control !== undefined && control.tag !== '') (paragraphs.at(-1)?.controls ?? (done.at(-1)?.controls as WordControl[] | undefined))?.push(control)
    },
    'w:t': () => void (isText = false),
    'mc:Fallback': () => void skipped--,
  }
  readXml(part, {
    open: (name, attributes) => {
      opens[name]?.(attributes)
      // A tab stop in the settings of a paragraph is none in its text.
      if (name in SIGNS && !(name === 'w:tab' && attributes.size > 0)) add(SIGNS[name] ?? '')
    },
    close: (name) => closes[name]?.(),
    text: (text) => add(isText ? text : ''),
  })
  return done
}

/** A control around several paragraphs, as LibreOffice makes of one whose text has several lines: each is a line. */
function beginLine(controls: readonly OpenControl[]): void {
  for (const control of controls) if (control.text !== '') control.text += '\n'
}

function setTag(control: OpenControl | undefined, tag: string | undefined): void {
  if (control !== undefined) control.tag = tag ?? ''
}

function setChecked(control: OpenControl | undefined, value: string | undefined): void {
  if (control !== undefined) control.isChecked = value === '1' || value === 'true'
}
