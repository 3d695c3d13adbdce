import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const folder = import.meta.dirname
const sheets = readdirSync(folder).filter((name) => name.endsWith('.css')).map((name) => readFileSync(join(folder, name), 'utf8'))

/** Texts that stand on every ground a page has: the sheet, an opened paragraph, a quotation. */
const TEXTS = ['ink', 'ink-2', 'accent', 'warn']
const GROUNDS = ['paper', 'sheet', 'accent-tint', 'marker']
/** Grounds that carry one kind of text alone. */
const SPECIAL = [['ink', 'rule'], ['on-accent', 'accent'], ...[1, 2, 3, 4].map((step) => ['ink', `heat-${step}`])] as const
/** What is not text and has to be seen: the edge of a field, the bars of the voices, the signs of themes (WCAG 2.2, 1.4.11). */
const SHAPES = ['field', 'accent', ...[1, 2, 3, 4, 5, 6, 7].map((voice) => `voice-${voice}`), ...[1, 2, 3, 4, 5, 6, 7, 8].map((theme) => `theme-${theme}`)]

type Tokens = ReadonlyMap<string, string>

/** The colours of a block of declarations, by their name without dashes. */
function tokensOf(css: string): Tokens {
  return new Map(Array.from(css.matchAll(/--([\w-]+):\s*(#[\da-f]{3,6})\b/gu), ([, name = '', colour = '']) => [name, colour]))
}

const base = readFileSync(join(folder, 'base.css'), 'utf8')
const [lightCss = '', darkCss = ''] = base.split('prefers-color-scheme: dark')
const light = tokensOf(lightCss)
const dark: Tokens = new Map([...light, ...tokensOf(darkCss)])
const print: Tokens = new Map([...light, ...tokensOf(readFileSync(join(folder, 'print.css'), 'utf8'))])

function luminance(hex: string): number {
  const digits = hex.length === 4 ? Array.from(hex.slice(1), (digit) => digit + digit) : (hex.slice(1).match(/../gu) ?? [])
  const [red = 0, green = 0, blue = 0] = digits.map((pair) => {
    const part = Number.parseInt(pair, 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The ratio of WCAG 2.2: 1 for the same colour, 21 for black on white. */
function contrast(tokens: Tokens, one: string, other: string): number {
  const [a, b] = [tokens.get(one), tokens.get(other)]
  if (a === undefined || b === undefined) throw new Error(`base.css has no colour --${a === undefined ? one : other}`)
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

const tooFaint = (tokens: Tokens, pairs: readonly (readonly string[])[], least: number): string[] =>
  pairs.flatMap(([text = '', ground = '']) => {
    const ratio = contrast(tokens, text, ground)
    return ratio >= least ? [] : [`${text} on ${ground}: ${ratio.toFixed(2)}`]
  })

const cross = (some: readonly string[], others: readonly string[]) => some.flatMap((one) => others.map((other) => [one, other] as const))

test('black on white is 21, the same colour is 1', () => {
  const tokens = new Map([['black', '#000'], ['white', '#ffffff']])
  expect(contrast(tokens, 'black', 'white')).toBeCloseTo(21, 5)
  expect(contrast(tokens, 'white', 'white')).toBe(1)
})

describe.each([{ scheme: 'light', tokens: light }, { scheme: 'dark', tokens: dark }, { scheme: 'print', tokens: print }])('$scheme', ({ scheme, tokens }) => {
  test('every text is at 4.5 to 1 or better on every ground', () => {
    expect(tooFaint(tokens, [...cross(TEXTS, GROUNDS), ...SPECIAL], 4.5)).toEqual([])
  })

  test('what is not text and has to be seen is at 3 to 1 or better', () => {
    expect(tooFaint(tokens, cross(SHAPES, ['paper', 'sheet']), 3)).toEqual([])
  })

  test('has a colour of its own for each token', () => {
    const own = scheme === 'dark' ? tokensOf(darkCss) : light
    expect([...light.keys()].filter((name) => !own.has(name))).toEqual([])
  })
})

test('no sheet sets a text or a ground that is not measured here', () => {
  const used = (pattern: RegExp) => new Set(sheets.flatMap((css) => Array.from(css.matchAll(pattern), ([, name = '']) => name)))
  const measured = [...TEXTS, ...GROUNDS, ...SPECIAL.flat()]
  expect([...used(/[\s;{]color:\s*var\(--([\w-]+)\)/gu)].filter((name) => ![...TEXTS, 'on-accent'].includes(name))).toEqual([])
  expect([...used(/background(?:-color)?:\s*var\(--([\w-]+)\)/gu)].filter((name) => !measured.includes(name))).toEqual([])
  expect(sheets.flatMap((css) => css.match(/(?:color|background):\s*#[\da-f]+/giu) ?? [])).toEqual([])
})
