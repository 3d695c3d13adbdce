import type { ReplyBlock } from '../../shared/reply-text.ts'

/** Digits of other scripts stand in runs of ten. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810] as const

/** A line in which every digit is one of 0 to 9. Lengths stay: what is found in it stands at the same place in the line. */
export function withPlainDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0
    if (point >= 0xff10 && point <= 0xff19) return String(point - 0xff10)
    const zero = ZEROS.find((each) => point >= each && point < each + 10)
    return zero === undefined || digit.length > 1 ? digit : String(point - zero)
  })
}

/** Something said to a number, or to several. */
export interface Numbered {
  readonly numbers: readonly number[]
  readonly text: string
}

export interface NumberedText {
  readonly parts: readonly Numbered[]
  /** What stands before the first number. */
  readonly before: string
}

export const QUESTION_LABELS = ['question', 'questions', 'quest', 'q', 'answer to question', 'answer to', 'answer', 'réponse à la question', 'réponse', 'question n°', 'pregunta', 'respuesta', 'frage', 'antwort', 'antwort auf frage', 'pergunta', 'resposta', 'вопрос', 'ответ', 'ответ на вопрос', 'سؤال', 'السؤال', 'جواب', 'الجواب', 'إجابة', 'ا', '问题', '問題', '第', '答案', '答', 'domanda', 'risposta', 'vraag', 'antwoord', 'pytanie', 'soru', '質問', '질문', 'प्रश्न', 'pertanyaan', 'swali', 'câu hỏi'] as const
export const PARAGRAPH_LABELS = ['¶', '¶¶', '§', '§§', 'para', 'paras', 'par', 'paragraph', 'paragraphs', 'paragraphe', 'paragraphes', 'párrafo', 'párrafos', 'parrafo', 'parágrafo', 'parágrafos', 'paragrafo', 'absatz', 'absätze', 'abs', 'absatznr', 'пп', 'ziffer', 'пункт', 'пункты', 'абзац', 'абзацы', 'параграф', 'п', 'абз', 'فقرة', 'الفقرة', 'فقرات', 'الفقرات', '段', '段落', '第', 'alinea', 'alinéa', 'lid', 'akapit', 'ustęp', 'paragraf', '段階', '단락', 'अनुच्छेद', 'aya', 'đoạn'] as const

export const SENTENCE_LABELS = ['sentence', 'sentences', 'phrase', 'phrases', 'frase', 'frases', 'satz', 'sätze', 'предложение', 'фраза', 'جملة', 'الجملة', '句', '句子', '第', 'no', 'nr', 'n°'] as const

const LIST = '[0-9]{1,4}(?:\\s{0,3}(?:[-‐‑‒–—−]|,|;|،|、|&|and|et|y|und|e|и|و|和|to|à|a|bis|до|إلى|至)\\s{0,3}[0-9]{1,4}){0,30}'
const escape = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, '\\$&')

/** Words that stand before a label. */
const BEFORE = 'on|in|at|re|re:|regarding|concerning|about|zu|zum|zur|sur|au|sobre|en|no|na|к|по|в|о|عن|في|على|关于|關於|对于|對於|对|就'

/** The line of a labelled number: "Question 2: …", "¶ 3–5", "第12段：…". Group 1 the numbers, 2 the sign behind them, 3 what follows. */
function labelled(labels: readonly string[]): RegExp {
  const words = [...labels].sort((a, b) => b.length - a.length).map(escape).join('|')
  return new RegExp(`^[\\s*_#•(\\[-]{0,8}(?:(?:${BEFORE})\\s{0,2})?(?:${words})[.]?\\s{0,3}(?:no\\.?|nr\\.?|n°|№|#)?\\s{0,3}(${LIST})\\s?(?:段|句|问题|問|题)?((?:\\s{0,3}[*_]{0,2}[:：.)\\]–—-]+[*_]{0,2}\\s{0,3})|[*_]{1,2}(?:\\s|$)|\\s{1,3}(?=\\S)|$)(.*)$`, 'iu')
}

