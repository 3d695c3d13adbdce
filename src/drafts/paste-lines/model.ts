import { BLOCK_LIMIT, type Inline, type TextRun } from '../blocks/model.ts'

const NOTE_WORDS = 5_000

/** A block's words without what stands at its ends, runs of one look joined, one space where two met. Empty where only space is in it. */
export function tidyLine(line: readonly Inline[]): Inline[] {
  const tidied: Inline[] = []
  for (const piece of line) {
    const last = tidied.at(-1)
    if (piece.kind !== 'text') {
      if (piece.kind === 'break') trimEnd(tidied)
      if (piece.kind !== 'break' || tidied.length > 0) tidied.push(piece)
      continue
    }
    const isAfterSpace = last === undefined || last.kind === 'break' || (last.kind === 'text' && last.text.endsWith(' '))
    const text = isAfterSpace && !(piece.marks ?? []).includes('code') ? piece.text.replace(last === undefined ? /^[ \u00a0]+/u : /^ +/u, '') : piece.text
    if (text === '') continue
    if (last?.kind === 'text' && isSameLook(last, piece)) tidied[tidied.length - 1] = { ...last, text: last.text + text }
    else tidied.push({ ...piece, text })
  }
  trimEnd(tidied)
  while (tidied.at(-1)?.kind === 'break') {
    tidied.pop()
    trimEnd(tidied)
  }
  return tidied.some((piece) => piece.kind === 'footnote' || (piece.kind === 'text' && piece.text.trim() !== '')) ? tidied : []
}

export function tidyRuns(runs: readonly TextRun[]): TextRun[] {
  return tidyLine(runs).filter((piece) => piece.kind === 'text')
}

function trimEnd(line: Inline[]): void {
  for (let last = line.at(-1); last?.kind === 'text'; last = line.at(-1)) {
    const text = last.text.replace(/[ \u00a0]+$/u, '')
    line.pop()
    if (text === '') continue
    line.push({ ...last, text })
    return
  }
}

function isSameLook(a: TextRun, b: TextRun): boolean {
  return a.link === b.link && (a.marks ?? []).join() === (b.marks ?? []).join()
}

/** Parts of a line that are each no longer than a block may be. */
export function cutLine(line: readonly Inline[]): Inline[][] {
  const most = BLOCK_LIMIT - 1_000
  const parts: Inline[][] = [[]]
  let size = 0
  const push = (piece: Inline, length: number): void => {
    const last = parts.at(-1)
    if (last === undefined || size + length > most || last.length >= 4_000) {
      parts.push([piece])
      size = length
    } else {
      last.push(piece)
      size += length
    }
  }
  for (const piece of line) {
    if (piece.kind !== 'text') push(piece, 1)
    else for (const text of stretches(piece.text, most)) push({ ...piece, text }, text.length)
  }
  return parts.filter((part) => part.length > 0)
}

/** Parts of a text of at most `most` code units, no character cut in two. */
function stretches(text: string, most: number): string[] {
  const parts: string[] = []
  for (let at = 0; at < text.length; ) {
    const end = /[\ud800-\udbff]/.test(text.charAt(at + most - 1)) ? at + most - 1 : at + most
    parts.push(text.slice(at, end))
    at = end
  }
  return parts
}

/** A note is short: what is beyond its limit is left out. */
export function shortenRuns(runs: readonly TextRun[]): TextRun[] {
  let left = NOTE_WORDS
  return runs.slice(0, 500).flatMap((run) => {
    const [text = ''] = left > 0 ? stretches(run.text, left) : []
    left -= text.length
    return text === '' ? [] : [{ ...run, text }]
  })
}
