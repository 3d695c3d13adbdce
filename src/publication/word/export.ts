import { strToU8, zipSync, type Zippable } from 'fflate'
import type { Chart } from '../charts/model.ts'
import { labelsOf } from '../labels/model.ts'
import { escapeXml } from '../markup/model.ts'
import { measurePicture } from '../pictures/model.ts'
import type { Print, PrintBlock } from '../text/model.ts'
import { commentsXml, numberComments, threadsXml } from '../word-comments/model.ts'
import { HEAD, numberingXml, stylesXml, W } from '../word-styles/model.ts'
import { documentXml, footnotesXml, type WordDesk, type WordPicture } from './model.ts'

/** A moment that every archive can hold: the same text is the same bytes. */
const MOMENT = '1980-01-01T12:00:00'
const TYPES = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

interface Pictures {
  readonly file: (sha256: string) => Uint8Array | undefined
  /** A chart drawn as PNG. */
  readonly chart: (chart: Chart) => Uint8Array | undefined
}

/**
 * The document for Word: headings, lists, notes, tables and captions are what Word knows by these names; each paragraph stands within a
 * bookmark `p-<its identity>`, by which it is known again when the file comes back.
 */
export function writeWord(print: Print, pictures: Pictures): Uint8Array<ArrayBuffer> {
  const label = labelsOf(print.language)
  const { comments, of } = numberComments(print, label('role.editor'))
  const media = new Map<string, { relation: string; bytes: Uint8Array; ending: string } & WordPicture>()
  const place = (name: string, bytes: Uint8Array | undefined): WordPicture | undefined => {
    const known = media.get(name)
    const size = known === undefined && bytes !== undefined ? measurePicture(bytes) : undefined
    if (known !== undefined || bytes === undefined || size === undefined) return known
    const { width, height } = size
    // What we drew is twice as large as it is meant, so that it prints sharply.
    const scale = name.startsWith('chart') ? 2 : 1
    const placed = { relation: `picture${media.size + 1}`, bytes, ending: size.mediaType === 'image/png' ? 'png' : 'jpeg', width: width / scale, height: height / scale }
    media.set(name, placed)
    return placed
  }
  const picture = (asked: Extract<PrintBlock, { kind: 'figure' }> | Chart): WordPicture | undefined => {
    if (!('kind' in asked)) return place(`chart ${JSON.stringify(asked)}`, pictures.chart(asked))
    return asked.picture.kind === 'file' ? place(asked.picture.sha256, pictures.file(asked.picture.sha256)) : undefined
  }
  const desk: WordDesk = { label, language: print.language, direction: print.direction, links: new Map(), picture, comments: of, lists: [], open: { compound: 2, simple: 2 }, marks: 0 }
  const document = documentXml(print, desk)
  const mainLinks = new Map(desk.links)
  const noteDesk: WordDesk = { ...desk, links: new Map() }
  const footnotes = footnotesXml(print, noteDesk)
  const external = (links: ReadonlyMap<string, string>): string[] => [...links].map(([address, id]) => `<Relationship Id="${id}" Type="${RELATIONS}/hyperlink" Target="${escapeXml(address)}" TargetMode="External"/>`)
  const files: Zippable = {}
  const add = (name: string, text: string): void => void (files[name] = strToU8(text))
  add('[Content_Types].xml', contentTypes(comments.length > 0))
  add('_rels/.rels', relations([relation('rId1', 'officeDocument', 'word/document.xml'), `<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>`]))
  add('docProps/core.xml', coreXml(print))
  add('word/document.xml', document)
  add('word/styles.xml', stylesXml(print))
  add('word/numbering.xml', numberingXml(desk.lists))
  add('word/settings.xml', `${HEAD}<w:settings ${W}><w:defaultTabStop w:val="709"/><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`)
  add('word/fontTable.xml', `${HEAD}<w:fonts ${W}><w:font w:name="Source Serif 4"><w:altName w:val="Georgia"/><w:family w:val="roman"/></w:font><w:font w:name="Amiri"><w:altName w:val="Times New Roman"/><w:family w:val="roman"/></w:font></w:fonts>`)
  add('word/footnotes.xml', footnotes)
  add('word/header.xml', `${HEAD}<w:hdr ${W}><w:p><w:pPr><w:pStyle w:val="Header"/>${print.direction === 'rtl' ? '<w:bidi/>' : ''}</w:pPr><w:r><w:rPr>${print.direction === 'rtl' ? '<w:rtl/>' : ''}</w:rPr><w:t xml:space="preserve">${escapeXml(`${print.matter.forum} · ${print.matter.title}${print.kind === 'review-copy' ? ` · ${label('reviewCopy')}` : ''}`)}</w:t></w:r></w:p></w:hdr>`)
  add('word/footer.xml', `${HEAD}<w:ftr ${W}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>`)
  if (comments.length > 0) {
    add('word/comments.xml', commentsXml(comments))
    add('word/commentsExtended.xml', threadsXml(comments))
  }
  const own = ['styles', 'numbering', 'settings', 'fontTable', 'footnotes'].map((name) => relation(name, name, `${name}.xml`))
  const commented = comments.length === 0 ? [] : [relation('comments', 'comments', 'comments.xml'), '<Relationship Id="threads" Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" Target="commentsExtended.xml"/>']
  const drawn = [...media.values()].map((one) => relation(one.relation, 'image', `media/${one.relation}.${one.ending}`))
  add('word/_rels/document.xml.rels', relations([...own, relation('header', 'header', 'header.xml'), relation('footer', 'footer', 'footer.xml'), ...commented, ...drawn, ...external(mainLinks)]))
  add('word/_rels/footnotes.xml.rels', relations(external(noteDesk.links)))
  for (const one of media.values()) files[`word/media/${one.relation}.${one.ending}`] = [one.bytes, { level: 0 }]
  return zipSync(files, { level: 6, mtime: MOMENT })
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
}

function relations(list: readonly string[]): string {
  return `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join('')}</Relationships>`
}

function contentTypes(hasComments: boolean): string {
  const parts = { document: 'document.main', styles: 'styles', numbering: 'numbering', settings: 'settings', fontTable: 'fontTable', footnotes: 'footnotes', header: 'header', footer: 'footer', ...(hasComments ? { comments: 'comments', commentsExtended: 'commentsExtended' } : {}) }
  const overrides = Object.entries(parts).map(([name, type]) => `<Override PartName="/word/${name}.xml" ContentType="${TYPES}.${type}+xml"/>`)
  return `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>${overrides.join('')}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`
}

function coreXml({ matter, language }: Print): string {
  const at = `${(matter.publishedAt ?? matter.frozenAt).slice(0, 19)}Z`
  return `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(matter.title)}</dc:title><dc:creator>${escapeXml(matter.forum)}</dc:creator><dc:description>${escapeXml(matter.summary)}</dc:description><dc:identifier>${escapeXml(matter.address)}</dc:identifier><dc:language>${escapeXml(language)}</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${at}</dcterms:modified></cp:coreProperties>`
}