/** A bare number with a colon, which lists hardly have and times have no space behind. */
const COLON = /^\s{0,4}([0-9]{1,4})\s?[:：](?!\d)\s*(.*)$/u
/** A bare number with a # before it. */
const HASH = /^[\s*_]{0,4}#([0-9]{1,3})\s+(.*)$/u
/** A bare number with a sign behind it. */
const BARE = /^[\s*_#•([]{0,8}([0-9]{1,3})\s?(?:[:：.)\]、]+[*_]{0,2}(?:\s|$)|[–—-]\s)\s*(.*)$/u

/**
 * Parts somebody's own words by the numbers that stand at the beginning of lines. Where any number has its label ("Question 2"), bare ones
 * are lists within an answer; where none has, bare ones count (`colon`: with a colon alone) while they name what there is, each once.
 */
export function splitByNumbers(text: string, labels: readonly string[], options: { readonly allowBare: boolean | 'colon'; readonly exists: (number: number) => boolean }): NumberedText {
  const lines = text.split('\n').map(withoutMarks)
  const label = labelled(labels)
  const starts = lines.map((line, place) => readStart(label, line, (lines[place - 1] ?? '').trim() === '', options.exists))
  const isLabelled = starts.some((start) => start !== undefined)
  const used = new Set<number>()
  const parts: { numbers: readonly number[]; lines: string[] }[] = []
  const before: string[] = []
  for (const [place, line] of lines.entries()) {
    const start = isLabelled ? starts[place] : options.allowBare === false ? undefined : readBare(line, options.exists, used, options.allowBare === 'colon')
    if (start !== undefined) {
      for (const number of start.numbers) used.add(number)
      parts.push({ numbers: start.numbers, lines: [start.rest] })
    } else (parts.at(-1)?.lines ?? before).push(line)
  }
  return { parts: parts.map((part) => ({ numbers: part.numbers, text: part.lines.join('\n').trim() })), before: before.join('\n').trim() }
}

/** Marks of the direction of writing stand around numbers as one's program likes it. */
function withoutMarks(line: string): string {
  return line.replaceAll(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
}

/** Without a sign behind it, "Paragraph 3 is wrong" begins something where an empty line stands above, and is kept as a sentence. */
function readStart(label: RegExp, line: string, isFirst: boolean, exists: (number: number) => boolean): { numbers: number[]; rest: string } | undefined {
  const [, list, sign = '', rest = ''] = label.exec(withPlainDigits(line.slice(0, 400))) ?? []
  const numbers = list === undefined ? [] : readList(list)
  // "Question 6 - 4": no span, but a number and what is said to it.
  const [, first, behind = ''] = list === undefined || sign.trim() + rest !== '' ? [] : (/^([0-9]{1,4})\s+[-–—−]\s*([0-9]{1,4})$/u.exec(list) ?? [])
  if (first !== undefined && exists(Number(first))) return { numbers: [Number(first)], rest: behind }
  if (numbers.length === 0 || !numbers.some((number) => exists(number))) return undefined
  if (sign.trim() === '' && rest !== '') return isFirst ? { numbers, rest: line.trim() } : undefined
  return { numbers, rest: rest === '' ? '' : line.slice(line.slice(0, 400).length - rest.length) }
}

function readBare(line: string, exists: (number: number) => boolean, used: ReadonlySet<number>, isColon: boolean): { numbers: number[]; rest: string } | undefined {
  const plain = withPlainDigits(line.slice(0, 400))
  const [, text, rest = ''] = (isColon ? COLON.exec(plain) : (BARE.exec(plain) ?? HASH.exec(plain))) ?? []
  const number = Number(text)
  if (text === undefined || !exists(number) || used.has(number)) return undefined
  return { numbers: [number], rest: rest === '' ? '' : line.slice(line.slice(0, 400).length - rest.length) }
}

/** `3`, `3, 5`, `3–5`, `3 to 5`: in their order, doubles dropped; none where a span runs backwards or over more than a hundred. */
export function readList(text: string): number[] {
  const spans = text.replaceAll(/(?<=[0-9])\s{0,3}(?:to|à|a|bis|до|إلى|至|[-‐‑‒–—−])\s{0,3}(?=[0-9])/giu, '-')
  const numbers: number[] = []
  for (const part of spans.split(/[^0-9-]+/u).filter((each) => each !== '')) {
    const [from = NaN, to = from] = part.split('-').map(Number)
    if (!(from >= 1 && to >= from && to - from <= 100)) return []
    for (let number = from; number <= to; number++) numbers.push(number)
  }
  return [...new Set(numbers)]
}

/** Words compared as they read: letters and figures alone, whatever stands between them. */
export function bare(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim()
}

/** Something that may be quoted: a question, a paragraph. */
export interface Quotable {
  readonly number: number
  readonly text: string
}

/** At least so many letters make a quotation sure. */
const SURE = 12

/**
 * What was said below a quotation of one thing: the last of those that a quotation holds. A quotation of several says nothing unless
 * another follows it, for then they were answered one after another; a mail quoted whole, with the answer below, is no place.
 */
export function readQuoted(blocks: readonly ReplyBlock[], things: readonly Quotable[]): { readonly placed: readonly Numbered[]; readonly loose: readonly string[] } {
  const known = things.map((thing) => ({ number: thing.number, words: ` ${bare(thing.text)} ` })).filter(({ words }) => words.length >= SURE)
  const quoted = blocks.map((block) => (block.kind === 'quoted' ? findQuoted(block.text, known) : []))
  const answered = blocks.filter((block, place) => block.kind === 'own' && (quoted[place - 1]?.length ?? 0) > 0).length
  const placed: Numbered[] = []
  const loose: string[] = []
  for (const [place, block] of blocks.entries()) {
    if (block.kind !== 'own') continue
    const above = quoted[place - 1] ?? []
    const last = above.at(-1)
    if (last !== undefined && (above.length === 1 || answered > 1)) placed.push({ numbers: [last], text: block.text.trim() })
    else loose.push(block.text.trim())
  }
  return { placed, loose: loose.filter((text) => text !== '') }
}

/** Numbers of what a quotation holds, in the order in which it holds them. A thing whose words stand within another's is found once. */
function findQuoted(text: string, known: readonly { readonly number: number; readonly words: string }[]): number[] {
  const words = ` ${bare(text)} `
  const found = known.flatMap(({ number, words: own }) => {
    const at = words.indexOf(own)
    return at < 0 ? [] : [{ number, at, end: at + own.length, length: own.length }]
  })
  const whole = found.filter((one) => !found.some((other) => other !== one && other.length > one.length && other.at <= one.at && other.end >= one.end))
  return whole.sort((a, b) => a.at - b.at).map(({ number }) => number)
}
