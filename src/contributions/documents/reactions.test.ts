import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase, uniqueSlug } from '../../../test/harness/postgres.ts'
import { buildCall } from '../../calls/testing.ts'
import { buildForum } from '../../forums/testing.ts'
import { transact } from '../../platform/database.ts'
import { createExtractor } from '../../platform/extractor.ts'
import { openFileStore } from '../../platform/files.ts'
import { SYSTEM } from '../../record/model.ts'
import { listEntriesOf } from '../../record/queries.ts'
import type { Id } from '../../shared/ids.ts'
import { addMilliseconds, parseInstant, type Instant } from '../../shared/time.ts'
import { recordReading, sendAgain, typeIn } from './commands.ts'
import { typedBlocks } from './model.ts'
import { findDocuments, listBlocks, readText } from './queries.ts'
import { enlistDocuments, readWaitingDocuments } from './reactions.ts'
import { buildWithFiles } from './testing.ts'

const db = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'convoke-documents-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const now = parseInstant('2026-11-02T10:00:00Z') as Instant
const files = await openFileStore(join(folder, 'files'), now)

/** A reader of our own making: what it prints is the outcome. */
async function reader(name: string, source: string) {
  const program = join(folder, `${name}.mjs`)
  await writeFile(program, source)
  return createExtractor({ milliseconds: 20_000 }, program)
}
const outcome = { outcome: 'extracted', blocks: [{ kind: 'paragraph', level: null, text: 'Words.', page: null, label: null }], format: 'text', pages: null, language: 'en', title: null, author: null, characters: 6, warnings: [] }
const good = await reader('good', `process.stdout.write(${JSON.stringify(JSON.stringify(outcome))})`)
const dying = await reader('dying', `process.kill(process.pid, 'SIGKILL')`)
const clock = () => now

async function setUp(count = 1) {
  const { cycle } = await buildForum(db, uniqueSlug(), now)
  const call = await buildCall(db, cycle, now)
  // The same bytes under other names: files are stored once, and read for each that attached them.
  const attached = Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.txt`, Buffer.from('x')]))
  const { attachmentIds } = await buildWithFiles(db, files, call, now, attached)
  await enlistDocuments(db)
  const id = attachmentIds[0] as Id
  return { cycle, id, ids: attachmentIds, outcomeOf: async () => (await findDocuments(db, [id]))[0], acts: async () => (await listEntriesOf(db, id)).map(({ act, detail }) => [act, detail['outcome']]) }
}

describe('files that do the reader harm', () => {
  test('one that kills the reader three times, with a pause each time, is given up', async () => {
    const { outcomeOf, acts } = await setUp()
    for (const [minutes, expected] of [[0, 'waiting'], [0, 'waiting'], [1, 'waiting'], [3, 'failed'], [9, 'failed']] as const) {
      await readWaitingDocuments({ db, files, extractor: dying, clock: () => addMilliseconds(now, minutes * 60_000) })
      expect(await outcomeOf()).toMatchObject({ outcome: expected, reason: 'ended' })
    }
    expect(await acts()).toEqual([['document-read', 'failed']])
  })

  test('one that was begun three times and never came to an end, because all ended with it, is given up without another try', async () => {
    const { id, outcomeOf } = await setUp()
    await db.updateTable('contributions_document').set({ attempts: 3 }).where('attachment_id', '=', id).execute()
    await readWaitingDocuments({ db, files, extractor: good, clock })
    expect(await outcomeOf()).toMatchObject({ outcome: 'failed', reason: 'ended' })
  })

  test('what ends because the server ends is not held against the file', async () => {
    const { id, outcomeOf } = await setUp()
    const stopping = new AbortController()
    const extractor = await reader('slow', 'setTimeout(() => undefined, 60_000)')
    const reading = readWaitingDocuments({ db, files, extractor, clock, signal: stopping.signal })
    await expect.poll(async () => (await db.selectFrom('contributions_document').select('attempts').where('attachment_id', '=', id).executeTakeFirstOrThrow()).attempts).toBe(1)
    stopping.abort()
    await extractor.stop()
    await reading
    expect(await outcomeOf()).toMatchObject({ outcome: 'waiting' })
    expect(await db.selectFrom('contributions_document').select('attempts').where('attachment_id', '=', id).executeTakeFirstOrThrow()).toEqual({ attempts: 0 })
    await readWaitingDocuments({ db, files, extractor: good, clock })
    expect(await outcomeOf()).toMatchObject({ outcome: 'extracted' })
  })
})

describe('reading', () => {
  test('several processes read each file once', async () => {
    const { ids, acts } = await setUp(6)
    const read = await Promise.all([1, 2, 3].map(() => readWaitingDocuments({ db, files, extractor: good, clock })))
    expect(read.reduce((sum, count) => sum + count)).toBe(6)
    expect((await findDocuments(db, ids)).map((document) => document.outcome)).toEqual(Array(6).fill('extracted'))
    expect(await acts()).toEqual([['document-read', 'extracted']])
  })

  test('what was read already is not kept again, nor typed over, nor sent again', async () => {
    const { id, cycle, acts } = await setUp()
    await readWaitingDocuments({ db, files, extractor: good, clock })
    expect(await transact(db, (tx) => recordReading(tx, SYSTEM, { attachmentId: id, attempts: 1, extraction: { outcome: 'refused', reason: 'broken', format: null } }, now))).toBeUndefined()
    const at = { cycleId: cycle.id, attachmentId: id, revision: 2 }
    expect(await transact(db, (tx) => sendAgain(tx, SYSTEM, at, now))).toEqual({ refusal: 'changed-meanwhile' })
    expect(await transact(db, (tx) => typeIn(tx, SYSTEM, { ...at, page: null, blocks: typedBlocks(null, 'Other words.') }, now))).toEqual({ refusal: 'changed-meanwhile' })
    expect([await readText(db, id), (await acts()).length]).toEqual(['Words.', 1])
  })

  test('what was refused is sent again or typed in, by one of two at the same time', async () => {
    const { id, cycle, outcomeOf } = await setUp()
    await transact(db, (tx) => recordReading(tx, SYSTEM, { attachmentId: id, attempts: 1, extraction: { outcome: 'refused', reason: 'encrypted', format: 'pdf' } }, now))
    expect(await outcomeOf()).toMatchObject({ outcome: 'refused', reason: 'encrypted', format: 'pdf', revision: 2 })
    const at = { cycleId: cycle.id, attachmentId: id, revision: 2 }
    const done = await Promise.all([
      transact(db, (tx) => typeIn(tx, SYSTEM, { ...at, page: 3, blocks: typedBlocks(3, 'One.\n\nTwo 🏳️‍🌈.') }, now)),
      transact(db, (tx) => sendAgain(tx, SYSTEM, at, now)),
    ])
    expect(done.filter((each) => 'refusal' in each)).toHaveLength(1)
    if ('typed' in (done[0] ?? {})) expect(await listBlocks(db, id)).toMatchObject([{ text: 'One.', page: 3, start: 0, end: 4 }, { text: 'Two 🏳️‍🌈.', page: 3, start: 5, end: 14 }])
  })
})
