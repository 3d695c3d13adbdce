import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { buildForum } from '../forums/testing.ts'
import { listPublishedPosts } from '../lists/archive/queries.ts'
import { buildList } from '../lists/testing.ts'
import { openFileStore } from '../platform/files.ts'
import { SYSTEM } from '../record/model.ts'
import type { Instant } from '../shared/time.ts'
import { testDatabase, uniqueSlug } from '../../test/harness/postgres.ts'
import { importMail } from './import-mail.ts'

const db = await testDatabase()
const now = '2026-11-02T09:00:00.000Z' as Instant
const folder = await mkdtemp(join(tmpdir(), 'mailboxes-'))
const files = await openFileStore(join(folder, 'files'), now)
afterAll(() => rm(folder, { recursive: true }))
const { forum } = await buildForum(db, uniqueSlug(), now)
const list = () => buildList(db, { forumId: forum.id, slug: uniqueSlug('old'), now })

const mail = (id: string, more: string, text = 'Words') => `From a@example.org Tue Jan  6 23:44:38 1998\nFrom: Ada <ada@example.org>\nSubject: The same\n${id === '' ? '' : `Message-ID: <${id}>\n`}${more}\n${text}\n\n`
const take = async (to: Awaited<ReturnType<typeof list>>, text: string | Uint8Array) => {
  const file = join(folder, 'box')
  await writeFile(file, text)
  return importMail(db, SYSTEM, { list: to, file, files }, now)
}

test('nothing is taken twice, ids that are missing are made the same way each time, and what asks not to be kept is not', async () => {
  const to = await list()
  const box = `${mail('a@x', '')}${mail('', 'Date: Tue, 6 Jan 1998 23:44:38 -0500\n')}${mail('b@x', 'X-No-Archive: Yes\n')}${mail('a@x', '')}`
  expect(await take(to, box)).toEqual({ read: 4, taken: 2, known: 1, refused: [{ row: 3, reason: 'no-archive' }] })
  expect(await take(to, box.replaceAll('\n', '\r\n'))).toMatchObject({ read: 4, taken: 0, known: 3 })
})

test('what its owner threw away or never sent stays out; a compressed mailbox is read, as far as it goes where it is cut off', async () => {
  const to = await list()
  const box = `${mail('e@x', '')}${mail('f@x', 'X-Mozilla-Status: 0009\n')}${mail('g@x', 'X-Gmail-Labels: "Inbox","Trash"\n')}${mail('h@x', 'X-Mozilla-Status: 0001\n', 'Words that differ '.repeat(40))}`
  expect(await take(to, gzipSync(box))).toEqual({ read: 4, taken: 2, known: 0, refused: [{ row: 2, reason: 'thrown-away' }, { row: 3, reason: 'thrown-away' }] })
  expect(await take(to, gzipSync(box).subarray(0, -12))).toMatchObject({ taken: 0, refused: expect.arrayContaining([{ row: 5, reason: 'cut-off' }]) })
  expect((await take(to, gzipSync(Buffer.alloc(40_000_000)))).refused.at(-1)?.reason).toBe('cut-off')
})

test('threads are by headers, also where the answer comes first or what it answers never comes; never by subject', async () => {
  const to = await list()
  await take(to, `${mail('c@x', 'References: <gone@x> <b@x>\n')}${mail('d@x', 'In-Reply-To: <gone@x>\n')}${mail('alone@x', '')}`)
  await take(to, mail('b@x', 'In-Reply-To: <a@x>\n'))
  await take(to, mail('a@x', ''))
  const posts = new Map((await listPublishedPosts(db, to.id, { after: 0, limit: 10 })).map((post) => [post.messageId, post]))
  const at = (id: string) => posts.get(id)
  expect(at('c@x')?.parentId).toBe(at('b@x')?.id)
  expect(at('b@x')?.parentId).toBe(at('a@x')?.id)
  expect(at('a@x')?.parentId).toBeNull()
  expect(new Set(['a@x', 'b@x', 'c@x', 'd@x'].map((id) => at(id)?.threadId))).toEqual(new Set([at('a@x')?.id]))
  expect(at('alone@x')?.threadId).toBe(at('alone@x')?.id)
})

const data = join(import.meta.dirname, '../../../shared/data/mail')

test.skipIf(!existsSync(data))('the mails of the IETF archive’s tests are taken, each file (skipped where they are not at hand)', async () => {
  const to = await list()
  const names = readdirSync(data).filter((name) => name !== 'LICENSE')
  const counts = new Map<string, number>()
  for (const name of names) {
    const done = await importMail(db, SYSTEM, { list: to, file: join(data, name), files }, now)
    counts.set(name, done.read)
    expect(done.read, name).toBe(done.taken + done.known + done.refused.length)
  }
  expect(Object.fromEntries(['mailbox_mmdf', 'mailbox_to', 'mailbox_from', 'mailbox_year', 'mailbox_return-path', 'export.mbox', 'thread.mail', 'mail_bad.1'].map((name) => [name, counts.get(name)]))).toEqual({
    mailbox_mmdf: 5, mailbox_to: 15, mailbox_from: 7, mailbox_year: 4, 'mailbox_return-path': 3, 'export.mbox': 21, 'thread.mail': 4, 'mail_bad.1': 1,
  })
  const posts = await listPublishedPosts(db, to.id, { after: 0, limit: 500 })
  expect(posts.every(({ html }) => html === null || !/<script|<img|<iframe|javascript:|\son\w+=/iu.test(html))).toBe(true)
})
