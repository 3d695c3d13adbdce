/** Line ends as \n; what Word leaves for a soft break (vertical tab, form feed) becomes a line end; no space at either end. */
export function normaliseText(text: string): string {
  return text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/gu, '\n').trim()
}

/** True when characters are present that no keyboard makes: control characters other than tab and line end. */
export function hasControlCharacters(text: string): boolean {
  return /[\u0000-\u0008\u000e-\u001f\u007f]/u.test(text)
}

/** True when the bytes were not the encoding they were read in: replacement characters or halves of a surrogate pair. */
export function isBrokenEncoding(text: string): boolean {
  return text.includes('\ufffd') || !text.isWellFormed()
}

/** Length in Unicode code points: the unit of every limit and every offset. */
export function countCodePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** The part from `start` up to and not including `end`, in code points. */
export function sliceCodePoints(text: string, start: number, end: number): string {
  return Array.from(text).slice(start, end).join('')
}

/** Where `quote` stands in `text`, in code points, looked for from `from` on; undefined when it does not stand there. */
export function findCodePoints(text: string, quote: string, from = 0): { start: number; end: number } | undefined {
  const startUnit = sliceCodePoints(text, 0, from).length
  const unit = text.indexOf(quote, startUnit)
  if (unit < 0 || quote === '') return undefined
  const start = countCodePoints(text.slice(0, unit))
  return { start, end: start + countCodePoints(quote) }
}

/** The first `limit` code points, with an ellipsis when something was left out; cut at a word's end where one is near. */
export function excerpt(text: string, limit: number): string {
  const points = Array.from(text)
  if (points.length <= limit) return text
  const cut = points.slice(0, limit).join('')
  const space = cut.search(/\s\S*$/u)
  return `${(space > cut.length * 0.6 ? cut.slice(0, space) : cut).trimEnd()}…`
}

/** Paragraphs of a plain text: parts between empty lines. */
export function splitParagraphs(text: string): string[] {
  return normaliseText(text)
    .split(/\n[^\S\n]*\n+/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
