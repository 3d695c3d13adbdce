import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, testDatabase } from '../harness/postgres.ts'
import { transact, type Db } from '../../src/platform/database.ts'
import { appendAct } from '../../src/record/commands.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { findChain, verifyChain } from '../../src/record/queries.ts'
import { emptyFileStore, emptyFolder, exportFolder, importFolder, NOW, samplePath } from '../../src/procedures/testing.ts'

const SLUG = 'bpf-cybersecurity'
const files = await emptyFileStore()
let folder: string
let source: Db

beforeAll(async () => {
  source = await freshDatabase()
  const done = await importFolder(source, samplePath(SLUG), files)
  if ('refusal' in done) throw new Error(done.refusal)
  const { forumId } = done
  for (const role of ['editor', 'facilitator', 'member']) {
    const texts = { name: { text: `Name of the ${role}`, isPublic: false }, title: { text: `Title of the ${role}`, isPublic: true } }
    await transact(source, (tx) => appendAct(tx, SYSTEM, { forumId, act: 'person-invited', subject: { kind: 'forum', id: forumId }, detail: { role }, texts }, NOW))
  }
  folder = await exportFolder(source, SLUG, files)
})

/** The folder with one of its files changed. */
async function changed(file: string, change: (text: string) => string | undefined): Promise<string> {
  const copy = join(await emptyFolder(), 'forum')
  await cp(folder, copy, { recursive: true })
  const text = change(await readFile(join(copy, file), 'utf8'))
  await (text === undefined ? rm(join(copy, file)) : writeFile(join(copy, file), text))
  return copy
}

/** In a database that never has the forum: what is told is refused, and refused is what leaves nothing. */
async function mistakesIn(copy: string): Promise<string[]> {
  const done = await importFolder(await testDatabase(), copy, files)
  return 'refusal' in done && done.refusal === 'folder-mistakes' ? done.mistakes.map(({ file, path, reason }) => `${file} ${path} ${reason}`) : []
}

describe('a record', () => {
  test('is taken word for word, and holds', async () => {
    const db = await freshDatabase()
    const done = await importFolder(db, folder, files)
    const chain = 'refusal' in done ? undefined : await findChain(db, done.forumId)
    expect(chain === undefined ? undefined : await verifyChain(db, chain)).toMatchObject({ ok: true, length: 4 })
  })

  test('with an erased text still holds', async () => {
    const db = await freshDatabase()
    const copy = await changed('record-texts.jsonl', (text) => text.split('\n').slice(1).join('\n'))
    expect(await importFolder(db, copy, files)).toMatchObject({ slug: SLUG })
    const { rows } = await sql`select count(*) from record_text`.execute(db)
    expect(rows).toEqual([{ count: 5 }])
  })

  test.each<[string, string, (text: string) => string | undefined, RegExp]>([
    ['with a changed entry', 'record.jsonl', (text) => text.replace('"role":"editor"', '"role":"moderator"'), /^record\.jsonl {2}breaks the record at entry 2 \(hash\)/u],
    ['without its last entry', 'record.jsonl', (text) => `${text.trimEnd().split('\n').slice(0, -1).join('\n')}\n`, /^record\.jsonl {2}ends at entry 3; forum\.yaml says that the record has 4/u],
    ['without an entry between', 'record.jsonl', (text) => text.split('\n').filter((_, line) => line !== 1).join('\n'), /breaks the record at entry 3 \(gap\)/u],
    ['with a changed text', 'record-texts.jsonl', (text) => text.replace('Name of the editor', 'Name of another'), /breaks the record at entry 2 \(commitment\)/u],
    ['with a text of no entry', 'record-texts.jsonl', (text) => `${text}{"isPublic":true,"name":"x","salt":"s","sequence":99,"text":"t"}\n`, /record-texts\.jsonl line 7 is a text of entry 99/u],
    ['with texts out of order', 'record-texts.jsonl', (text) => text.trimEnd().split('\n').reverse().join('\n'), /record-texts\.jsonl line 2 is not in the order/u],
    ['that is no JSON', 'record.jsonl', (text) => text.replace('{', '['), /record\.jsonl line 1 is no line of JSON/u],
    ['with another key', 'record.jsonl', (text) => text.replace('{"act"', '{"more":1,"act"'), /record\.jsonl line 1 is no line of the record/u],
    ['that is gone', 'record.jsonl', () => undefined, /record\.jsonl {2}goes with the key record of forum\.yaml/u],
    ['that forum.yaml does not know of', 'forum.yaml', (text) => text.replace(/record:\n(?: .*\n)+/u, ''), /record\.jsonl {2}goes with the key record of forum\.yaml/u],
  ])('%s is refused', async (_what, file, change, expected) => {
    expect(await mistakesIn(await changed(file, change))).toEqual(expect.arrayContaining([expect.stringMatching(expected)]))
  })

  test('leaves nothing behind when it is refused', async () => {
    const db = await testDatabase()
    await mistakesIn(await changed('record.jsonl', (text) => text.replace('"role":"editor"', '"role":"moderator"')))
    const { rows } = await sql`select (select count(*) from forums_forum) as forums, (select count(*) from record_entry) as entries`.execute(db)
    expect(rows).toEqual([{ forums: 0, entries: 0 }])
  })
})
