import { expect, test } from 'vitest'
import { runPollClock } from '../../src/meetings/asking/reactions.ts'
import { findMeeting } from '../../src/meetings/queries.ts'
import { findPoll, listAsked } from '../../src/meetings/polls/queries.ts'
import { addMilliseconds, parseInstant, type Instant } from '../../src/shared/time.ts'
import { askedAddress, pollMailWriter } from '../../src/web/meetings/polls/data.ts'
import { testApplication, type FieldValue } from '../harness/application.ts'
import { formsOf } from '../harness/forms.ts'

const app = await testApplication()
const START = app.now

async function forumAtDesk() {
  app.now = START
  const { forum, cycle } = await app.seedForum()
  const desk = `/desk/${forum.slug}/polls`
  const options = { cookie: await app.signIn('facilitator', forum.id) }
  const formKey = await keyAt(`${desk}/new`, options)
  return { forum, cycle, desk, options, fields: { ...poll, formKey } }
}

async function keyAt(path: string, options = {}): Promise<string> {
  const [form] = formsOf(await (await app.get(path, options)).text())
  return form?.fields.find(({ name }) => name === 'formKey')?.values[0] ?? ''
}

const poll = { title: 'A date', words: 'For the draft.', zone: 'Europe/Berlin', minutes: '60', names: 'public', cycle: '2026', from: '2026-11-10', until: '2026-11-11', weekdays: ['1', '2', '3', '4', '5'], hours: '06:00 15:00', single: '', deadlineDate: '2026-11-08', deadlineTime: '18:00', deadlineZone: '', kind: 'firm', addresses: '' }

/** Opens a poll; answers where it stands and what it is. */
async function openOne(over: Readonly<Record<string, FieldValue>> = {}) {
  const at = await forumAtDesk()
  const opened = await app.post(`${at.desk}/new`, { ...at.fields, ...over }, at.options)
  expect([opened.status, opened.headers.get('location')]).toEqual([303, `${at.desk}/1?done=1`])
  const read = async () => {
    const found = await findPoll(app.db, at.forum.id, 1)
    if (found === undefined) throw new Error('The poll is not there')
    return found
  }
  const publicly = `/${at.forum.slug}/polls/1`
  const vote = async (fields: Readonly<Record<string, FieldValue>>, query = '') => app.post(`${publicly}/vote`, { go: 'vote', zone: '', formKey: await keyAt(`${publicly}/vote${query}`), ...fields })
  return { ...at, read, publicly, vote, desk: `${at.desk}/1` }
}

const mailsTo = async (recipient: string) => app.db.selectFrom('record_outbox').select(['subject', 'body']).where('recipient', '=', recipient).orderBy('id').execute()
const revisionOf = async (read: () => Promise<{ revision: number }>) => String((await read()).revision)

test('a poll that cannot be is refused beside the field, and what was typed is kept', async () => {
  const { desk, options, fields } = await forumAtDesk()
  const cases: [Readonly<Record<string, FieldValue>>, string][] = [
    [{ zone: 'Mars/Olympus' }, 'not a time zone'],
    [{ minutes: '3' }, 'A meeting is 5-720 minutes long'],
    [{ from: '2026-02-29' }, 'not a day of the calendar'],
    [{ until: '2026-11-09' }, 'The last day is before the first'],
    [{ until: '2027-12-01' }, 'a year at most'],
    [{ hours: '06:00 25:00' }, '“25∶00” is no time of day'],
    [{ hours: '' }, 'id="error-hours"'],
    [{ single: 'tomorrow at nine' }, '“tomorrow at nine” is no day and time'],
    [{ from: '', until: '', hours: '' }, 'at least one time'],
    [{ from: '2026-11-14', until: '2026-11-15' }, 'at least one time'],
    [{ from: '2026-01-01', until: '2026-12-30', hours: '06:00 15:00 21:00' }, 'At most 200 times'],
    // Berlin's clocks go forward over this hour.
    [{ from: '2027-03-28', until: '2027-03-28', weekdays: ['7'], hours: '02:30' }, 'There is no 2027-03-28 02∶30 in this time zone'],
    [{ deadlineDate: '2027-03-28', deadlineTime: '02:15' }, 'There is no 2027-03-28 02∶15'],
    [{ deadlineTime: '' }, 'id="error-deadlineTime"'],
    [{ deadlineDate: '2026-11-01' }, 'This deadline has passed already'],
    [{ deadlineZone: 'Nowhere' }, 'not a time zone'],
    [{ addresses: 'ama@example.org\nnobody at all' }, '“nobody at all” is no mail address'],
    [{ cycle: '1900' }, 'id="error-cycle"'],
    [{ names: 'some' }, 'id="error-names"'],
  ]
  for (const [change, sentence] of cases) {
    const response = await app.post(`${desk}/new`, { ...fields, ...change }, options)
    const page = await response.text()
    expect([response.status, change, page.includes(sentence)]).toEqual([422, change, true])
    expect(page).toContain('value="A date"')
  }
  expect((await app.get(`${desk}/1`, options)).status).toBe(404)
  for (const role of ['editor', 'member'] as const) expect((await app.post(`${desk}/new`, fields, { cookie: await app.signIn(role, null) })).status).toBe(403)
})

