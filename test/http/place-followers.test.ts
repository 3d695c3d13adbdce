import { beforeAll, describe, expect, test } from 'vitest'
import { flatten } from '../../src/drafts/model.ts'
import { reviseParagraph } from '../../src/drafts/paragraphs/commands.ts'
import { loadWorkingText } from '../../src/drafts/queries.ts'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { sendWaitingMail } from '../../src/record/reactions.ts'
import { respondToComments } from '../../src/review/responses/commands.ts'
import type { Review } from '../../src/review/model.ts'
import { buildFrozen, buildReview, buildVersion, type BuiltVersion } from '../../src/review/testing.ts'
import { findComment } from '../../src/review/comments/queries.ts'
import { placeNewsWriter } from '../../src/web/review/followers/data.ts'
import { testApplication } from '../harness/application.ts'

/** Who follows a paragraph or a section is told of comments there and of what becomes of them, and nobody else is. */

const app = await testApplication()
let forum: Forum
let cycle: Cycle
let review: Review
let version: BuiltVersion
let base: string

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  version = await buildVersion(app.db, cycle, ['One.', 'Two is long. It can be split.', 'Three.', 'Four.', 'Five.', 'Six.'], app.now)
  review = await buildReview(app.db, cycle, version.versionId, app.now)
  base = `/${forum.slug}/2026`
})

const waiting = async () => (await app.db.selectFrom('record_outbox').select(['recipient', 'subject', 'body', 'cause', 'leave_at']).where('sent_at', 'is', null).orderBy('recipient').execute()).filter(({ cause }) => cause.startsWith('place-'))
const drop = () => app.db.updateTable('record_outbox').set({ sent_at: app.now }).execute()

/** Asks to follow, and confirms by the link in the mail. Answers the link. */
async function follow(place: string, mail: string, of = review): Promise<string> {
  expect((await app.post(`${base}/reviews/${of.number}/${place}/follow`, { mail })).status).toBe(303)
  const letter = (await waiting()).find(({ recipient }) => recipient === mail)
  const link = new URL(/http:\S+/u.exec(letter?.body ?? '')?.[0] ?? 'http://nowhere/').pathname
  expect((await app.post(link, { shall: 'confirm' })).headers.get('location')).toBe(link)
  await drop()
  return link
}

async function comment(paragraphs: string, over: Record<string, string> = {}, of = review): Promise<number> {
  const sent = await app.post(`${base}/reviews/${of.number}/comment`, { formKey: newId(), target: 'paragraphs', paragraphs, type: 'general', text: `Of ${paragraphs}.`, consent: 'without-name', ...over })
  return Number(/R-([0-9]+)/u.exec(sent.headers.get('location') ?? '')?.[1])
}

async function answer(number: number, revision = 0): Promise<void> {
  const found = await findComment(app.db, cycle.id, number)
  const tell = Object.assign(() => ({ subject: 'To the commenter', body: '' }), { toFollowers: placeNewsWriter(app.services) })
  const response = { commentId: found?.id ?? newId<'comment'>(), disposition: 'accepted', reason: 'It is so.', revision } as const
  const answered = await transact(app.db, (tx) => respondToComments(tx, SYSTEM, { cycleId: cycle.id, cycleSlug: '2026', responses: [response], isConfirmed: true, tell }, app.now))
  expect('refusal' in answered).toBe(false)
}

describe('following a place', () => {
  test('what is no place and no address is refused, and nobody is told before the link is used', async () => {
    for (const place of ['paragraphs/99', 'paragraphs/x', 'sections/9', 'sections/0']) expect((await app.get(`${base}/reviews/1/${place}/follow`)).status).toBe(404)
    const refused = await app.post(`${base}/reviews/1/paragraphs/1/follow`, { mail: 'nobody' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('does not look like a mail address')
    await app.post(`${base}/reviews/1/paragraphs/1/follow`, { mail: 'unsure@example.org' })
    const [letter] = await waiting()
    expect(letter?.subject).toContain('Follow ¶ 1 of')
    await drop()
    await comment('1')
    expect(await waiting()).toEqual([])
    expect((await app.get(`${base}/documents/${version.documentSlug}/follow-place/${newId()}.${'0'.repeat(64)}`)).status).toBe(404)
  })

  test('each is told once of a comment there and of each answer to it; its sender and who follows another place are not', async () => {
    await follow('paragraphs/3', 'three@example.org')
    await follow('sections/1', 'THREE@example.org')
    await follow('sections/1', 'section@example.org')
    await follow('paragraphs/6', 'six@example.org')
    const number = await comment('3, 4', { mail: 'section@example.org', text: 'Three and four say the same.' })
    const told = await waiting()
    expect(told.map(({ recipient }) => recipient.toLowerCase())).toEqual(['three@example.org'])
    expect(told[0]?.body).toContain('Three and four say the same.')
    expect(told[0]?.body).toContain('¶ 3, ¶ 4')
    await drop()
    await answer(number)
    expect((await waiting()).map(({ recipient, subject }) => [recipient.toLowerCase(), subject])).toEqual([['three@example.org', expect.stringContaining(`What became of comment 2026/R-${number}`)]])
    await drop()
    await answer(number, 1)
    expect(await waiting()).toHaveLength(1)
    await drop()
  })

  test('who follows a paragraph that is split goes on following its parts', async () => {
    await follow('paragraphs/2', 'two@example.org')
    const two = flatten(await loadWorkingText(app.db, version.documentId)).find(({ id }) => id === version.paragraphIds[1])
    await transact(app.db, (tx) => reviseParagraph(tx, SYSTEM, { documentId: version.documentId, paragraphId: two?.id ?? newId(), revision: two?.revision ?? 0, text: 'Two is long.\n\nIt can be split.' }, app.now))
    const next = await buildReview(app.db, cycle, await buildFrozen(app.db, version.documentId, app.now), app.now)
    await comment('3', {}, next)
    expect((await waiting()).map(({ recipient }) => recipient)).toContain('two@example.org')
    await drop()
  })

  test('is ended by one click of the mail program, which every such mail names in its head', async () => {
    const link = await follow('paragraphs/5', 'five@example.org')
    await comment('5')
    const sent: { to: string; leaveAt?: string | undefined }[] = []
    await sendWaitingMail(app.db, { send: async (mail) => void sent.push(mail), close: () => undefined }, () => app.now, { info: () => undefined, warn: () => undefined, error: () => undefined })
    const mine = sent.find(({ to }) => to === 'five@example.org')
    expect(new URL(mine?.leaveAt ?? 'http://nowhere/').pathname).toBe(link)
    expect((await app.post(link, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
    expect(await (await app.get(link)).text()).toContain('You no longer follow this part of the document')
    await comment('5')
    expect((await waiting()).map(({ recipient }) => recipient)).not.toContain('five@example.org')
    expect((await app.post(link, { shall: 'leave' })).status).toBe(422)
    expect((await app.post(link, { shall: 'confirm' })).status).toBe(303)
  })
})
