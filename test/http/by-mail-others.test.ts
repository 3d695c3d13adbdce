import { expect, test } from 'vitest'
import { listAnswers } from '../../src/contributions/queries.ts'
import { buildContribution } from '../../src/contributions/testing.ts'
import { markPassage } from '../../src/procedures/mark-passage.ts'
import { writeFinding } from '../../src/procedures/write-finding.ts'
import { listFindings } from '../../src/synthesis/queries.ts'
import { sendSuggestion } from '../../src/synthesis/suggestions/commands.ts'
import { listSuggestions } from '../../src/synthesis/suggestions/queries.ts'
import { listCorrections } from '../../src/synthesis/corrections/queries.ts'
import { listRecipients } from '../../src/calls/notices/queries.ts'
import { listPoint, putPoint } from '../../src/meetings/points/commands.ts'
import { listPointAnswers, listPoints } from '../../src/meetings/points/queries.ts'
import { buildPoll } from '../../src/meetings/polls/testing.ts'
import { askPeople } from '../../src/meetings/asking/commands.ts'
import { listVoters } from '../../src/meetings/votes/queries.ts'
import { listInvitations } from '../../src/meetings/invitations/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { enqueueMail } from '../../src/record/commands.ts'
import { PUBLIC, SYSTEM } from '../../src/record/model.ts'
import { listComments } from '../../src/review/comments/queries.ts'
import { buildComment, buildReview, buildVersion } from '../../src/review/testing.ts'
import type { PlainDate, PlainTime } from '../../src/shared/time.ts'
import { listCalendarMeetings } from '../../src/meetings/calendar/queries.ts'
import { pollMailWriter } from '../../src/web/meetings/polls/data.ts'
import { testApplication } from '../harness/application.ts'
import { deliver, lastLetterTo, mailroomOf } from '../harness/mailroom.ts'

const app = await testApplication()
const mailroom = mailroomOf(app.services)
const { db } = app
const last = (to: string) => lastLetterTo(db, mailroom, to)

test('a vote in a poll, changed by answering its receipt', async () => {
  const { forum } = await app.seedForum()
  const poll = await buildPoll(db, forum.id, app.now)
  const bo = 'bo@poll.example'
  await transact(db, (tx) => askPeople(tx, SYSTEM, { pollId: poll.id, people: [{ mail: bo, name: 'Bo' }], write: pollMailWriter(app.services) }, app.now))
  const asked = await last(bo)
  expect(asked.body).toContain('“1: yes”')
  expect(await deliver(mailroom, asked.replyTo, { from: bo, text: '1: oui\n2: au besoin\n3: whenever\n' })).toBe('done')
  const said = async () => (await listVoters(db, poll.id, { limit: 10, offset: 0 })).map(({ answers }) => [...answers.values()].sort())
  expect(await said()).toEqual([['if-need-be', 'yes']])
  const receipt = await last(bo)
  expect(receipt.body).toContain('Not understood: 3: whenever')
  expect(await deliver(mailroom, receipt.replyTo, { from: bo, text: '3: no' })).toBe('done')
  expect(await said()).toEqual([['if-need-be', 'no', 'yes']])
  expect(await deliver(mailroom, asked.replyTo, { from: bo, text: 'I cannot say.' })).toBe('kept')
})