test('an hour that comes twice is asked, and both can be meant', async () => {
  const { desk, options, fields, forum } = await forumAtDesk()
  const twice = { ...fields, from: '2027-10-31', until: '2027-10-31', weekdays: ['7'], hours: '02:30' }
  const page = await (await app.post(`${desk}/new`, twice, options)).text()
  for (const part of ['comes twice in this time zone', 'The first (UTC+02:00): 31 October 2027, 00:30 UTC', 'The second (UTC+01:00): 31 October 2027, 01:30 UTC', 'name="reading-2027-10-31T02:30"']) expect(page).toContain(part)
  expect((await app.post(`${desk}/new`, { ...twice, 'reading-2027-10-31T02:30': ['earlier', 'later'] }, options)).status).toBe(303)
  expect(await app.json(`/${forum.slug}/polls/1`)).toMatchObject({ slots: [{ time: '02:30', utc: { starts: '2027-10-31T00:30:00.000Z' } }, { time: '02:30', utc: { starts: '2027-10-31T01:30:00.000Z' } }] })
})

test('votes: without account, in the voter’s own zone, changed by the secret link, nothing said kept apart from no', async () => {
  const { publicly, vote, read, forum } = await openOne()
  const page = await (await app.get(`${publicly}?zone=Asia/Kolkata`)).text()
  // 06:00 in Berlin is 10:30 in Kolkata; half an hour off, and the day is computed.
  for (const part of ['Tuesday 10 November 2026', '10:30 – 11:30 (Asia/Kolkata) · 05:00 – 06:00 UTC', '06:00 in Berlin']) expect(page).toContain(part)
  expect((await app.get(`${publicly}?zone=Mars/Olympus`)).status).toBe(400)
  expect((await app.get(`/${forum.slug}/polls`)).status).toBe(200)
  expect((await app.get(`/${forum.slug}/polls/2`)).status).toBe(404)

  const refused = await app.post(`${publicly}/vote`, { go: 'vote', name: '', mail: 'no', regionalGroup: 'XYZ', 'slot-1': 'maybe', 'slot-2': 'yes', formKey: await keyAt(`${publicly}/vote`) })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toMatch(/name="slot-2" value="yes" checked/u)

  // Only the times are shown anew: what was chosen stays, and nothing is kept.
  const shown = await (await vote({ go: 'zone', zone: 'Pacific/Auckland', name: 'Ama', 'slot-3': 'no' })).text()
  for (const part of ['18:00 – 19:00 (Pacific/Auckland) · 05:00 – 06:00 UTC', 'value="Ama"', 'name="slot-3" value="no" checked']) expect(shown).toContain(part)
  expect((await vote({ go: 'zone', zone: 'Mars/Olympus' })).status).toBe(422)
  expect(await app.json(publicly)).toMatchObject({ voters: 0 })

  const formKey = await keyAt(`${publicly}/vote`)
  const ama = { name: 'Ama <b>', mail: 'ama@example.org', regionalGroup: 'AFG', zone: 'africa/accra', 'slot-1': 'yes', 'slot-2': 'if-need-be', 'slot-3': 'no', 'slot-4': '', formKey }
  const mine = (await vote(ama)).headers.get('location') ?? ''
  expect((await vote(ama)).headers.get('location')).toBe(mine)
  await vote({ name: 'Bo', 'slot-1': 'yes', regionalGroup: 'none' })
  expect(await app.json(publicly)).toMatchObject({ voters: 2, slots: [{ slot: 1, said: { yes: 2, no: 0, unanswered: 0 } }, { said: { 'if-need-be': 1, unanswered: 1 } }, { said: { no: 1, unanswered: 1 } }, { said: { yes: 0, no: 0, unanswered: 2 } }] })
  expect((await mailsTo('ama@example.org')).map(({ body }) => body.includes(mine))).toEqual([true])

  const own = await (await app.get(mine)).text()
  for (const part of ['3 of 4 times', '05:00 – 06:00 (Africa/Accra)', 'name="slot-3" value="no" checked', 'Ama &lt;b&gt;']) expect(own).toContain(part)
  for (const wrong of [`${mine}x`, mine.replace('mine', 'asked')]) expect((await app.get(wrong)).status).toBe(404)
  const change = { go: 'vote', name: 'Ama', mail: 'ama@example.org', regionalGroup: 'AFG', zone: 'Africa/Accra', 'slot-1': 'no', 'slot-4': 'yes', revision: '1' }
  expect((await app.post(mine, change)).status).toBe(303)
  expect((await app.post(mine, change)).status).toBe(422)
  expect(await app.json(publicly)).toMatchObject({ slots: [{ said: { yes: 1, no: 1 } }, { said: { unanswered: 2 } }, { said: { no: 0, unanswered: 2 } }, { said: { yes: 1, unanswered: 1 } }] })
  expect(await mailsTo('ama@example.org')).toHaveLength(1)

  // Names are public here, addresses, regions and zones of somebody never.
  const voters = JSON.stringify(await app.json(`${publicly}/votes`)) + (await (await app.get(`${publicly}/votes`)).text())
  expect(voters).toContain('Ama')
  for (const part of ['ama@example.org', 'AFG', 'African', 'Accra']) expect(voters).not.toContain(part)
  expect((await read()).revision).toBe(1)
})

