/** One post to 2,000 subscribers: personal headers, two signatures, a durable queue, a mail server in a process of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemClock } from '../../src/platform/clock.ts'
import { transact, type Db } from '../../src/platform/database.ts'
import { createLog } from '../../src/platform/log.ts'
import { fixedDns } from '../../src/platform/mail-dns.ts'
import { openMailJournal } from '../../src/platform/mail-journal.ts'
import { letterheadOf } from '../../src/platform/mail-letterhead.ts'
import { openMailKeys } from '../../src/platform/mail-signing.ts'
import { openMailTransport } from '../../src/platform/mail-transport.ts'
import { newId } from '../../src/platform/new-id.ts'
import { enqueueMails } from '../../src/record/commands.ts'
import { enqueueMailing } from '../../src/record/mailings/commands.ts'
import type { Mailing } from '../../src/record/mailings/model.ts'
import { sieveMails } from '../../src/record/preferences/commands.ts'
import { sendWaiting } from '../../src/record/sending/reactions.ts'
import { inParts } from '../../src/shared/folder.ts'
import type { Bench, Measured } from './measure.ts'
import { watchMemory } from './measure.ts'
import { openProcessorClock } from './processor.ts'
import { startSink } from './sink.ts'

const COPIES = 2_000
const MANY = 200_000
/** Followers of a place, of whom every tenth reads once a day and every tenth nothing. */
const FOLLOWERS = 20_000

export const mailingBench: Bench = {
  title: 'A letter to many',
  run: async ({ db }): Promise<Measured> => {
    const sink = await startSink()
    const folder = mkdtempSync(join(tmpdir(), 'convoke-bench-mail-'))
    const letterhead = letterheadOf({ domain: 'forum.example.org', from: 'convoke@forum.example.org', secret: 'only for measuring', takesMail: true })
    const keys = await openMailKeys(db, 'forum.example.org')
    const transport = openMailTransport({ url: sink.url, letterhead, keys, dns: fixedDns('unknown'), clock: systemClock })
    const sending = { db, transport, clock: systemClock, log: createLog(systemClock, () => undefined), journal: openMailJournal(folder) }
    try {
      await enqueue(db, 200)
      await sendWaiting(sending)
      const processor = await openProcessorClock(db)
      const [work, start] = [processor(), performance.now()]
      await enqueue(db, COPIES)
      const sent = await sendWaiting(sending)
      const [each, seconds] = [(processor() - work) / COPIES, (performance.now() - start) / 1_000]
      if (sent !== COPIES) throw new Error(`${sent} copies were sent of ${COPIES}`)
      const notices = await measureNotices(db)
      const memory = watchMemory()
      await enqueue(db, MANY)
      await sendSome(db, sending)
      memory.stop()
      return {
        figures: [
          { what: 'processor time of one copy, PostgreSQL included', value: each, unit: 'ms', promised: 4 },
          { what: `one post to ${COPIES} subscribers, from the post to the last copy, by the clock`, value: seconds, unit: 's' },
          { what: `processor time of one notice of ${FOLLOWERS}, put into the queue`, value: notices.all, unit: 'ms' },
          { what: 'processor time of looking up what one of its readers chose', value: notices.sieve, unit: 'ms' },
          { what: `memory that a post to ${MANY} subscribers takes beyond what the process had`, value: memory.grown(), unit: 'MB', promised: 300 },
        ],
        remarks: [
          `Every copy has its own way out by one click and by mail, an address of its own to which it bounces, and two DKIM signatures (RSA-2048, Ed25519); the queue is in PostgreSQL with every commit on disk. The receiving server is a process of its own that keeps nothing, and its time is not counted.`,
          `A notice goes to ${FOLLOWERS} followers, each with words of its own, in one transaction; every tenth of them chose to be told once a day, and every tenth never.`,
          `Of the post to ${MANY}, all copies are put into the queue and the first ${SOME} are sent.`,
        ],
      }
    } finally {
      transport.close()
      sending.journal.close()
      sink.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** Milliseconds of each notice: of all that putting it into the queue takes, and of what looking up its reader takes of that. */
async function measureNotices(db: Db): Promise<{ readonly all: number; readonly sieve: number }> {
  const [forumId, now] = [newId<'forum'>(), systemClock()]
  const readers = Array.from({ length: FOLLOWERS }, (_, number) => `follower-${number}@host-${number % 97}.example`)
  const choices = readers.flatMap((address, number) => (number % 10 < 2 ? [{ address, forum_id: forumId, occasion: '', choice: number % 10 === 0 ? ('daily' as const) : ('never' as const), chosen_at: now }] : []))
  for (const part of inParts(choices)) await db.insertInto('record_mail_choice').values(part).execute()
  const mails = readers.map((recipient) => ({ mail: { forumId, recipient, subject: 'A review has opened', body: 'What it is about, until when, and how to take part. '.repeat(20), cause: `opened:${forumId}`, occasion: 'review-opened', about: null, language: 'en' } as const, now }))
  const processor = await openProcessorClock(db)
  const begun = processor()
  const kept = await transact(db, (tx) => sieveMails(tx, mails))
  const sieved = processor()
  await transact(db, async (tx) => {
    await enqueueMails(tx, mails)
    return kept
  })
  const [sieve, all] = [(sieved - begun) / FOLLOWERS, (processor() - sieved) / FOLLOWERS]
  if (kept.length !== FOLLOWERS * 0.9) throw new Error(`${kept.length} of ${FOLLOWERS} notices were kept`)
  await db.deleteFrom('record_outbox').where('forum_id', '=', forumId).execute()
  return { all, sieve }
}

const SOME = 4_000

/** Sends until so many have left. */
async function sendSome(db: Db, sending: Parameters<typeof sendWaiting>[0]): Promise<void> {
  const stopping = new AbortController()
  const watch = setInterval(() => {
    void sql<{ left: number }>`select count(*) as left from record_outbox where sent_at is not null`.execute(db).then(({ rows }) => {
      if ((rows[0]?.left ?? 0) >= SOME) stopping.abort()
    })
  }, 500)
  await sendWaiting({ ...sending, signal: stopping.signal })
  clearInterval(watch)
}

async function enqueue(db: Db, copies: number): Promise<void> {
  const id = newId<'mailing'>()
  const mailing: Mailing = {
    id,
    forumId: null,
    occasion: 'call-opened',
    messageId: `${id}@forum.example.org`,
    from: { name: 'Ana Núñez via harbours', address: 'harbours@forum.example.org' },
    replyTo: 'harbours@forum.example.org',
    subject: '[harbours] Entwürfe',
    headers: [['To', 'harbours@forum.example.org'], ['Date', 'Mon, 2 Nov 2026 10:00:00 +0000'], ['List-Id', 'Harbours <harbours.forum.example.org>'], ['List-Post', '<mailto:harbours@forum.example.org>'], ['Archived-At', '<https://forum.example.org/archive/1>']],
    content: { headers: [['Content-Type', 'text/plain; charset=utf-8'], ['Content-Transfer-Encoding', '8bit']], body: Buffer.from('A sentence of what was said on the list, and then another one.\r\n'.repeat(60)) },
  }
  for (let from = 0; from < copies; from += 1_000) {
    const part = Array.from({ length: Math.min(1_000, copies - from) }, (_, place) => from + place)
    await transact(db, async (tx) => void (await enqueueMailing(tx, mailing, part.map((number) => ({ recipient: `reader-${number}@host-${number % 97}.example`, leaveAt: `https://forum.example.org/leave/${id}/${number}`, leaveBy: `leave+${number}@forum.example.org` })), systemClock())))
  }
}
