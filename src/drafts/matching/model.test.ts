import { describe, expect, it } from 'vitest'
import { matchTexts } from './model.ts'
import { documentOf, EDITS, randomOf, sentenceOf, TRIED_LANGUAGES } from './testing.ts'

const known = (texts: readonly string[]) => texts.map((text, at) => ({ id: `p${at}`, text }))
const match = (before: readonly string[], after: readonly string[], language = 'en') => matchTexts(known(before), after.map((text) => ({ text })), language)
/** One word for each text: how it was carried and where to, its candidates, or gone. */
function fates(before: readonly string[], after: readonly string[], language?: string): string[] {
  return match(before, after, language).fates.map((fate) => (fate.kind === 'carried' ? `${fate.method} ${fate.to.join('+')}` : fate.kind === 'doubtful' ? `? ${fate.candidates.join(',')}` : 'gone'))
}

const LIGHTS = 'The harbour keeps two lights at its narrow entrance. They burn from dusk until the last ferry is in. Nobody pays for them.'
const CABLES = 'A damaged cable is reported to the office within an hour. The office tells every ship nearby, and keeps the report for ten years.'
const PILOTS = 'Pilots are trained together by the four towns. Their certificates hold on the whole coast, whoever issued them.'
const FEES = 'Visitors pay a small fee in summer. What it brings in is spent on moorings and on clean water.'

describe('texts that are left doubtful rather than carried wrongly', () => {
  it('a number that was corrected, for it may be another text', () => {
    const twin = (year: number): string => `The plenary of ${year} was told of the plans of the harbour towns and thanked them for their work.`
    expect(fates([LIGHTS, twin(2020), CABLES], [LIGHTS, twin(2023), CABLES])).toEqual(['exact 0', '? 1', 'exact 2'])
    expect(fates([LIGHTS, `3. ${CABLES}`, PILOTS], [LIGHTS, `7. ${CABLES}`, PILOTS])).toEqual(['exact 0', '? 1', 'exact 2'])
  })

  it('look-alikes that were all counted up by one: what says the same now said something else before', () => {
    const year = (number: number): string => `In ${number} the four towns met twice and agreed on a common budget for the lights.`
    expect(fates([2020, 2021, 2022].map(year), [2021, 2022, 2023].map(year)).every((fate) => fate.startsWith('?'))).toBe(true)
    expect(fates(['2020', '2021', LIGHTS], ['2021', '2022', LIGHTS]).slice(0, 2).every((fate) => fate.startsWith('?'))).toBe(true)
  })

  it('twins that lost what told them apart', () => {
    const [one, other] = [`Alpha reported in 2020. ${PILOTS}`, `Beta reported in 2021. ${PILOTS}`]
    expect(fates([one, LIGHTS, other, CABLES], [PILOTS, LIGHTS, `${PILOTS} ${FEES}`, CABLES])).toEqual(['? 0,2', 'exact 1', '? 0,2', 'exact 3'])
  })

  it('a text written anew where it stood, with its place as the candidate', () => {
    expect(fates([LIGHTS, FEES, CABLES], [LIGHTS, 'Anchoring is free for three nights, for any vessel.', CABLES])).toEqual(['exact 0', '? 1', 'exact 2'])
  })
})