test('names that are the desk’s stay there', async () => {
  const { publicly, vote, desk, options, forum } = await openOne({ names: 'desk' })
  await vote({ name: 'Zuleika', mail: 'z@example.org', 'slot-1': 'yes' })
  expect((await app.get(`${publicly}/votes`)).status).toBe(404)
  for (const path of [publicly, `${publicly}.json`, `/${forum.slug}/record`, `/${forum.slug}/polls`, `/${forum.slug}/polls.json`]) expect(await (await app.get(path)).text()).not.toMatch(/Zuleika|z@example/u)
  expect(await (await app.get(desk, options)).text()).toMatch(/Zuleika[^]*z@example\.org/u)
  expect((await app.get(desk)).status).toBe(403)
})

test('the zone can be changed and times added and taken off, and no vote is lost', async () => {
  const { publicly, vote, desk, options, read } = await openOne()
  await vote({ name: 'Ama', 'slot-1': 'yes', 'slot-2': 'no' })
  const instants = async () => ((await app.json(publicly))['slots'] as { utc: { starts: string } }[]).map(({ utc }) => utc.starts)
  const before = await instants()
  const edit = { title: 'A date', words: '', zone: 'Asia/Kathmandu', minutes: '90', names: 'public', revision: '1' }
  expect((await app.get(`${desk}/edit`, options)).status).toBe(200)
  expect((await app.post(`${desk}/edit`, edit, options)).status).toBe(303)
  expect((await app.post(`${desk}/edit`, edit, options)).status).toBe(422)
  expect(await instants()).toEqual(before)
  // Nepal is 5 hours 45 minutes before UTC.
  expect(await app.json(publicly)).toMatchObject({ zone: 'Asia/Kathmandu', slots: [{ time: '10:45', said: { yes: 1 } }, { time: '19:45', said: { no: 1 } }, {}, {}] })

  const slots = `${desk}/slots`
  expect((await app.get(slots, options)).status).toBe(200)
  const change = async (fields: Readonly<Record<string, FieldValue>>) => app.post(slots, { from: '', until: '', hours: '', single: '', revision: await revisionOf(read), ...fields }, options)
  expect((await change({})).status).toBe(422)
  expect((await change({ removed: ['1', '2', '3', '4'] })).status).toBe(422)
  expect((await change({ removed: ['9'] })).status).toBe(422)
  expect((await change({ removed: ['2'], single: '2026-11-12 09h15' })).status).toBe(303)
  expect(await app.json(publicly)).toMatchObject({ slots: [{ slot: 1, said: { yes: 1 } }, { slot: 2, said: { no: 1 }, removedAt: app.now }, { slot: 3 }, { slot: 4 }, { slot: 5, time: '09:15', said: { unanswered: 1 } }] })
  expect(await (await app.get(publicly)).text()).toContain('0 yes, 0 if need be, 1 no')
  // Who was on the page meanwhile sends what they saw: it is kept with the rest.
  await vote({ name: 'Bo', 'slot-2': 'yes' })
  expect((await change({ single: '2026-11-10 19:45' })).status).toBe(303)
  expect(await app.json(publicly)).toMatchObject({ slots: [{}, { slot: 2, removedAt: null, said: { yes: 1, no: 1 } }, {}, {}, {}] })
})

