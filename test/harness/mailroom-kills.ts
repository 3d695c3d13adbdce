import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { buildCall } from '../../src/calls/testing.ts'
import type { Installation } from '../../src/cli/installation.ts'
import { buildForum } from '../../src/forums/testing.ts'
import { buildList } from '../../src/lists/testing.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { transact, type Db } from '../../src/platform/database.ts'
import { connectTo, type MailConnection } from '../../src/platform/mail-connections.ts'
import { newId } from '../../src/platform/new-id.ts'
import { enqueueMail } from '../../src/record/commands.ts'
import type { About, Occasion } from '../../src/record/occasions/model.ts'
import { listChains, verifyChain } from '../../src/record/queries.ts'
import { buildReview, buildVersion } from '../../src/review/testing.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { PlainDate } from '../../src/shared/time.ts'
import { seeded } from '../../tools/bench/measure.ts'
import { lastLetterTo, writeMail } from './mailroom.ts'
import { withInstallation } from './installation.ts'
import { freshDataFolder, startServer, type TestServer } from './server.ts'

const DOMAIN = 'forum.example.org'
const STREAMS = 3
const LETTERS = 300
const env = { CONVOKE_SAMPLE: 'none', MAIL_DOMAIN: DOMAIN, MAIL_PORT: '127.0.0.1:0' }

/** A mail as somebody sends it, again and again until it is taken. */
interface Sent {
  readonly kind: 'post' | 'comment' | 'contribution'
  readonly to: string
  readonly from: string
  readonly messageId: string
  /** Words that no other one has. */
  readonly mark: string
  isTaken: boolean
  tries: number
}

interface Scene {
  next(): Sent
}

/**
 * Kills the server with its database at random moments while mails to a list, comments and contributions come in by SMTP, starts it
 * again, sends anew what was not taken, as a mail server does. In the end all that was taken has become one post, comment or
 * contribution. Answers how many mails that were, and how many were sent more than once.
 */
