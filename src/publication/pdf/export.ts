import { setImmediate } from 'node:timers/promises'
import type { Typeset, Typesetter } from '../../platform/typesetter.ts'
import { PAGES } from '../pdf-pages/model.ts'
import { measurePicture } from '../pictures/model.ts'
import { blocksOf, type Print } from '../text/model.ts'
import { pdfText } from './model.ts'

export type PdfOutcome =
  /** `missing`: letters that no face has: they are empty boxes, and the file does not claim PDF/UA. */
  | { readonly outcome: 'made'; readonly bytes: Uint8Array<ArrayBuffer>; readonly missing: readonly string[] }
  /** `paragraph`: the number of the one that cannot be set, where one can be named. */
  | { readonly outcome: 'failed'; readonly reason: 'refused' | 'too-slow' | 'too-much-memory' | 'ended'; readonly paragraph: number | null; readonly problem: string }

const STANDARD = 'ua-1'

/** The document as a tagged PDF (PDF/UA-1). Where it cannot be set, looks for the first paragraph without which it can. */
export async function writePdf(typesetter: Typesetter, print: Print, pictureOf: (sha256: string) => Uint8Array | undefined): Promise<PdfOutcome> {
  const whole = await setPages(typesetter, print, pictureOf)
  if (whole.outcome === 'set') return { outcome: 'made', bytes: whole.pdf, missing: whole.missing }
  const paragraph = whole.reason === 'refused' ? await findUnsettable(typesetter, print, pictureOf) : null
  return { outcome: 'failed', reason: whole.reason, paragraph, problem: whole.problem }
}

async function setPages(typesetter: Typesetter, print: Print, pictureOf: (sha256: string) => Uint8Array | undefined, upTo?: number): Promise<Typeset> {
  const { data, charts, pictures } = pdfText(print, upTo)
  // Of a long text each step takes a while: between them others are answered.
  await setImmediate()
  const files = new Map<string, Uint8Array>([['data.json', Buffer.from(JSON.stringify(data))]])
  for (const [name, svg] of charts) files.set(name, Buffer.from(svg))
  for (const [name, sha256] of pictures) files.set(name, usable(pictureOf(sha256)))
  return typesetter.typeset({ main: PAGES, files, standard: STANDARD })
}

/** A picture that is none would keep the whole document from being set: an empty file says the same, and names its paragraph. */
function usable(bytes: Uint8Array | undefined): Uint8Array {
  return bytes === undefined || measurePicture(bytes) === undefined ? new Uint8Array() : bytes
}

/** Halves the text until one paragraph is left; null where it is not one paragraph's doing. */
async function findUnsettable(typesetter: Typesetter, print: Print, pictureOf: (sha256: string) => Uint8Array | undefined): Promise<number | null> {
  const blocks = blocksOf(print)
  const isSet = async (upTo: number): Promise<boolean> => (await setPages(typesetter, print, pictureOf, upTo)).outcome === 'set'
  if (!(await isSet(0)) || (await isSet(blocks.length))) return null
  let [good, bad] = [0, blocks.length]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (await isSet(middle)) good = middle
    else bad = middle
  }
  return blocks[bad - 1]?.number ?? null
}
