import { REMARK_LIMITS, type FileRemark, type Named, type RemarkPlace, type RemarksOfFile } from '../../shared/file-remarks.ts'
import { countCodePoints, sliceCodePoints } from '../../shared/text.ts'
import { Refused } from '../extraction/refused.ts'
import type { Zip } from '../extraction/zip.ts'
import { placesOf, remarksOfChanges, TO_ITS_END } from './word-changes.ts'
import { readWordComments, type WordComments } from './word-comments.ts'
import { startWalk, walkPart, type Walked } from './word-walk.ts'
import { findParts, readWordXml, type WordParts } from './word-xml.ts'

/** One part of a Word file, inflated: a book of a thousand pages is far below it. */
const PART_LIMIT = 60_000_000
/** Numbers and labels that our own files print beside the text. */
const OURS = new Set(['paragraph number', 'label'])

/**
 * Comments and tracked changes of a Word file, beside its paragraphs as they stood before any change. The text, its notes, headers and
 * footers are read; nothing in the file is run, followed or drawn. Refuses `broken` and what opening the zip refuses.
 */
export function readWordRemarks(zip: Zip): RemarksOfFile {
  const parts = findParts(zip)
  const numbers = readNumberStyles(zip, parts)
  const walked = startWalk()
  for (const name of [parts.main, ...['footnotes', 'endnotes', 'header', 'footer'].flatMap(parts.of)]) {
    if (zip.sizeOf(name) > PART_LIMIT) throw new Refused('inflates-too-much')
    const bytes = zip.read(name)
    if (bytes !== undefined) walkPart(walked, bytes, numbers)
    else if (name === parts.main) throw new Refused('broken')
  }
  const comments = readWordComments(zip, parts)
  const all = [...remarksOfComments(comments, walked), ...remarksOfChanges(walked.changes), ...remarksOfPlain(walked)]
  const remarks = inOrder(all).map((remark) => settle(remark, walked)).slice(0, REMARK_LIMITS.remarks)
  return {
    format: 'docx',
    paragraphs: walked.paragraphs.slice(0, REMARK_LIMITS.paragraphs).map(({ text, names }) => ({ text, names: names.filter((name) => name.startsWith('p-')) })),
    remarks,
    named: namedOf(comments, all),
    tables: walked.tables.filter((rows) => rows.length > 1).slice(0, 20).map((rows) => rows.slice(0, REMARK_LIMITS.rows).map((row) => row.slice(0, REMARK_LIMITS.cells))),
  }
}

function readNumberStyles(zip: Zip, parts: WordParts): ReadonlySet<string> {
  const numbers = new Set<string>()
  const [name] = parts.of('styles')
  const bytes = name === undefined ? undefined : zip.read(name)
  let id = ''
  if (bytes === undefined) return numbers
  readWordXml(bytes, {
    open: (element, attributes) => {
      if (element === 'w:style') id = attributes.get('w:type') === 'character' ? (attributes.get('w:styleId') ?? '') : ''
      if (element === 'w:name' && id !== '' && OURS.has((attributes.get('w:val') ?? '').toLowerCase())) numbers.add(id)
    },
    close: () => undefined,
    text: () => undefined,
  })
  return numbers
}

function remarksOfComments({ comments }: WordComments, walked: Walked): FileRemark[] {
  return [...comments.values()].map((comment): FileRemark => {
    const range = walked.ranges.get(comment.id)
    const { answers } = comment
    return {
      key: `comment-${comment.id}`,
      kind: 'comment',
      author: comment.author,
      date: comment.date,
      words: cutWords(comment.words),
      was: range === undefined ? '' : range.words,
      becomes: '',
      answers: answers === null ? null : `comment-${answers}`,
      isResolved: comment.isResolved,
      places: range === undefined ? [] : placesOf(range.start, range.end ?? range.start),
      page: null,
    }
  })
}

function remarksOfPlain({ plain }: Walked): FileRemark[] {
  const remarks: FileRemark[] = []
  for (const { kind, author, date, place } of plain) {
    const last = remarks.at(-1)
    // A row that was put in is put in cell by cell, and a paragraph formatted with its end: said once.
    if (last?.kind === kind && last.author === author && last.places[0]?.paragraph === place.paragraph) {
      const [first] = last.places
      if (first !== undefined) remarks[remarks.length - 1] = { ...last, places: [{ ...first, start: Math.min(first.start, place.start), end: Math.max(first.end, place.end) }] }
    } else remarks.push({ key: `plain-${remarks.length + 1}`, kind, author, date, words: '', was: '', becomes: '', answers: null, isResolved: false, places: [place], page: null })
  }
  return remarks
}

/** As they stand in the text; what has no place comes last. */
function inOrder(remarks: readonly FileRemark[]): FileRemark[] {
  const place = ({ places: [first] }: FileRemark): readonly [number, number] => [first?.paragraph ?? Number.MAX_SAFE_INTEGER, first?.start ?? 0]
  return remarks.toSorted((a, b) => place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1])
}

/** Places as long as their paragraphs are; of a change of formatting the words too. */
function settle(remark: FileRemark, { paragraphs }: Walked): FileRemark {
  const last = paragraphs.length - 1
  const places = remark.places.flatMap(({ paragraph, start, end }): RemarkPlace[] => {
    const at = Math.min(paragraph, last)
    const length = paragraphs[at]?.length
    return length === undefined || at >= REMARK_LIMITS.paragraphs ? [] : [{ paragraph: at, start: Math.min(start, length), end: end === TO_ITS_END ? length : Math.min(end, length) }]
  })
  const held = places.some(({ start, end }) => end > start) ? places.filter(({ start, end }) => end > start) : places.slice(0, 1)
  const [first] = held
  const was = remark.kind === 'formatting' && first !== undefined ? sliceCodePoints(paragraphs[first.paragraph]?.text ?? '', first.start, first.end) : remark.was
  return { ...remark, was: cutWords(was), becomes: cutWords(remark.becomes), places: remark.kind === 'move' ? places : held }
}

export function cutWords(words: string): string {
  return countCodePoints(words) > REMARK_LIMITS.words ? sliceCodePoints(words, 0, REMARK_LIMITS.words) : words
}

/** Comments at one place, of which one may answer another. */
function countTogether(remarks: readonly FileRemark[]): number {
  const places = Map.groupBy(remarks.filter(({ kind, places: [first] }) => kind === 'comment' && first !== undefined), ({ places: [first] }) => first?.paragraph)
  return [...places.values()].filter(({ length }) => length > 1).reduce((sum, { length }) => sum + length, 0)
}

function namedOf({ hasThreads, pictures }: WordComments, remarks: readonly FileRemark[]): Named[] {
  const counts = {
    'threads-unknown': hasThreads ? 0 : countTogether(remarks),
    pictures,
    'no-author': remarks.filter(({ author }) => author === null).length,
    'no-date': remarks.filter(({ date }) => date === null).length,
    'cut-short': Math.max(0, remarks.length - REMARK_LIMITS.remarks) + remarks.filter(({ words, was, becomes }) => [words, was, becomes].some((each) => countCodePoints(each) >= REMARK_LIMITS.words)).length,
  } as const
  return Object.entries(counts).flatMap(([code, count]) => (count > 0 ? [{ code: code as Named['code'], count }] : []))
}
