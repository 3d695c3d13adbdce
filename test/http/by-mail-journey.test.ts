import { expect, test } from 'vitest'
import { findMailSent } from '../../src/record/inbox/queries.ts'
import { listContributions } from '../../src/contributions/queries.ts'
import { listComments } from '../../src/review/comments/queries.ts'
import { listObjectionWords } from '../../src/review/desk/queries.ts'
import { buildVersion } from '../../src/review/testing.ts'
import { testApplication } from '../harness/application.ts'
import { deliver, lastLetterTo, lettersTo, mailroomOf, type Letter } from '../harness/mailroom.ts'

const app = await testApplication()
const mailroom = mailroomOf(app.services)
const { db } = app
const ADA = 'ada@example.net'
const from = `Ada Obi <${ADA}>`

const last = () => lastLetterTo(db, mailroom, ADA)
/** Answers as a program does that quotes what it answers below. */
const answer = (letter: Letter, text: string) => deliver(mailroom, letter.replyTo, { from, subject: `Re: ${letter.subject}`, text: `${text}\n\nOn Mon, 2 Nov 2026 at 10:00, Forum <${letter.replyTo}> wrote:\n${letter.body.replaceAll(/^/gmu, '> ')}\n` })

/** The desk works on pages; Ada has none but her mail. */
test('somebody who never opens a page: told of a call, heard, shown the draft, answered, and not satisfied', async () => {
  const { forum, cycle, cookie, base, desk } = await app.seedCall('secretariat')
  // Her wish to be told, by mail to confirm.
  await app.post(`${base}/calls/main/tell-me`, { mail: ADA })
  expect(await answer(await last(), 'Yes, please.')).toBe('done')
  expect(await app.post(`${desk}/calls/main/announce`, { addresses: '', toFollowers: 'yes', language: 'en' }, { cookie })).toMatchObject({ status: 303 })
  const call = await last()
  expect(call.body).toMatch(/1\. What works\?\n*[^]*2\. What does not\?\nName an example\./u)

  expect(await answer(call, 'Question 2: Reports that nobody reads.\n\nQuestion 1: Lists with an owner.\n\nBest regards,\nAda')).toBe('done')
  expect(await listContributions(db, cycle.id, {}, { offset: 0, limit: 10 })).toMatchObject([{ contributor: 'Ada Obi', channel: 'mail', number: 1 }])
  expect((await last()).subject).toBe(`Received: ${cycle.slug}/C-1`)

  const { versionId, documentId } = await buildVersion(db, cycle, ['Lists have an owner.', 'Reports are read aloud.'], app.now)
  void documentId
  const document = (await app.json(`${base}/documents`))['documents'] as readonly { slug?: string; document?: string }[]
  const slug = document[0]?.slug ?? document[0]?.document ?? ''
  await app.post(`${base}/documents/${slug}/follow`, { mail: ADA })
  expect(await answer(await last(), 'Yes')).toBe('done')
  expect(await app.post(`${desk}/reviews/open`, { version: versionId, title: 'First look', introduction: '', closesOn: '', zone: '', closing: 'soft' }, { cookie })).toMatchObject({ status: 303 })
  const review = await last()
  expect(review.body).toContain('¶ 2  Reports are read aloud.')

  expect(await answer(review, '¶ 2: Not all of them can be.')).toBe('done')
  expect(await listComments(db, cycle.id)).toMatchObject([{ number: 1, author: 'Ada Obi', channel: 'mail', text: 'Not all of them can be.', target: 'paragraphs' }])
  expect((await last()).subject).toBe(`Received: ${cycle.slug}/R-1`)

  expect(await app.post(`${desk}/comments/R-1`, { revision: '0', proposal: '0', disposition: 'not-accepted', reason: 'They are short.', changed: '', changedIn: 'working', duplicateOf: '' }, { cookie })).toMatchObject({ status: 303 })
  const response = await last()
  expect(response.body).toContain('They are short.')
  expect(await answer(response, 'Not satisfied: some have forty pages.')).toBe('done')
  const [comment] = await listComments(db, cycle.id)
  expect(comment?.isSatisfied).toBe(false)
  expect([...(await listObjectionWords(db, [comment?.id ?? cycle.id])).values()]).toEqual(['some have forty pages.'])
  expect((await last()).body).toContain('not satisfied')
  // Every mail to her is one that she can answer, and says how.
  const all = await lettersTo(db, mailroom, ADA)
  expect((await Promise.all(all.map(({ id }) => findMailSent(db, id)))).map((sent) => sent?.about !== null)).toEqual(all.map(() => true))
  expect(forum.id).toBeDefined()
})
