/** The lines of a report as it comes out of a file, put together again: addresses that were broken, paragraphs that were wrapped. */

/** One line with the empty lines before it. */
export interface TextLine {
  readonly text: string
  readonly gap: number
}

/** How a text is set: empty lines between lines that belong together (1 where it is double-spaced), and the width at which lines were broken; null where they were not. */
export interface Setting {
  readonly base: number
  readonly width: number | null
}

/** Marks of lists as word processors and PDF files leave them: among them those of the Symbol and Wingdings fonts. */
const BULLETS = /^[\s\u200b]*[\uf0b7\uf0a7\uf0fc\uf076\uf0d8\uf02d\u2022\u25cf\u25aa\u25e6\u2023\u2219·‣▪◦●○■□➢✓]\s*/u
export const BULLET = /^(?:•\s+|[-–—*]\s+(?=\S)|-(?=\p{Lu}))/u
const ADDRESS_AT_END = /(?:https?:\/\/|www\.)[^\s<>"]+$/u
const ADDRESS_ALONE = /^<?(?:https?:\/\/|www\.)[^\s<>"]+>?$/u
const ADDRESS_LETTERS = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/u

/** The lines of a text, cleaned: line ends, spaces and bullets are of one kind, tags and stars that only made letters bold or underlined are gone. */
export function cleanLines(text: string): TextLine[] {
  const lines: TextLine[] = []
  let gap = 0
  for (const raw of text.replace(/^\ufeff/u, '').replace(/\r\n?|\v|\u2028|\u2029|\u0085/gu, '\n').replaceAll('\f', '\n').split('\n')) {
    const plain = raw.replace(/[\u00a0\u202f\u2007]/gu, ' ').replace(/[\u200b\u200e\u200f\u2060\ufeff\u00ad]/gu, '').replace(/<\/?(?:u|b|i|em|strong)>/giu, '').replaceAll('**', '')
    const clean = plain.replace(BULLETS, '• ').replace(/[^\S\t]+/gu, ' ').trim()
    if (clean === '') gap += 1
    else {
      lines.push({ text: clean, gap })
      gap = 0
    }
  }
  return lines
}

/** Puts together addresses that were broken at the end of a line. */
export function rejoinAddresses(lines: readonly TextLine[], base: number): TextLine[] {
  const joined: TextLine[] = []
  for (const line of lines) {
    const last = joined.at(-1)
    const [token = ''] = line.text.split(/\s/u)
    if (last !== undefined && line.gap <= base && ADDRESS_AT_END.test(last.text) && continuesAddress(last.text, token, token === line.text)) joined[joined.length - 1] = { text: last.text + line.text, gap: last.gap }
    else joined.push(line)
  }
  return joined
}

/** Whether a line goes on with the address that the line before ended in. `isAlone`: the line has nothing else. */
function continuesAddress(before: string, token: string, isAlone: boolean): boolean {
  if (!ADDRESS_LETTERS.test(token) || /^(?:https?:|www\.|<|[[(]?\d{1,3}[.)\]]?$|\d{4}-\d{2}-\d{2}$)/u.test(token)) return false
  if (/[-_=&?%~]$/u.test(before)) return true
  if (/^[/_?&=#%.-]\w/u.test(token)) return true
  // A word by itself is a word; a rest of an address has figures or its signs in it.
  return isAlone && (/\d/u.test(token) || /[/=_&%#?]/u.test(token) || /[a-z]\.[a-z]{2,4}$/u.test(token))
}

/** How the lines of a text are set. */
export function settingOf(lines: readonly TextLine[]): Setting {
  const later = lines.slice(1)
  if (later.length === 0) return { base: 0, width: null }
  const single = later.filter(({ gap }) => gap === 1)
  const hasCase = lines.some(({ text }) => /\p{Ll}/u.test(text))
  const goOn = single.filter(({ text }) => (hasCase ? /^[\p{Ll}(“"‘'\d]/u.test(text) : true)).length
  const lengths = lines.map(({ text }) => text.length).toSorted((a, b) => a - b)
  const [median, most] = [lengths[Math.floor(lengths.length / 2)] ?? 0, lengths[Math.floor(lengths.length * 0.95)] ?? 0]
  const isDouble = single.length > later.length * 0.6 && median >= 30 && goOn >= single.length * (hasCase ? 0.3 : 0.6)
  // Longer than any page is wide, or all of them short: each line stands for itself.
  return { base: isDouble ? 1 : 0, width: most > 180 || most < 45 ? null : most }
}

export function isAddressAlone(text: string): boolean {
  return ADDRESS_ALONE.test(text)
}

export const SENTENCE_END = /[.!?。！？؟…]["'”’»)\]]*(?:\[\d{1,2}\])*$/u

/** Whether a line begins something new, where the one before was broken on purpose: more empty lines than usual, or room for its first word. */
export function isBroken(before: TextLine, line: TextLine, { base, width }: Setting): boolean {
  if (line.gap > base || width === null) return true
  const [word = ''] = line.text.split(/\s/u)
  const needed = before.text.length + 1 + word.length
  if (ADDRESS_AT_END.test(before.text)) return !/^\p{Ll}/u.test(line.text)
  if (isAddressAlone(word)) return before.text.length < width * 0.4 && !/[:：]$/u.test(before.text)
  if (needed < width * 0.6) return true
  return SENTENCE_END.test(before.text) && needed < width * 0.95 && !/^\p{Ll}/u.test(line.text)
}

/** Two lines of one paragraph: parted by a space, but not within a word that was divided, nor in scripts without spaces. */
export function joinLines(a: string, b: string): string {
  if (/\p{Script=Han}$|[、。，]$/u.test(a) && /^\p{Script=Han}/u.test(b)) return a + b
  return `${a} ${b}`
}
