import { describe, expect, test } from 'vitest'
import type { Block, Extraction } from '../../shared/extraction.ts'
import { readDocument } from './read-document.ts'
import { makeDocx, makeOdt, makePdf, makeZip } from './testing.ts'

const paragraph = (text: string, style = '') => `<w:p>${style === '' ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`

function blocksOf(read: Extraction): readonly Block[] {
  if (read.outcome !== 'extracted') throw new Error(JSON.stringify(read))
  return read.blocks
}

const shortOf = (read: Extraction) => blocksOf(read).map(({ kind, level, text }) => `${kind}${level ?? ''}: ${text}`)
const codesOf = (read: Extraction) => ('warnings' in read ? read.warnings.map(({ code }) => code) : [])
const readText = (text: string, name = 'a.txt') => readDocument(Buffer.from(text), name)

describe('what is refused', () => {
  test.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'not-a-document'],
    ['PostScript', Buffer.from('%!PS-Adobe-3.0\n/Helvetica findfont 12 scalefont setfont (words) show'), 'not-a-document'],
    ['a calendar', Buffer.from('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n'), 'not-a-document'],
    ['a zip of pictures', makeZip({ 'a.png': 'x' }), 'not-a-document'],
    ['a spreadsheet', makeZip({ '[Content_Types].xml': 'spreadsheetml', 'xl/workbook.xml': '<x/>' }), 'not-a-document'],
    ['a zip cut short', makeDocx(paragraph('words')).subarray(0, 300), 'broken'],
    ['a Word file whose XML does not close', makeDocx('<w:p><w:r>'), 'broken'],
    ['an XML bomb', makeDocx(paragraph('&a;'), { 'word/styles.xml': '<!DOCTYPE x [<!ENTITY a "aaaa">]><x/>' }), 'broken'],
    ['an external entity', makeOdt('<text:p>x</text:p>', { 'content.xml': '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>' }), 'broken'],
    ['an encrypted OpenDocument', makeOdt('<text:p>x</text:p>', { 'META-INF/manifest.xml': '<m><manifest:encryption-data/></m>' }), 'encrypted'],
    ['a compound file that is no Word document', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)]), 'not-a-document'],
    ['a Word file under a password', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(600)]), 'encrypted'],
    ['a PDF that is none', Buffer.from('%PDF-1.7\nnothing of the kind'), 'broken'],
  ])('%s', async (_, bytes, reason) => {
    expect(await readDocument(bytes, 'x.docx')).toMatchObject({ outcome: 'refused', reason })
  })

  test('a zip that would inflate beyond all measure is refused by its directory, before anything is inflated', async () => {
    const bomb = makeDocx('x'.repeat(12_000_000))
    expect(bomb.length).toBeLessThan(60_000)
    expect(await readDocument(bomb, 'x.docx')).toMatchObject({ outcome: 'refused', reason: 'inflates-too-much' })
  })

  test('a zip whose directory lies about the size is held to what it promised', async () => {
    const liar = makeDocx('x'.repeat(12_000_000))
    // The size that the directory states of each part, four bytes at the 24th of its entries.
    for (let at = liar.indexOf('PK\u0001\u0002'); at >= 0; at = liar.indexOf('PK\u0001\u0002', at + 4)) liar.writeUInt32LE(Math.min(1000, liar.readUInt32LE(at + 24)), at + 24)
    expect(await readDocument(liar, 'x.docx')).toMatchObject({ outcome: 'refused', reason: 'broken' })
  })

  test('a zip of ten thousand and one parts', async () => {
    const zip = makeZip({ a: '' })
    // How many parts the end of the directory says that there are.
    zip.writeUInt16LE(10_001, zip.indexOf('PK\u0005\u0006') + 10)
    expect(await readDocument(zip, 'x.docx')).toMatchObject({ outcome: 'refused', reason: 'too-many-parts' })
  })
})

describe('Word', () => {
  test('headings, lists, tables and footnotes keep their kind; tracked deletions, macros, objects and outside links are left out and said', async () => {
    const body = [
      paragraph('Our view', 'Heading1'), paragraph('A paragraph.'),
      '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',
      '<w:p><w:r><w:t xml:space="preserve">kept </w:t></w:r><w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>added</w:t></w:r></w:ins></w:p>',
      '<w:p><w:r><w:br w:type="page"/></w:r></w:p>', paragraph('After the break.'),
    ].join('')
    const read = await readDocument(
      makeDocx(body, {
        'word/styles.xml': '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
        'word/vbaProject.bin': 'evil', 'word/embeddings/a.bin': 'evil',
        'word/_rels/document.xml.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>',
        'docProps/core.xml': '<x><dc:title>The &amp; title</dc:title><dc:creator>Ada</dc:creator></x>',
      }),
      'a.docx',
    )
    expect(shortOf(read)).toEqual(['heading1: Our view', 'paragraph: A paragraph.', 'row: a\tb c', 'paragraph: kept added', 'page-break: ', 'paragraph: After the break.'])
    expect(codesOf(read).sort()).toEqual(['deletions', 'embedded', 'external', 'macros'])
    expect(read).toMatchObject({ format: 'docx', title: 'The & title', author: 'Ada', pages: null })
  })
})

