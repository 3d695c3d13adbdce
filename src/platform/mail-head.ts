/** Bytes and lines of a head: mails to a thousand people with every seal on their way have a fifth of it. */
export const LARGEST_HEAD = 256 * 1024
const MOST_LINES = 5000
const [CR, LF] = [13, 10]

/** Whether the head of a mail is within bounds: the time in which libraries unfold one grows with the square of its lines. */
export function isHeadBounded(raw: Uint8Array): boolean {
  if (raw[0] === LF || (raw[0] === CR && raw[1] === LF)) return true
  let lines = 0
  for (let at = raw.indexOf(LF); at >= 0 && at < LARGEST_HEAD; at = raw.indexOf(LF, at + 1)) {
    if (raw[at + 1] === LF || (raw[at + 1] === CR && raw[at + 2] === LF)) return true
    if (++lines > MOST_LINES) return false
  }
  return raw.length <= LARGEST_HEAD
}
