import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createExtractor } from '../../src/platform/extractor.ts'
import sentences from '../../messages/en/documents.json' with { type: 'json' }

const root = join(import.meta.dirname, '..', '..')
const program = join(root, 'dist', 'extract.js')
const folder = join(root, '..', 'shared', 'data', 'documents')

describe('the built reader', () => {
  test.skipIf(!existsSync(folder))('reads every document of the collection, or says why not: nothing hangs, nothing breaks down (skipped without ../shared/data/documents)', async () => {
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()
    const extractor = createExtractor({ milliseconds: 20_000, atOnce: 2 }, program)
    const read = await Promise.all(
      files.map(async (file) => {
        const extraction = await extractor.extract(file, file)
        return { file, extraction, outcome: extraction.outcome === 'refused' ? `refused: ${extraction.reason}` : extraction.outcome }
      }),
    )
    const table = Map.groupBy(read, ({ file, outcome }) => `${file.split('.').at(-1) ?? ''}, ${outcome}`)
    const lines = [...table].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, of]) => `${String(of.length).padStart(5)}  ${name}`)
    process.stdout.write(`Outcomes of ${read.length} documents:\n${lines.join('\n')}\n`)
    for (const { file, extraction } of read) {
      if (extraction.outcome !== 'refused') continue
      expect(sentences[`documents.reason.${extraction.reason}`], file).toMatch(/\.$/u)
      // What passes by chance would be tried again: none of these does.
      expect(['too-slow', 'too-much-memory', 'ended', 'file-missing'], file).not.toContain(extraction.reason)
    }
    const of = (name: string) => read.find(({ file }) => file.endsWith(name))?.extraction
    expect(of('tracemonkey.pdf')).toMatchObject({ outcome: 'extracted', pages: 14, language: 'en' })
    expect(of('encrypted-attachment.pdf')).toMatchObject({ outcome: 'refused', reason: 'encrypted' })
    expect(of('tables.docx')).toMatchObject({ outcome: 'extracted', format: 'docx', blocks: [{ kind: 'paragraph' }, { kind: 'row', text: 'Top left\tTop right' }, { kind: 'row' }, { kind: 'paragraph' }] })
    expect(read.filter(({ outcome }) => outcome === 'extracted').length).toBeGreaterThan(read.length / 2)
  })
})
