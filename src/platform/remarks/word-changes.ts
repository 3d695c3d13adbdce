import type { FileRemark, RemarkKind, RemarkPlace } from '../../shared/file-remarks.ts'

/** A place between two characters of a paragraph as it stood, in code points. */
export interface Point {
  readonly paragraph: number
  readonly at: number
}

export interface Who {
  readonly author: string | null
  readonly date: string | null
}

export interface Change extends Who {
  readonly way: 'in' | 'out'
  /** Of a move: what its two ends are named; '' where they are not. */
  readonly move: string | null
  text: string
  readonly start: Point
  end: Point
}

/** How far back a change is looked for that this one goes on with: several people may have changed the same words. */
const BACK = 4

/** Notes some words as put in or taken out at a place; goes on with what the same person did just there. */
export function noteChange(changes: Change[], change: Omit<Change, 'start' | 'end'>, start: Point, end: Point): void {
  const known = changes.slice(-BACK).findLast((each) => each.way === change.way && each.author === change.author && each.move === change.move && isNext(each, start))
  if (known === undefined) changes.push({ ...change, start, end })
  else {
    known.text += change.text
    known.end = end
  }
}

/** At the same place, or at the beginning of the next paragraph where the end of the one before was taken out too. */
function isNext(change: Pick<Change, 'end' | 'text'>, start: Point): boolean {
  if (change.end.paragraph === start.paragraph) return change.end.at === start.at
  return start.at === 0 && change.end.paragraph < start.paragraph && change.text.endsWith('\n')
}

/** One remark for each change: what the same person took out and put in at one place is one; so are the two ends of a move. */
export function remarksOfChanges(changes: readonly Change[]): FileRemark[] {
  const done = new Set<Change>()
  const remarks: FileRemark[] = []
  changes.forEach((change, at) => {
    if (done.has(change)) return
    done.add(change)
    const partner = change.move === null ? undefined : changes.find((other) => !done.has(other) && other.move === change.move && other.way !== change.way && other.author === change.author && (change.move !== '' || other.text === change.text))
    if (partner !== undefined) {
      done.add(partner)
      const [out, into] = change.way === 'out' ? [change, partner] : [partner, change]
      remarks.push(toRemark(at, 'move', change, out.text, into.text, [...placesOf(out.start, out.end), ...placesOf(into.start, into.end)]))
      return
    }
    const group = [change]
    for (const other of changes.slice(at + 1)) {
      const last = group.at(-1) ?? change
      if (done.has(other) || other.move !== null || change.move !== null || other.author !== change.author || !isNext({ end: last.end, text: last.text }, other.start)) break
      group.push(other)
      done.add(other)
    }
    const wordsOf = (way: Change['way']): string => group.filter((each) => each.way === way).map(({ text }) => text).join('')
    const [was, becomes] = [wordsOf('out'), wordsOf('in')]
    remarks.push(toRemark(at, kindOf(was, becomes), group.at(-1) ?? change, was, becomes, placesOf(change.start, (group.at(-1) ?? change).end)))
  })
  return remarks
}

function kindOf(was: string, becomes: string): RemarkKind {
  if ((was + becomes).trim() === '' && (was + becomes).includes('\n')) return 'structure'
  if (was === '') return 'insertion'
  return becomes === '' ? 'deletion' : 'replacement'
}

function toRemark(at: number, kind: RemarkKind, who: Who, was: string, becomes: string, places: readonly RemarkPlace[]): FileRemark {
  return { key: `change-${at + 1}`, kind, author: who.author, date: who.date, words: '', was, becomes, answers: null, isResolved: false, places, page: null }
}

/** What lies between two points, paragraph by paragraph; a place at the beginning of one that holds nothing is none of it. `-1`: to its end. */
export function placesOf(start: Point, end: Point): RemarkPlace[] {
  if (start.paragraph >= end.paragraph) return [{ paragraph: start.paragraph, start: start.at, end: start.paragraph > end.paragraph ? start.at : Math.max(start.at, end.at) }]
  const places: RemarkPlace[] = [{ paragraph: start.paragraph, start: start.at, end: TO_ITS_END }]
  for (let paragraph = start.paragraph + 1; paragraph < end.paragraph; paragraph++) places.push({ paragraph, start: 0, end: TO_ITS_END })
  return end.at === 0 ? places : [...places, { paragraph: end.paragraph, start: 0, end: end.at }]
}

/** The length of the paragraph is not known yet where places are noted. */
export const TO_ITS_END = -1
