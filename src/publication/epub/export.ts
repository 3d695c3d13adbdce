import { strToU8, zipSync, type Zippable } from 'fflate'
import { textDirection } from '../../shared/language.ts'
import { contentsOf, factsOf } from '../facts/model.ts'
import { labelsOf, type Label } from '../labels/model.ts'
import { annexMarkup, escapeXml, matterMarkup, notesMarkup, sectionMarkup, type MarkupChoice } from '../markup/model.ts'
import { pictureFiles, type Print, type PrintPicture } from '../text/model.ts'

/** A moment that every archive can hold: the same text is the same bytes. */
const MOMENT = '1980-01-01T12:00:00'

const STYLE = `body{line-height:1.5}h1{font-weight:normal}h2{font-weight:normal;margin-block-start:1.5em}
.label,.ground,.forum,.cycle,.quiet{color:#5d5a54}.ground,.mark{font-size:.75em}.mark{text-decoration:none;color:#5d5a54}
.para{margin-block:.9em}.text p{margin:0}.item .text{margin-inline-start:1.5em}.depth-2 .text{margin-inline-start:3em}.depth-3 .text{margin-inline-start:4.5em}.depth-4 .text{margin-inline-start:6em}
blockquote{margin-inline:0;border-inline-start:2px solid #0a5a6b;padding-inline-start:.8em}
.erratum{border-inline-start:2px solid #9a3b12;padding-inline-start:.6em;font-size:.9em}.not-translated .text{color:#5d5a54}.lost{color:#9a3b12}
table{border-collapse:collapse;font-size:.85em}caption{text-align:start;padding-block-end:.4em}th,td{text-align:start;vertical-align:top;padding:.3em .5em;border-block-end:1px solid #d9d4c9}.numbers td{text-align:end}
figure{margin:0}img,svg{max-width:100%;height:auto}dt{color:#5d5a54}dd{margin-inline-start:0;margin-block-end:.4em}.words{line-height:1.5}.words span{margin-inline-end:.6em}.words small{font-size:.75rem;color:#5d5a54}.step-1{font-size:.85em}.step-2{font-size:1em}.step-3{font-size:1.2em}.step-4{font-size:1.45em}.step-5{font-size:1.8em}.step-6{font-size:2.2em}.step-4,.step-5,.step-6{color:#0a5a6b}`

interface Part {
  readonly name: string
  readonly title: string
  readonly body: string
  readonly properties: string
}

/** The document as EPUB 3: a page of its own for the title, for each chapter, for notes and for annexes; pictures beside them. */
export function writeEpub(print: Print, pictureOf: (sha256: string) => Uint8Array | undefined): Uint8Array<ArrayBuffer> {
  const label = labelsOf(print.language)
  const chapters = chaptersOf(print)
  const fileOf = new Map<string, string>()
  for (const { name, anchors } of chapters) for (const anchor of anchors) fileOf.set(anchor, name)
  const pictures = [...new Map(pictureFiles(print).map((file) => [file.sha256, file])).values()].flatMap((file) => {
    const bytes = pictureOf(file.sha256)
    return bytes === undefined ? [] : [{ file, bytes, name: `pictures/${file.sha256.slice(0, 16)}.${file.mediaType === 'image/png' ? 'png' : 'jpg'}` }]
  })
  const choice: MarkupChoice = {
    label,
    language: print.language,
    isBook: true,
    href: (anchor) => `${fileOf.get(anchor) ?? 'title.xhtml'}#${anchor}`,
    picture: ({ sha256 }: Extract<PrintPicture, { kind: 'file' }>) => pictures.find(({ file }) => file.sha256 === sha256)?.name,
  }
  const parts = chapters.map(({ name, title, write }): Part => {
    const body = write(choice)
    return { name, title, body, properties: body.includes('<svg') ? ' properties="svg"' : '' }
  })
  const files: Zippable = { mimetype: [strToU8('application/epub+zip'), { level: 0 }], 'META-INF/container.xml': strToU8(CONTAINER) }
  const add = (name: string, text: string): void => void (files[`EPUB/${name}`] = strToU8(text))
  add('package.opf', packageOf(print, parts, pictures.map(({ name, file }) => ({ name, mediaType: file.mediaType }))))
  add('nav.xhtml', page(print, label('contents'), navOf(print, label, choice)))
  add('style.css', STYLE)
  for (const part of parts) add(part.name, page(print, part.title, part.body))
  for (const { name, bytes } of pictures) files[`EPUB/${name}`] = [bytes, { level: 0 }]
  return zipSync(files, { level: 6, mtime: MOMENT })
}

const CONTAINER = '<?xml version="1.0" encoding="UTF-8"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'

interface Chapter {
  readonly name: string
  readonly title: string
  readonly anchors: readonly string[]
  readonly write: (choice: MarkupChoice) => string
}

