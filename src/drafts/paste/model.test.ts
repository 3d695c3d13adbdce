import { describe, expect, test } from 'vitest'
import type { Id } from '../../shared/ids.ts'
import { BLOCK_LIMIT, textOf } from '../blocks/model.ts'
import { bodySchema } from '../blocks/schema.ts'
import { cleanPasted, cleanPastedText, PASTE_PIECES, type PastedPiece } from './model.ts'
import { parseHtml } from './testing.ts'

let made = 0
const makeId = (): Id<'footnote'> => `01900000-0000-7000-8000-${String((made += 1)).padStart(12, '0')}` as Id<'footnote'>
const clean = (html: string, language = 'en') => cleanPasted(parseHtml(html), language, makeId)

/** `# heading`, `## …`, `- bullet`, `1. ordered`, indented by depth, `> quotation`, cells by |, marks as *strong* _emphasis_ ^sup^, links as [words](address), notes as {note}. */
function write(piece: PastedPiece): string {
  if (piece.kind === 'heading') return `${'#'.repeat(piece.level)} ${piece.text}`
  const { body } = piece
  const sign = { strong: '*', emphasis: '_', superscript: '^', subscript: '~', code: '`' } as const
  const words = (content: typeof body.content): string =>
    content.map((each) => {
      if (each.kind === 'break') return '\\'
      if (each.kind === 'reference') return '?'
      if (each.kind === 'footnote') return `{${words(each.content)}}`
      const marked = (each.marks ?? []).reduce((text, mark) => `${sign[mark]}${text}${sign[mark]}`, each.text)
      return each.link === undefined ? marked : `[${marked}](${each.link})`
    }).join('')
  const said = `${body.direction ?? ''}${body.language ?? ''}`
  const text = `${said === '' ? '' : `(${said}) `}${words(body.content)}`
  if (body.kind === 'table') return [...body.rows.map((row) => row.map((cell) => `${cell.isHeading === true ? '!' : ''}${cell.columns === undefined ? '' : `c${cell.columns}:`}${cell.rows === undefined ? '' : `r${cell.rows}:`}${words(cell.content)}`).join('|')), ...(text === '' ? [] : [`= ${text}`])].join('\n')
  if (body.kind === 'item') return `${'  '.repeat(body.depth - 1)}${body.list === 'ordered' ? '1.' : '-'} ${text}`
  return body.kind === 'quotation' ? `> ${text}` : text
}

function written(html: string, language?: string): string[] {
  const { pieces } = clean(html, language)
  for (const piece of pieces) if (piece.kind === 'block') expect(bodySchema.safeParse(piece.body).error?.issues ?? []).toEqual([])
  return pieces.map(write)
}

describe('nothing that runs comes in, whatever it is dressed as', () => {
  test.each([
    ['scripts, styles and frames', '<p>One<script>alert(1)</script><style>p{}</style> two</p><iframe src="x">three</iframe><svg><text>x</text></svg><object>y</object><template>z</template>', ['One two']],
    ['handlers and addresses that run', '<p onclick="x()">A <a href="javascript:alert(1)" onmouseover="x()">b</a> <a href="data:text/html,x">c</a> <a href=" https://example.org/a?b=1&amp;c ">d</a></p>', ['A b c [d](https://example.org/a?b=1&c)']],
    ['what nobody saw', '<p>A<span style="display: none">hidden</span><span hidden>x</span><!-- c --><del>gone</del><ins> new</ins></p>', ['A new']],
    ['forms', '<form><p>Name</p><input value="v"><textarea>t</textarea><select><option>o</option></select><button>b</button></form>', ['Name']],
  ])('%s', (_, html, lines) => {
    expect(written(html)).toEqual(lines)
  })

  test('and nothing too deep, too long or too many: it is cut and says so, and every block is one that the text takes', () => {
    const deep = clean(`${'<div>'.repeat(5_000)}deep${'</div>'.repeat(5_000)}<p>after</p>`)
    expect([deep.isCut, deep.pieces.map(write)]).toEqual([true, ['after']])
    const many = clean('<p>x</p>'.repeat(PASTE_PIECES + 5))
    expect([many.isCut, many.pieces.length]).toEqual([true, PASTE_PIECES])
    const long = clean(`<p>${'😀'.repeat(BLOCK_LIMIT)}</p>`)
    expect(long.isCut).toBe(false)
    expect(long.pieces.map((piece) => (piece.kind === 'block' ? textOf(piece.body) : '')).join('')).toBe('😀'.repeat(BLOCK_LIMIT))
    for (const piece of long.pieces) expect(piece.kind === 'block' && bodySchema.safeParse(piece.body).success).toBe(true)
    const wide = clean(`<table><tr>${'<td>c</td>'.repeat(31)}</tr><tr><td>d</td><td>e</td></tr></table>`)
    expect(wide.pieces.map(write)).toEqual([Array(31).fill('c').join(' · '), 'd · e'])
    expect(clean('<p>\u0000a\u0007b\ud800c\ufeff</p>').pieces.map(write)).toEqual(['abc'])
  })
})

