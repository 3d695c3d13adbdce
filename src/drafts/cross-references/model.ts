import type { Id } from '../../shared/ids.ts'
import { asciiDigits } from '../../shared/written-numbers.ts'
import { textOf, type Inline } from '../blocks/model.ts'
import { labelSections } from '../numbering/model.ts'
import { noticeOf, type CheckedText, type Notice, type Words } from '../notices/model.ts'

/** What a version before this text said, paragraph by paragraph, by which a number typed by hand can be followed. */
export interface Earlier {
  readonly textOf: ReadonlyMap<Id, string>
  readonly idOf: ReadonlyMap<number, Id>
}

interface Numbered {
  readonly numbers: ReadonlyMap<Id, number>
  readonly last: number
  readonly sections: ReadonlySet<Id>
  /** The numbers that sections are printed with, and those that their titles begin with. */
  readonly labels: ReadonlySet<number>
}

/**
 * References to other places of the same document: those that lead to what was removed, or to the paragraph they stand in; and those
 * typed by hand (¶ 31, paragraph 31, section 4) of which there is none so far down, or which meant another paragraph in the version
 * before. A number that may be another document's is left alone.
 */
export function checkCrossReferences(all: readonly Words[], text: CheckedText, earlier: Earlier | undefined): Notice[] {
  const numbers = new Map<Id, number>(text.flatMap(({ paragraphs }) => paragraphs.map(({ id, number }): [Id, number] => [id, number])))
  const typed = text.flatMap(({ title }) => Number(/^\s*(\d{1,3})(?!\d)/u.exec(asciiDigits(title))?.[1] ?? 0))
  const printed = [...labelSections(text).values()].flatMap(({ label }) => (/^\d+$/u.test(label) ? [Number(label)] : []))
  const numbered: Numbered = { numbers, last: Math.max(0, ...numbers.values()), sections: new Set(text.map(({ id }) => id)), labels: new Set([...printed, ...typed]) }
  return all.flatMap((words) => [...checkPieces(words, numbered), ...checkTypedBy(words, numbered, earlier)])
}

function checkPieces(words: Words, { numbers, sections }: Numbered): Notice[] {
  if (words.body === undefined) return []
  const notices: Notice[] = []
  let at = 0
  const look = (piece: Inline): void => {
    if (piece.kind === 'reference') {
      if (piece.to === words.paragraph?.id) notices.push(noticeOf(words, { kind: 'reference-to-itself' }, at, at))
      else if (!numbers.has(piece.to) && !sections.has(piece.to)) notices.push(noticeOf(words, { kind: 'broken-reference' }, at, at))
    }
    at += textOf({ kind: 'paragraph', content: [piece] }).length
  }
  if (words.body.kind === 'table') {
    for (const cell of words.body.rows.flat()) {
      cell.content.forEach(look)
      // The tab or the line feed behind it.
      at += 1
    }
  }
  words.body.content.forEach(look)
  return notices
}

