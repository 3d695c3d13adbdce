import { withPlainDigits } from '../replies/numbers.ts'
import { findAddresses } from './addresses.ts'
import { readLabel } from './words.ts'

/** Several papers of one mail: what is said of each, and what stands before the first and is said of all. */
export interface PartedPapers {
  readonly before: string
  readonly parts: readonly string[]
}

/** Words in a line beside an address, which make it the line of one paper. */
const LONGEST_LINE = 300

/** Parts a mail that names several papers: by lines "Title: …", by numbers, or by one address a line. Undefined where it names one. */
export function splitPapers(text: string): PartedPapers | undefined {
  const lines = text.split('\n')
  return byTitles(lines) ?? byNumbers(lines) ?? byAddresses(lines)
}

function byTitles(lines: readonly string[]): PartedPapers | undefined {
  const starts = lines.flatMap((line, place) => (readLabel(line)?.part === 'title' ? [place] : []))
  return starts.length < 2 ? undefined : cut(lines, starts)
}

const NUMBER = /^[\s*_#•([]{0,6}([0-9]{1,2})\s?[.)\]:：、]+[*_]{0,2}\s*(?=\S)/u

/** Numbers that count from 1. Where fewer than two of them have an address, they are points about one paper; unless nothing in the mail has one. */
function byNumbers(lines: readonly string[]): PartedPapers | undefined {
  const starts: number[] = []
  for (const [place, line] of lines.entries()) if (Number(NUMBER.exec(withPlainDigits(line))?.[1]) === starts.length + 1) starts.push(place)
  if (starts.length < 2) return undefined
  const parted = cut(lines, starts, (line) => line.slice(NUMBER.exec(withPlainDigits(line))?.[0].length ?? 0))
  const withAddress = parted.parts.filter((part) => findAddresses(part).length > 0).length
  const isList = parted.before.length <= LONGEST_LINE && parted.parts.every((part) => part.length <= LONGEST_LINE && !part.trim().includes('\n\n')) && !parted.before.split('\n').some((line) => readLabel(line) !== undefined)
  return withAddress >= 2 || (withAddress === 0 && isList && findAddresses(parted.before).length === 0) ? parted : undefined
}

const BULLET = /^\s*[*•·–—-]\s+/u

/** One address a line: lines that are an address, or a list of such; a title may stand on the line, or alone on the one above. */
function byAddresses(lines: readonly string[]): PartedPapers | undefined {
  // "DOI: …" and "Link: …" are two ways to one paper.
  if (lines.some((line) => readLabel(line) !== undefined)) return undefined
  const found = lines.map((line) => findAddresses(line))
  const named = found.flatMap((each, place) => (each.length === 1 && isLineOf(lines[place] ?? '') ? [place] : []))
  const distinct = new Set(named.map((place) => found[place]?.[0]?.address))
  const [first, last] = [named[0], named.at(-1)]
  if (distinct.size < 2 || first === undefined || last === undefined) return undefined
  const isAlone = (place: number) => wordsBeside(lines[place] ?? '') === ''
  const isBulleted = (place: number) => BULLET.test(lines[place] ?? '')
  const isClosed = lines.slice(first, last + 1).every((line, at) => line.trim() === '' || named.includes(first + at))
  if (!isClosed && !named.every((place) => isAlone(place) || isBulleted(place))) return undefined
  const titles = named.filter((place) => isAlone(place) && standsAlone(lines, place - 1))
  // One line above one address may say anything; above each of them it is a title.
  const areTitled = titles.length >= 2 && titles.length === named.length
  return cut(lines, named.map((place) => (areTitled ? place - 1 : place)))
}

/** A line that is of one paper: its address begins or ends it, or it is an item of a list. */
export function isLineOf(line: string): boolean {
  const [only] = findAddresses(line)
  if (only === undefined || wordsBeside(line).length > LONGEST_LINE) return false
  return BULLET.test(line) || line.slice(0, only.start).trim() === '' || /^[\s.,;)\]>]*$/u.test(line.slice(only.start + only.length))
}

function wordsBeside(line: string): string {
  const [only] = findAddresses(line)
  return (only === undefined ? line : line.slice(0, only.start) + line.slice(only.start + only.length)).replaceAll(/^[\s*•·–—-]+|[\s.,;:()[\]<>-]+$/gu, '').trim()
}

/** One line with an empty one above it, or nothing. */
function standsAlone(lines: readonly string[], place: number): boolean {
  const line = lines[place] ?? ''
  return line.trim() !== '' && (lines[place - 1] ?? '').trim() === '' && findAddresses(line).length === 0 && !/[:：]\s*$/u.test(line)
}

function cut(lines: readonly string[], starts: readonly number[], first: (line: string) => string = (line) => line): PartedPapers {
  const parts = starts.map((start, at) => {
    const [head = '', ...others] = lines.slice(start, starts[at + 1])
    return [first(head), ...others].join('\n').trim()
  })
  return { before: lines.slice(0, starts[0]).join('\n').trim(), parts }
}
