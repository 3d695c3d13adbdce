import { describe, expect, it } from 'vitest'
import { findCodePoints, sliceCodePoints } from '../../shared/text.ts'
import { documentOf, EDITS, randomOf, sentencesOf, TRIED_LANGUAGES } from '../matching/testing.ts'
import { alignTexts, carryRange, type RangeFate } from './model.ts'

/** What became of the words `quote` of a text, in words. */
function fate(before: string, quote: string, after: string | readonly string[], language = 'en'): string {
  const texts = typeof after === 'string' ? [after] : after
  const range = findCodePoints(before, quote)
  if (range === undefined) throw new Error('The quotation stands in the text')
  return say(carryRange(alignTexts(before, texts, language), range), texts)
}

function say(found: RangeFate, texts: readonly string[]): string {
  if (found.kind === 'gone') return 'gone'
  const words = found.pieces.map(({ part, start, end }) => `${texts.length > 1 ? `${part}: ` : ''}${sliceCodePoints(texts[part] ?? '', start, end)}`).join(' | ')
  return `${found.kind === 'doubtful' ? '?' : found.isSame ? 'same' : 'changed'} ${words}`.trim()
}

const LIGHTS = 'The harbour keeps two lights at its narrow entrance. They burn from dusk until the last ferry is in. Nobody pays for them, says the office.'

describe('ranges that need a person', () => {
  it('where a sentence was written anew around them', () => {
    expect(fate(LIGHTS, 'the last ferry', 'The harbour keeps two lights at its narrow entrance. All the night long somebody watches the last ferry. Nobody pays for them, says the office.')).toMatch(/^\? /u)
  })

  it('where the words stand elsewhere than the comparison puts them', () => {
    const moved = 'They burn from dusk until the last ferry is in. Nobody pays for them, says the office. The harbour keeps two lights at its narrow entrance.'
    expect(fate(LIGHTS, 'The harbour keeps two lights at its narrow entrance.', moved)).toBe('? The harbour keeps two lights at its narrow entrance.')
  })

  it('where one of two sentences that look alike was taken out', () => {
    const before = 'In 2020 the towns met. In 2021 the towns met. Then they stopped, for the war had come to the coast.'
    expect(fate(before, 'In 2020 the towns met', 'In 2021 the towns met. Then they stopped, for the war had come to the coast.')).not.toMatch(/^(?:same|changed)/u)
    expect(fate(before, 'the towns met', before.replace('In 2020 the towns met. ', ''))).not.toMatch(/^(?:same|changed)/u)
  })

  it('where they are marks without words and the text changed', () => {
    expect(fate('Is it so? — Yes.', '—', 'Is it really so? — Yes.')).toBe('?')
  })
})

describe('ranges that are carried', () => {
  it('as they were, in a text that did not change, whatever they are', () => {
    expect(fate(LIGHTS, ' from dusk', LIGHTS)).toBe('same  from dusk')
  })

  it('past what was put in and taken out elsewhere, by their place among their neighbours', () => {
    expect(fate(LIGHTS, '“They'.slice(1), `Before all this: ${LIGHTS}`)).toBe('same They')
    expect(fate(LIGHTS, 'the', LIGHTS.replace('narrow ', 'very narrow, very old '))).toBe('same the')
    expect(fate(LIGHTS, 'them, says the office.', LIGHTS.replace('two ', ''))).toBe('same them, says the office.')
  })

  it('with a word in them changed, put in or taken out, shown as changed', () => {
    expect(fate(LIGHTS, 'until the last ferry is in', LIGHTS.replace('last ferry', 'last small ferry'))).toBe('changed until the last small ferry is in')
    expect(fate(LIGHTS, 'two lights at its narrow entrance', LIGHTS.replace('narrow ', ''))).toBe('changed two lights at its entrance')
    expect(fate(LIGHTS, 'two lights', LIGHTS.replace('two', 'three'))).toBe('changed three lights')
    expect(fate(LIGHTS, 'them, says', LIGHTS.replace('them,', 'them;'))).toBe('changed them; says')
  })

  it('into the part of a split that has them, over its border in pieces, and into what was merged', () => {
    const [first, rest] = [LIGHTS.slice(0, 52), LIGHTS.slice(53)]
    expect(fate(LIGHTS, 'the last ferry', [first, rest])).toBe('same 1: the last ferry')
    expect(fate(LIGHTS, 'narrow entrance. They burn', [first, rest])).toBe('same 0: narrow entrance. | 1: They burn'.replace('entrance. |', 'entrance |').replace('same', 'changed'))
    expect(fate(LIGHTS, 'the last ferry', `Something went before it. ${LIGHTS} And something follows.`)).toBe('same the last ferry')
  })

  it('in code points, beyond the basic plane too', () => {
    expect(fate('𝔸 first 𝔹 word, then the 🚢 ship came in at last.', '🚢 ship', 'Well, 𝔸 first 𝔹 word, then the 🚢 ship came in at last.')).toBe('same 🚢 ship')
    expect(fate('港口入口处有两盏灯，从黄昏一直亮到最后一班渡轮进港。', '最后一班渡轮', '港口入口处有两盏灯，从黄昏一直亮到最后一班大渡轮进港。', 'zh')).toBe('changed 最后一班大渡轮')
  })
})

it('says that they are gone where only they were taken out', () => {
  expect(fate(LIGHTS, 'from dusk', LIGHTS.replace('from dusk ', ''))).toBe('gone')
})

it('carries none to other words, in six languages, and nearly all where the sentence has stayed', () => {
  for (const [place, language] of TRIED_LANGUAGES.entries()) {
    const random = randomOf(500 + place)
    const document = documentOf(language, 40, 300 + place)
    for (const name of ['one word added to each', 'one sentence removed from each', 'first sentence rewritten in each']) {
      const after = EDITS[name]?.(document, language, random) ?? []
      let [carried, stayed] = [0, 0]
      document.forEach(({ text }, at) => {
        const goal = after[at]?.text ?? ''
        const alignment = alignTexts(text, [goal], language)
        for (const sentence of sentencesOf(text).map((words) => words.trim())) {
          const range = findCodePoints(text, sentence)
          if (range === undefined) continue
          const found = carryRange(alignment, range)
          const isThere = goal.includes(sentence)
          if (isThere) stayed += 1
          if (found.kind !== 'carried') continue
          const [piece] = found.pieces
          const words = sliceCodePoints(goal, piece?.start ?? 0, piece?.end ?? 0)
          if (isThere) carried += 1
          // Not there as it was: then but for one word, which was added.
          expect(isThere ? words : name).toBe(isThere ? sentence : 'one word added to each')
        }
      })
      expect(carried / stayed).toBeGreaterThan(0.97)
    }
  }
})