test('after the deadline no vote is taken, past a soft one it is; the desk extends, closes and opens again', async () => {
  const { publicly, vote, desk, options, read } = await openOne()
  const mine = (await vote({ name: 'Ama', 'slot-1': 'yes' })).headers.get('location') ?? ''
  const late = await keyAt(`${publicly}/vote`)
  // 18:00 in Berlin is 17:00 UTC.
  app.now = parseInstant('2026-11-08T17:00:00Z') as Instant
  expect((await vote({ name: 'Just', 'slot-1': 'yes' })).status).toBe(303)
  app.now = parseInstant('2026-11-08T17:00:01Z') as Instant
  const refused = await app.post(`${publicly}/vote`, { go: 'vote', name: 'Late', 'slot-2': 'yes', formKey: late })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toMatch(/deadline of this poll has passed[^]*name="slot-2" value="yes" checked/u)
  expect((await app.post(mine, { go: 'vote', name: 'Ama', 'slot-1': 'no', revision: '1' })).status).toBe(422)

  const extend = async (fields: Record<string, string>) => app.post(`${desk}/deadline`, { deadlineDate: '2026-11-09', deadlineTime: '12:00', deadlineZone: 'Asia/Kolkata', kind: 'soft', reason: 'A storm.', revision: await revisionOf(read), ...fields }, options)
  expect((await app.get(`${desk}/deadline`, options)).status).toBe(200)
  for (const bad of [{ reason: '' }, { deadlineDate: '' }, { deadlineDate: '2026-11-01' }, { revision: '77' }]) expect((await extend(bad as unknown as Record<string, string>)).status).toBe(422)
  expect((await extend({})).status).toBe(303)
  const page = await (await app.get(publicly)).text()
  for (const part of ['Sunday 8 November 2026, 18:00 (Europe/Berlin)', 'A storm.', 'Monday 9 November 2026, 12:00 (Asia/Kolkata) · 9 November 2026, 06:30 UTC']) expect(page).toContain(part)
  app.now = parseInstant('2026-11-09T09:00:00Z') as Instant
  expect((await vote({ name: 'Late', 'slot-1': 'yes' })).status).toBe(303)
  expect(await app.json(publicly)).toMatchObject({ state: 'late', voters: 3 })

  expect((await app.get(`${desk}/close`, options)).status).toBe(200)
  expect((await app.post(`${desk}/close`, {}, options)).status).toBe(303)
  expect((await app.post(`${desk}/close`, {}, options)).status).toBe(422)
  expect((await app.post(mine, { go: 'vote', name: 'Ama', 'slot-1': 'no', revision: '1' })).status).toBe(422)
  expect((await app.get(`${desk}/reopen`, options)).status).toBe(200)
  expect((await app.post(`${desk}/reopen`, {}, options)).status).toBe(303)
  expect((await app.post(`${desk}/reopen`, {}, options)).status).toBe(422)
  expect((await app.post(mine, { go: 'vote', name: 'Ama', 'slot-1': 'no', revision: '1' })).status).toBe(303)
})

