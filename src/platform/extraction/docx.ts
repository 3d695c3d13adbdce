import mammoth from 'mammoth'
import type { Block } from '../../shared/extraction.ts'
import { htmlToBlocks } from './html.ts'
import { styleHtml } from './styled-html.ts'
import { block, Refused, warn, type Read } from './refused.ts'
import { readCore, readXml } from './xml.ts'
import { repack, type Zip } from './zip.ts'

/** The text is in these parts; pictures, macros, embedded files, fonts and settings are never unpacked. */
const NEEDED = /^(?:\[Content_Types\]\.xml|_rels\/\.rels|docProps\/core\.xml|(?:word\/)?[^/]*\.xml|word\/_rels\/[^/]*\.xml\.rels|(?:[a-z0-9-]+\/)?_rels\/[^/]*\.rels)$/iu

const STYLES = [
  "p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh",
  "p[style-name='Quote'] => blockquote:fresh", "p[style-name='Intense Quote'] => blockquote:fresh", "p[style-name='Quotations'] => blockquote:fresh",
  "p[style-name='footnote text'] => p:fresh", "p[style-name='endnote text'] => p:fresh",
  "br[type='page'] => hr", 'comment-reference => ',
]

/** What stands around the text in files that we wrote, and what Word adds by itself: numbers, labels, contents, what a paragraph rests on. */
const OURS = [
  "p[style-name='What It Rests On'] => !", "p[style-name='Erratum'] => !", "p[style-name='Facts'] => !", "p[style-name='TOC Heading'] => !",
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => `p[style-name='toc ${level}'] => !`),
  "r[style-name='Paragraph Number'] => !", "r[style-name='Label'] => !",
]

function convert(zip: Zip, styleMap: string[]): Promise<{ value: string }> {
  return mammoth.convertToHtml(
    { buffer: repack(zip, (name) => NEEDED.test(name)) },
    { styleMap, includeEmbeddedStyleMap: false, externalFileAccess: false, idPrefix: 'd-', convertImage: mammoth.images.imgElement(async () => ({ src: '' })) },
  )
}

export async function readDocx(zip: Zip): Promise<Read> {
  for (const name of zip.names.filter((part) => /\.(?:xml|rels)$/iu.test(part) && NEEDED.test(part))) refuseDocumentTypes(zip.read(name))
  const { value } = await convert(zip, STYLES)
  const main = zip.read('word/document.xml')
  const found = main === undefined ? { deletions: 0, hidden: 0, pictures: 0 } : countMarks(main)
  return {
    format: 'docx',
    blocks: dropMarks(htmlToBlocks(value)),
    styled: async () => styleHtml((await convert(zip, [...OURS, ...STYLES])).value),
    ...readCore(zip.read('docProps/core.xml')),
    warnings: warn({
      deletions: found.deletions,
      pictures: found.pictures,
      macros: count(zip, /vbaProject\.bin$/iu),
      embedded: count(zip, /\/embeddings\//iu),
      comments: zip.names.includes('word/comments.xml') ? 1 : 0,
      external: countExternal(zip),
    }),
  }
}

/** A document type is declared for one reason only: entities, which lead to other files or grow without end. */
function refuseDocumentTypes(bytes: Uint8Array | undefined): void {
  if (bytes !== undefined && Buffer.from(bytes.subarray(0, 4096)).includes('<!DOCTYPE')) throw new Refused('broken')
}

function count(zip: Zip, pattern: RegExp): number {
  return zip.names.filter((name) => pattern.test(name)).length
}

function countMarks(bytes: Uint8Array): { deletions: number; hidden: number; pictures: number } {
  const found = { deletions: 0, hidden: 0, pictures: 0 }
  const open = (name: string) => {
    if (name === 'w:del') found.deletions += 1
    if (name === 'w:vanish') found.hidden += 1
    if (name === 'w:drawing' || name === 'w:pict') found.pictures += 1
  }
  readXml(bytes, { open, close: () => undefined, text: () => undefined })
  return found
}

/** Links that Word would open by itself: templates, pictures, frames. What a reader may click is none of them. */
function countExternal(zip: Zip): number {
  let external = 0
  for (const name of zip.names.filter((part) => /\.rels$/iu.test(part) && NEEDED.test(part))) {
    const bytes = zip.read(name)
    if (bytes === undefined) continue
    const open = (_: string, attributes: ReadonlyMap<string, string>) => {
      if (attributes.get('TargetMode') === 'External' && attributes.get('Type')?.endsWith('/hyperlink') !== true) external += 1
    }
    readXml(bytes, { open, close: () => undefined, text: () => undefined })
  }
  return external
}

/** The arrow that leads from a note back to the text is none of its words. */
function dropMarks(blocks: readonly Block[]): Block[] {
  return blocks.map((each) => (each.kind === 'footnote' ? { ...block('footnote', each.text.replace(/\s*↑$/u, '')) } : each)).filter((each) => each.text !== '' || each.kind === 'page-break')
}
