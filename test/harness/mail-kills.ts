import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { transact, type Db } from '../../src/platform/database.ts'
import { newId } from '../../src/platform/new-id.ts'
import { enqueueMailing } from '../../src/record/mailings/commands.ts'
import type { Mailing } from '../../src/record/mailings/model.ts'
import type { Id } from '../../src/shared/ids.ts'
import type { Instant } from '../../src/shared/time.ts'
import type { MailSink } from '../../tools/bench/sink.ts'

/** A post of a list as it is sent to its subscribers. */
export function postOf(id: Id<'mailing'>): Mailing {
  return {
    id,
    forumId: null,
    occasion: 'call-opened',
    messageId: `${id}@forum.example.org`,
    from: { name: 'Ana Núñez via harbours', address: 'harbours@forum.example.org' },
    replyTo: 'harbours@forum.example.org',
    subject: '[harbours] Entwürfe',
    headers: [['To', 'harbours@forum.example.org'], ['Date', 'Mon, 2 Nov 2026 10:00:00 +0000'], ['List-Id', 'Harbours <harbours.forum.example.org>']],
    content: { headers: [['Content-Type', 'text/plain; charset=utf-8'], ['Content-Transfer-Encoding', '8bit']], body: Buffer.from('A sentence of what was said on the list, and then another one.\r\n'.repeat(40)) },
  }
}

/** Puts a letter with so many copies into the outbox. */
export async function enqueueCopies(db: Db, copies: number, now: Instant): Promise<void> {
  const mailing = postOf(newId())
  for (let from = 0; from < copies; from += 1_000) {
    const part = Array.from({ length: Math.min(1_000, copies - from) }, (_, place) => from + place)
    await transact(db, async (tx) => void (await enqueueMailing(tx, mailing, part.map((number) => ({ recipient: `reader-${number}@host-${number % 97}.example`, leaveAt: `https://forum.example.org/leave/${number}`, leaveBy: `leave+${number}@forum.example.org` })), now)))
  }
}

export interface Killable {
  kill9(): Promise<void>
}

/**
 * Kills the sender so many times while copies leave, at moments drawn by `random`, and lets the last one end its work. Each reader has a
 * copy then; two only where the sender was killed between a server's answer and its reading of it, which is one at most for each kill.
 * Answers how many these were.
 */
export async function surviveKillsWhileSending(plan: { copies: number; kills: number; random: () => number; sink: MailSink; start: () => Promise<Killable>; isDone: () => Promise<boolean> }): Promise<number> {
  const { copies, kills, random, sink, start, isDone } = plan
  for (let kill = 0; kill < kills; kill++) {
    const sender = await start()
    const until = Math.min(copies - 1, (await sink.count()) + 1 + Math.floor(random() * ((copies / kills) * 0.9)))
    while ((await sink.count()) < until) await sleep(2)
    await sleep(random() * 5)
    await sender.kill9()
  }
  const last = await start()
  while (!(await isDone())) await sleep(copies > 1_000 ? 2_000 : 50)
  await last.kill9()
  const { taken, counts, unsure } = await sink.report()
  expect(Object.keys(counts)).toHaveLength(copies)
  const twice = Object.entries(counts).filter(([, count]) => count > 1)
  expect(twice.filter(([reader, count]) => count > 2 || !unsure.includes(reader))).toEqual([])
  expect(taken - copies).toBeLessThanOrEqual(kills)
  return taken - copies
}