test('those asked by mail vote by a link of their own, and those who have not are reminded, once', async () => {
  const { desk, options, read, forum, publicly, vote } = await openOne({ addresses: 'Ama Owusu <ama@example.org>, "Bo, Dr" <bo@example.org>; che@example.org\nAMA@example.org' })
  const poll = await read()
  const asked = await listAsked(app.db, poll.id)
  expect(asked.map(({ mail, name }) => [mail, name])).toEqual(expect.arrayContaining([['bo@example.org', 'Bo, Dr'], ['che@example.org', null]]))
  expect(asked).toHaveLength(3)
  const linkTo = (mail: string) => {
    const one = asked.find((each) => each.mail.toLowerCase() === mail)
    return askedAddress(app.services, { forum, poll }, one?.id ?? poll.id)
  }
  const [mail] = await mailsTo('bo@example.org')
  for (const part of [linkTo('bo@example.org'), '1. Tuesday 10 November 2026, 06:00 – 07:00 (Europe/Berlin) · 05:00 – 06:00 UTC', 'For the draft.', 'Sunday 8 November 2026, 18:00 (Europe/Berlin)']) expect(mail?.body).toContain(part)

  const form = await (await app.get(linkTo('bo@example.org'))).text()
  expect(form).toMatch(/value="Bo, Dr"[^]*value="bo@example.org"/u)
  const answer = async (name: string) => app.post(linkTo('bo@example.org'), { go: 'vote', name, 'slot-1': 'no', formKey: await keyAt(publicly + '/vote') })
  const own = (await answer('Bo')).headers.get('location') ?? ''
  // Once used, the link leads to what was answered.
  expect((await answer('Other')).headers.get('location')).toBe(own)
  expect((await app.get(linkTo('bo@example.org'))).headers.get('location')).toBe(own)
  expect((await app.get(`${linkTo('bo@example.org')}0`)).status).toBe(404)
  // Whoever votes without the link, under an address that was asked, has answered too.
  await vote({ name: 'Che', mail: 'Che@example.org', 'slot-1': 'yes' })

  expect((await app.get(`${desk}/asked`, options)).status).toBe(200)
  expect((await app.post(`${desk}/asked`, { addresses: 'bo@example.org' }, options)).status).toBe(422)
  expect((await app.post(`${desk}/asked`, { addresses: 'dee@example.org' }, options)).status).toBe(303)
  expect((await app.get(`${desk}/remind`, options)).status).toBe(200)
  expect((await app.post(`${desk}/remind`, {}, options)).status).toBe(422)
  const write = pollMailWriter(app.services)
  expect(await runPollClock(app.db, app.now, write)).toBe(0)
  app.now = parseInstant('2026-11-06T17:30:00Z') as Instant
  const ran = await Promise.all([runPollClock(app.db, app.now, write), runPollClock(app.db, app.now, write)])
  expect(ran.reduce((sum, count) => sum + count, 0)).toBe(1)
  expect(await runPollClock(app.db, app.now, write)).toBe(0)
  const subjects = async (to: string) => (await mailsTo(to)).map(({ subject }) => subject.slice(0, 8))
  expect([await subjects('dee@example.org'), await subjects('bo@example.org'), await subjects('che@example.org')]).toEqual([['When can', 'Reminder'], ['When can'], ['When can']])
  app.now = addMilliseconds(app.now, 24 * 3_600_000)
  expect((await app.post(`${desk}/remind`, {}, options)).status).toBe(303)
  expect(await subjects('dee@example.org')).toHaveLength(3)
  expect(await (await app.get(desk, options)).text()).toContain('4 people were asked, 2 have not answered')
  for (const path of [publicly, `${publicly}.json`, `${publicly}/votes`]) expect(await (await app.get(path)).text()).not.toContain('example.org')
})