/** How a paragraph and a section are called where a text names one by its number. */
const NAMES: Readonly<Record<string, { readonly paragraph: string; readonly section: string }>> = {
  en: { paragraph: 'paragraphs?|paras?\\.?', section: 'sections?' },
  fr: { paragraph: 'paragraphes?|par\\.', section: 'sections?' },
  es: { paragraph: 'párrafos?|párr\\.', section: 'sección|secciones' },
  pt: { paragraph: 'parágrafos?', section: 'seção|secção' },
  de: { paragraph: 'absatz|ziffer', section: 'abschnitt' },
  ru: { paragraph: 'пункт(?:а|е|ы|ом|у)?|п\\.|абзац(?:а|е|у)?', section: 'раздел(?:а|е|у|ом)?' },
  ar: { paragraph: '(?:ال|لل)?فقرة', section: '(?:ال|لل)?قسم' },
}
/** A number with its unit in Chinese and Japanese. */
const HAN = /第\s*(\d{1,4})\s*([段节節章])/gu
/** What follows where the number is another text's: of, in. */
const OF_ANOTHER = /^\s*(?:,\s*)?(?:\([^)]*\)\s*)?(?:(?:of|in|from|to|de|du|des|del|dans|en|do|da|von|aus|des|из|в|к|от|من|في)(?![\p{L}\p{M}])|的|[»”"]?\s*\p{Lu}|d[’'])/u

const patterns = new Map<string, RegExp>()

function patternOf(language: string): RegExp {
  const known = patterns.get(language)
  if (known !== undefined) return known
  const names = NAMES[language]
  const paragraph = `¶¶?${names === undefined ? '' : `|(?<![\\p{L}\\p{M}])(?:${names.paragraph})`}`
  const section = names === undefined ? '' : `|(?<![\\p{L}\\p{M}])(?:${names.section})`
  const made = new RegExp(`(?:(${paragraph})${section})\\s*(\\d{1,4})(?![\\p{N}\\p{L}]|[.,]\\d)`, 'giu')
  patterns.set(language, made)
  return made
}

interface Mention {
  readonly isSection: boolean
  readonly number: number
  readonly start: number
  readonly end: number
}

function mentionsIn(words: Words): Mention[] {
  const text = asciiDigits(words.text).replaceAll('\u00a0', ' ')
  const found = [...text.matchAll(patternOf(words.language))].map((match) => ({ isSection: match[1] === undefined, number: Number(match[2]), start: match.index, end: match.index + match[0].length }))
  const han = words.language === 'zh' || words.language === 'ja' ? [...text.matchAll(HAN)].map((match) => ({ isSection: match[2] !== '段', number: Number(match[1]), start: match.index, end: match.index + match[0].length })) : []
  const mentions = [...found, ...han]
  // A number that is itself such a reference does not say that the next one is another document's.
  const masked = text.replace(patternOf(words.language), (whole) => ' '.repeat(whole.length)).replace(HAN, (whole) => ' '.repeat(whole.length))
  return mentions.filter(({ start, end }) => isOurs(masked, start, end))
}

/** Whether nothing beside it names another document: no name or number before it in its clause, no "of" behind it. */
function isOurs(text: string, start: number, end: number): boolean {
  if (OF_ANOTHER.test(text.slice(end, end + 40))) return false
  const before = text.slice(Math.max(0, start - 160), start)
  const clause = /[^.;:!?()（）。；！？\n]*$/u.exec(before)?.[0] ?? ''
  if (/[\p{N}»”"』」》›’]/u.test(clause)) return false
  const words = clause.split(/\s+/u).filter((word) => /\p{L}/u.test(word))
  const isBegun = clause.length < before.length || start <= 160
  return !words.some((word, place) => /^\p{Lu}/u.test(word) && !(place === 0 && isBegun))
}

function checkTypedBy(words: Words, numbered: Numbered, earlier: Earlier | undefined): Notice[] {
  return mentionsIn(words).flatMap((mention) => {
    const { number, start, end } = mention
    if (mention.isSection) {
      const last = Math.max(0, ...numbered.labels)
      return last === 0 || numbered.labels.has(number) || number === 0 || number > last * 2 + 10 ? [] : [noticeOf(words, { kind: 'no-such-section', number, last }, start, end)]
    }
    const moved = movedTo(words, mention, numbered, earlier)
    if (moved !== undefined) return [noticeOf(words, { kind: 'renumbered', number, now: moved }, start, end)]
    // Far beyond the end it is another document's, whose name stands elsewhere.
    const isBeyond = number > numbered.last && number <= numbered.last * 2 + 10 && numbered.last >= 3
    return isBeyond ? [noticeOf(words, { kind: 'no-such-paragraph', number, last: numbered.last }, start, end)] : []
  })
}

/** Where the paragraph that was meant stands now: it was meant in the version before, by the same words of the same paragraph. */
function movedTo(words: Words, { number, start, end }: Mention, { numbers }: Numbered, earlier: Earlier | undefined): number | null | undefined {
  if (earlier === undefined || words.paragraph === null) return undefined
  const before = earlier.textOf.get(words.paragraph.id)
  const meant = earlier.idOf.get(number)
  if (before === undefined || meant === undefined || !before.includes(words.text.slice(start, end))) return undefined
  const now = numbers.get(meant) ?? null
  return now === number ? undefined : now
}