const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0} --></style></head><body lang=EN-GB style='tab-interval:36.0pt'>
<!--StartFragment-->
<h1>Harbours<o:p></o:p></h1>
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Quiet</b> water<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><sup>[1]</sup><![endif]></span></span></a> &amp; H<sub>2</sub>O<span style='mso-spacerun:yes'>&nbsp; </span>here.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>First</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>o<span>&nbsp; </span></span><![endif]>Below it</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>a)<span>&nbsp; </span></span><![endif]>Lettered<a style='mso-comment-reference:AB_1;mso-comment-date:20260101T1000'></a><span class=MsoCommentReference><span style='mso-special-character:comment'>&nbsp;<a href="#_msocom_1">[AB1]</a></span></span></p>
<p class=MsoQuote>Said by somebody.</p>
<table class=MsoTableGrid border=1><thead><tr><td><p class=MsoNormal>Year<o:p></o:p></p></td><td><p class=MsoNormal>Count</p></td></tr></thead><tr><td colspan=2><p class=MsoNormal>2016</p><p class=MsoNormal>and after</p></td></tr></table>
<div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%"><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><sup>[1]</sup></span></span></a> See <i>there</i>.<o:p></o:p></p></div></div>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p>A remark of the margin</p></div></div>
<!--EndFragment--></body></html>`

const GOOGLE = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span style="font-weight:400;font-style:normal">Why</span></h2><p dir="ltr" style="line-height:1.38"><span style="font-size:11pt;font-weight:700;white-space:pre-wrap">Bold</span><span style="font-weight:400;white-space:pre-wrap"> and </span><span style="font-style:italic;font-weight:400">slanted</span><a href="https://www.google.com/url?q=https://example.org/x&amp;sa=D" style="text-decoration:none"><span style="color:#1155cc">link</span></a></p><ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>one</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>two</span></p></li></ul></ul><ol><li dir="ltr" aria-level="1"><p role="presentation"><span>three</span></p></li></ol><br><p dir="rtl"><span>القواعد الواضحة</span></p><div dir="ltr"><table><colgroup><col></colgroup><tbody><tr><td><p><span>a</span></p></td><td><p><span>b</span></p></td></tr></tbody></table></div></b><br class="Apple-interchange-newline">`

describe('what comes in clean', () => {
  test('from Word: headings, marks, notes that were carried, lists by their marks, quotations, tables; no margin, no styles', () => {
    expect(written(WORD)).toEqual(['# Harbours', '*Quiet* water{See _there_.} & H~2~O\u00a0 here.', '- First', '  - Below it', '1. Lettered', '> Said by somebody.', '!Year|!Count\nc2:2016\\and after'])
  })

  test('from Google Docs: the wrapper is not bold, lists nest by their level, addresses are taken out of the office’s own', () => {
    expect(written(GOOGLE)).toEqual(['## Why', '*Bold* and _slanted_[link](https://example.org/x)', '- one', '  - two', '1. three', 'القواعد الواضحة', 'a|b'])
  })

  test('from LibreOffice: notes, headings, a heading below the fourth, a Title', () => {
    const html = '<p class="western">Text<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> on</p><h6>Deep</h6><blockquote class="western">Quoted</blockquote><ol><li><p>A</p><p>still A</p><ol><li><p>B</p></li></ol></li></ol><div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Note words</p></div><p class=MsoTitle>A title</p>'
    expect(written(html)).toEqual(['Text{Note words} on', '#### Deep', '> Quoted', '1. A\\still A', '  1. B', '# A title'])
  })

  test('from pages: two line ends part paragraphs, code keeps its lines, a note is a note, a frame of one cell is none', () => {
    expect(written('One<br>two<br><br>three<div>four</div><pre>a\n  b</pre>')).toEqual(['One\\two', 'three', 'four', '`a`\\`  b`'])
    expect(written('<p>Fact<sup id="cite_ref-1"><a href="#cite_note-1">[1]</a></sup>.</p><ol><li id="cite_note-1"><a href="#cite_ref-1">^</a> Source</li></ol>')).toEqual(['Fact{Source}.'])
    expect(written('<table><tr><td><h3>In a frame</h3><p>words</p></td></tr></table>')).toEqual(['### In a frame', 'words'])
    expect(written('<table><tr><td rowspan=9>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td><td>e</td><td>f</td></tr></table>')).toEqual(['r3:a|b||\nc||\nd|e|f'])
  })

  test('in every script: direction and language are said only where they are not plain', () => {
    expect(written('<p dir="rtl">Harbour</p><p dir="rtl">نور</p><p lang="fr-FR">Le port</p><p lang="en-US">The port</p><p>规则<b>有</b>帮助</p>')).toEqual(['(rtl) Harbour', 'نور', '(fr-FR) Le port', 'The port', '规则*有*帮助'])
  })

  test('and what was left out is counted', () => {
    const { pictures, lostNotes, isCut } = clean('<p>A<img src="https://example.org/x.png"><a href="#_ftn3" name="_ftnref3">[3]</a></p>')
    expect({ pictures, lostNotes, isCut }).toEqual({ pictures: 1, lostNotes: 1, isCut: false })
  })

  test('of plain words: an empty line parts them, else every line is one', () => {
    expect(cleanPastedText('One\ntwo\n\nthree\r\n').pieces.map(write)).toEqual(['One\\two', 'three'])
    expect(cleanPastedText('One\ntwo').pieces.map(write)).toEqual(['One', 'two'])
  })
})
