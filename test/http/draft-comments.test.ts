import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { flatten } from '../../src/drafts/model.ts'
import { reviseParagraph } from '../../src/drafts/paragraphs/commands.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import { buildDocument } from '../../src/drafts/testing.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { buildFrozen, buildReview } from '../../src/review/testing.ts'
import { addMilliseconds, type Instant } from '../../src/shared/time.ts'
import type { Id } from '../../src/shared/ids.ts'
import { testApplication } from '../harness/application.ts'

/** What members say of a draft between its versions goes with it into its next review. */

const app = await testApplication()
let forum: Forum
let cycle: Cycle
let documentId: Id<'document'>
let page: string
let member: string

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  ;({ documentId } = await buildDocument(app.db, cycle, ['One is right.\n\nTwo is long. It can be split.\n\nThree goes.'], app.now, 'rolling'))
  page = `/${forum.slug}/2026/documents/rolling/draft-comments`
  member = await app.signIn('member', forum.id)
})

const paragraph = async (number: number) => flatten(await loadWorkingText(app.db, documentId)).find((each) => each.number === number)
const send = async (number: number, over: Record<string, string> = {}, cookie = member) =>
  app.post(`${page}/new`, { formKey: newId(), paragraph: (await paragraph(number))?.id ?? '', type: 'general', text: `Of ${number}.`, language: 'en', consent: 'full', ...over }, { cookie })
const later = (now: Instant) => addMilliseconds(now, 1000)

test('is for members, on a paragraph that is there, with words', async () => {
  for (const path of [page, `${page}/new?p=1`]) expect((await app.get(path)).status).toBe(403)
  expect((await app.post(`${page}/new`, { text: 'x' })).status).toBe(403)
  for (const [over, sentence] of [[{ text: '' }, 'Please fill this in'], [{ paragraph: newId(), text: 'Kept.' }, 'not in the draft any more']] as const) {
    const refused = await send(1, over)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain(sentence)
  }
  expect(await (await app.get(`${page}/new?p=2`, { cookie: member })).text()).toContain('Two is long.')
})

test('stands beside its paragraph, is taken back by its sender alone, and goes into the next review under its own moment', async () => {
  const formKey = newId()
  const sentAt = app.now
  await send(2, { formKey, text: 'Split it.' })
  await send(2, { formKey, text: 'Split it.' })
  app.now = later(app.now)
  await send(3, { text: 'Take it out.', consent: 'without-name' })
  await send(1, { text: 'Never mind.' })
  const shown = await (await app.get(page, { cookie: member })).text()
  expect(shown.match(/Split it\./gu)).toHaveLength(1)
  const mine = [...shown.matchAll(/name="comment" value="([0-9a-f-]{36})"/gu)].map(([, id = '']) => id)
  expect(mine).toHaveLength(3)
  const other = await app.signIn('member', forum.id)
  expect((await app.post(page, { act: 'withdraw', comment: mine[0] ?? '' }, { cookie: other })).status).toBe(422)
  expect((await app.post(page, { act: 'withdraw', comment: mine[0] ?? '' }, { cookie: member })).status).toBe(303)

  const [two, three] = [await paragraph(2), await paragraph(3)]
  if (two === undefined || three === undefined) throw new Error('The draft lost its paragraphs')
  app.now = later(app.now)
  await transact(app.db, (tx) => reviseParagraph(tx, SYSTEM, { documentId, paragraphId: two.id, revision: two.revision, text: 'Two is long.\n\nIt can be split.' }, app.now))
  await app.db.updateTable('drafts_paragraph').set({ removed_at: app.now }).where('id', '=', three.id).execute()
  app.now = later(app.now)
  await app.db.updateTable('people_person').set({ mail: sql<string>`id || '@example.org'` }).where('name', '=', 'Somebody (member)').execute()
  const review = await buildReview(app.db, cycle, await buildFrozen(app.db, documentId, app.now), app.now)
  const { comments } = (await app.json(`/${forum.slug}/2026/reviews/${review.number}/comments`)) as { comments: object[] }
  expect(comments).toMatchObject([
    { text: 'Split it.', paragraphs: [{ number: 2 }, { number: 3 }] },
    { text: 'Take it out.', paragraphs: [], target: 'whole' },
  ])
  expect(JSON.stringify(comments)).not.toContain('Never mind.')
  const row = await app.db.selectFrom('review_comment').select(['id', 'received_at', 'author', 'consent', 'mail', 'number']).where('id', '=', formKey).executeTakeFirstOrThrow()
  expect(row).toEqual({ id: formKey, received_at: sentAt, author: 'Somebody (member)', consent: 'full', mail: expect.stringMatching(/@example\.org$/u), number: 1 })
  // Taken once: the next review begins without them, and nothing waits beside the draft.
  expect(await (await app.get(page, { cookie: member })).text()).not.toContain('Split it.')
  expect((await app.post(page, { act: 'withdraw', comment: formKey }, { cookie: member })).status).toBe(422)
})
