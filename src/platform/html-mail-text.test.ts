import { expect, test } from 'vitest'
import { readReplyBlocks } from '../shared/reply-text.ts'
import { htmlMailText } from './html-mail-text.ts'

test('what a program writes in HTML alone is read as its plain words, with what it quotes', () => {
  const html = `<html><head><title>x</title><style>p { color: red }</style></head><body dir="rtl"><!-- no --><p class=MsoNormal>Yes &amp; no,<br>\nof\ncourse.</p><div class="gmail_quote"><div>On Mon, 2 Nov 2026 at 09:00, Forum &lt;<a href="mailto:a@b.example">a@b.example</a>&gt; wrote:</div><blockquote type="cite"><p>What?</p><blockquote>Before.</blockquote></blockquote></div><script>alert(1)</script></body></html>`
  const text = htmlMailText(html)
  expect(text).toContain('Yes & no,\nof course.')
  expect(text).toContain('> What?')
  expect(text).toContain('>> Before.')
  expect(text).not.toMatch(/alert|color|<p/u)
  expect(readReplyBlocks(text).filter(({ kind }) => kind === 'own')).toEqual([{ kind: 'own', text: 'Yes & no,\nof course.' }])
  expect(htmlMailText('<div>From: Forum<br></div>plain')).toBe('From: Forum\nplain')
  // Numbers that a program took for a list's, lines that stand as they were typed, words that nobody was to see.
  expect(htmlMailText('<ol><li>Yes</li><li>No<ol start="4"><li>So</li></ol></li><li>Maybe</li></ol>')).toMatch(/1\. Yes\n+2\. No\n+4\. So\n+3\. Maybe/u)
  expect(htmlMailText('<pre>Yes.\n&gt; What?</pre>')).toBe('Yes.\n> What?')
  expect(htmlMailText('<div style="color:#fff;display:none">Preview</div><p>Yes</p><span hidden>x</span>')).toBe('Yes')
})

test.each(['<style>', '<!--', '<blockquote', '<blockquote>', '<![', '<?xml', '<p ', '<', '&amp;', '<hr', '<ol><li>', '<div><p>', '<pre>\n', '<div style=";display:none', '<p hidden>'])('any number of %s is read at once', (part) => {
  const began = performance.now()
  htmlMailText(part.repeat(60_000))
  expect(performance.now() - began).toBeLessThan(3000)
})
