import { beforeAll, expect, test } from 'vitest'
import type { Cycle, Forum } from '../../src/forums/model.ts'
import type { Meeting } from '../../src/meetings/model.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { SYSTEM } from '../../src/record/model.ts'
import { enterWhatWasSaid, putOnAgenda, takeOffAgenda } from '../../src/review/agenda/commands.ts'
import { withdrawComment } from '../../src/review/comments/commands.ts'
import { buildComment, buildManyComments, buildReview, buildVersion, type BuiltVersion } from '../../src/review/testing.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { Review } from '../../src/review/model.ts'
import { testApplication } from '../harness/application.ts'

/** A comment is put on the agenda of a meeting and comes back with what was said. */

const app = await testApplication()
let forum: Forum
let cycle: Cycle
let review: Review
let version: BuiltVersion
let meeting: Meeting
let editor: string
let rapporteur: string

beforeAll(async () => {
  ;({ forum, cycle } = await app.seedForum())
  version = await buildVersion(app.db, cycle, ['Everybody answers.'], app.now)
  review = await buildReview(app.db, cycle, version.versionId, app.now)
  meeting = await buildMeeting(app.db, forum.id, 'fifth', app.now, { cycleIds: [cycle.id] })
  editor = await app.signIn('editor', forum.id)
  rapporteur = await app.signIn('rapporteur', forum.id)
})

const of = (commentId: Id) => ({ cycleId: cycle.id, cycleSlug: cycle.slug, commentId })
const put = (commentId: Id, meetingId: Id = meeting.id, why?: string) => transact(app.db, (tx) => putOnAgenda(tx, SYSTEM, { ...of(commentId), meetingId, why }, app.now))
const putThere = async (commentId: Id) => {
  const done = await put(commentId)
  if ('refusal' in done) throw new Error(done.refusal)
  return done.itemId
}
const say = (commentId: Id, itemId: Id, revision: number, said = 'Two spoke for it.') => transact(app.db, (tx) => enterWhatWasSaid(tx, SYSTEM, { ...of(commentId), itemId, revision, said }, app.now))
const takeOff = (commentId: Id, itemId: Id, revision: number) => transact(app.db, (tx) => takeOffAgenda(tx, SYSTEM, { ...of(commentId), itemId, revision }, app.now))
const withdraw = (commentId: Id<'comment'>) => transact(app.db, (tx) => withdrawComment(tx, SYSTEM, { commentId, cycleSlug: cycle.slug, reason: undefined }, app.now))
const desk = (number: number) => `/desk/${forum.slug}/2026/comments/R-${number}`
const onPage = async (number: number) => (await app.json(`/${forum.slug}/2026/comments/R-${number}`))['agenda']
const onMeeting = async () => (await app.json(`/${forum.slug}/meetings/fifth`))['agenda']

test('refuses what is not there, what is there already, what was withdrawn, and what somebody changed meanwhile; and writes nothing', async () => {
  const { commentId } = await buildComment(app.db, review, app.now)
  const elsewhere = await buildMeeting(app.db, forum.id, 'elsewhere', app.now)
  expect(await put(newId())).toEqual({ refusal: 'no-such-comment' })
  for (const strange of [newId(), elsewhere.id]) expect(await put(commentId, strange)).toEqual({ refusal: 'no-such-meeting' })
  const twice = await Promise.all([put(commentId), put(commentId)])
  expect(twice.filter((done) => 'refusal' in done)).toEqual([{ refusal: 'on-agenda-already' }])
  const [itemId] = twice.flatMap((done) => ('refusal' in done ? [] : [done.itemId]))
  if (itemId === undefined) throw new Error('It was not put there')
  const { commentId: other } = await buildComment(app.db, review, app.now)
  for (const refused of [await say(newId(), itemId, 1), await takeOff(newId(), itemId, 1)]) expect(refused).toEqual({ refusal: 'no-such-comment' })
  for (const refused of [await say(other, itemId, 1), await takeOff(other, itemId, 1), await say(commentId, newId(), 1)]) expect(refused).toEqual({ refusal: 'not-on-agenda' })
  expect(await say(commentId, itemId, 1)).toEqual({ entered: true })
  const length = async () => (await app.db.selectFrom('record_chain').select('length').where('forum_id', '=', forum.id).executeTakeFirstOrThrow()).length
  const before = await length()
  for (const refused of [await say(commentId, itemId, 1, 'Nobody spoke.'), await takeOff(commentId, itemId, 1)]) expect(refused).toEqual({ refusal: 'changed-meanwhile' })
  expect(await length()).toBe(before)
  expect(await takeOff(commentId, itemId, 2)).toEqual({ takenOff: true })
  for (const refused of [await takeOff(commentId, itemId, 3), await say(commentId, itemId, 3)]) expect(refused).toEqual({ refusal: 'not-on-agenda' })
  // It may come back to the same meeting, and is withdrawn there.
  const again = await putThere(commentId)
  await withdraw(commentId)
  expect(await say(commentId, again, 1)).toEqual({ refusal: 'comment-withdrawn' })
  expect(await put(commentId, newId())).toEqual({ refusal: 'comment-withdrawn' })
  expect(await onMeeting()).toMatchObject({ total: 0, comments: [] })
  expect(await takeOff(commentId, again, 1)).toEqual({ takenOff: true })
})

