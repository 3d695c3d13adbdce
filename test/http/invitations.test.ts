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
  expect(asked.map(({ to, calendar }) => [to.toLowerCase(), calendar?.method])).toEqual([['ada@example.org', 'REQUEST'], ['ada@example.org', 'REQUEST'], ['bo@example.org', 'REQUEST'], ['bo@example.org', 'REQUEST']])
  const entries = asked.slice(2).map(({ calendar }) => (calendar?.text ?? '').replaceAll('\r\n ', ''))
  // RFC 5546: one request names one entry, or programs show only the first.
  expect(new Set(entries.map((text) => text.match(/^UID:.*$/gmu)?.join(' ')))).toEqual(new Set([`UID:${meeting.id}`, `UID:${meeting.id}-2`]))
  const entry = entries.join('')
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

test('whoever was asked is told by itself when a meeting moves or is cancelled at the desk, once; nothing goes to anybody else', async () => {
  const { forum, cycle } = await app.seedForum()
  const sitting = { date: '2026-12-01' as PlainDate, starts: '15:00' as PlainTime, ends: '16:00' as PlainTime, zone: 'Europe/Berlin', place: null }
  await buildMeeting(app.db, forum.id, 'call', app.now, { sittings: [sitting], cycleIds: [cycle.id], title: 'Call' })
  const desk = `/desk/${forum.slug}/meetings/call`
  const options = { cookie: await app.signIn('facilitator', forum.id) }
  const revision = async () => String((await findMeeting(app.db, forum.id, 'call'))?.revision)
  const edit = { title: 'Call', kind: 'virtual', ordinal: '5', cycles: ['2026'], 'starts-0': '15:00', 'ends-0': '16:00', 'zone-0': 'Europe/Berlin', 'place-0': '', reason: 'Clash' }
  const methods = async () => (await sent()).flatMap(({ to, calendar }) => (calendar === undefined ? [] : [`${to} ${calendar.method} ${/^DTSTART;TZID.*$/mu.exec(calendar.text)?.[0].trim().slice(-15) ?? ''} ${/^SEQUENCE:.*$/mu.exec(calendar.text)?.[0].trim() ?? ''}`]))
  await sent()
  expect((await app.post(`${desk}/edit`, { ...edit, 'date-0': '2026-12-02', revision: await revision() }, options)).status).toBe(303)
  expect(await methods()).toEqual([])
  await app.post(`${desk}/invitations`, { people: 'ada@example.org', shall: 'invite' }, options)
  expect(await methods()).toEqual(['ada@example.org REQUEST 20261202T150000 SEQUENCE:1'])
  expect((await app.post(`${desk}/edit`, { ...edit, 'date-0': '2026-12-03', revision: await revision() }, options)).status).toBe(303)
  expect(await methods()).toEqual(['ada@example.org REQUEST 20261203T150000 SEQUENCE:2'])
  // What does not matter to a calendar is not told.
  expect((await app.post(`${desk}/edit`, { ...edit, 'date-0': '2026-12-03', note: 'Bring tea', revision: await revision() }, options)).status).toBe(303)
  expect(await methods()).toEqual([])
  for (const fields of [{ say: 'announced' }, { say: 'cancelled', reason: 'Storm' }]) expect((await app.post(`${desk}/status`, { ...fields, revision: await revision() }, options)).status).toBe(303)
  expect((await methods()).filter((line) => line.startsWith('ada'))).toEqual([expect.stringMatching(/^ada@example.org CANCEL 20261203T150000/u)])
})

test('a number that a series has already in a cycle is refused beside its field; elsewhere it is free', async () => {
  const { forum, cycle } = await app.seedForum()
  await buildMeeting(app.db, forum.id, 'fifth', app.now, { cycleIds: [cycle.id], ordinal: 5 })
  const options = { cookie: await app.signIn('facilitator', forum.id) }
  const enter = async (over: Record<string, string>) => app.post(`/desk/${forum.slug}/meetings/new`, { title: 'Again', slug: 'again', kind: 'virtual', ordinal: '5', cycles: ['2026'], 'date-0': '2026-12-02', ...over }, options)
  const refused = await enter({})
  expect([refused.status, (await refused.text()).includes('already. Give another number')]).toEqual([422, true])
  expect((await enter({ kind: 'informal' })).status).toBe(303)
  const both = await Promise.all(['one', 'two'].map(async (slug) => enter({ slug, ordinal: '6' })))
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422])
  const change = async (slug: string, ordinal: string) => app.post(`/desk/${forum.slug}/meetings/${slug}/edit`, { title: 'Changed', kind: 'virtual', ordinal, cycles: ['2026'], 'date-0': '2017-10-11', revision: '1', reason: 'Late' }, options)
  expect([(await change('fifth', '6')).status, (await change('fifth', '5')).status]).toEqual([422, 303])
})
