import { describe, expect, test } from 'vitest'
import { listAnswersAsSent, listAttachments, listContributions } from '../../src/contributions/queries.ts'
import { listInboxMails } from '../../src/record/inbox/queries.ts'
import { enqueueMail } from '../../src/record/commands.ts'
import type { About, Occasion } from '../../src/record/occasions/model.ts'
import { listComments } from '../../src/review/comments/queries.ts'
import { buildComment, buildReview, buildVersion } from '../../src/review/testing.ts'
import { transact } from '../../src/platform/database.ts'
import type { Id } from '../../src/shared/ids.ts'
import { testApplication } from '../harness/application.ts'
import { deliver, lastLetterTo, lettersTo, mailroomOf } from '../harness/mailroom.ts'

const app = await testApplication()
const mailroom = mailroomOf(app.services)
const { db } = app
let people = 0

/** Somebody to whom a mail of ours has gone. */
async function write(forumId: Id<'forum'>, occasion: Occasion, about: About, recipient = `person-${(people += 1)}@example.net`, body = 'Ours'): Promise<{ readonly address: string; readonly replyTo: string; readonly from: string }> {
  await transact(db, (tx) => enqueueMail(tx, { forumId, recipient, subject: 'Ours', body, cause: `${occasion}:${about.id}:${people}`, occasion, about, language: 'en' }, app.now))
  return { address: recipient, replyTo: (await lastLetterTo(db, mailroom, recipient)).replyTo, from: `Ana Sousa <${recipient}>` }
}

const answersOf = async (contributionId: Id) => (await listAnswersAsSent(db, contributionId)).map(({ number, text }) => [number, text])
const contributionsOf = (cycleId: Id) => listContributions(db, cycleId, {}, { offset: 0, limit: 100 })