export async function surviveKillsWhileMailComes(kills: number, seed: number): Promise<{ readonly mails: number; readonly again: number }> {
  const data = freshDataFolder()
  const random = seeded(seed)
  const all: Sent[] = []
  let server = await startServer({ data, env })
  try {
    const scene = await withInstallation(data, setScene)
    for (let kill = 0; kill < kills; kill++) {
      const streams = Array.from({ length: STREAMS }, () => stream(server, scene, all))
      await sleep(200 + random() * 2_000)
      await server.kill9()
      await Promise.all(streams)
      server = await startServer({ data, env })
      await sendAgain(server, all)
    }
    await withInstallation(data, async ({ db }) => {
      await untilSorted(db)
      await expectAllOnce(db, all)
    })
    return { mails: all.length, again: all.filter(({ tries }) => tries > 1).length }
  } finally {
    await server.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

/** Kills the server so many times while copies of a post are put into the outbox for its list. Answers how many kills met it in the middle. */
export async function surviveKillsWhileListed(members: number, kills: number, seed: number): Promise<number> {
  const data = freshDataFolder()
  const random = seeded(seed)
  let server = await startServer({ data, env })
  let inTheMiddle = 0
  try {
    const list = await withInstallation(data, (installation) => buildManyRead(installation.db, members))
    const connection = await connect(server)
    await connection.hand({ from: 'ana@example.net', to: `many@${DOMAIN}`, raw: writeMail(`many@${DOMAIN}`, { text: 'To all.', messageId: 'to-all@example.net' }) })
    for (let kill = 0; kill < kills; kill++) {
      const before = await withInstallation(data, async ({ db }) => {
        const first = await countCopies(db)
        while ((await countCopies(db)) === first && !(await isListed(db, list))) await sleep(5)
        return first
      })
      await sleep(random() * 150)
      await server.kill9()
      server = await startServer({ data, env })
      // What was committed stays, and the rest is to come.
      const left = await withInstallation(data, async ({ db }) => ({ copies: await countCopies(db), isDone: await isListed(db, list) }))
      expect(left.copies).toBeGreaterThanOrEqual(before)
      if (!left.isDone) inTheMiddle++
    }
    await withInstallation(data, async ({ db }) => {
      while (!(await isListed(db, list))) await sleep(50)
      const { rows } = await sql<{ recipient: string; copies: number }>`select recipient, count(*) as copies from record_outbox where occasion = 'list-post' group by recipient`.execute(db)
      expect(rows.filter(({ copies }) => copies !== 1)).toEqual([])
      expect(rows).toHaveLength(members)
    })
    return inTheMiddle
  } finally {
    await server.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

async function setScene({ db }: Installation): Promise<Scene> {
  const now = systemClock()
  const { forum, cycle } = await buildForum(db, 'killed', now)
  const list = await buildList(db, { forumId: forum.id, slug: 'talk', now, settings: { trusting: 'none' } })
  await addMembers(db, list.id, ['ana@example.net', 'li@example.net'])
  const version = await buildVersion(db, cycle, ['First.', 'Second.', 'Third.'], now)
  await buildReview(db, cycle, version.versionId, now)
  const call = await buildCall(db, cycle, now, { deadline: '2100-01-01' as PlainDate })
  const { value: secret } = await db.selectFrom('platform_setting').select('value').where('key', '=', 'secret').executeTakeFirstOrThrow()
  const letter = async (occasion: Occasion, about: About, recipient: string): Promise<string> => {
    await transact(db, (tx) => enqueueMail(tx, { forumId: forum.id, recipient, subject: 'Ours', body: 'Ours', cause: `${occasion}:${recipient}`, occasion, about, language: 'en' }, now))
    return (await lastLetterTo(db, { secret, mailDomain: DOMAIN }, recipient)).replyTo
  }
  const answerable: { kind: Sent['kind']; to: string; from: string }[] = []
  for (let number = 0; number < LETTERS; number++) {
    const [one, other] = [`one-${number}@example.net`, `other-${number}@example.net`]
    answerable.push({ kind: 'post', to: `talk@${DOMAIN}`, from: 'ana@example.net' })
    answerable.push({ kind: 'comment', to: await letter('version-released', { kind: 'version', id: version.versionId }, one), from: one })
    answerable.push({ kind: 'contribution', to: await letter('call-opened', { kind: 'call', id: call.id }, other), from: other })
  }
  let count = 0
  return {
    next: () => {
      const mail = answerable[count]
      if (mail === undefined) throw new Error(`More than ${answerable.length} mails were asked for`)
      count += 1
      return { ...mail, messageId: `${newId()}@example.net`, mark: `mark-${count}-end`, isTaken: false, tries: 0 }
    },
  }
}

async function buildManyRead(db: Db, members: number): Promise<Id<'list'>> {
  const now = systemClock()
  const { forum } = await buildForum(db, 'killed', now)
  const list = await buildList(db, { forumId: forum.id, slug: 'many', now })
  await addMembers(db, list.id, ['ana@example.net', ...Array.from({ length: members - 1 }, (_, number) => `reader-${number}@host-${number % 97}.example`)])
  return list.id
}

async function addMembers(db: Db, listId: Id<'list'>, mails: readonly string[]): Promise<void> {
  const now = systemClock()
  for (let from = 0; from < mails.length; from += 1_000) {
    const rows = mails.slice(from, from + 1_000).map((mail) => ({ id: newId(), list_id: listId, mail, language: 'en', state: 'confirmed' as const, came_by: 'mail' as const, asked_at: now, confirmed_at: now, state_at: now, is_trusted: true }))
    await db.insertInto('lists_subscription').values(rows).execute()
  }
}

async function connect(server: TestServer): Promise<MailConnection> {
  const find = () => Number(/Mail comes in .*port=([0-9]+)/u.exec(server.output())?.[1] ?? 0)
  // It says so shortly after it listens for pages.
  for (let waited = 0; find() === 0 && waited < 500; waited++) await sleep(20)
  const port = find()
  return connectTo({ host: '127.0.0.1', port, isSecure: false, user: '', password: '', mustProve: false }, 'mail.example.net')
}

/** Sends one mail after the other until the server is gone. */
async function stream(server: TestServer, scene: Scene, all: Sent[]): Promise<void> {
  try {
    const connection = await connect(server)
    for (;;) {
      const sent = scene.next()
      all.push(sent)
      await hand(connection, sent)
    }
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('More than')) throw error
  }
}

/** As a mail server does that got no answer: the same mail, with the line of another hop on top every other time. */
async function sendAgain(server: TestServer, all: readonly Sent[]): Promise<void> {
  const connection = await connect(server)
  for (const sent of all) if (!sent.isTaken) await hand(connection, sent)
  connection.close()
  expect(all.filter(({ isTaken }) => !isTaken)).toEqual([])
}

async function hand(connection: MailConnection, sent: Sent): Promise<void> {
  const text = sent.kind === 'comment' ? `¶ 2: ${sent.mark}` : sent.kind === 'contribution' ? `1. ${sent.mark}` : sent.mark
  const received = sent.tries % 2 === 1 ? [`Received: from a.example by b.example; Mon, 2 Nov 2026 10:00:0${sent.tries} +0000`] : []
  const raw = writeMail(sent.to, { from: `Ana Sousa <${sent.from}>`, messageId: sent.messageId, text, headers: received })
  sent.tries += 1
  await connection.hand({ from: sent.from, to: sent.to, raw, onTaken: () => (sent.isTaken = true) })
}

/** What was being sorted when the server was killed waits two minutes for nobody: here its time is over at once. */
async function untilSorted(db: Db): Promise<void> {
  await sql`update record_inbox set not_before = received_at where state = 'waiting'`.execute(db)
  const waits = async () => (await sql`select from record_inbox where state = 'waiting' limit 1`.execute(db)).rows.length > 0
  while (await waits()) await sleep(100)
}

async function expectAllOnce(db: Db, all: readonly Sent[]): Promise<void> {
  const { rows } = await sql<{ what: string }>`
    select 'post ' || text as what from lists_post union all
    select 'comment ' || text from review_comment union all
    select 'contribution ' || text from contributions_answer`.execute(db)
  expect(rows.map(({ what }) => what.trim()).sort()).toEqual(all.map(({ kind, mark }) => `${kind} ${mark}`).sort())
  const unsorted = await sql<{ recipient: string; reason: string | null; state: string }>`select recipient, reason, state from record_inbox where state <> 'done'`.execute(db)
  // The same post with another hop's line is the second of its id.
  expect(unsorted.rows.filter(({ reason }) => reason !== 'post-here-already')).toEqual([])
  for (const chain of await listChains(db)) expect(await verifyChain(db, chain)).toMatchObject({ ok: true, length: chain.length })
}

async function countCopies(db: Db): Promise<number> {
  return (await sql<{ copies: number }>`select count(*) as copies from record_outbox where occasion = 'list-post'`.execute(db)).rows[0]?.copies ?? 0
}

async function isListed(db: Db, listId: Id<'list'>): Promise<boolean> {
  const row = await db.selectFrom('lists_sending').select('done_at').where('list_id', '=', listId).executeTakeFirst()
  return row !== undefined && row.done_at !== null
}

