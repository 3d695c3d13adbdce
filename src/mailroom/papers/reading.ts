import { LINE_LIMIT, NOTE_LIMIT, type Paper } from '../../library/suggestions/model.ts'
import { excerpt } from '../../shared/text.ts'
import { withoutClosing } from '../replies/details.ts'
import { findAddresses, withoutFound } from './addresses.ts'
import { isLineOf, splitPapers } from './parting.ts'
import { baseSubject, isNoTitle, readBeginning, readLabel, type PaperPart } from './words.ts'

/** Characters of a mail in which papers are looked for. */
const READ = 100_000

export interface MailedPapers {
  readonly papers: readonly Paper[]
  /** The mail speaks of one paper alone: files that came with it are that paper's. */
  readonly isOne: boolean
}

/**
 * Reads what somebody wrote of papers: lines with labels, titles, web addresses; the rest is why they matter. `subject`: '' where it is
 * no title (an answer has the subject of what it answers). `quoted`: what was passed on with it, in which an address is looked for where
 * their own words have none; `isAsked`: their words began by saying that a paper is suggested, so that a sentence may be one. None is read where there is neither a title nor an address.
 */
export function readMailedPapers(mail: { readonly subject: string; readonly own: string; readonly quoted: string; readonly isAsked: boolean }): MailedPapers {
  const own = withoutClosing(mail.own.trim().slice(0, READ))
  const split = splitPapers(own)
  if (split !== undefined) {
    const shared = withoutGreeting(split.before)
    const papers = split.parts.map((part) => readPaper(part, '', true)).map((paper) => ({ ...paper, note: noteOf([paper.note ?? '', shared]) }))
    return { papers: papers.filter(isSomething), isOne: false }
  }
  const paper = readPaper(own, titleOf(mail.subject), mail.isAsked)
  const [passedOn] = paper.address === null ? findAddresses(mail.quoted.slice(0, READ)) : []
  const whole = passedOn === undefined ? paper : { ...paper, address: passedOn.address }
  return { papers: isSomething(whole) ? [whole] : [], isOne: true }
}

/** What a subject says of a paper: "Paper: …" without the word; '' where it says only what the mail is. */
function titleOf(subject: string): string {
  const plain = baseSubject(subject)
  const said = readBeginning(plain)?.rest ?? plain
  return isNoTitle(said) ? '' : said
}

function isSomething({ title, address }: Paper): boolean {
  return title !== null || address !== null
}

/** One paper: its labelled lines, the first address, and the rest. */
function readPaper(text: string, subject: string, isAsked: boolean): Paper {
  const { said, rest } = takeLabels(text)
  const [address] = findAddresses(said.get('address') ?? '').concat(findAddresses(rest))
  const { title, note } = subject === '' && !said.has('title') ? titleAndNote(rest, isAsked) : { title: undefined, note: rest }
  return {
    title: lineOf(said.get('title') ?? (title === undefined || title === '' ? subject : title)),
    author: lineOf(said.get('author')),
    publisher: lineOf(said.get('publisher')),
    published: lineOf(said.get('published')),
    address: address?.address ?? null,
    note: noteOf([said.get('note') ?? '', withoutGreeting(withoutAlone(note))]),
  }
}

/** Lines with labels, the first of two of a kind; a long title goes on on the next line, where a mail program broke it. */
function takeLabels(text: string): { said: Map<PaperPart, string>; rest: string } {
  const said = new Map<PaperPart, string>()
  const rest: string[] = []
  const lines = text.split('\n')
  for (let place = 0; place < lines.length; place++) {
    const line = lines[place] ?? ''
    const read = readLabel(line)
    if (read === undefined || !isMeant(read)) {
      rest.push(line)
      continue
    }
    const next = lines[place + 1] ?? ''
    const goesOn = read.part === 'title' && next.trim() !== '' && (read.value === '' || line.length >= BROKEN) && readLabel(next) === undefined && findAddresses(next).length === 0
    if (goesOn) place += 1
    const value = goesOn ? `${read.value} ${next.trim()}`.trim() : read.value
    // Nothing of what somebody wrote is lost for standing behind a label.
    if (read.part === 'note') said.set('note', [said.get('note') ?? '', value].join('\n\n').trim())
    else if (said.has(read.part)) rest.push(line)
    else if (value !== '') said.set(read.part, value)
    if (read.part === 'address' && said.get('address') === value && titleIn(value) !== '') rest.push(titleIn(value))
  }
  return { said, rest: rest.join('\n') }
}

/** Lines are broken by mail programs from here on. */
const BROKEN = 60

/** "Address: 3 Harbour Road" names no address of the web, and "Date: when we met" no date. */
function isMeant({ part, value }: { readonly part: PaperPart; readonly value: string }): boolean {
  if (part === 'address') return findAddresses(value).length > 0
  return part === 'published' ? /\p{Nd}/u.test(value) : true
}

/** Without a subject that says it, the title is the first line with words, where it is short, or stands with the address. */
function titleAndNote(text: string, isAsked: boolean): { title: string | undefined; note: string } {
  const lines = withoutGreeting(text).split('\n')
  const first = lines.findIndex((line) => line.trim() !== '')
  const [line = '', next = ''] = first < 0 ? [] : lines.slice(first, first + 2)
  const words = titleIn(line)
  const isBeside = isLineOf(line) || (findAddresses(line).length === 0 && isLineOf(next))
  const isByItself = findAddresses(line).length === 0 && words.length <= LONGEST_TITLE && next.trim() === '' && (isAsked || !/[.!。！]$/u.test(words))
  if (words === '' || words.length > LINE_LIMIT || (!isBeside && !isByItself)) return { title: undefined, note: text }
  return { title: words, note: lines.slice(first + 1).join('\n') }
}

const LONGEST_TITLE = 300

/** The words of a line without the address on it, and without what parted the two. */
function titleIn(line: string): string {
  return withoutFound(line, findAddresses(line)).replaceAll(/\(\s*\)|\[\s*\]|<\s*>|（\s*）/gu, ' ').replace(/^[\s*•·–—-]+|[\s:：,;，；–—([<-]+$/gu, '').replace(/^[\s>)\]]+/u, '').replaceAll(/\s+/gu, ' ').trim()
}

/** A line that is an address and nothing else says nothing more. */
function withoutAlone(text: string): string {
  const lines = text.split('\n').filter((line) => findAddresses(line).length === 0 || titleIn(line) !== '')
  return lines.join('\n').replaceAll(/\n{3,}/gu, '\n\n').trim()
}

/** A short line at the beginning that ends as greetings do. */
function withoutGreeting(text: string): string {
  const plain = text.trim()
  const [, first = '', rest = ''] = /^([^\n]*)(?:\n([\s\S]*))?$/u.exec(plain) ?? []
  return first.length <= 60 && /[,،，!！]\s*$/u.test(first) ? rest.trim() : plain
}

function lineOf(text: string | undefined): string | null {
  const line = (text ?? '').replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  return line === '' ? null : excerpt(line, LINE_LIMIT)
}

function noteOf(parts: readonly string[]): string | null {
  const text = parts.map((part) => part.trim()).filter((part) => part !== '').join('\n\n')
  return text === '' ? null : excerpt(text, NOTE_LIMIT)
}