describe('a contribution by answering the mail about a call', () => {
  test('answers are told apart by numbers, files come with them, and the receipt is answered to withdraw', async () => {
    const { forum, cycle, call } = await app.seedCall('secretariat')
    const { replyTo, from, address } = await write(forum.id, 'call-opened', { kind: 'call', id: call.id })
    const text = `Hello,\n\nQuestion 2: Reports that nobody reads.\n\nQuestion 1:\nLists with\n1. an owner\n2. a date\n\nKind regards,\nAna Sousa\n\nOn Mon, 2 Nov 2026 at 09:00, Forum <${replyTo}> wrote:\n> 1. What works?\n> 2. What does not?\n`
    expect(await deliver(mailroom, replyTo, { from, text, files: [{ name: 'paper.txt', type: 'text/plain', content: 'More of it.' }] })).toBe('done')
    const [contribution] = await contributionsOf(cycle.id)
    expect(contribution).toMatchObject({ channel: 'mail', contributor: 'Ana Sousa', consent: 'full' })
    const id = contribution?.id ?? ('' as Id)
    expect(await answersOf(id)).toEqual([[1, 'Lists with\n1. an owner\n2. a date'], [2, 'Reports that nobody reads.']])
    expect((await listAttachments(db, [id])).map(({ name }) => name)).toEqual(['paper.txt'])
    const receipt = await lastLetterTo(db, mailroom, address)
    expect(receipt).toMatchObject({ occasion: 'contribution-receipt', subject: `Received: ${cycle.slug}/C-1` })
    expect(receipt.body).toContain('questions 1, 2')
    expect(await deliver(mailroom, receipt.replyTo, { from, text: 'Withdraw, please.' })).toBe('done')
    expect((await contributionsOf(cycle.id)).map(({ withdrawnAt }) => withdrawnAt)).toEqual([app.now])
  })

  test('what names no question is taken as a whole; the same mail over two ways is one contribution', async () => {
    const { forum, cycle, call } = await app.seedCall('secretariat')
    const { replyTo, from } = await write(forum.id, 'call-reminder', { kind: 'call', id: call.id })
    const mail = { from, messageId: 'twice@example.net', text: 'We have thought about this for long, and our view is that a harbour needs a master who is known to all of its users.\n' }
    expect(await deliver(mailroom, replyTo, mail)).toBe('done')
    expect(await deliver(mailroom, replyTo, { ...mail, headers: ['Received: by another.example.org; Mon, 2 Nov 2026 10:00:00 +0000'] })).toBe('done')
    const taken = await contributionsOf(cycle.id)
    expect(taken).toHaveLength(1)
    expect((await listAttachments(db, [taken[0]?.id ?? ('' as Id)])).map(({ name }) => name)).toEqual(['mail.txt'])
  })

  test('without a name it is kept, its sender is told what is missing, and the answer to that completes it', async () => {
    const { forum, cycle, call } = await app.seedCall('secretariat')
    const { replyTo, address } = await write(forum.id, 'call-opened', { kind: 'call', id: call.id })
    expect(await deliver(mailroom, replyTo, { from: address, text: '1. Lists\n2. Reports' })).toBe('kept')
    expect(await contributionsOf(cycle.id)).toEqual([])
    const asked = await lastLetterTo(db, mailroom, address)
    expect(asked.occasion).toBe('reply-unclear')
    expect(asked.body).toContain('“Name: …”')
    expect(await deliver(mailroom, asked.replyTo, { from: address, text: 'Organisation: The Harbour Office\nPublish: without name' })).toBe('done')
    const [contribution] = await contributionsOf(cycle.id)
    expect(contribution).toMatchObject({ organisation: 'The Harbour Office', consent: 'without-name' })
    expect(await answersOf(contribution?.id ?? ('' as Id))).toEqual([[1, 'Lists'], [2, 'Reports']])
    expect(await listInboxMails(db, { forumId: forum.id, state: 'kept', limit: 10, offset: 0 })).toEqual([])
  })

  test('nothing said, a closed call, a program and a second unclear mail within the hour', async () => {
    const { forum, cycle, call } = await app.seedCall('secretariat')
    const { replyTo, from, address } = await write(forum.id, 'call-opened', { kind: 'call', id: call.id })
    const before = (await lettersTo(db, mailroom, address)).length
    expect(await deliver(mailroom, replyTo, { from, text: 'I am out of office.', headers: ['Auto-Submitted: auto-replied'] })).toBe('refused')
    expect(await deliver(mailroom, replyTo, { from, text: 'It bounced.' }, '')).toBe('refused')
    expect(await lettersTo(db, mailroom, address)).toHaveLength(before)
    expect(await deliver(mailroom, replyTo, { from, text: '> 1. What works?\n' })).toBe('kept')
    expect(await deliver(mailroom, replyTo, { from, text: '> 2. What does not?\n' })).toBe('kept')
    expect(await lettersTo(db, mailroom, address)).toHaveLength(before + 1)
    expect(await contributionsOf(cycle.id)).toEqual([])
  })

  test('a mail from another address counts for whom our mail had gone to, who is told', async () => {
    const { forum, call } = await app.seedCall('secretariat')
    const { replyTo, address } = await write(forum.id, 'call-opened', { kind: 'call', id: call.id })
    await deliver(mailroom, replyTo, { from: 'Eve <eve@elsewhere.example>', text: '1. Lists' })
    expect((await lastLetterTo(db, mailroom, address)).body).toContain('It came from eve@elsewhere.example')
    expect(await lettersTo(db, mailroom, 'eve@elsewhere.example')).toEqual([])
  })
})

