import { createHash, createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { createForum } from '../../src/forums/commands.ts'
import { findPersonOfLogin } from '../../src/people/queries.ts'
import { transact } from '../../src/platform/database.ts'
import { enqueueMail } from '../../src/record/commands.ts'
import { entryText, SYSTEM, type Entry } from '../../src/record/model.ts'
import { addMilestone, moveMilestone } from '../../src/forums/timeline/commands.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'
import { uniqueSlug } from '../harness/postgres.ts'

const app = await testApplication()

interface RecordJson {
  readonly chain: string
  readonly head: string
  readonly length: number
  readonly entries: readonly Entry[]
  readonly texts: readonly { sequence: number; name: string; salt: string; text: string }[]
  readonly earlier: string | null
}

const read = async (path: string): Promise<RecordJson> => (await app.json(path.replace('.json', ''))) as unknown as RecordJson

test('anyone can recompute the record from its data', async () => {
  const { forum, cycle } = await app.seedForum()
  await transact(app.db, (tx) => addMilestone(tx, SYSTEM, { cycle, title: 'A deadline', isSoft: true, date: { when: 'when drafting starts' }, note: null, source: null }, app.now))
  const data = await read(`/${forum.slug}/record`)
  let previous = createHash('sha256').update(`convoke-record/1 ${data.chain}`).digest('hex')
  for (const entry of data.entries.toReversed()) {
    expect(entry.previous).toBe(previous)
    previous = createHash('sha256').update(entryText(entry)).digest('hex')
    expect(entry.hash).toBe(previous)
  }
  expect(data.head).toBe(previous)
  expect(data.texts.map((text) => text.text)).toContain('A deadline')
  for (const { sequence, name, salt, text } of data.texts) {
    const committed = data.entries.find((entry) => entry.sequence === sequence)?.commitments[name]
    expect(createHmac('sha256', salt).update(text).digest('hex')).toBe(committed)
  }
})

test('acts are told as sentences, in both languages, with the way to what they are about', async () => {
  const { forum, cycle } = await app.seedForum()
  const date = (text: string) => ({ on: text as PlainDate })
  await transact(app.db, async (tx) => {
    const { milestoneId } = await addMilestone(tx, SYSTEM, { cycle, title: 'Deadline <b>', isSoft: true, date: date('2017-09-15'), note: null, source: null }, app.now)
    return moveMilestone(tx, SYSTEM, { cycle, milestoneId, date: date('2017-09-30'), reason: 'more were expected', revision: 1 }, app.now)
  })
  const page = await (await app.get(`/${forum.slug}/record`)).text()
  expect(page).toContain('The system moved “Deadline &lt;b&gt;” from 15 September 2017 to 30 September 2017: more were expected')
  expect(page).toContain(`href="/${forum.slug}/${cycle.slug}"`)
  expect(await (await app.get(`/${forum.slug}/record`, { language: 'fr' })).text()).toContain('15 septembre 2017')
})

test('an act that has no sentence is told neutrally, and an erased text is said to be', async () => {
  const { forum, cycle } = await app.seedForum()
  await transact(app.db, (tx) => addMilestone(tx, SYSTEM, { cycle, title: 'Secret', isSoft: true, date: { when: 'x' }, note: null, source: null }, app.now))
  await app.db.deleteFrom('record_text').where('text', '=', 'Secret').execute()
  await app.db.updateTable('record_entry').set({ act: 'something-new' }).where('chain_id', '=', forum.id).where('sequence', '=', 1).execute()
  const page = await (await app.get(`/${forum.slug}/record`)).text()
  expect(page).toContain('(not public, or erased)')
  expect(page).toContain('something-new')
})

test('a long record is paged', async () => {
  const { forum, cycle } = await app.seedForum()
  await transact(app.db, async (tx) => {
    for (let count = 0; count < 120; count++) await addMilestone(tx, SYSTEM, { cycle, title: `M${count}`, isSoft: false, date: { when: 'x' }, note: null, source: null }, app.now)
  })
  const first = await read(`/${forum.slug}/record`)
  expect(first).toMatchObject({ length: 121, earlier: `/${forum.slug}/record.json?before=22` })
  expect(first.entries).toHaveLength(100)
  const second = await read(first.earlier ?? '')
  expect(second.entries.map((entry) => entry.sequence).at(0)).toBe(21)
  expect(second.earlier).toBeNull()
  expect(await (await app.get(`/${forum.slug}/record`)).text()).toContain('?before=22')
  expect((await read(`/${forum.slug}/record?before=nonsense`)).entries).toHaveLength(100)
})

test('the installation has a record of its own', async () => {
  const cookie = await app.signIn('secretariat', null)
  const name = (await findPersonOfLogin(app.db, cookie.split('=')[1] ?? '', app.now))?.name ?? ''
  expect(name).not.toBe('')
  const page = await (await app.get('/record')).text()
  expect(page).toContain('Someone at the desk signed in')
  // Who holds a role is public; who signed in and when is not.
  expect(page.split('Someone at the desk signed in')[0]).not.toContain(name)
  expect(await (await app.get('/record', { language: 'fr' })).text()).toContain('Quelqu’un du bureau s’est connecté')
  expect((await read('/record')).entries.length).toBeGreaterThan(0)
  expect((await app.get('/no-such-forum/record')).status).toBe(404)
})

test('the outbox is for whoever keeps the installation', async () => {
  const { forum } = await app.seedForum()
  expect((await app.get('/desk/outbox', { cookie: await app.signIn('secretariat', forum.id) })).status).toBe(403)
  await transact(app.db, async (tx) => {
    await createForum(tx, SYSTEM, { slug: uniqueSlug(), title: 'T', mandate: 'M', conveningBody: null, website: null, language: 'en' }, app.now)
    await enqueueMail(tx, { forumId: null, occasion: 'login-link', about: null, recipient: 'a@example.org', subject: 'Hello <b>', body: 'See http://localhost:8080/login/abc.\n<script>', cause: uniqueSlug() }, app.now)
  })
  const page = await (await app.get('/desk/outbox', { cookie: await app.signIn('secretariat', null) })).text()
  expect(page).toContain('<a href="http://localhost:8080/login/abc">')
  expect(page).not.toContain('<script>')
})
