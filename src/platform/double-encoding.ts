/** UTF-8 that was taken for windows-1252 and written as UTF-8 once more: "Ã©" for "é". */

/** The byte of windows-1252 (or of Latin-1) that a character stands for. */
const byteOf = new Map<string, number>()
for (let byte = 0x80; byte <= 0xff; byte++) {
  byteOf.set(String.fromCharCode(byte), byte)
  byteOf.set(new TextDecoder('windows-1252').decode(new Uint8Array([byte])), byte)
}
const strict = new TextDecoder('utf-8', { fatal: true })
const BEYOND = /[^\u0000-\u007f]+/gu

/** The text as it was before its second encoding; runs of characters that cannot come from one are left as they stand. */
export function undoDoubleEncoding(text: string): string {
  return text.replace(BEYOND, (run) => decodeRun(run) ?? run)
}

/** Least number of places at which a text has to look like this, and their share of all that are beyond ASCII. */
const LEAST_PLACES = 2
const LEAST_SHARE = 0.9

/** Whether nearly all of what is beyond ASCII in a text came from a second encoding. */
export function isDoublyEncoded(text: string): boolean {
  let [all, twice] = [0, 0]
  for (const [run] of text.matchAll(BEYOND)) {
    all++
    if (decodeRun(run) !== undefined) twice++
  }
  return twice >= LEAST_PLACES && twice >= all * LEAST_SHARE
}

function decodeRun(run: string): string | undefined {
  const bytes = Array.from(run, (character) => byteOf.get(character))
  if (bytes.some((byte) => byte === undefined)) return undefined
  try {
    return strict.decode(Uint8Array.from(bytes as number[]))
  } catch {
    return undefined
  }
}
