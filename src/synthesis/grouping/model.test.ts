import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse'
import { describe, expect, test } from 'vitest'
import { fingerprint } from '../shingles/model.ts'
import { groupTexts } from './model.ts'

const groupsOf = (texts: readonly string[]): number[][] => groupTexts(texts.map((text, key) => ({ key, ...fingerprint(text) })))
const words = (from: number, to: number): string => Array.from({ length: to - from }, (_, at) => `word${from + at}`).join(' ')

describe('texts are alike', () => {
  test('when half of all their runs of five words are in both, whatever signs them or introduces them', () => {
    const letter = words(0, 60)
    expect(groupsOf([`Dear sirs, ${letter} Naledi`, words(100, 160), `${letter} Jürgen from Kiel`, `I am a fisher. ${letter}`])).toEqual([[0, 2, 3]])
  })

  test('not when less than half is in both, and not when only the topic is', () => {
    expect(groupsOf([words(0, 60), `${words(0, 30)} ${words(200, 230)}`])).toEqual([])
    expect(groupsOf(['The harbour should stay open at night for the ferries.', 'Please keep the harbour open, the night ferries need it.'])).toEqual([])
  })

  test('across capitals, forms of letters, and what a web page leaves in a text', () => {
    const plain = 'The quay belongs to all who live by it, and no night rule may close it to them.'
    expect(groupsOf([plain, plain.toUpperCase(), `<p>${plain.replaceAll(' ', '&nbsp;')}</p>`, plain.replaceAll('a', 'ａ')])).toEqual([[0, 1, 2, 3]])
  })

  test.each([
    ['zh', '我们认为港口应当在夜间向所有渔民开放，任何规定都不应把他们拒之门外。', '我是本地渔民。', '码头的照明费用应由市政府承担，而不是由船主承担，这一点必须写清楚。'],
    ['th', 'เราเห็นว่าท่าเรือควรเปิดให้ชาวประมงทุกคนใช้ในเวลากลางคืนและไม่ควรมีกฎใดปิดกั้นพวกเขา', 'ผมเป็นชาวประมง', 'ค่าไฟส่องสว่างของท่าเรือควรเป็นหน้าที่ของเทศบาลไม่ใช่ของเจ้าของเรือ'],
    ['ru', 'Мы считаем, что порт должен быть открыт ночью для всех рыбаков, и никакое правило не должно их исключать.', 'Я рыбак.', 'Освещение причала должен оплачивать город, а не владельцы лодок, и это надо записать ясно.'],
    ['ar', 'نرى أن الميناء يجب أن يبقى مفتوحا ليلا لجميع الصيادين وأن لا تمنعهم أي قاعدة من الدخول إليه.', 'أنا صياد.', 'يجب أن تدفع المدينة ثمن إنارة الرصيف لا أصحاب القوارب وينبغي أن يكتب ذلك بوضوح.'],
  ])('in %s as in any script', (_, letter, added, other) => {
    expect(groupsOf([letter, other, `${added}${letter}`, letter])).toEqual([[0, 2, 3]])
  })

  test('not when they are a few words that anybody writes', () => {
    expect(groupsOf(['I agree', 'I agree', '', '', '#NAME?', '#NAME?'])).toEqual([])
  })

  test('in the same groups in whatever order they come', () => {
    const texts = Array.from({ length: 60 }, (_, at) => `${words((at % 3) * 1000, (at % 3) * 1000 + 50)} ${words(5000 + at * 20, 5000 + at * 20 + (at % 12))}`)
    const sizes = (list: readonly string[]): number[] => groupsOf(list).map((group) => group.length)
    expect(sizes(texts)).toEqual([20, 20, 20])
    expect(sizes(texts.toReversed())).toEqual([20, 20, 20])
  })
})

const letters = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'form-letters')

async function readDocket(file: string): Promise<{ name: string; text: string }[]> {
  const rows: { name: string; text: string }[] = []
  for await (const row of createReadStream(join(letters, file)).pipe(parse({ columns: true, bom: true, relax_column_count: true }))) rows.push(row as { name: string; text: string })
  return rows
}

/**
 * Read and labelled by hand, many of them because they are near the limit: letters of the same campaign stand in one list, letters of
 * people who wrote on the same matter in their own words in the last. Ids as in the dockets.
 */
const LABELLED = {
  'USDA-2020-0009-0001.csv': {
    sizes: [445, 260, 83],
    campaigns: [
      ['090000648437321c', '090000648436dcd0', '0900006484315aaa', '0900006484367c80'],
      ['0900006484349b73', '090000648437fe21', '0900006484375e3a', '0900006484376b5f'],
      ['09000064843763b7', '090000648437c4d7', '09000064843758f2'],
    ],
    alone: ['090000648438338e', '0900006484349c26', '0900006484370c9c', '090000648434c283'],
  },
  'EPA-HQ-OPP-2017-0433-0001.csv': {
    sizes: [164, 3, 2],
    campaigns: [
      ['090000648408ed6b', '09000064840b401e', '09000064840a7770', '090000648408f8a7', '090000648408ea7f', '090000648409cd40', '090000648408eeae'],
      ['090000648408f1ee', '090000648408fbb2', '090000648408f69f'],
    ],
    alone: ['090000648408ed13', '09000064840e231b', '090000648408e87b', '090000648408f947', '090000648408f91c', '09000064840f521e', '09000064840d03bc', '09000064840a9408', '090000648408eb3d', '090000648408f294'],
  },
} as const

describe.skipIf(!existsSync(letters))('real dockets (skipped where ../shared is absent)', () => {
  test.each(Object.entries(LABELLED))('%s', async (file, { sizes, campaigns, alone }) => {
    const rows = await readDocket(file)
    const groups = groupsOf(rows.map(({ text }) => text))
    process.stdout.write(`${file}: ${rows.length} contributions; campaigns of ${groups.map((group) => group.length).join(', ')}\n`)
    expect(groups.map((group) => group.length).slice(0, sizes.length)).toEqual(sizes)
    const groupOf = (name: string): number => groups.findIndex((group) => group.some((key) => rows[key]?.name === name))
    const found = campaigns.map((names) => [...new Set(names.map(groupOf))])
    // Each labelled campaign is one group, and no two of them are the same one.
    expect(found.map((each) => each.length)).toEqual(campaigns.map(() => 1))
    expect(new Set(found.flat()).size).toBe(campaigns.length)
    expect(found.flat()).not.toContain(-1)
    expect(alone.map(groupOf)).toEqual(alone.map(() => -1))
  })
})
