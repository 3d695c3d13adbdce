import { expect, test } from 'vitest'
import { reviseMeeting } from '../../src/meetings/commands.ts'
import { findMeeting } from '../../src/meetings/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { transact } from '../../src/platform/database.ts'
import type { OutgoingMail } from '../../src/platform/mail-transport.ts'
import { sendWaitingMail } from '../../src/record/reactions.ts'
import { SYSTEM } from '../../src/record/model.ts'
import type { PlainDate, PlainTime } from '../../src/shared/time.ts'
import { testApplication } from '../harness/application.ts'

const app = await testApplication()
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** What leaves by the outbox now. */
async function sent(): Promise<OutgoingMail[]> {
  const mails: OutgoingMail[] = []
  await sendWaitingMail(app.db, { send: async (mail) => void mails.push(mail), close: () => undefined }, () => app.now, log)
  return mails.sort((a, b) => (a.to < b.to ? -1 : 1))
}

test('people are asked by mail with an entry for their calendar, told of changes once, and their answers are taken in', async () => {
  const { forum, cycle } = await app.seedForum()
  const sitting = (day: string) => ({ date: day as PlainDate, starts: '15:00' as PlainTime, ends: '16:00' as PlainTime, zone: 'Europe/Berlin', place: null })
  const meeting = await buildMeeting(app.db, forum.id, 'call', app.now, { sittings: [sitting('2026-12-01'), sitting('2026-12-02')], cycleIds: [cycle.id], title: 'Call; with, signs' })
  const address = `/desk/${forum.slug}/meetings/call/invitations`
  const options = { cookie: await app.signIn('facilitator', forum.id) }
  await sent()
  expect((await app.get(address)).status).toBe(403)
  for (const [people, sentence] of [['Ada Lovelace', 'Line 1 has no mail address'], ['', 'Name somebody']] as const) {
    const refused = await app.post(address, { people, shall: 'invite' }, options)
    expect([refused.status, (await refused.text()).includes(sentence)]).toEqual([422, true])
  }
  const people = '"Ada, Countess" <ada@example.org>\nbo@example.org\nADA@example.org'
  expect((await app.post(address, { people, shall: 'invite' }, options)).headers.get('location')).toBe(`${address}?sent=2`)
  expect((await app.post(address, { people, shall: 'invite' }, options)).headers.get('location')).toBe(`${address}?sent=0`)
  const asked = await sent()
  expect(asked.map(({ to, calendar }) => [to.toLowerCase(), calendar?.method])).toEqual([['ada@example.org', 'REQUEST'], ['bo@example.org', 'REQUEST']])
  const entry = (asked[1]?.calendar?.text ?? '').replaceAll('\r\n ', '')
  for (const part of ['METHOD:REQUEST', `UID:${meeting.id}\r\n`, `UID:${meeting.id}-2`, 'ORGANIZER;CN=', 'mailto:reply+', 'RSVP=TRUE;CN="bo@example.org":mailto:bo@example.org', 'SUMMARY:Call\\; with\\, signs', 'SEQUENCE:0']) expect(entry).toContain(part)
  expect(entry).not.toMatch(/ada@/iu)
  expect(await sent()).toEqual([])

  const now = await findMeeting(app.db, forum.id, 'call')
  if (now === undefined) throw new Error('The meeting is gone')
  await transact(app.db, (tx) => reviseMeeting(tx, SYSTEM, { ...now, meetingId: now.id, sittings: [sitting('2026-12-03')], reason: 'Moved' }, app.now))
  expect(await (await app.get(address, options)).text()).toContain('2 people were')
  expect((await app.post(address, { shall: 'update' }, options)).headers.get('location')).toBe(`${address}?sent=2`)
  const told = (await sent()).filter(({ to }) => to === 'bo@example.org')
  expect(told.map(({ calendar }) => calendar?.method ?? '').toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['CANCEL', 'REQUEST'])
  const cancelled = told.find(({ calendar }) => calendar?.method === 'CANCEL')?.calendar?.text ?? ''
  for (const part of [`UID:${meeting.id}-2`, 'STATUS:CANCELLED', 'SEQUENCE:1']) expect(cancelled).toContain(part)
  expect((await app.post(address, { shall: 'update' }, options)).headers.get('location')).toBe(`${address}?sent=0`)

  const take = `/desk/${forum.slug}/meetings/new/answers`
  const reply = (answer: string, stamp: string, mail = 'BO@example.org', uid: string = meeting.id): string => `BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:${uid}\r\nDTSTAMP:${stamp}\r\nATTENDEE;PARTSTAT=${answer};CN=Bo:mailto:${mail}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
  expect((await app.get(take, options)).status).toBe(200)
  for (const [calendar, sentence] of [
    ['', 'errors'], ['hello', 'no calendar file'], [reply('ACCEPTED', '20261102T100000Z').replace('REPLY', 'PUBLISH'), 'no answer to an invitation'],
    [reply('ACCEPTED', '20261102T100000Z', 'eve@example.org'), 'Nobody of this address'], [reply('ACCEPTED', '20261102T100000Z', undefined, 'x@y'), 'not sent from here'],
  ] as const) {
    const refused = await app.post(take, { calendar }, options)
    expect([refused.status, (await refused.text()).includes(sentence)]).toEqual([422, true])
  }
  expect((await app.post(take, { calendar: reply('TENTATIVE', '20261102T110000Z') }, options)).headers.get('location')).toBe(address)
  expect((await app.post(take, { calendar: reply('ACCEPTED', '20261102T100000Z') }, options)).status).toBe(422)
  expect(await (await app.get(address, options)).text()).toContain('perhaps')
  expect(await (await app.get(`/${forum.slug}/meetings/call`)).text()).not.toContain('bo@example.org')
})