describe('comments', () => {
  async function reviewed() {
    const { forum, cycle } = await app.seedForum()
    const { versionId } = await buildVersion(db, cycle, ['Harbours are open to all ships.', 'Pilots speak two languages at least.', 'Fees are published each year.'], app.now)
    return { forum, cycle, versionId, review: await buildReview(db, cycle, versionId, app.now) }
  }

  test('several in one mail, each on its paragraphs; the receipt of all withdraws one', async () => {
    const { forum, cycle, versionId } = await reviewed()
    const { replyTo, from, address } = await write(forum.id, 'version-released', { kind: 'version', id: versionId })
    expect(await deliver(mailroom, replyTo, { from, text: 'Dear editors,\n\n¶ 1: Not to warships.\n\npar. 2–3: Say how.\n\n¶ 9: Nothing there.\n\n-- \nAna' })).toBe('done')
    const comments = await listComments(db, cycle.id)
    expect(comments.map(({ text, target, paragraphIds, channel }) => [text, target, paragraphIds.length, channel])).toEqual([['Not to warships.', 'paragraphs', 1, 'mail'], ['Say how.', 'paragraphs', 2, 'mail']])
    const receipt = await lastLetterTo(db, mailroom, address)
    expect(receipt.body).toContain('there is no paragraph 9')
    expect(await deliver(mailroom, receipt.replyTo, { from, text: `withdraw ${cycle.slug}/R-2` })).toBe('done')
    expect((await listComments(db, cycle.id)).map(({ withdrawnAt }) => withdrawnAt !== null)).toEqual([false, true])
  })

  test('below a paragraph that is quoted, and on the whole where none is named', async () => {
    const { forum, cycle, versionId } = await reviewed()
    const { replyTo, from } = await write(forum.id, 'version-released', { kind: 'version', id: versionId })
    await deliver(mailroom, replyTo, { from, text: 'On Mon, 2 Nov 2026 at 09:00, Forum <f@example.org> wrote:\n> ¶ 2 Pilots speak two languages\n> at least.\n\nThree would be better for the smaller harbours of the north.\n' })
    await deliver(mailroom, replyTo, { from, text: 'Diese Fassung ist gut lesbar, ihr fehlt aber ein Absatz über Lotsen in kleinen Häfen.' })
    expect((await listComments(db, cycle.id)).map(({ target, paragraphIds }) => [target, paragraphIds.length])).toEqual([['paragraphs', 1], ['whole', 0]])
  })

  test('between the lines of our mail, quoted without a mark, though it has left and its words with it', async () => {
    const { forum, cycle, versionId } = await reviewed()
    const body = 'A version is out.\n\n¶ 1\nHarbours are open to all ships.\n\n¶ 2\nPilots speak two languages at least.\n\n¶ 3\nFees are published each year.\n\nRead it here:\nhttps://forum.example.org/x/secret-of-one-reader\n'
    const { replyTo, from, address } = await write(forum.id, 'version-released', { kind: 'version', id: versionId }, 'bo@between.example', body)
    await db.updateTable('record_outbox').set({ body: '', sent_at: app.now }).where('recipient', '=', address).execute()
    const text = body.replace('open to all ships.', 'open to all ships.\n\nNot to warships, and we would say so here.').replace('published each year.', 'published each year.\n\nTwice would be better.')
    expect(await deliver(mailroom, replyTo, { from, text: `Please see my remarks below.\n\nVon: Forum <f@example.org>\nGesendet: Montag, 2. November 2026 09:00\nAn: Bo <bo@between.example>\nBetreff: A version is out\n\n${text}` })).toBe('done')
    const comments = await listComments(db, cycle.id)
    expect(comments.map(({ text: said, target, paragraphIds }) => [said, target, paragraphIds.length])).toEqual([['Not to warships, and we would say so here.', 'paragraphs', 1], ['Twice would be better.', 'paragraphs', 1]])
    expect((await db.selectFrom('record_letter_words').select('words').where('about_id', '=', versionId).execute()).map(({ words }) => words.includes('secret'))).toEqual([false])
  })

  test('who only follows a place can neither withdraw a comment nor judge its response', async () => {
    const { forum, cycle, review } = await reviewed()
    const { commentId } = await buildComment(db, review, app.now, { mail: 'author@example.net' })
    const { replyTo, from } = await write(forum.id, 'place-comment', { kind: 'comment', id: commentId })
    await deliver(mailroom, replyTo, { from, text: 'withdraw' })
    const comments = await listComments(db, cycle.id)
    expect(comments.map(({ withdrawnAt, isSatisfied }) => [withdrawnAt, isSatisfied])).toEqual(comments.map(() => [null, null]))
  })
})