test('an objection to a point, its words needed, and taken back', async () => {
  const { forum, cycle } = await app.seedForum()
  const meeting = await buildMeeting(db, forum.id, 'call', app.now, { cycleIds: [cycle.id] })
  const ada = 'ada@point.example'
  await transact(db, (tx) => putPoint(tx, SYSTEM, { meetingId: meeting.id, itemId: null, text: 'Ports talk monthly.', strength: 'agreement' }, app.now))
  const [point] = await listPoints(db, meeting.id)
  const pointId = point?.id ?? meeting.id
  await transact(db, (tx) => listPoint(tx, SYSTEM, { pointId, revision: point?.revision ?? 0, until: '2026-12-01' as PlainDate, recipients: [{ mail: ada, language: 'en' }], write: () => ({ subject: 'Point', body: 'Point' }) }, app.now))
  const asked = await last(ada)
  const answers = async () => (await listPointAnswers(db, pointId)).map(({ stance, text }) => [stance, text])
  expect(await deliver(mailroom, asked.replyTo, { from: `Ada <${ada}>`, text: 'I object.' })).toBe('kept')
  expect((await last(ada)).body).toContain('say what speaks against it')
  expect(await deliver(mailroom, asked.replyTo, { from: `Ada <${ada}>`, text: 'I object: monthly is too often.' })).toBe('done')
  expect(await answers()).toEqual([['objects', 'monthly is too often.']])
  expect(await deliver(mailroom, (await last(ada)).replyTo, { from: `Ada <${ada}>`, text: 'withdraw' })).toBe('done')
  expect(await answers()).toEqual([['objects', '']])
})

test('following ends with a word, in answer to any mail that was sent for it', async () => {
  const { forum, call, base } = await app.seedCall('secretariat')
  const cleo = 'cleo@follow.example'
  await app.post(`${base}/calls/main/tell-me`, { mail: cleo })
  expect(await deliver(mailroom, (await last(cleo)).replyTo, { from: cleo, text: 'maybe' })).toBe('kept')
  expect(await deliver(mailroom, (await last(cleo)).replyTo, { from: cleo, text: 'Oui' })).toBe('done')
  expect((await listRecipients(db, call.id)).map(({ mail }) => mail)).toEqual([cleo])
  await transact(db, (tx) => enqueueMail(tx, { forumId: forum.id, recipient: cleo, subject: 'Open', body: 'Open', cause: 'news', occasion: 'call-reminder', about: { kind: 'call', id: call.id } }, app.now))
  expect(await deliver(mailroom, (await last(cleo)).replyTo, { from: cleo, text: 'Unsubscribe' })).toBe('done')
  expect(await listRecipients(db, call.id)).toEqual([])
})

