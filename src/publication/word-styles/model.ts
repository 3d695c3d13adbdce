import type { Print } from '../text/model.ts'

const FONTS = '<w:rFonts w:ascii="Source Serif 4" w:hAnsi="Source Serif 4" w:eastAsia="Songti SC" w:cs="Amiri"/>'
/** Where the words of a paragraph begin, in twentieths of a point: its number hangs before them. */
export const HANG = 850
const QUIET = '<w:color w:val="5D5A54"/>'

interface Style {
  readonly kind: 'paragraph' | 'character' | 'table'
  readonly id: string
  readonly name: string
  readonly basedOn?: string
  readonly next?: string
  readonly paragraph?: string
  readonly run?: string
  readonly more?: string
}

const heading = (level: number, size: number): Style => ({
  kind: 'paragraph',
  id: `Heading${level}`,
  name: `heading ${level}`,
  basedOn: 'Normal',
  next: 'NumberedParagraph',
  paragraph: `<w:keepNext/><w:keepLines/><w:spacing w:before="${level === 1 ? 480 : 320}" w:after="140"/><w:outlineLvl w:val="${level - 1}"/>`,
  run: `${level > 1 ? '<w:b/><w:bCs/>' : ''}<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>`,
})

const hanging = (more = ''): string => `<w:tabs><w:tab w:val="left" w:pos="${HANG}"/></w:tabs>${more}<w:ind w:left="${HANG}" w:hanging="${HANG}"/>`

/** The styles by their names as Word lists them; those that Word knows keep its names, so that its own tools find them. */
const STYLES: readonly Style[] = [
  { kind: 'paragraph', id: 'Title', name: 'Title', basedOn: 'Normal', next: 'Subtitle', paragraph: '<w:spacing w:before="1200" w:after="240" w:line="240" w:lineRule="auto"/>', run: '<w:sz w:val="56"/><w:szCs w:val="56"/>' },
  { kind: 'paragraph', id: 'Subtitle', name: 'Subtitle', basedOn: 'Normal', paragraph: '<w:spacing w:after="240"/>', run: `${QUIET}<w:sz w:val="26"/><w:szCs w:val="26"/>` },
  heading(1, 34),
  heading(2, 26),
  heading(3, 23),
  heading(4, 22),
  { kind: 'paragraph', id: 'NumberedParagraph', name: 'Numbered Paragraph', basedOn: 'Normal', paragraph: hanging() },
  { kind: 'paragraph', id: 'Quote', name: 'Quote', basedOn: 'Normal', paragraph: `<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="0A5A6B"/></w:pBdr>${hanging()}` },
  { kind: 'paragraph', id: 'ListParagraph', name: 'List Paragraph', basedOn: 'Normal' },
  { kind: 'paragraph', id: 'Caption', name: 'caption', basedOn: 'Normal', paragraph: `<w:keepNext/>${hanging('<w:spacing w:before="160" w:after="80"/>')}`, run: '<w:sz w:val="20"/><w:szCs w:val="20"/>' },
  { kind: 'paragraph', id: 'Ground', name: 'What It Rests On', basedOn: 'Normal', paragraph: `<w:spacing w:after="140"/><w:ind w:left="${HANG}"/>`, run: `${QUIET}<w:sz w:val="17"/><w:szCs w:val="17"/>` },
  { kind: 'paragraph', id: 'Erratum', name: 'Erratum', basedOn: 'Normal', paragraph: `<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="9A3B12"/></w:pBdr><w:ind w:left="${HANG}"/>`, run: '<w:sz w:val="20"/><w:szCs w:val="20"/>' },
  { kind: 'paragraph', id: 'Facts', name: 'Facts', basedOn: 'Normal', paragraph: '<w:spacing w:after="60"/>', run: '<w:sz w:val="19"/><w:szCs w:val="19"/>' },
  { kind: 'paragraph', id: 'TableText', name: 'Table Text', basedOn: 'Normal', paragraph: '<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>', run: '<w:sz w:val="19"/><w:szCs w:val="19"/>' },
  { kind: 'paragraph', id: 'TOCHeading', name: 'TOC Heading', basedOn: 'Heading1' },
  ...[1, 2, 3].map((level): Style => ({ kind: 'paragraph', id: `TOC${level}`, name: `toc ${level}`, basedOn: 'Normal', paragraph: `<w:spacing w:after="40"/><w:ind w:left="${(level - 1) * 240}"/>` })),
  { kind: 'paragraph', id: 'Header', name: 'header', basedOn: 'Normal', run: `${QUIET}<w:sz w:val="17"/><w:szCs w:val="17"/>` },
  { kind: 'paragraph', id: 'Footer', name: 'footer', basedOn: 'Normal', paragraph: '<w:jc w:val="center"/>', run: `${QUIET}<w:sz w:val="17"/><w:szCs w:val="17"/>` },
  { kind: 'paragraph', id: 'FootnoteText', name: 'footnote text', basedOn: 'Normal', paragraph: '<w:spacing w:after="40" w:line="240" w:lineRule="auto"/>', run: '<w:sz w:val="18"/><w:szCs w:val="18"/>' },
  { kind: 'paragraph', id: 'CommentText', name: 'annotation text', basedOn: 'Normal', run: '<w:sz w:val="20"/><w:szCs w:val="20"/>' },
  { kind: 'character', id: 'FootnoteReference', name: 'footnote reference', run: '<w:vertAlign w:val="superscript"/>' },
  { kind: 'character', id: 'CommentReference', name: 'annotation reference', run: '<w:sz w:val="16"/><w:szCs w:val="16"/>' },
  { kind: 'character', id: 'ParagraphNumber', name: 'Paragraph Number', run: `${QUIET}<w:sz w:val="17"/><w:szCs w:val="17"/>` },
  { kind: 'character', id: 'Label', name: 'Label', run: QUIET },
  { kind: 'character', id: 'Strong', name: 'Strong', run: '<w:b/><w:bCs/>' },
  { kind: 'character', id: 'Emphasis', name: 'Emphasis', run: '<w:i/><w:iCs/>' },
  { kind: 'character', id: 'Hyperlink', name: 'Hyperlink', run: '<w:color w:val="0A5A6B"/><w:u w:val="single"/>' },
  { kind: 'character', id: 'LineNumber', name: 'line number', run: `${QUIET}<w:sz w:val="15"/><w:szCs w:val="15"/>` },
  { kind: 'table', id: 'TableGrid', name: 'Table Grid', more: '<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="5D5A54"/><w:bottom w:val="single" w:sz="6" w:space="0" w:color="5D5A54"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="D9D4C9"/></w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>' },
]

