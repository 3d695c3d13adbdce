import WordExtractor from 'word-extractor'
import type { Block } from '../../shared/extraction.ts'
import { plainBlocks } from './plain.ts'
import { block, Refused, type Read } from './refused.ts'

/** Where the header of a Word document says that it is encrypted. */
const ENCRYPTED = 0x0100
/** Otherwise it makes straight quotation marks of all others. */
const AS_IT_IS = { filterUnicode: false }

/** The old Word format. Refuses `encrypted`, `not-a-document` (an old spreadsheet, a mail), `broken`. */
export async function readDoc(bytes: Buffer): Promise<Read> {
  // Streams of a compound file are named in UTF-16; a new document that is encrypted is packed into such a file, too.
  const has = (name: string): boolean => bytes.includes(Buffer.from(name, 'utf16le'))
  if (has('EncryptedPackage')) throw new Refused('encrypted')
  if (!has('WordDocument')) throw new Refused('not-a-document')
  if (isEncrypted(bytes)) throw new Refused('encrypted')
  try {
    const document = await new WordExtractor().extract(bytes)
    const notes = [document.getFootnotes(AS_IT_IS), document.getEndnotes(AS_IT_IS)].flatMap((text) => text.split('\n')).map((text) => text.trim()).filter((text) => text !== '')
    return { format: 'doc', blocks: [...bodyBlocks(document.getBody(AS_IT_IS)), ...notes.map((text) => block('footnote', text))] }
  } catch {
    throw new Refused('broken')
  }
}

/** The header of the stream `WordDocument` begins with 0xA5EC at the start of a sector. */
function isEncrypted(bytes: Buffer): boolean {
  for (let at = 512; at + 12 < bytes.length; at += 512) {
    if (bytes.readUInt16LE(at) === 0xa5ec) return (bytes.readUInt16LE(at + 10) & ENCRYPTED) !== 0
  }
  return false
}

/** Every line is a paragraph of its own here; the cells of a row are parted by tabs. */
function bodyBlocks(body: string): Block[] {
  return body.split('\n').flatMap((line) => {
    const cells = line.split('\t').map((cell) => cell.trim())
    if (cells.filter((cell) => cell !== '').length > 1) return [block('row', cells.join('\t'))]
    return plainBlocks(line)
  })
}