describe('OpenDocument and RTF', () => {
  test('an OpenDocument', async () => {
    const body =
      '<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h text:outline-level="2">Title</text:h><text:p>One<text:s/>two<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note> three</text:p>' +
      '<text:list><text:list-item><text:p>first</text:p><text:list><text:list-item><text:p>inner</text:p></text:list-item></text:list></text:list-item></text:list>' +
      '<table:table><table:table-row><table:table-cell><text:p>a</text:p><text:p>b</text:p></table:table-cell><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row></table:table>' +
      '<text:p text:style-name="Quotations">said</text:p><office:annotation><text:p>a remark</text:p></office:annotation>'
    const read = await readDocument(makeOdt(body), 'a.odt')
    expect(shortOf(read)).toEqual(['heading2: Title', 'paragraph: One two three', 'footnote: A note.', 'item1: first', 'item2: inner', 'row: a b\tc', 'quote: said'])
    expect(codesOf(read)).toEqual(['comments'])
  })

  test('RTF: code pages, Unicode with its stand-ins, headings by their style, lists, tables, notes; objects and fields are not followed', async () => {
    const rtf = String.raw`{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}{\f1\fcharset0 Arial;}}{\stylesheet{\s1 heading 1;}}{\info{\title A title}{\author Ada}}
\pard\s1\f0 \'cf\'f0\'e8\'e2\'e5\'f2\par\pard\f1 caf\u233\'65 \ldblquote quoted\rdblquote{\*\unknown gone}{\object\objdata 4d5a}{\field{\*\fldinst INCLUDETEXT "http://evil.example/"}{\fldrslt shown}}\par
\pard{\listtext 1.\tab}\ls1\ilvl1 an item\par\pard\intbl a\cell b\cell\row\pard Words{\footnote A note.} end.\par\page {\v hidden}last}`
    const read = await readDocument(Buffer.from(rtf, 'latin1'), 'a.rtf')
    expect(shortOf(read)).toEqual(['heading1: Привет', 'paragraph: café “quoted”shown', 'item2: an item', 'row: a\tb', 'paragraph: Words end.', 'page-break: ', 'paragraph: last', 'footnote: A note.'])
    expect(read).toMatchObject({ format: 'rtf', title: 'A title', author: 'Ada' })
    expect(codesOf(read).sort()).toEqual(['embedded', 'hidden-text'])
  })

  test('RTF of a million open groups ends', async () => {
    expect(await readDocument(Buffer.from(`{\\rtf1 ${'{'.repeat(1_000_000)}deep`), 'a.rtf')).toMatchObject({ outcome: 'extracted', characters: 4 })
  })
})

