import { beforeAll, expect, test } from 'vitest'
import { askForNotice, confirmNotice } from '../../src/calls/notices/commands.ts'
import { handOutAnnouncements } from '../../src/lists/announcing/reactions.ts'
import type { List } from '../../src/lists/model.ts'
import { sendPublished } from '../../src/lists/delivery/reactions.ts'
import { buildList } from '../../src/lists/testing.ts'
import { askToHear, confirmHearing } from '../../src/meetings/following/commands.ts'
import { transact } from '../../src/platform/database.ts'
import { fixedDns } from '../../src/platform/mail-dns.ts'
import { makeMailToken } from '../../src/platform/mail-tokens.ts'
import { PUBLIC } from '../../src/record/model.ts'
import { chooseMail } from '../../src/record/preferences/commands.ts'
import type { Id } from '../../src/shared/ids.ts'
import { announcementWriter } from '../../src/web/lists/announcements/data.ts'
import { testApplication } from '../harness/application.ts'
import { deliver, lastLetterTo, mailroomOf } from '../harness/mailroom.ts'
import { uniqueSlug } from '../harness/postgres.ts'

const app = await testApplication()
let world: Awaited<ReturnType<typeof app.seedCall>>
let list: List
const mailroom = mailroomOf(app.services)
const written = () => ({ subject: 'Confirm', body: '' })
const linkIn = (body: string) => new URL(/https?:\/\/\S+\/leave\/\S+/u.exec(body)?.[0] ?? '').pathname

beforeAll(async () => {
  world = await app.seedCall('facilitator')
  list = await buildList(app.db, { forumId: world.forum.id, slug: uniqueSlug('news'), settings: { kind: 'announcement' }, now: app.now })
})

async function followCall(mail: string): Promise<void> {
  await transact(app.db, (tx) => askForNotice(tx, PUBLIC, { callId: world.call.id, mail, language: 'fr', writeConfirmation: written }, app.now))
  const { id } = await app.db.selectFrom('calls_notice').select('id').where('mail', '=', mail).executeTakeFirstOrThrow()
  await transact(app.db, (tx) => confirmNotice(tx, PUBLIC, { noticeId: id as Id<'notice'> }, app.now))
}

async function followMeetings(mail: string): Promise<void> {
  await transact(app.db, (tx) => askToHear(tx, PUBLIC, { forumId: world.forum.id, mail, language: 'en', writeConfirmation: written }, app.now))
  const { id } = await app.db.selectFrom('meetings_follower').select('id').where('mail', '=', mail).executeTakeFirstOrThrow()
  await transact(app.db, (tx) => confirmHearing(tx, PUBLIC, { followerId: id }, app.now))
}

async function join(mail: string): Promise<void> {
  await deliver(mailroom, `${list.slug}-subscribe@${app.services.mailDomain}`, { from: mail, text: '' }, mail)
  await deliver(mailroom, (await lastLetterTo(app.db, app.services, mail)).replyTo, { from: mail, text: 'yes' }, mail)
}

/** What of it is for an address, by the list or as a follower. */
async function copies(mail: string) {
  const rows = await app.db.selectFrom('record_outbox').select(['id', 'recipient', 'occasion', 'body', 'kind', 'leave_at']).where('occasion', 'in', ['announcement', 'list-post']).execute()
  return rows.filter(({ recipient }) => recipient.toLowerCase() === mail.toLowerCase())
}

