import { readFile } from 'node:fs/promises'
import { startBackground, type Wakeable } from '../platform/background.ts'
import type { Log } from '../platform/log.ts'
import { claimMail, noteChecks, noteMailHeader, postponeMail, settleKept, settleMail } from '../record/inbox/commands.ts'
import { SORTING_TRIES, type InboxMail, type SenderChecks, type Sorted } from '../record/inbox/model.ts'
import { readMailAddress, splitAddress } from '../shared/mail-addresses.ts'
import { addMilliseconds } from '../shared/time.ts'
import { sortBounces } from './bounces/sorting.ts'
import { AlreadySorted, type Arrival, type MailServices, type Sorter } from './context.ts'
import { sortLeaving } from './leaving/sorting.ts'
import { sortPaper } from './papers/sort-paper.ts'
import { sortPaperAnswer } from './papers/sort-paper-answer.ts'
import { sortPost } from './posts/sort-post.ts'
import { sortReply } from './replies/sort-reply.ts'
import { readMail, type ReadMail } from '../platform/mail-reading.ts'

const INTERVAL = 2_000
const FIRST_PAUSE = 30_000

/** Each takes what is its own; what none takes is kept for a person. */
const SORTERS: readonly Sorter[] = [sortBounces, sortLeaving, sortPaperAnswer, sortPost, sortReply, sortPaper]

/** Looks at the sender's claims; it may take some seconds, and never fails. */
export type CheckSender = (mail: { readonly raw: Uint8Array; readonly envelope: Pick<InboxMail, 'envelopeFrom' | 'client' | 'recipient'> }) => Promise<SenderChecks>

/** Sorts what waits, oldest first, until nothing is left that is due. Answers how many were begun. */
export async function sortWaitingMail(services: MailServices, check?: CheckSender, signal?: AbortSignal): Promise<number> {
  for (let begun = 0; ; begun++) {
    if (signal?.aborted === true) return begun
    const row = await claimMail(services.db, services.clock())
    if (row === undefined) return begun
    await sortOne(services, row, check)
  }
}

async function sortOne(services: MailServices, row: InboxMail, check: CheckSender | undefined): Promise<void> {
  const finish = async (sorted: Sorted) => void (await settleMail(services.db, row.id, sorted, services.clock()))
  try {
    const raw = await readFile(services.files.path(row.sha256))
    const mail = await readMail(raw)
    // More tries than one mean that it ended a process, or met a fault each time: a person looks at it then.
    if (mail === undefined || row.tries > SORTING_TRIES) return await finish({ state: 'kept', reason: mail === undefined ? 'unreadable' : 'failed' })
    await noteMailHeader(services.db, row.id, { fromAddress: mail.from?.address ?? null, fromName: mail.from?.name ?? null, subject: mail.subject })
    const checks = row.checks ?? (await check?.({ raw, envelope: row })) ?? null
    if (row.checks === null && checks !== null) await noteChecks(services.db, row.id, checks)
    await finish(await askSorters(services, arrivalOf(services, row, mail, raw, checks)))
  } catch (error) {
    if (error instanceof AlreadySorted) return
    const reason = error instanceof Error ? error.message : String(error)
    services.log('error', 'A mail could not be sorted', { mail: row.id, tries: row.tries, fault: reason })
    await postponeMail(services.db, row.id, addMilliseconds(services.clock(), FIRST_PAUSE * 2 ** Math.min(row.tries, SORTING_TRIES)), 'failed')
  }
}

function arrivalOf(services: MailServices, row: InboxMail, mail: ReadMail, raw: Uint8Array, checks: SenderChecks | null): Arrival {
  return {
    id: row.id,
    recipient: readMailAddress(splitAddress(row.recipient)?.local ?? ''),
    envelopeFrom: row.envelopeFrom,
    clientAddress: row.client.address,
    mail,
    raw,
    sha256: row.sha256,
    checks,
    receivedAt: row.receivedAt,
    settle: async (tx, sorted, earlierId = null) => {
      if (earlierId !== null) await settleKept(tx, earlierId, sorted, services.clock())
      if (!(await settleMail(tx, row.id, sorted, services.clock()))) throw new AlreadySorted()
    },
  }
}

async function askSorters(services: MailServices, arrival: Arrival): Promise<Sorted> {
  for (const sorter of SORTERS) {
    const sorted = await sorter(services, arrival)
    if (sorted !== undefined) return sorted
  }
  const { kind } = arrival.recipient
  return { state: 'kept', reason: kind === 'postmaster' || kind === 'abuse' ? kind : 'nobody' }
}

/** Sorts what comes until it is stopped; stopping waits for the mail at hand. `sorted` is called when some have been. */
export function startSortingMail(services: MailServices, check: CheckSender | undefined, log: Log, sorted: () => void = () => undefined): Wakeable {
  const turn = async (signal: AbortSignal): Promise<boolean> => {
    const isAny = (await sortWaitingMail(services, check, signal)) > 0
    if (isAny) sorted()
    return isAny
  }
  return startBackground({ what: 'mail that came', every: INTERVAL, turn, log })
}