describe('text, Markdown, HTML', () => {
  test('text: encodings, lines that a machine broke, lists, form feeds', async () => {
    const long = 'This line was broken by a mail program at seventy-two characters or so\nand goes on here in the same paragraph as if nothing at all had happened\nto it.'
    expect(shortOf(await readText(`${long}\n\nRoses\nViolets\n\n- one\n- two\n\f\nNext page`))).toEqual([`paragraph: ${long.replaceAll('\n', ' ')}`, 'paragraph: Roses\nViolets', 'item1: one', 'item1: two', 'page-break: ', 'paragraph: Next page'])
    expect(shortOf(await readText('a,b,c\n1,2,3\n4,5,6'))).toEqual(['row: a\tb\tc', 'row: 1\t2\t3', 'row: 4\t5\t6'])
    const old = await readDocument(Buffer.from('d\xe9j\xe0 vu', 'latin1'), 'a.txt')
    expect([shortOf(old), codesOf(old)]).toEqual([['paragraph: déjà vu'], ['encoding-guessed']])
    expect(shortOf(await readDocument(Buffer.from('\ufeffwide', 'utf16le'), 'a.txt'))).toEqual(['paragraph: wide'])
  })

  test('Markdown loses its marks and keeps its structure', async () => {
    const read = await readText('---\ntitle: "Position"\n---\n# Head\n\nSome **bold** and [a link](http://evil.example/x(1)) and `code` in snake_case_words.\n\n- one\n  - two\n> said\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: A note.\n', 'a.md')
    expect(shortOf(read)).toEqual(['heading1: Head', 'paragraph: Some bold and a link and code in snake_case_words.', 'item1: one', 'item2: two', 'quote: said', 'row: a\tb', 'row: 1\t2', 'footnote: A note.'])
    expect(read).toMatchObject({ format: 'markdown', title: 'Position' })
  })

  test('HTML: scripts, styles and hidden parts are left out, tags that never close and nest without end do no harm', async () => {
    const html = `<!doctype html><html lang="pt-BR"><title>T &amp; U</title><script>evil()</script><style>p{}</style><h2>Head</h2><p>One<br>two<p style="display:none">hidden<ul><li>a<ul><li>b</ul></ul><blockquote>said</blockquote><table><tr><td>1<td><p>2</p><p>3</p></table><img src="http://evil.example/p.png">${'<div>'.repeat(50_000)}deep`
    const read = await readText(html, 'a.html')
    expect(shortOf(read).slice(0, 6)).toEqual(['heading2: Head', 'paragraph: One\ntwo', 'item1: a', 'item2: b', 'quote: said', 'row: 1\t2 3'])
    expect(read).toMatchObject({ format: 'html', language: 'pt-BR', title: 'T & U' })
  })

  test('HTML that is written as XML is HTML', async () => {
    const xhtml = '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">\n<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Head</h1><p>Words.</p></body></html>'
    expect(shortOf(await readText(xhtml))).toEqual(['heading1: Head', 'paragraph: Words.'])
  })

  test('the content decides, not the name; a name that says otherwise is worth a word', async () => {
    const read = await readDocument(Buffer.from('<html><body><p>A page saved as something else.</p></body></html>'), 'paper.pdf')
    expect([shortOf(read), codesOf(read)]).toEqual([['paragraph: A page saved as something else.'], ['other-format']])
  })

  test('a text of one endless line is cut into blocks that can be shown, with nothing lost', async () => {
    const words = Array.from({ length: 20_000 }, (_, index) => `word${index}`).join(' ')
    const blocks = blocksOf(await readText(words))
    expect(Math.max(...blocks.map(({ text }) => text.length))).toBeLessThanOrEqual(8000)
    expect(blocks.map(({ text }) => text).join(' ')).toBe(words)
  })
})

describe('PDF', () => {
  const prose = (page: number) => [
    { text: 'Running title', x: 60, y: 800, size: 9 }, { text: `Heading of ${page}`, x: 60, y: 760, size: 18 },
    { text: `This is the first line of page ${page} and it ends in a hyphen-`, x: 60, y: 730 }, { text: 'ated word that goes on in the next line of the same para-', x: 60, y: 716 }, { text: 'graph and is well-known. It was well-', x: 60, y: 702 },
    { text: 'known before.', x: 60, y: 688 }, { text: `A second paragraph ${'again '.repeat(page).trim()}.`, x: 60, y: 650 }, { text: String(page), x: 300, y: 30, size: 9 },
  ]

  test('pages with what is printed on them, lines joined, words made whole, running titles and page numbers dropped', async () => {
    const read = await readDocument(makePdf([1, 2, 3, 4].map(prose), '/PageLabels << /Nums [0 << /S /r >> 2 << /S /D >>] >>'), 'a.pdf')
    expect(blocksOf(read).filter(({ page }) => page === 2)).toEqual([
      { kind: 'heading', level: 2, text: 'Heading of 2', page: 2, label: 'ii' },
      { kind: 'paragraph', level: null, text: 'This is the first line of page 2 and it ends in a hyphenated word that goes on in the next line of the same paragraph and is well-known. It was well-known before.', page: 2, label: 'ii' },
      { kind: 'paragraph', level: null, text: 'A second paragraph again again.', page: 2, label: 'ii' },
    ])
    expect(blocksOf(read).at(-1)).toMatchObject({ page: 4, label: '2' })
    expect(read).toMatchObject({ pages: 4, language: 'fr', warnings: [{ code: 'running-lines', count: 8 }] })
  })

  test('without a text layer it says so, and which pages have none', async () => {
    expect(await readDocument(makePdf([[], []]), 'scan.pdf')).toMatchObject({ outcome: 'no-text', format: 'pdf', pages: 2 })
    const half = await readDocument(makePdf([[{ text: 'Words', x: 60, y: 700 }], []]), 'scan.pdf')
    expect(half).toMatchObject({ outcome: 'extracted', warnings: [{ code: 'pages-without-text', count: 1 }] })
  })
})
