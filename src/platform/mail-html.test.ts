import { expect, test } from 'vitest'
import { writeMailHtml } from './mail-html.ts'

/** The words of a mail's HTML, as a reader sees them: white space counts once. */
function wordsOf(html: string): string {
  return html
    .replace(/^[\s\S]*<body[^>]*>/u, '')
    .replaceAll(/<!--[\s\S]*?-->/gu, '')
    .replaceAll(/<hr>/gu, ' --- ')
    .replaceAll(/<\/?a\b[^>]*>/gu, '')
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    .replaceAll(/\s+/gu, ' ').trim()
}
const plain = (text: string) => text.replaceAll(/^(?:> ?)+/gmu, '').replaceAll(/\s+/gu, ' ').trim()

const TEXT = `Dear Ana,

A call was opened: https://forum.example.org/bpf/2026/calls/main?a=1&b=2. It closes on 5 May (https://forum.example.org/x).

1. First question?
2. Second question
   that goes on
3) Third

- a point
* another

> What you wrote
> <b>in</b> two lines
>
> and a paragraph
> > quoted before

Answer to mailto:reply+abc@forum.example.org; not to javascript:alert(1).
سؤال بالعربية & "quotes"`

test('the HTML has the words of the text, in their order, and nothing of it is markup', () => {
  const html = writeMailHtml({ text: TEXT, subject: 'A <call>', lang: 'en', footer: 'Why you get this.\n\nhttps://forum.example.org/notices/x' })
  expect(wordsOf(html)).toBe(`${plain(TEXT)} --- Why you get this. https://forum.example.org/notices/x`)
  expect(html).toContain('<title>A &lt;call&gt;</title>')
  expect(html).not.toMatch(/<b>|<img|<table|<script|<link|<style/u)
  expect(html.match(/<blockquote/gu)).toHaveLength(2)
})

test('links lead to http, https and mailto alone, without the stop or bracket behind them', () => {
  const links = [...writeMailHtml({ text: `${TEXT}\nhttps:// ftp://example.org data:text/html,x http://example.org/"onclick="x`, subject: 's' }).matchAll(/href="([^"]*)"/gu)].map(([, href]) => href)
  expect(links).toEqual(['https://forum.example.org/bpf/2026/calls/main?a=1&amp;b=2', 'https://forum.example.org/x', 'mailto:reply+abc@forum.example.org', 'http://example.org/'])
})

test.each(['en', 'ar', 'he', 'zh-Hans', undefined])('language and direction are said where they are known (%s)', (lang) => {
  const html = writeMailHtml({ text: 'x', subject: 's', lang })
  const rightToLeft = lang === 'ar' || lang === 'he'
  expect(html.includes('dir="rtl"')).toBe(rightToLeft)
  expect(html.includes(`lang="${lang}"`)).toBe(lang !== undefined)
  if (lang === undefined) expect(html).toContain('dir="auto"')
})

test('no line is longer than a mail server takes, in any script, and no word is changed by that', () => {
  for (const word of ['word ', '漢字', 'ا', '&<>"', '🏳️‍🌈', `https://example.org/${'x'.repeat(1500)} `]) {
    const text = word.repeat(3_000).slice(0, 30_000)
    const html = writeMailHtml({ text, subject: word.repeat(50), footer: text.slice(0, 2_000) })
    const longest = Math.max(...html.split('\n').map((line) => Buffer.byteLength(line)))
    // An address that is itself longer than that cannot be broken; the mail's own encoding does it.
    if (!word.startsWith('https')) expect(longest).toBeLessThanOrEqual(998)
    expect(wordsOf(html).replaceAll(/\s/gu, '').startsWith(text.toWellFormed().replaceAll(/\s/gu, '').slice(0, 20_000))).toBe(true)
  }
})

test('a long hostile text is written in little time', () => {
  const start = performance.now()
  for (const text of ['>'.repeat(5_000), '<'.repeat(100_000), 'https://'.repeat(20_000), ' '.repeat(200_000), '\n> '.repeat(50_000), '1. '.repeat(50_000), ' <'.repeat(50_000)]) writeMailHtml({ text, subject: text })
  expect(performance.now() - start).toBeLessThan(5_000)
})
