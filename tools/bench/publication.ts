import { loadavg } from 'node:os'
import type { Instant } from '../../src/shared/time.ts'
import type { FrozenText } from '../../src/drafts/model.ts'
import { newId } from '../../src/platform/new-id.ts'
import { createTypesetter, type Typesetter } from '../../src/platform/typesetter.ts'
import { writePdf } from '../../src/publication/pdf/export.ts'
import { composeText } from '../../src/publication/composing/model.ts'
import type { Print } from '../../src/publication/text/model.ts'
import { writeWord } from '../../src/publication/word/export.ts'
import type { Bench } from './measure.ts'

/** Some eighty pages. */
const PARAGRAPHS = 490
const LONG = 5_000
const ROUNDS = 5
const STOCK = 'small harbours feed carry and shelter more people than their size suggests so this report gathers what those who use them told the forum'.split(' ')

/** Documents of an edition of eighty pages: the first time, with the process that sets it; again after an edit; and a text of 5,000 paragraphs. */
export const publicationBench: Bench = {
  title: 'Documents of an edition',
  run: async () => {
    const text = makeText(PARAGRAPHS)
    const cold: number[] = []
    const edited: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const typesetter = createTypesetter()
      cold.push(await setIn(typesetter, text))
      edited.push(await setIn(typesetter, edit(text, `${round} was edited.`)))
      await typesetter.stop()
    }
    const long = makeText(LONG)
    const typesetter = createTypesetter()
    const longPdf = await setIn(typesetter, long)
    await typesetter.stop()
    const begun = performance.now()
    writeWord(printOf(long), { file: () => undefined, chart: () => undefined })
    return {
      figures: [
        { what: 'A PDF of eighty pages, process and all, median of 5', value: median(cold), unit: 'ms', promised: 3_000 },
        { what: 'The same after an edit, median of 5', value: median(edited), unit: 'ms', promised: 1_000 },
        { what: 'A PDF of 5,000 paragraphs', value: longPdf, unit: 'ms' },
        { what: 'A Word file of 5,000 paragraphs', value: performance.now() - begun, unit: 'ms' },
      ],
      remarks: [`Elapsed, with ${(loadavg()[0] ?? 0).toFixed(1)} processes at work on the machine.`],
    }
  },
}

function makeText(count: number): FrozenText {
  const paragraph = (number: number) => ({ id: newId<'paragraph'>(), number, isOwnVoice: false, text: Array.from({ length: 85 }, (_, at) => STOCK[(at * 7 + number * 3) % STOCK.length] ?? '').join(' ') })
  return Array.from({ length: Math.ceil(count / 25) }, (_, place) => ({ id: newId<'section'>(), title: `Section ${place + 1}`, level: 1, isAnnex: false, paragraphs: Array.from({ length: Math.min(25, count - place * 25) }, (__, at) => paragraph(place * 25 + at + 1)) }))
}

function printOf(text: FrozenText): Print {
  const { sections, notes } = composeText(text, 'en', { restsOn: new Map(), errata: new Map(), pinned: new Map() })
  const at = '2026-09-01T10:00:00.000Z' as Instant
  const address = 'http://localhost/harbours/2026/editions/1'
  const matter = { forum: 'Forum on Shared Harbours', isDemonstration: true, cycle: '2026', title: 'Sharing the quay', summary: '', edition: 1, document: 'Draft output', version: 1, frozenAt: at, publishedAt: at, cutOff: null, credits: [], coverage: null, address, citation: address, translation: null, others: [] }
  return { kind: 'edition', language: 'en', direction: 'ltr', matter, sections, notes, annexes: [], errata: [], comments: [] }
}

function edit(text: FrozenText, words: string): FrozenText {
  return text.map((section, place) => (place !== 3 ? section : { ...section, paragraphs: section.paragraphs.map((paragraph, at) => (at === 4 ? { ...paragraph, text: `${paragraph.text} ${words}` } : paragraph)) }))
}

async function setIn(typesetter: Typesetter, text: FrozenText): Promise<number> {
  const begun = performance.now()
  const pdf = await writePdf(typesetter, printOf(text), () => undefined)
  if (pdf.outcome !== 'made') throw new Error(pdf.problem)
  return performance.now() - begun
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