test('a poll becomes one meeting, however many finalise it at once; everybody with an address is told', async () => {
  const { desk, options, read, forum, publicly, vote } = await openOne({ addresses: 'asked@example.org' })
  await vote({ name: 'Ama', mail: 'ama@example.org', 'slot-1': 'yes' })
  const meeting = { title: 'Third call', slug: 'third-call', kind: 'virtual', ordinal: '3', cycles: ['2026'], place: '', note: '' }
  const finalise = async (over: Readonly<Record<string, FieldValue>>) => app.post(`${desk}/finalise`, { ...meeting, slots: ['1', '2'], revision: await revisionOf(read), ...over }, options)
  expect((await app.get(`${desk}/finalise`, options)).status).toBe(200)
  for (const bad of [{ slots: [] }, { slots: ['1', '2', '3'] }, { slots: ['99'] }, { cycles: [] }, { slug: 'new' }, { ordinal: 'x' }, { title: '' }, { revision: '50' }]) expect([bad, (await finalise(bad)).status]).toEqual([bad, 422])
  expect((await read()).finalisedAt).toBeNull()
  const answers = await Promise.all(['third-call', 'third-call-again'].map((slug) => finalise({ slug, revision: '1' })))
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  const made = [await findMeeting(app.db, forum.id, 'third-call'), await findMeeting(app.db, forum.id, 'third-call-again')].flatMap((each) => each ?? [])
  expect(made).toHaveLength(1)
  expect(made[0]).toMatchObject({ ordinal: 3, sittings: [{ date: '2026-11-10', starts: '06:00', ends: '07:00', zone: 'Europe/Berlin' }, { starts: '15:00', ends: '16:00' }] })
  expect(new Set(answers.map((answer) => answer.headers.get('location')?.split('?')[0]))).toEqual(new Set([`/desk/${forum.slug}/meetings/${made[0]?.slug ?? ''}`]))
  expect(made[0]?.standing).toBe('announced')
  const entries = await app.db.selectFrom('record_outbox').select(['recipient', 'calendar', 'calendar_method']).where('calendar', 'is not', null).where('cause', 'like', 'poll-finalised:%').execute()
  expect(entries.map(({ recipient, calendar_method: method }) => `${recipient} ${method ?? ''}`).sort()).toEqual(['ama@example.org', 'asked@example.org'].flatMap((to) => [`${to} REQUEST`, `${to} REQUEST`]))
  // Each sitting by a request of its own, in which nobody else stands.
  for (const { recipient, calendar } of entries) expect([calendar?.match(/^BEGIN:VEVENT/gmu)?.length, calendar?.replaceAll('\r\n ', '').match(/mailto:.+@example.org(?=\r)/gu)?.filter((one) => one.includes(recipient)).length, calendar?.includes('ORGANIZER')]).toEqual([1, 1, true])
  for (const part of [`UID:${made[0]?.id ?? ''}\r\n`, 'DTSTART;TZID=Europe/Berlin:20261110T060000', 'DTSTART;TZID=Europe/Berlin:20261110T150000']) expect(entries.map(({ calendar }) => calendar).join('')).toContain(part)
  for (const to of ['ama@example.org', 'asked@example.org']) {
    const told = (await mailsTo(to)).filter(({ subject }) => subject.startsWith('Set: '))
    expect(told.map(({ body }) => body.includes('Tuesday 10 November 2026, 06:00 – 07:00 (Europe/Berlin) · 05:00 – 06:00 UTC') && body.includes(`/${forum.slug}/meetings/${made[0]?.slug ?? ''}`))).toEqual([true])
  }
  expect((await finalise({ slug: 'another' })).headers.get('location')).toBe(`/desk/${forum.slug}/meetings/${made[0]?.slug ?? ''}`)
  expect((await vote({ name: 'Late', 'slot-1': 'yes' })).status).toBe(422)
  expect((await app.post(`${desk}/reopen`, {}, options)).status).toBe(422)
  expect((await app.post(`${desk}/edit`, { title: 'A', words: '', zone: 'UTC', minutes: '30', names: 'desk', revision: await revisionOf(read) }, options)).status).toBe(422)
  expect(await app.json(publicly)).toMatchObject({ state: 'finalised', meeting: `/${forum.slug}/meetings/${made[0]?.slug ?? ''}` })
  expect(await (await app.get(`/${forum.slug}/record`)).text()).toContain('made a meeting of the scheduling poll “A date”, in 2 sittings')
})

