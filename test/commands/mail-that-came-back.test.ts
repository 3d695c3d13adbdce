import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../harness/postgres.ts'
import { transact } from '../../src/platform/database.ts'
import { openFileStore } from '../../src/platform/files.ts'
import { makeMailToken, type MailPurpose } from '../../src/platform/mail-tokens.ts'
import { newId } from '../../src/platform/new-id.ts'
import { enqueueMail } from '../../src/record/commands.ts'
import { findChoices } from '../../src/record/preferences/queries.ts'
import type { Occasion } from '../../src/record/occasions/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import { parseInstant, type Instant } from '../../src/shared/time.ts'
import { bareMailroom } from '../harness/mailroom.ts'
import { takeIn } from '../../src/mailroom/intake.ts'
import { sortWaitingMail } from '../../src/mailroom/sorting.ts'

const db = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'convoke-test-bounces-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const now = parseInstant('2026-11-02T10:00:00.000Z') as Instant
const services = bareMailroom({ db, files: await openFileStore(folder, now), clock: () => now, log: () => undefined })
let [forumId, address] = [newId<'forum'>(), '']
beforeEach(() => {
  forumId = newId<'forum'>()
  address = `reader-${newId()}@example.org`
})

async function sent(occasion: Occasion = 'call-opened'): Promise<Id> {
  const id = newId()
  await transact(db, (tx) => enqueueMail(tx, { id, forumId, recipient: address, subject: 'News', body: 'Words', cause: `c:${id}`, occasion, about: null, language: 'en' }, now))
  await db.updateTable('record_outbox').set({ sent_at: now }).where('id', '=', id).execute()
  return id
}

const at = (purpose: MailPurpose, id: Id) => `${purpose}+${makeMailToken(services.secret, purpose, id)}@forum.example.org`

async function arrive(recipient: string, raw: string, from = ''): Promise<{ state: string; reason: string | null }> {
  const taken = await takeIn(services, { raw: Readable.from([Buffer.from(raw.replaceAll('\n', '\r\n'))]), envelope: { from, recipients: [recipient], client: { address: '192.0.2.1', helo: 'mx.example.net' } } })
  if ('refusal' in taken) throw new Error(taken.refusal)
  await sortWaitingMail(services)
  return db.selectFrom('record_inbox').select(['state', 'reason']).where('sha256', '=', taken.sha256).executeTakeFirstOrThrow()
}

const failures = () => db.selectFrom('record_bounce').select(['kind', 'status', 'outbox_id', 'source']).where('address', '=', address).execute()

/** A report as Postfix writes it, of a recipient that it knows under another name. */
function report(final: string, messageId = '1@elsewhere.example', note = ''): string {
  return `From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: somebody@forum.example.org
Subject: Undelivered Mail Returned to Sender ${note}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; ${final}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <${final}>: Recipient address rejected: User unknown
--b
Content-Type: text/rfc822-headers

From: convoke@forum.example.org
To: ${final}
Message-ID: <${messageId}>
--b--
`
}

test('what comes back to the address of one mail is of its reader, whomever the report names', async () => {
  const id = await sent()
  expect(await arrive(at('bounce', id), report('forwarded-to@elsewhere.example'))).toEqual({ state: 'done', reason: 'hard' })
  expect(await failures()).toEqual([{ kind: 'hard', status: '5.1.1', outbox_id: id, source: 'report' }])
  // Reports that go where answers go are read as well.
  const other = await sent()
  await arrive(at('reply', other), report('forwarded-to@elsewhere.example', '2@elsewhere.example'))
  expect((await failures()).map(({ outbox_id: of }) => of)).toEqual([id, other])
})

test('without a token our own Message-ID tells the mail; by the address alone a failure weighs as little as can be', async () => {
  const id = await sent()
  await arrive('postmaster@forum.example.org', report('alias@elsewhere.example', `${id}@forum.example.org`))
  expect(await failures()).toMatchObject([{ kind: 'hard', outbox_id: id }])
  await arrive('postmaster@forum.example.org', report(address))
  expect(await failures()).toMatchObject([{ kind: 'hard' }, { kind: 'soft', outbox_id: null }])
  expect(await arrive('postmaster@forum.example.org', report('never-written-to@example.org'))).toEqual({ state: 'kept', reason: 'bounce-of-unknown' })
})

const complaint = (messageId: string, to: string) => `From: feedback@provider.example
To: abuse@forum.example.org
Subject: Abuse report
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
Version: 1
--b
Content-Type: message/rfc822

From: convoke@forum.example.org
To: ${to}
Message-ID: <${messageId}>

Words
--b--
`

test('a complaint about a mail of ours counts at once; one that anybody could have written is for a person', async () => {
  const id = await sent()
  expect(await arrive('abuse@forum.example.org', complaint(`${id}@forum.example.org`, 'hidden@provider.example'))).toEqual({ state: 'done', reason: 'complaint' })
  expect(await failures()).toMatchObject([{ kind: 'complaint', outbox_id: id }])
  expect(await arrive('abuse@forum.example.org', complaint('made-up@forum.example.org', address))).toEqual({ state: 'kept', reason: 'complaint' })
})

test('who is away is neither a failure nor answered, and shows that the mail arrived', async () => {
  const id = await sent('mail-probe')
  await db.insertInto('record_address_state').values({ address, state: 'paused', score: 6, scored_at: now, since: now, probed_at: now, probe_id: id, probes: 1 }).execute()
  const away = (subject: string) => `From: Ana <ana@example.org>\nAuto-Submitted: auto-replied\nSubject: ${subject}\n\nI am away until Monday. 550 5.1.1 is my desk.\n`
  expect(await arrive(at('bounce', id), away('Abwesend'))).toEqual({ state: 'refused', reason: 'automatic' })
  expect(await failures()).toEqual([])
  expect(await db.selectFrom('record_address_state').select('state').where('address', '=', address).executeTakeFirst()).toEqual({ state: 'good' })
  expect(await db.selectFrom('record_outbox').select('id').where('created_at', '>=', now).where('recipient', '=', 'ana@example.org').execute()).toEqual([])
})

test('what a person writes to the address of bounces, and to the postmaster, a person reads', async () => {
  const id = await sent()
  expect(await arrive(at('bounce', id), 'From: Ana <ana@example.org>\nSubject: Hello\n\nDo you read this?\n', 'ana@example.org')).toEqual({ state: 'kept', reason: 'not-a-bounce' })
  expect(await arrive('postmaster@forum.example.org', 'From: Ana <ana@example.org>\nSubject: Hello\n\nDo you read that?\n', 'ana@example.org')).toEqual({ state: 'kept', reason: 'postmaster' })
})

test('an empty mail to the address in the foot ends a kind; a token of another purpose does not', async () => {
  const id = await sent('place-comment')
  expect(await arrive(at('leave', id), 'From: a@example.org\n\n', 'a@example.org')).toMatchObject({ state: 'done' })
  expect((await findChoices(db, address, forumId)).kinds.get('place-comment')).toBe('never')
  const receipt = await sent('comment-receipt')
  expect((await arrive(at('leave', receipt), 'From: b@example.org\n\n', 'b@example.org')).state).not.toBe('done')
})
