import { existsSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { makePdf } from '../../src/platform/extraction/testing.ts'
import { createExtractor } from '../../src/platform/extractor.ts'
import { freshDataFolder, startServer } from '../harness/server.ts'
import { shareFor } from '../harness/strange-input.ts'
import sentences from '../../messages/en/documents.json' with { type: 'json' }

const root = join(import.meta.dirname, '..', '..')
const program = join(root, 'dist', 'extract.js')
const folder = join(root, '..', 'shared', 'data', 'documents')

describe('the built reader', () => {
  test.skipIf(!existsSync(folder))('reads every document of the collection, or says why not: nothing hangs, nothing breaks down (skipped without ../shared/data/documents)', async () => {
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort().filter(isInTurn)
    const extractor = createExtractor({ milliseconds: 60_000, atOnce: 2 }, program)
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

/** Half of the collection in each run, all of it in the soak; those of which more is said below are always read. */
function isInTurn(file: string): boolean {
  return /\/(?:tracemonkey\.pdf|encrypted-attachment\.pdf|tables\.docx)$/u.test(file) || shareFor(basename(file), [1, 2, 3]).length > 0
}

/** A PDF that takes the reader some seconds. */
function longPdf(): Buffer {
  const page = (number: number) => Array.from({ length: 40 }, (_, line) => ({ text: `Line ${line} of page ${number} has words enough to be read for a while.`, x: 50, y: 800 - line * 16 }))
  return makePdf(Array.from({ length: 400 }, (_, number) => page(number)))
}

async function contribute(url: string, form: string, file: Buffer): Promise<string> {
  const html = await (await fetch(`${url}${form}`)).text()
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`, 'u').exec(html)?.[1] ?? ''
  const body = new FormData()
  for (const [name, value] of Object.entries({ formKey: hidden('formKey'), revision: hidden('revision'), contributor: 'Ada Example', consent: 'full' })) body.append(name, value)
  body.append('file', new Blob([new Uint8Array(file)]), 'long.pdf')
  const sent = await fetch(`${url}${form.split('?')[0] ?? ''}`, { method: 'POST', body, redirect: 'manual' })
  expect(sent.status).toBe(303)
  return /\/contributions\/C-[0-9]+/u.exec(sent.headers.get('location') ?? '')?.[0] ?? ''
}

test('a server killed while it reads a document reads it after the next start, and once', async () => {
  const data = freshDataFolder()
  const first = await startServer({ data })
  const base = '/demonstration/2026'
  const address = await contribute(first.url, `${base}/calls/the-harbour-at-night/contribute?whole=1`, longPdf())
  // It is looked for every two seconds, and takes longer than one to read.
  await setTimeout(2_600)
  await first.kill9()
  const second = await startServer({ data })
  const read = async () => ((await (await fetch(`${second.url}${base}${address}.json`)).json()) as { files: { read: { outcome: string; pages: number | null } }[] }).files[0]?.read
  expect((await read())?.outcome).toBe('waiting')
  await expect.poll(async () => (await read())?.outcome, { timeout: 100_000, interval: 500 }).toBe('extracted')
  expect(await read()).toMatchObject({ outcome: 'extracted', pages: 400 })
  const record = (await (await fetch(`${second.url}/demonstration/record.json`)).json()) as { entries: { act: string; detail: { ref?: string } }[] }
  expect(record.entries.filter(({ act, detail }) => act === 'document-read' && `/contributions/${detail.ref?.split('/')[1] ?? ''}` === address)).toHaveLength(1)
  expect(await second.stop()).toBe(0)
  rmSync(data, { recursive: true, force: true })
})
