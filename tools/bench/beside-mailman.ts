/** One post to a list of 2,000, here and, where it is on this machine, in Mailman 3, in turn: from the mail at the door to the last copy. */
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectTo } from '../../src/platform/mail-connections.ts'
import { newId } from '../../src/platform/new-id.ts'
import { findMailman, startMailman, type RunningList } from './mailman.ts'
import type { Bench, Figure, Measured } from './measure.ts'
import { secondsOfFamily } from './processor.ts'
import { startProduct } from './running-list.ts'
import { startSink, type MailSink } from './sink.ts'

const READERS = 2_000
const RUNS = 3
const TIMES_MAILMAN = 8
const DOMAIN = 'lists.example.org'
/** Much longer than either takes. */
const PATIENCE_MS = 10 * 60_000

interface Post {
  readonly seconds: number
  readonly work: number
}

export const besideMailmanBench: Bench = {
  title: 'A post to a list, beside Mailman',
  run: async (): Promise<Measured> => {
    const sink = await startSink()
    const list = { domain: DOMAIN, readers: Array.from({ length: READERS }, (_, number) => `reader-${number}@host-${number % 97}.example`) }
    const programs = findMailman(process.env)
    const running: RunningList[] = []
    try {
      const ours = await startProduct(list, sink.url)
      running.push(ours)
      const theirs = programs === undefined ? undefined : await startMailman(programs, list, sink.port)
      if (theirs !== undefined) running.push(theirs)
      const figures: Figure[] = []
      const rates: number[] = []
      for (let run = 1; run <= RUNS; run++) {
        const mine = await post(ours, sink)
        const other = theirs === undefined ? undefined : await post(theirs, sink)
        figures.push({ what: `Run ${run}: Convoke`, value: mine.seconds, unit: 's', ...(other === undefined ? {} : { promised: Math.round((other.seconds / TIMES_MAILMAN) * 100) / 100 }) }, { what: `Run ${run}: Convoke, processor time`, value: mine.work, unit: 's' })
        if (other === undefined) continue
        figures.push({ what: `Run ${run}: ${theirs?.version ?? ''}`, value: other.seconds, unit: 's' }, { what: `Run ${run}: ${theirs?.version ?? ''}, processor time`, value: other.work, unit: 's' })
        rates.push(other.seconds / mine.seconds)
      }
      return { figures, remarks: remarksOn(rates, theirs?.version) }
    } finally {
      for (const each of running) await each.close()
      sink.close()
    }
  },
}

function remarksOn(rates: readonly number[], version: string | undefined): string[] {
  return [
    `One post of 4 KB, handed in by mail, to ${READERS} readers: from the handing in until the receiving server, a process of its own that keeps nothing, has the last copy. The product as it is built, in processes of its own with its PostgreSQL, every commit on disk; in it are the checks of the sender, the sorting, the archive, and two DKIM signatures and a way out of one’s own on every copy. Load of the machine when it ended: ${(loadavg()[0] ?? 0).toFixed(1)}.`,
    version === undefined
      ? 'There is no Mailman on this machine (`MAILMAN_BIN`), so it was not compared.'
      : `${version} beside it in the same run, in turn, with the same post, the same readers and the same receiving server: deliveries personalised (a To and a bounce address of one’s own), without signatures, without an archive, on SQLite, and only those of its processes that a post passes through. Promised is an eighth of its time in the same run; it took ${rates.map((rate) => rate.toFixed(1)).join(', ')} times as long.`,
  ]
}

/** Hands a post in at the door, and waits until every reader has their copy. */
async function post({ door, pid }: RunningList, sink: MailSink): Promise<Post> {
  const author = 'reader-1@host-1.example'
  const head = [`From: Ana <${author}>`, `To: talk@${DOMAIN}`, 'Subject: Entwurf', `Message-ID: <${newId()}@host-1.example>`, `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit']
  const raw = Buffer.from(`${head.join('\r\n')}\r\n\r\n${'A sentence of what was said on the list, and then another one.\r\n'.repeat(60)}`)
  const connection = await connectTo({ host: '127.0.0.1', port: door.port, isSecure: false, user: '', password: '', mustProve: false, isLmtp: door.isLmtp }, 'localhost')
  const [before, work, start] = [await sink.count(), secondsOfFamily(pid), performance.now()]
  await connection.hand({ from: author, to: `talk@${DOMAIN}`, raw })
  while ((await sink.count()) < before + READERS) {
    if (performance.now() - start > PATIENCE_MS) throw new Error(`Only ${(await sink.count()) - before} of ${READERS} copies came`)
    await sleep(25)
  }
  const seconds = (performance.now() - start) / 1_000
  connection.close()
  // What is noted after the last copy is of the same post; and a copy too many would come now.
  await sleep(3_000)
  if ((await sink.count()) !== before + READERS) throw new Error('More copies came than there are readers')
  return { seconds, work: secondsOfFamily(pid) - work }
}