test('the forms: who answers puts it there, a rapporteur enters what was said and no more, and what was typed is kept', async () => {
  const { commentId, number } = await buildComment(app.db, review, app.now)
  const page = `${desk(number)}/agenda`
  expect((await app.get(page)).status).toBe(403)
  expect((await app.post(page, { act: 'put', meeting: meeting.id }, { cookie: await app.signIn('member', forum.id) })).status).toBe(403)
  for (const [fields, sentence] of [[{ meeting: '', why: 'Words kept.' }, 'Please fill this in'], [{ meeting: newId(), why: 'Words kept.' }, 'no meeting of the cycle']] as const) {
    const refused = await app.post(page, { act: 'put', ...fields }, { cookie: editor })
    expect(refused.status).toBe(422)
    const html = await refused.text()
    for (const shown of [sentence, 'Words kept.']) expect(html).toContain(shown)
  }
  const notTheirs = await app.post(page, { act: 'put', meeting: meeting.id }, { cookie: rapporteur })
  expect([notTheirs.status, await notTheirs.text()]).toEqual([422, expect.stringContaining('Whoever answers comments decides')])
  const block = await (await app.get(desk(number), { cookie: editor })).text()
  expect(block).toContain(`<option value="${meeting.id}">Fifth virtual meeting, `)
  expect((await app.post(page, { act: 'put', meeting: meeting.id, why: 'Opinions differ.' }, { cookie: editor })).status).toBe(303)
  expect(await onPage(number)).toMatchObject([{ meeting: 'fifth', date: '2017-10-11', url: `/${forum.slug}/meetings/fifth`, why: 'Opinions differ.', said: null, saidAt: null }])

  const atDesk = await (await app.get(`/desk/${forum.slug}/meetings/fifth`, { cookie: rapporteur })).text()
  expect(atDesk).toContain(`href="${page}"`)
  const sheet = await (await app.get(page, { cookie: rapporteur })).text()
  expect(sheet).not.toContain('value="off"')
  const item = /name="item" value="([0-9a-f-]{36})"/u.exec(sheet)?.[1] ?? ''
  const enter = (said: string, revision: string) => app.post(page, { act: 'said', item, revision, [`said-${item}`]: said }, { cookie: rapporteur })
  expect((await enter('', '1')).status).toBe(422)
  expect((await enter('قال اثنان نعم.', '1')).status).toBe(303)
  const late = await enter('My own words.', '1')
  const html = await late.text()
  expect(late.status).toBe(422)
  for (const shown of ['Somebody else entered what was said', 'My own words.', 'name="revision" value="1"']) expect(html).toContain(shown)
  expect((await enter('Two said yes.\n\nOne said no.', '2')).status).toBe(303)

  expect(await onPage(number)).toMatchObject([{ said: 'Two said yes.\n\nOne said no.', saidAt: app.now }])
  expect(await onMeeting()).toMatchObject({ total: 1, comments: [{ ref: `2026/R-${number}`, url: `/${forum.slug}/2026/comments/R-${number}`, said: 'Two said yes.\n\nOne said no.' }] })
  for (const path of [`/${forum.slug}/2026/comments/R-${number}`, `/${forum.slug}/meetings/fifth`]) {
    const shown = await (await app.get(path)).text()
    for (const part of ['Two said yes.', 'One said no.', 'Opinions differ.', 'What was said there']) expect(shown, path).toContain(part)
  }
  const row = await app.db.selectFrom('review_agenda').select(['put_by', 'said_by', 'revision']).where('comment_id', '=', commentId).executeTakeFirstOrThrow()
  expect([row.revision, row.put_by === null, row.said_by === null, row.put_by === row.said_by]).toEqual([3, false, false, false])
  expect((await app.post(page, { act: 'off', item, revision: '3' }, { cookie: editor })).status).toBe(303)
  expect([await onPage(number), await onMeeting()]).toMatchObject([[], { total: 0 }])
  const { entries } = (await app.json(`/${forum.slug}/record`)) as { entries: { act: string }[] }
  expect(entries.map(({ act }) => act)).toEqual(expect.arrayContaining(['comment-put-on-agenda', 'comment-spoken-of', 'comment-taken-off-agenda']))
})

