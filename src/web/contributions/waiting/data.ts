import { listWaiting } from '../../../contributions/confirmation/queries.ts'
import { findFailedMails } from '../../../record/queries.ts'
import { may } from '../../../people/policy.ts'
import { equalSecrets } from '../../../platform/digest.ts'
import type { Call } from '../../../calls/model.ts'
import { listCalls } from '../../../calls/queries.ts'
import { formatRef } from '../../../shared/refs.ts'
import { dateInZone, daysBetween } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadOwnContribution, type ContributionData } from '../data.ts'
import { confirmSecret } from '../send/data.ts'

/** Days after which a mailed link that nobody followed is a matter for the desk. */
export const SILENT_DAYS = 7

export interface Waiting {
  readonly contribution: Awaited<ReturnType<typeof listWaiting>>[number]
  readonly ref: string
  readonly call: Call | undefined
  /** Why it is here, in a sentence. */
  readonly why: string
  /** Whether the desk has to decide. */
  readonly isDue: boolean
}

export interface WaitingData extends InCycle {
  readonly waiting: readonly Waiting[]
}

/** The queue of what waits, for whoever may enter contributions here: what the desk has to decide first. */
export async function loadWaiting(request: PageRequest): Promise<WaitingData | 'forbidden' | undefined> {
  const inCycle = await loadCycle(request)
  if (inCycle === undefined) return undefined
  const { forum, cycle } = inCycle
  if (!may(request.view.person, 'enter-contributions', { forumId: forum.id, cycleId: cycle.id })) return 'forbidden'
  const rows = await listWaiting(request.db, cycle.id)
  const failed = new Set(await findFailedMails(request.db, rows.map(({ id }) => `receipt:${id}`)))
  const calls = await listCalls(request.db, cycle.id)
  const waiting = rows.map((contribution): Waiting => ({
    contribution,
    ref: formatRef(cycle.slug, 'C', contribution.number),
    call: calls.find(({ id }) => id === contribution.callId),
    ...sayWhy(request.view, forum.confirmation, contribution, failed.has(`receipt:${contribution.id}`)),
  }))
  return { ...inCycle, waiting: waiting.sort((a, b) => Number(b.isDue) - Number(a.isDue) || a.contribution.number - b.contribution.number) }
}

function sayWhy(view: View, confirmation: string, contribution: Waiting['contribution'], isBounced: boolean): { why: string; isDue: boolean } {
  const { t } = view
  if (contribution.state === 'pending-clearance') return { why: t('sending.waiting.why.clearance'), isDue: false }
  if (contribution.state === 'unconfirmed') return { why: t('sending.waiting.why.unconfirmed', { reason: contribution.stateReason ?? '' }), isDue: false }
  if (confirmation === 'hold') return { why: t('sending.waiting.why.hold'), isDue: true }
  if (contribution.mail === null) return { why: t('sending.waiting.why.no-address'), isDue: true }
  if (isBounced) return { why: t('sending.waiting.why.bounced'), isDue: true }
  const isSilent = daysBetween(contribution.receivedBy, dateInZone(view.now, 'UTC')) > SILENT_DAYS
  return { why: t(isSilent ? 'sending.waiting.why.silent' : 'sending.waiting.why.sent', { days: SILENT_DAYS }), isDue: isSilent }
}

/** The one that waits whose number the address names. */
export async function loadOneWaiting(request: PageRequest): Promise<(WaitingData & { one: Waiting }) | 'forbidden' | undefined> {
  const data = await loadWaiting(request)
  if (data === undefined || data === 'forbidden') return data
  const one = data.waiting.find(({ contribution }) => `C-${contribution.number}` === request.params['ref'])
  return one === undefined ? undefined : { ...data, one }
}

/** The contribution that the mailed link names. */
export async function loadToConfirm(request: PageRequest): Promise<ContributionData | undefined> {
  const own = await loadOwnContribution(request)
  const secret = request.params['secret'] ?? ''
  return own !== undefined && equalSecrets(secret, confirmSecret(request.services.secret, own.contribution.id)) ? own : undefined
}