/** `word/styles.xml`: what the whole document looks like, in the language it is in. */
export function stylesXml(print: Print): string {
  const { language, direction } = print
  const lang = languageMark(language)
  const bidi = direction === 'rtl' ? '<w:bidi/>' : ''
  const defaults = `<w:docDefaults><w:rPrDefault><w:rPr>${FONTS}<w:sz w:val="22"/><w:szCs w:val="24"/>${lang}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>${bidi}<w:spacing w:after="140" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`
  const normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
  return `${HEAD}<w:styles ${W}>${defaults}${normal}${STYLES.map(styleXml).join('').replaceAll('<w:pBdr><w:left ', direction === 'rtl' ? '<w:pBdr><w:right ' : '<w:pBdr><w:left ')}</w:styles>`
}

/** The language of a run, in the slot that its script reads. */
export function languageMark(language: string): string {
  return `<w:lang w:val="${language}" w:eastAsia="${/^(?:zh|ja|ko)/iu.test(language) ? language : 'zh-CN'}" w:bidi="${/^(?:ar|fa|he|ur)/iu.test(language) ? language : 'ar-SA'}"/>`
}

export const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
export const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

function styleXml({ kind, id, name, basedOn, next, paragraph, run, more }: Style): string {
  const parts = [
    `<w:name w:val="${name}"/>`,
    basedOn === undefined ? '' : `<w:basedOn w:val="${basedOn}"/>`,
    next === undefined ? '' : `<w:next w:val="${next}"/>`,
    '<w:qFormat/>',
    paragraph === undefined ? '' : `<w:pPr>${paragraph}</w:pPr>`,
    run === undefined ? '' : `<w:rPr>${run}</w:rPr>`,
    more ?? '',
  ]
  return `<w:style w:type="${kind}" w:styleId="${id}">${parts.join('')}</w:style>`
}

const BULLETS = ['•', '–', '•', '–']

/** `word/numbering.xml`: bullets, numbers, and a new list for each one that begins at 1. */
export function numberingXml(lists: readonly boolean[]): string {
  const level = (depth: number, format: 'bullet' | 'decimal', text: string): string => `<w:lvl w:ilvl="${depth}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="${HANG + 360 * (depth + 1)}" w:hanging="360"/></w:pPr></w:lvl>`
  const depths = [0, 1, 2, 3]
  const kinds = [
    `<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>${depths.map((depth) => level(depth, 'bullet', BULLETS[depth] ?? '•')).join('')}</w:abstractNum>`,
    `<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>${depths.map((depth) => level(depth, 'decimal', depths.slice(0, depth + 1).map((above) => `%${above + 1}.`).join(''))).join('')}</w:abstractNum>`,
    `<w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="hybridMultilevel"/>${depths.map((depth) => level(depth, 'decimal', `%${depth + 1}.`)).join('')}</w:abstractNum>`,
  ]
  const starts = depths.map((depth) => `<w:lvlOverride w:ilvl="${depth}"><w:startOverride w:val="1"/></w:lvlOverride>`).join('')
  const instances = lists.map((isCompound, at) => `<w:num w:numId="${at + 2}"><w:abstractNumId w:val="${isCompound ? 1 : 2}"/>${starts}</w:num>`)
  return `${HEAD}<w:numbering ${W}>${kinds.join('')}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>${instances.join('')}</w:numbering>`
}