describe('texts that are carried', () => {
  it('word for word wherever they went, whatever spaces, quotation marks and composition Word made of them', () => {
    const before = ['She said “the café’s lights are on”, and left at once.', CABLES, PILOTS]
    const after = [PILOTS, CABLES.replace(' ', '\u00a0'), 'She said "the cafe\u0301\'s lights are on", and left at once.']
    expect(fates(before, after)).toEqual(['exact 2', 'exact 1', 'exact 0'])
  })

  it('short and repeated ones between neighbours that were found, and not elsewhere', () => {
    const before = ['1. Lights', LIGHTS, 'See annex.', CABLES, 'See annex.', PILOTS]
    expect(fates(before, before)).toEqual(before.map((_, at) => `exact ${at}`))
    expect(fates(before, [PILOTS, 'See annex.', LIGHTS, CABLES])).toEqual(['? 1', 'exact 2', '? 1', 'exact 3', '? 1', 'exact 0'])
  })

  it('with words put in or taken out, in parts, and together', () => {
    const [first, rest] = [LIGHTS.slice(0, 53), LIGHTS.slice(53)]
    expect(fates([LIGHTS, CABLES], [`${CABLES} ${FEES}`, LIGHTS.replace('burn', 'always burn')])).toEqual(['edited 1', 'edited 0'])
    expect(fates([LIGHTS, CABLES], [first, rest, CABLES])).toEqual(['split 0+1', 'exact 2'])
    expect(fates([CABLES, LIGHTS, PILOTS], [`${CABLES} ${LIGHTS}`, PILOTS])).toEqual(['merged 0', 'merged 0', 'exact 1'])
  })

  it('a look-alike whose twin was deleted, unless the twin’s neighbours say otherwise', () => {
    const year = (number: number): string => `In ${number} the four towns met twice and agreed on a common budget for the lights.`
    expect(fates([LIGHTS, year(2020), CABLES, year(2021), PILOTS], [LIGHTS, CABLES, year(2021), PILOTS])).toEqual(['exact 0', 'gone', 'exact 1', 'exact 2', 'exact 3'])
    expect(fates([LIGHTS, year(2020), CABLES, year(2021), PILOTS], [LIGHTS, year(2021), CABLES, PILOTS])[3]).toBe('? 1')
  })

  it('in scripts without spaces', () => {
    const [thai, chinese] = ['ท่าเรือมีไฟสองดวงที่ทางเข้าแคบ ไฟจะติดตั้งแต่ค่ำจนเรือลำสุดท้ายเข้าฝั่ง', '港口入口处有两盏灯，从黄昏一直亮到最后一班渡轮进港。没有人为它们付钱。']
    expect(fates([thai, chinese], [`新的一段话在最前面。`, chinese.replace('一直', '总是一直'), `${thai} ทุกคืน`], 'zh')).toEqual(['edited 2', 'edited 1'])
  })
})

it('says what is gone and what is new, and takes texts without words', () => {
  expect(match([LIGHTS, CABLES, PILOTS], [LIGHTS, PILOTS, FEES])).toMatchObject({ fates: [{}, { id: 'p1', kind: 'gone' }, {}], fresh: [2] })
  expect(match([], [LIGHTS])).toEqual({ fates: [], fresh: [0] })
  expect(match([LIGHTS], [])).toEqual({ fates: [{ id: 'p0', kind: 'gone' }], fresh: [] })
  expect(fates(['', '…', LIGHTS], ['…', '', LIGHTS])[2]).toBe('exact 2')
})

it('carries nothing wrongly where edits of all kinds come together, in six languages', () => {
  for (const [place, language] of TRIED_LANGUAGES.entries()) {
    const random = randomOf(1000 + place)
    const names = Object.keys(EDITS)
    const document = documentOf(language, 60, 70 + place)
    // Each section of ten is edited in another way.
    const after = Array.from({ length: 6 }, (_, section) => {
      const edit = EDITS[names[(section + place) % names.length] ?? '']
      return edit?.(document.slice(section * 10, section * 10 + 10), language, random) ?? []
    }).flat()
    after.splice(random(after.length), 0, { text: sentenceOf(language, random), from: [] })
    const wrong = matchTexts(document, after, language).fates.filter((fate) => {
      const truth = after.flatMap(({ from }, at) => (from.includes(fate.id) ? [at] : []))
      return fate.kind === 'carried' ? fate.to.join() !== truth.join() : fate.kind === 'gone' && truth.length > 0
    })
    expect(wrong).toEqual([])
  }
})