/** A file for each chapter: a heading of the first level with what stands below it. */
function chaptersOf(print: Print): Chapter[] {
  const label = labelsOf(print.language)
  const groups: { section: Print['sections'][number]; place: number }[][] = []
  for (const [place, section] of print.sections.entries()) {
    const group = groups.at(-1)
    if (group === undefined || (section.level === 1 && section.title.trim() !== '')) groups.push([{ section, place }])
    else group.push({ section, place })
  }
  const chapters = groups.map((group, at): Chapter => ({
    name: `chapter-${at + 1}.xhtml`,
    title: group[0]?.section.title.trim() === '' ? print.matter.title : (group[0]?.section.title ?? print.matter.title),
    anchors: group.flatMap(({ section, place }) => [`s${place + 1}`, ...section.blocks.flatMap((block) => [`p${block.number}`, ...marksOf(block)])]),
    write: (choice) => group.map(({ section, place }) => sectionMarkup(section, place, choice)).join('\n'),
  }))
  const notes: Chapter[] = print.notes.length === 0 ? [] : [{ name: 'notes.xhtml', title: label('notes'), anchors: ['notes', ...print.notes.map(({ number }) => `n${number}`)], write: (choice) => `<section id="notes" role="doc-endnotes"><h2>${escapeXml(label('notes'))}</h2>\n${notesMarkup(print.notes, choice)}</section>` }]
  const annexes = print.annexes.map((annex): Chapter => ({ name: `annex-${annex.kind}.xhtml`, title: `${annex.label} ${annex.title}`, anchors: [`annex-${annex.kind}`], write: (choice) => annexMarkup(annex, choice) }))
  const title: Chapter = { name: 'title.xhtml', title: print.matter.title, anchors: [], write: (choice) => matterMarkup(print, factsOf(print), choice) }
  return [title, ...chapters, ...annexes, ...notes]
}

function marksOf(block: Print['sections'][number]['blocks'][number]): string[] {
  const pieces = block.kind === 'table' ? [...block.rows.flat().flatMap(({ content }) => content), ...block.content] : block.content
  return pieces.flatMap((piece) => (piece.kind === 'note' ? [`r${piece.number}`] : []))
}

function page(print: Print, title: string, body: string): string {
  const language = escapeXml(print.language)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="${language}" xml:lang="${language}" dir="${print.direction}">\n<head><title>${escapeXml(title)}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>\n<body>\n${body}\n</body>\n</html>\n`
}

function navOf(print: Print, label: Label, choice: MarkupChoice): string {
  const entries = [{ title: print.matter.title, href: 'title.xhtml', level: 1 }, ...contentsOf(print).map(({ title, anchor, level }) => ({ title, href: choice.href(anchor), level })), ...(print.notes.length === 0 ? [] : [{ title: label('notes'), href: 'notes.xhtml', level: 1 }])]
  return `<nav epub:type="toc" role="doc-toc" id="toc"><h1>${escapeXml(label('contents'))}</h1>${nest(entries, 1)}</nav>`
}

interface Entry {
  readonly title: string
  readonly href: string
  readonly level: number
}

/** Entries as lists within lists. What comes deeper than the one before it by two steps is one step deeper. */
function nest(entries: readonly Entry[], level: number): string {
  const items: string[] = []
  for (let at = 0; at < entries.length; ) {
    const entry = entries[at]
    if (entry === undefined) break
    let end = at + 1
    while (end < entries.length && (entries[end]?.level ?? 0) > Math.max(level, entry.level)) end++
    const below = entries.slice(at + 1, end)
    items.push(`<li><a href="${entry.href}">${escapeXml(entry.title)}</a>${below.length === 0 ? '' : nest(below, level + 1)}</li>`)
    at = end
  }
  return `<ol>${items.join('\n')}</ol>`
}

function packageOf(print: Print, parts: readonly Part[], pictures: readonly { name: string; mediaType: string }[]): string {
  const { matter, language } = print
  const modified = (matter.publishedAt ?? matter.frozenAt).slice(0, 19)
  const hasPictures = pictures.length > 0 || parts.some(({ properties }) => properties !== '')
  const manifest = [
    '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
    '<item id="style" href="style.css" media-type="text/css"/>',
    ...parts.map(({ name, properties }, at) => `<item id="part-${at}" href="${name}" media-type="application/xhtml+xml"${properties}/>`),
    ...pictures.map(({ name, mediaType }, at) => `<item id="picture-${at}" href="${name}" media-type="${mediaType}"/>`),
  ]
  const direction = textDirection(language) === 'rtl' ? ' page-progression-direction="rtl"' : ''
  return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="${escapeXml(language)}" dir="${print.direction}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">${escapeXml(matter.address)}</dc:identifier>
<dc:title>${escapeXml(matter.title)}</dc:title>
<dc:language>${escapeXml(language)}</dc:language>
<dc:creator>${escapeXml(matter.forum)}</dc:creator>
<dc:publisher>${escapeXml(matter.forum)}</dc:publisher>
<dc:date>${modified}Z</dc:date>
${matter.summary === '' ? '' : `<dc:description>${escapeXml(matter.summary)}</dc:description>`}
<meta property="dcterms:modified">${modified}Z</meta>
<meta property="schema:accessMode">textual</meta>
${hasPictures ? '<meta property="schema:accessMode">visual</meta>' : ''}
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityHazard">none</meta>
</metadata>
<manifest>
${manifest.join('\n')}
</manifest>
<spine${direction}>
${parts.map((_, at) => `<itemref idref="part-${at}"/>`).join('\n')}
</spine>
</package>
`
}