test('an announcement reaches lists and followers, each person once; what brought it is said, and ended by one click, by mail or on its page', async () => {
  const { forum, call, cookie } = world
  const desk = `/desk/${forum.slug}/lists/announce`
  await followCall('Both@Example.net')
  await followMeetings('both@example.net')
  await followCall('single@example.net')
  await followCall('on-list@example.net')
  await join('ON-LIST@example.net')
  await followMeetings('daily@example.net')
  await followMeetings('never@example.net')
  for (const [address, choice] of [['daily@example.net', 'daily'], ['never@example.net', 'never']] as const) await transact(app.db, (tx) => chooseMail(tx, { address, forumId: forum.id, chosen: { all: 'at-once', kinds: { announcement: choice } } }, app.now))
  const fields = { lists: list.slug, followers: [`call:${call.id}`, `meetings:${forum.id}`], subject: 'The draft <is> out', text: 'Read it.\n\nSoon.', formKey: crypto.randomUUID() }

  expect((await app.get(desk)).status).toBe(403)
  expect((await app.post(desk, { ...fields, shall: 'send' })).status).toBe(403)
  expect(await (await app.get(desk, { cookie })).text()).toContain(`value="meetings:${forum.id}"`)
  expect((await app.post(desk, { ...fields, lists: [], followers: ['call:other'], shall: 'send' }, { cookie })).status).toBe(422)
  const preview = await (await app.post(desk, { ...fields, shall: 'look' }, { cookie })).text()
  expect(preview).toContain('<strong>5</strong>')
  expect(preview).toContain('The draft &lt;is&gt; out')
  expect(await (await app.post(desk, { ...fields, shall: 'change' }, { cookie })).text()).toContain('Read it.')
  expect(await app.db.selectFrom('lists_announcement').select('id').execute()).toEqual([])

  const page = `/${forum.slug}/announcements/1`
  expect((await app.post(desk, { ...fields, shall: 'send' }, { cookie })).headers.get('location')).toBe(page)
  expect((await app.post(desk, { ...fields, shall: 'send' }, { cookie })).status).toBe(303)
  await Promise.all([1, 2].map(() => handOutAnnouncements(app.db, announcementWriter(app.services), () => app.now)))
  await sendPublished({ db: app.db, files: app.services.files, clock: () => app.now, dns: fixedDns({}), publicUrl: app.services.publicUrl, mailDomain: app.services.mailDomain, secret: app.services.secret })
  const got = await Promise.all(['both@example.net', 'single@example.net', 'on-list@example.net', 'daily@example.net', 'never@example.net'].map(copies))
  expect(got.map((own) => own.map(({ occasion, kind }) => `${occasion} ${kind}`))).toEqual([['announcement mail'], ['announcement mail'], ['list-post mail'], ['announcement daily'], []])
  expect(await app.json(page)).toMatchObject({ subject: 'The draft <is> out', audiences: [{ kind: 'call' }, { kind: 'meetings' }], lists: [list.slug], readers: 4 })
  expect(await app.json(`/${forum.slug}/announcements`)).toMatchObject({ announcements: [{ number: 1 }] })
  expect(await (await app.get(`/${forum.slug}/record`)).text()).toContain('sent announcement 1 to 4 followers and 1 list')

  const [both] = got[0] ?? []
  const [single] = got[1] ?? []
  expect([both?.body.includes(forum.title), single?.body.includes('l’appel « '), single?.body.includes('réunions')]).toEqual([true, true, false])
  const leave = linkIn(both?.body ?? '')
  expect(leave).toBe(new URL(both?.leave_at ?? '').pathname)
  expect((await app.get(leave.replace(/.$/u, (end) => (end === 'a' ? 'b' : 'a')))).status).toBe(404)
  expect((await app.get(leave.replace(`/${forum.slug}/`, '/other/'))).status).toBe(404)
  expect((await app.post(leave, { shall: 'leave' })).status).toBe(422)
  const left = (mail: string) => app.db.selectFrom('calls_notice').select('id').where('mail', '=', mail).where('left_at', 'is not', null).execute()
  expect((await app.post(leave, { shall: 'leave', of: `call:${call.id}` })).status).toBe(303)
  expect([(await left('Both@Example.net')).length, (await left('single@example.net')).length, (await app.db.selectFrom('meetings_follower').select('id').where('left_at', 'is not', null).execute()).length]).toEqual([1, 0, 0])
  for (const _ of [1, 2]) expect((await app.post(leave, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
  expect(await app.db.selectFrom('meetings_follower').select('mail').where('left_at', 'is not', null).execute()).toEqual([{ mail: 'both@example.net' }])
  const token = makeMailToken(app.services.secret, 'leave', (single?.id ?? '') as Id)
  expect(await deliver(mailroom, `leave+${token}@${app.services.mailDomain}`, { from: 'single@example.net', text: '' }, 'single@example.net')).toBe('done')
  expect(await left('single@example.net')).toHaveLength(1)

  // Words for people are passed on to them; one word ends it.
  await app.db.updateTable('meetings_follower').set({ left_at: null }).where('mail', '=', 'both@example.net').execute()
  const reply = `reply+${makeMailToken(app.services.secret, 'reply', (both?.id ?? '') as Id)}@${app.services.mailDomain}`
  expect(await deliver(mailroom, reply, { text: 'May I bring a colleague?' })).toBe('kept')
  expect((await lastLetterTo(app.db, app.services, 'Both@Example.net')).subject).toContain('Transmis')
  expect(await deliver(mailroom, reply, { text: 'unfollow' })).toBe('done')
  expect((await lastLetterTo(app.db, app.services, 'Both@Example.net')).body).toContain(forum.title)
})