test('of a comment that may only be counted, its meeting is public and no word of what was said', async () => {
  const { commentId, number } = await buildComment(app.db, review, app.now, { consent: 'not-at-all', text: 'Secret words.' })
  const itemId = await putThere(commentId)
  expect(await say(commentId, itemId, 1, 'Said of the secret.')).toEqual({ entered: true })
  expect(await onPage(number)).toMatchObject([{ meeting: 'fifth', why: null, said: null, saidAt: null }])
  for (const path of [`/${forum.slug}/2026/comments/R-${number}`, `/${forum.slug}/meetings/fifth`, `/${forum.slug}/meetings/fifth.json`]) {
    expect(await (await app.get(path)).text(), path).not.toMatch(/Secret words|Said of the secret/u)
  }
  const sheet = await (await app.get(`${desk(number)}/agenda`, { cookie: rapporteur })).text()
  expect([sheet.includes('Secret words'), sheet.includes('Said of the secret.')]).toEqual([false, true])
  const { texts } = (await app.db.selectFrom('record_text').select((eb) => eb.fn.countAll<number>().as('texts')).where('name', 'in', ['why', 'said']).where('is_public', '=', true).executeTakeFirstOrThrow())
  expect(texts).toBe(0)
})

test('a long agenda has pages, and shows nothing of a version that is held back', async () => {
  const long = await buildMeeting(app.db, forum.id, 'long', app.now, { cycleIds: [cycle.id], ordinal: null })
  const numbers = Array.from({ length: 101 }, (_, place) => 1001 + place)
  await buildManyComments(app.db, review, numbers.map((number) => ({ number, text: `The ${number}th.`, paragraphId: version.paragraphIds[0] ?? newId() })))
  const comments = await app.db.selectFrom('review_comment').select('id').where('cycle_id', '=', cycle.id).where('number', '>', 1000).orderBy('number').execute()
  await app.db
    .insertInto('review_agenda')
    .values(comments.map(({ id }) => ({ id: newId(), comment_id: id, meeting_id: long.id, why: null, put_by: null, put_at: app.now, said: null, said_by: null, said_at: null, taken_off_by: null, taken_off_at: null })))
    .execute()
  const at = async (query: string) => (await app.json(`/${forum.slug}/meetings/long${query}`))['agenda'] as { total: number; pages: number; comments: { ref: string }[] }
  const [first, second] = [await at(''), await at('?page=2')]
  expect([first.total, first.pages, first.comments.length, second.comments.length]).toEqual([101, 2, 100, 1])
  expect(new Set([...first.comments, ...second.comments].map(({ ref }) => ref)).size).toBe(101)
  expect(await (await app.get(`/${forum.slug}/meetings/long`)).text()).toContain('href="?page=2#agenda"')
  await app.db.updateTable('drafts_version').set({ released_at: null }).where('id', '=', version.versionId).execute()
  expect(await at('?page=1')).toMatchObject({ total: 0, comments: [] })
  expect(await (await app.get(`/${forum.slug}/meetings/long`, { cookie: editor })).text()).toContain('href="?page=2#agenda"')
})
