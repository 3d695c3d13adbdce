import type { Chart } from '../charts/model.ts'
import { writeData } from '../data/model.ts'
import { writeEpub } from '../epub/export.ts'
import { writeHtml } from '../html/model.ts'
import { writeMarkdown } from '../markdown/model.ts'
import { blocksOf, type Print } from '../text/model.ts'
import { writeWord } from '../word/export.ts'

/** What is written here; pages are set by an engine of their own. */
export const WRITTEN_FORMATS = ['html', 'docx', 'epub', 'md', 'json'] as const
export type WrittenFormat = (typeof WRITTEN_FORMATS)[number]

/** Pictures by the names of what they show: a file by its SHA-256, a chart drawn as PNG by its `chartName`. */
export type WrittenPictures = ReadonlyMap<string, Uint8Array>

export type Written =
  | { readonly outcome: 'written'; readonly bytes: Uint8Array }
  /** `paragraph`: the number of the one that cannot be written, where one can be named. */
  | { readonly outcome: 'failed'; readonly paragraph: number | null; readonly problem: string }

/** The same for the same chart, whoever has it. */
export function chartName(chart: Chart): string {
  return `chart ${JSON.stringify(chart)}`
}

/** Writes a document. Where that fails, looks for the paragraph that cannot be written by itself. */
export function writeDocument(format: WrittenFormat, print: Print, pictures: WrittenPictures): Written {
  try {
    const written = WRITERS[format](print, pictures)
    return { outcome: 'written', bytes: typeof written === 'string' ? Buffer.from(written) : written }
  } catch (error) {
    return { outcome: 'failed', paragraph: findUnwritable(format, print, pictures), problem: error instanceof Error ? error.message : String(error) }
  }
}

type Write = (print: Print, pictures: WrittenPictures) => string | Uint8Array

const WRITERS: Readonly<Record<WrittenFormat, Write>> = {
  html: (print, pictures) => writeHtml(print, (sha256) => pictures.get(sha256)),
  epub: (print, pictures) => writeEpub(print, (sha256) => pictures.get(sha256)),
  md: (print) => writeMarkdown(print),
  json: (print) => writeData(print),
  docx: (print, pictures) => writeWord(print, { file: (sha256) => pictures.get(sha256), chart: (chart) => pictures.get(chartName(chart)) }),
}

/** The first paragraph that fails alone; null where none does, or where nothing can be written at all. */
function findUnwritable(format: WrittenFormat, print: Print, pictures: WrittenPictures): number | null {
  const fails = (number: number | null): boolean => {
    const sections = print.sections.map((section) => ({ ...section, blocks: section.blocks.filter((block) => block.number === number) })).filter(({ blocks }) => blocks.length > 0)
    try {
      WRITERS[format]({ ...print, sections, annexes: [], comments: [], notes: print.notes.filter((note) => note.paragraph === number) }, pictures)
      return false
    } catch {
      return true
    }
  }
  if (fails(null)) return null
  return blocksOf(print).find(({ number }) => fails(number))?.number ?? null
}