test('whose night it is: of each slot, and over the meetings of a cycle; the desk says in which zones its regions are', async () => {
  const { desk, options, publicly, vote, forum } = await openOne({ from: '', until: '', hours: '', single: '2026-11-10 06:00\n2026-11-10 15:00\n2026-11-10 23:00', zone: 'UTC' })
  const zones = desk.replace(/1$/u, 'zones')
  expect((await app.get(zones, options)).status).toBe(200)
  for (const bad of [{ group: 'XYZ', zones: 'UTC' }, { group: 'AFG', zones: 'Mars' }, { group: 'AFG', zones: 'UTC UTC UTC UTC UTC UTC UTC' }]) expect((await app.post(zones, bad, options)).status).toBe(422)
  for (const [group, own] of [['AFG', 'africa/lagos'], ['APG', 'Asia/Kolkata\nPacific/Auckland'], ['EEG', ''], ['GRULAC', 'America/Mexico_City'], ['WEOG', 'Europe/Berlin']] as const) expect((await app.post(zones, { group, zones: own }, options)).status).toBe(303)
  for (const zone of ['Pacific/Auckland', 'Pacific/Auckland', 'Europe/Berlin']) await vote({ name: 'One', zone, 'slot-1': 'yes' })
  const hour = (zone: string, time: string, band: string) => expect.objectContaining({ zone, time, band }) as object
  // 06:00 UTC: Lagos 7, Kolkata half past 11, Auckland (in November 13 hours before UTC) 19, Mexico City midnight, Berlin 7.
  expect(await app.json(publicly)).toMatchObject({
    slots: [
      { hours: [hour('Africa/Lagos', '07:00', 'day'), hour('Asia/Kolkata', '11:30', 'day'), hour('Pacific/Auckland', '19:00', 'evening'), hour('America/Mexico_City', '00:00', 'night'), hour('Europe/Berlin', '07:00', 'day')], votersAtNight: 0 },
      { hours: [hour('Africa/Lagos', '16:00', 'day'), hour('Asia/Kolkata', '20:30', 'evening'), hour('Pacific/Auckland', '04:00', 'night'), hour('America/Mexico_City', '09:00', 'day'), hour('Europe/Berlin', '16:00', 'day')], votersAtNight: 2 },
      { votersAtNight: 1 },
    ],
    twoSittings: { slots: [1, 2], atNight: [], votersAtNight: 0, bestSingle: 1, atNightThen: ['America/Mexico_City'] },
  })
  const page = await (await app.get(publicly)).text()
  for (const part of ['At night in Mexico City (GRULAC).', 'None of the 3 who answered would be up at night.', 'two sittings', 'Then both sittings are at night in none of the regions.']) expect(page).toContain(part)
  const finalise = { title: 'Call', slug: 'call', kind: 'virtual', ordinal: '', cycles: ['2026'], place: '', note: '', slots: ['1'], revision: '1' }
  expect((await app.post(`${desk}/finalise`, finalise, options)).status).toBe(303)
  const hours = `/${forum.slug}/2026/meetings/hours`
  expect(await app.json(hours)).toMatchObject({ meetings: ['call'], regions: [{ zone: 'Africa/Lagos', night: 0, day: 1 }, {}, { zone: 'Pacific/Auckland', evening: 1 }, { zone: 'America/Mexico_City', night: 1 }, {}] })
  expect(await (await app.get(hours)).text()).toContain('Mexico City (GRULAC)')
  const call = await findMeeting(app.db, forum.id, 'call')
  expect((await app.post(`/desk/${forum.slug}/meetings/call/status`, { say: 'cancelled', reason: 'Nobody came.', revision: String(call?.revision) }, options)).status).toBe(303)
  expect(await app.json(hours)).toMatchObject({ meetings: [], untimed: 0 })
  expect((await app.get(desk.replace(/\/1$/u, ''), options)).status).toBe(200)
})