test('an invitation, by the calendar of whom it went to: a name that it gives itself counts for nothing', async () => {
  const { forum, cycle } = await app.seedForum()
  const sitting = { date: '2026-12-01' as PlainDate, starts: '10:00' as PlainTime, ends: '11:00' as PlainTime, zone: 'UTC', place: null }
  const meeting = await buildMeeting(db, forum.id, 'call', app.now, { cycleIds: [cycle.id], sittings: [sitting] })
  const desk = `/desk/${forum.slug}/meetings/call/invitations`
  const options = { cookie: await app.signIn('facilitator', forum.id) }
  expect((await app.post(desk, { people: 'ada@call.example\nbo@call.example', shall: 'invite' }, options)).status).toBe(303)
  const row = await db.selectFrom('record_outbox').select('calendar').where('recipient', '=', 'ada@call.example').executeTakeFirstOrThrow()
  const organizer = /ORGANIZER[^:]*:mailto:(\S+)/u.exec((row.calendar ?? '').replaceAll('\r\n ', ''))?.[1] ?? ''
  const text = `BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:${meeting.id}\r\nDTSTAMP:20261102T120000Z\r\nATTENDEE;PARTSTAT=DECLINED:mailto:bo@call.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
  expect(await deliver(mailroom, organizer, { from: 'bo@call.example', type: 'text/calendar; method=REPLY; charset=utf-8', text })).toBe('done')
  const [told] = await listCalendarMeetings(db, { forum, publicUrl: '' }, { meetingIds: [meeting.id] })
  if (told === undefined) throw new Error('The meeting is gone')
  expect(new Map((await listInvitations(db, told)).map(({ mail, answer }) => [mail, answer]))).toEqual(new Map([['ada@call.example', 'declined'], ['bo@call.example', 'none']]))
})

test('who hears of another’s comment says something to it', async () => {
  const { forum, cycle } = await app.seedForum()
  const { versionId } = await buildVersion(db, cycle, ['One.', 'Two.'], app.now)
  const review = await buildReview(db, cycle, versionId, app.now)
  const { commentId } = await buildComment(db, review, app.now)
  await transact(db, (tx) => enqueueMail(tx, { forumId: forum.id, recipient: 'dee@place.example', subject: 'New', body: 'New', cause: 'news-of-it', occasion: 'place-comment', about: { kind: 'comment', id: commentId } }, app.now))
  const { replyTo } = await last('dee@place.example')
  expect(await deliver(mailroom, replyTo, { from: 'Dee <dee@place.example>', text: 'Withdraw' })).toBe('kept')
  expect(await deliver(mailroom, replyTo, { from: 'Dee <dee@place.example>', text: 'We see that otherwise.' })).toBe('done')
  const comments = await listComments(db, cycle.id)
  expect(comments.map(({ inReplyTo, text, withdrawnAt }) => [inReplyTo, text, withdrawnAt])).toEqual([[null, comments[0]?.text, null], [commentId, 'We see that otherwise.', null]])
})

test('sentences that cite somebody: each accepted or contested by its number, with a reason', async () => {
  const { forum, cycle, cookie, desk, call, questionId } = await app.seedCall('editor')
  const eve = 'eve@cited.example'
  await buildContribution(db, call, app.now, { mail: eve, language: 'en', answers: [{ questionId, text: 'Rules help everybody.' }] })
  const [answer] = await listAnswers(db, cycle.id)
  const marked = await transact(db, (tx) => markPassage(tx, SYSTEM, { forumId: forum.id, cycleId: cycle.id, sourceKind: 'answer', sourceId: answer?.id ?? call.id, marking: { quote: 'Rules help' }, themeIds: [] }, app.now))
  if ('refusal' in marked) throw new Error(marked.refusal)
  for (const statement of ['All want rules.', 'One wants rules.']) await transact(db, (tx) => writeFinding(tx, SYSTEM, { forumId: forum.id, cycleId: cycle.id, kind: 'agreement', questionId, statement, passageIds: [marked.passageId] }, app.now))
  expect((await app.post(`${desk}/corrections`, { shall: 'ask', closesOn: '2026-11-10' }, { cookie })).status).toBe(303)
  const digest = await last(eve)
  expect(digest.body).toMatch(/1\. F-1: All want rules\.[^]*2\. F-2: One wants rules\./u)
  const said = async () => (await listCorrections(db, cycle.id)).map(({ verdict, reason }) => [verdict, reason])
  expect(await deliver(mailroom, digest.replyTo, { from: eve, text: '2: contest' })).toBe('kept')
  expect(await deliver(mailroom, digest.replyTo, { from: eve, text: `1: accept\n2: contest, nobody else said so.\n\n> ${digest.body.replaceAll('\n', '\n> ')}` })).toBe('done')
  expect(await said()).toEqual([['accepted', null], ['contested', 'nobody else said so.']])

  // Other words that were suggested for one of them are taken back by answering the receipt; what else is said to it is for the desk.
  const [finding] = await listFindings(db, cycle.id)
  await transact(db, (tx) => sendSuggestion(tx, PUBLIC, { forumId: forum.id, cycleId: cycle.id, findingId: finding?.id ?? newId<'finding'>(), proposal: 'Most want rules.', mail: eve, formKey: newId(), receipt: () => ({ subject: 'Received', body: 'Received', language: 'en' }) }, app.now))
  const { replyTo } = await last(eve)
  expect(await deliver(mailroom, replyTo, { from: eve, text: 'Thank you for asking.' })).toBe('kept')
  expect(await db.selectFrom('record_inbox').select('reason').where('recipient', '=', replyTo).execute()).toEqual([{ reason: 'for-desk' }])
  expect(await deliver(mailroom, replyTo, { from: eve, text: 'withdraw' })).toBe('done')
  expect((await listSuggestions(db, cycle.id)).map(({ withdrawnAt }) => withdrawnAt !== null)).toEqual([true])
})
