import { describe, expect, test } from 'vitest'
import { cleanPasted } from './pasted.ts'

describe('what a person typed stays as it is', () => {
  test.each([
    'Two words.', 'a < b and b > c, so <b> is a tag', 'The tag <p> begins a paragraph </p> of HTML.', 'Prix : 5 €', 'if (x<y) { /* no style */ }', 'می‌خواهم', '👩‍👩‍👧 écrit', '- one\n- two\n\n   indented',
    '<script>alert(1)</script>', '<!-- a remark of mine -->', '&nbsp; is an entity & so is &amp;', 'oh, really', 'o  an o and two spaces',
  ])('%s', (text) => {
    expect(cleanPasted(text)).toEqual({ text: text.trim(), removed: {}, isVisible: false })
  })
})

describe('what a word processor left is taken out', () => {
  test.each<[string, string, string, boolean]>([
    ['conditional comments', '<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->Our view.', 'Our view.', true],
    ['tags with their styles', '<p class="MsoNormal" style="mso-margin-top-alt:auto"><span lang="EN-GB">One<o:p></o:p></span></p><p class="MsoNormal">Two &amp; three</p>', 'One\n\nTwo & three', true],
    ['a style sheet pasted as text', 'Normal 0 false false false EN-US X-NONE X-NONE /* Style Definitions */ table.MsoNormalTable {mso-style-name:"Table Normal"; mso-padding-alt:0cm 5.4pt;}\nOur view.', 'Our view.', true],
    ['a Google document', '<b style="font-weight:normal;" id="docs-internal-guid-1f2e"><ul><li dir="ltr"><span>One</span></li><li><span>Two</span></li></ul></b>', '• One\n• Two', true],
    ['HTML pasted as its source', '<div>One</div>\n<div>Two <a href="http://x.example">three</a></div>\n<div>a &lt; b</div>', 'One\nTwo three\na < b', true],
    ['what was typed around what was pasted', 'Typed.\n\nAlso typed.\n<span style=\'mso-bidi-font-weight:normal\'>Pasted<o:p></o:p></span>\nTyped on.', 'Typed.\n\nAlso typed.\nPasted\nTyped on.', true],
    ['bullets of a private font', '\uf0b7 One\n\uf0a7\u00a0\u00a0\u00a0Two', '• One\n• Two', false],
    ['a mark and spaces that do not break', '·\u00a0\u00a0\u00a0\u00a0 One\n-\u00a0\u00a0\u00a0Two', '• One\n- Two', false],
    ['invisible hyphens and spaces', 'con\u00adsul\u00adta\u00adtion\u200b of\u00a0\u00a0 all', 'consultation of all', false],
    ['a script in the source of a page', '<p>a</p><p>b</p><p>c</p><script>alert(1)</script><style>p{}</style>', 'a\n\nb\n\nc', true],
  ])('%s', (_, pasted, text, isVisible) => {
    const cleaned = cleanPasted(pasted)
    expect([cleaned.text, cleaned.isVisible]).toEqual([text, isVisible])
    expect(Object.keys(cleaned.removed)).not.toEqual([])
  })

  test('cleaning what is clean changes nothing', () => {
    const once = cleanPasted('<p class="MsoNormal">One &lt;two&gt;</p>\uf0b7\u00a0\u00a0three').text
    expect(cleanPasted(once)).toEqual({ text: once, removed: {}, isVisible: false })
  })
})

describe('texts made to be slow', () => {
  test.each([
    ['comments that never end', '<!--[if gte mso 9]>'.repeat(10_000)], ['tags that never end', '<p class=Mso '.repeat(15_000)], ['open tags', '<div><span>'.repeat(18_000)], ['spaces', ` ${'\u00a0'.repeat(199_000)}x`],
    ['a style sheet without end', `/* Style Definitions */ ${'a{b}'.repeat(40_000)}{`], ['styles', '<style>'.repeat(28_000)], ['false', `Normal 0 ${'false '.repeat(30_000)}`],
  ])('%s', (_, text) => {
    const before = performance.now()
    cleanPasted(text)
    expect(performance.now() - before).toBeLessThan(1500)
  })
})
