import { may } from '../../../people/policy.ts'
import { listDestinations, QUEUE_STATES, unscopedCountWaiting, unscopedListQueue, type Destination, type QueuedMail, type QueueState, type WaitingThere } from '../../../record/sending/queries.ts'
import type { PageRequest } from '../../page.tsx'

export const PAGE = 100
const DOMAINS = 8

export interface QueueData {
  readonly items: readonly QueuedMail[]
  /** True where no mail server is set: nothing leaves. */
  readonly keepsMail: boolean
  readonly state: QueueState
  readonly domain: string | undefined
  /** From 1. */
  readonly page: number
  readonly isMore: boolean
  readonly waiting: number
  readonly gone: number
  readonly domains: readonly WaitingThere[]
  readonly destinations: readonly Destination[]
}

/** The outbox, for whoever keeps the installation: what waits and why, what was given up, what has left. */
export async function loadQueue(request: PageRequest): Promise<QueueData | 'forbidden'> {
  const { query, db, services } = request
  if (!may(request.view.person, 'manage-installation', {})) return 'forbidden'
  const state = QUEUE_STATES.find((each) => each === query['state']) ?? (services.keepsMail ? 'all' : 'waiting')
  const domain = (query['domain'] ?? '').trim().toLowerCase().slice(0, 253).replaceAll('\u0000', '')
  const asked = Number(query['page'] ?? '1')
  const page = Number.isSafeInteger(asked) && asked > 0 && asked < 10_000 ? asked : 1
  const filter = { state, domain: domain === '' ? undefined : domain }
  const [items, counts, destinations] = await Promise.all([
    unscopedListQueue(db, { ...filter, limit: PAGE + 1, offset: (page - 1) * PAGE }),
    unscopedCountWaiting(db, DOMAINS),
    listDestinations(db),
  ])
  return { items: items.slice(0, PAGE), isMore: items.length > PAGE, keepsMail: services.keepsMail, ...filter, page, ...counts, destinations }
}
