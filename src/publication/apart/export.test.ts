import { createHash } from 'node:crypto'
import { setInterval } from 'node:timers'
import { expect, test } from 'vitest'
import { buildPrint, inventedText, PNG } from '../testing.ts'
import type { Print, PrintBlock } from '../text/model.ts'
import { writeDocument, WRITTEN_FORMATS } from '../writing/export.ts'
import { writeApart } from './export.ts'

const sha256 = createHash('sha256').update(PNG).digest('hex')
const pictures = new Map([[sha256, new Uint8Array(PNG)]])

/** A text of so many paragraphs, the same few again and again under numbers and identities of their own. */
function longPrint(count: number): Print {
  const print = buildPrint('en', inventedText('en', { sha256 }))
  const [first] = print.sections
  if (first === undefined) throw new Error('There is no section')
  const blocks = Array.from({ length: count }, (_, at): PrintBlock => {
    const block = print.sections.flatMap((section) => section.blocks).filter(({ content }) => content.every(({ kind }) => kind === 'text'))[at % 5]
    if (block === undefined) throw new Error('There is no paragraph')
    return { ...block, number: at + 1, id: `01900000-0000-7000-9000-${(at + 1).toString(16).padStart(12, '0')}` as PrintBlock['id'] }
  })
  return { ...print, sections: [{ ...first, blocks }], notes: [] }
}

test('a short document and a long one, written in a process of its own, are the same bytes as written here, with their pictures', async () => {
  for (const format of WRITTEN_FORMATS) {
    for (const count of [20, 420]) {
      const print = longPrint(count)
      const [apart, here] = [await writeApart(format, print, pictures), writeDocument(format, print, pictures)]
      if (apart.outcome !== 'written' || here.outcome !== 'written') throw new Error(`${format} was not written`)
      expect(Buffer.compare(apart.bytes, here.bytes), `${format} of ${count}`).toBe(0)
    }
  }
})

test('while a text of 5,000 paragraphs is written, others are answered', async () => {
  const print = longPrint(5_000)
  let answered = 0
  const timer = setInterval(() => (answered += 1), 10)
  const written = await writeApart('docx', print, pictures)
  clearInterval(timer)
  expect(written).toMatchObject({ outcome: 'written' })
  expect(answered).toBeGreaterThan(10)
}, 60_000)

test('the paragraph that cannot be written is named, in a short document and in a long one', async () => {
  for (const count of [20, 420]) {
    const print = longPrint(count)
    const sections = print.sections.map((section) => ({ ...section, blocks: section.blocks.map((block) => (block.number === 17 ? { ...block, content: [{ kind: 'text', text: 17, marks: [], link: null }] as never } : block)) }))
    expect(await writeApart('html', { ...print, sections }, pictures)).toMatchObject({ outcome: 'failed', reason: 'refused', paragraph: 17 })
  }
})

test('a program that ends without an answer is told as such', async () => {
  expect(await writeApart('md', longPrint(420), pictures, '/nowhere/program.ts')).toMatchObject({ outcome: 'failed', reason: 'ended', paragraph: null })
})
