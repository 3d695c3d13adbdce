import { expect, test } from 'vitest'
import { findAgreement } from '../../src/review/agreements/queries.ts'
import { agree } from '../../src/review/agreements/commands.ts'
import { listComments } from '../../src/review/comments/queries.ts'
import { buildComment, buildReview, buildVersion, commentInput } from '../../src/review/testing.ts'
import { keepComment } from '../../src/review/waiting/commands.ts'
import { findWaiting } from '../../src/review/waiting/queries.ts'
import { buildMeeting } from '../../src/meetings/testing.ts'
import { transact } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { enqueueMail, type Mail } from '../../src/record/commands.ts'
import { findChoices } from '../../src/record/preferences/queries.ts'
import { PUBLIC } from '../../src/record/model.ts'
import { toOutgoing } from '../../src/record/sending/mail.ts'
import { unscopedFindQueued } from '../../src/record/sending/queries.ts'
import type { Id } from '../../src/shared/ids.ts'
import { testApplication } from '../harness/application.ts'
import { deliver, lastLetterTo, mailroomOf } from '../harness/mailroom.ts'

const app = await testApplication()
const mailroom = mailroomOf(app.services)
const { db } = app
const last = (to: string) => lastLetterTo(db, mailroom, to)
const letter = () => ({ subject: 'A letter', body: 'Words', language: 'en' })

test('that one agrees is confirmed and taken back, and that a comment is one’s own: by answering', async () => {
  const { cycle } = await app.seedForum()
  const { versionId } = await buildVersion(db, cycle, ['One.', 'Two.'], app.now)
  const review = await buildReview(db, cycle, versionId, app.now)
  const { commentId } = await buildComment(db, review, app.now)
  const ada = 'ada@agree.example'
  const who = { personId: undefined, name: 'Ada', organisation: undefined, stakeholderGroup: undefined, regionalGroup: undefined, isNamed: true, needsConfirmation: true, write: letter }
  const agreed = await transact(db, (tx) => agree(tx, PUBLIC, { commentId, cycleSlug: cycle.slug, mail: ada, ...who }, app.now))
  if ('refusal' in agreed) throw new Error(agreed.refusal)
  const { replyTo } = await last(ada)
  const standing = async () => {
    const found = await findAgreement(db, agreed.agreementId)
    return [found?.confirmedAt !== null, found?.withdrawnAt !== null]
  }
  expect(await deliver(mailroom, replyTo, { from: ada, text: 'What is this?' })).toBe('kept')
  expect(await deliver(mailroom, replyTo, { from: ada, text: 'Auto', headers: ['Auto-Submitted: auto-replied'] })).toBe('refused')
  expect(await standing()).toEqual([false, false])
  expect(await deliver(mailroom, replyTo, { from: ada, text: 'Oui\n\n> Do you agree?' })).toBe('done')
  expect(await standing()).toEqual([true, false])
  expect(await deliver(mailroom, (await last(ada)).replyTo, { from: ada, text: 'withdraw' })).toBe('done')
  expect(await standing()).toEqual([true, true])

  for (const [bo, word, becomes] of [['bo@wait.example', 'Yes', 'taken'], ['cy@wait.example', 'Please withdraw', 'dropped']] as const) {
    const kept = await transact(db, (tx) => keepComment(tx, PUBLIC, { ...commentInput(review, { text: `Words of ${bo}`, mail: bo, formKey: newId() }), waitsFor: 'mail', write: letter }, app.now))
    if ('refusal' in kept) throw new Error(kept.refusal)
    expect(await deliver(mailroom, (await last(bo)).replyTo, { from: bo, text: word })).toBe('done')
    expect([await findWaiting(db, kept.id), (await listComments(db, cycle.id)).some(({ text }) => text === `Words of ${bo}`)]).toEqual([undefined, becomes === 'taken'])
  }
  expect(await deliver(mailroom, (await last('bo@wait.example')).replyTo, { from: 'bo@wait.example', text: 'withdraw' })).toBe('done')
})

test('words to news are passed on to people once an hour; "unsubscribe" ends their kind; links to pages ask for no answer', async () => {
  const { forum } = await app.seedForum()
  const meeting = await buildMeeting(db, forum.id, 'call', app.now)
  const news = [['edition-told', 'edition'], ['contest-settled', 'correction'], ['report-correction-answered', 'report-correction'], ['poll-finalised', 'poll-voter'], ['meeting-told', 'meeting'], ['contribution-held', 'contribution'], ['comment-declined', 'comment']] as const
  for (const [occasion, kind] of news) {
    const mail = `${occasion}@news.example`
    await transact(db, (tx) => enqueueMail(tx, { forumId: forum.id, recipient: mail, subject: 'News', body: 'News', cause: occasion, occasion, language: 'en', about: { kind, id: meeting.id } } satisfies Mail, app.now))
    const sent = await last(mail)
    expect([occasion, await deliver(mailroom, sent.replyTo, { from: mail, text: 'I cannot come, and I am the head of the office.' })]).toEqual([occasion, 'kept'])
    expect([occasion, (await last(mail)).subject]).toEqual([occasion, 'Passed on: Re: yours'])
  }
  const told = await db.selectFrom('record_outbox').select('id').where('recipient', '=', 'edition-told@news.example').where('occasion', '=', 'edition-told').executeTakeFirstOrThrow()
  const replyTo = (await app.db.selectFrom('record_inbox').select('recipient').where('reason', '=', 'for-desk').orderBy('received_at').orderBy('id').limit(1).executeTakeFirstOrThrow()).recipient
  expect(await deliver(mailroom, replyTo, { from: 'edition-told@news.example', text: 'Unsubscribe' })).toBe('done')
  expect([...(await findChoices(db, 'edition-told@news.example', forum.id)).kinds]).toEqual([['edition-told', 'never']])
  expect((await db.selectFrom('record_inbox').select('reason').where('forum_id', '=', forum.id).where('state', '=', 'kept').execute()).map(({ reason }) => reason)).toEqual(news.map(() => 'for-desk'))
  const answered = async (id: Id, occasion: string) => {
    const row = await unscopedFindQueued(db, id)
    return row === undefined ? undefined : toOutgoing({ ...row, occasion }, undefined, undefined).isAnswered
  }
  expect([await answered(told.id, 'edition-told'), await answered(told.id, 'login-link'), await answered(told.id, 'unsent-link')]).toEqual([true, false, false])
})
