import { listCorrections } from '../../../contributions/corrections/queries.ts'
import { equalSecrets } from '../../../platform/digest.ts'
import type { Id } from '../../../shared/ids.ts'
import type { PageRequest } from '../../page.tsx'
import { followSecret, loadOwnContribution, type ContributionData } from '../data.ts'

export interface CheckData extends ContributionData {
  /** A correction is with the desk. */
  readonly isWaiting: boolean
  /** Why the last correction was declined. */
  readonly declined: string | null
}

/** What the desk entered, for whoever holds the link that its sender was mailed. A wrong secret leads nowhere. */
export async function loadCheck(request: PageRequest): Promise<CheckData | undefined> {
  const own = await loadOwnContribution(request)
  const secret = request.params['secret'] ?? ''
  if (own === undefined || !equalSecrets(secret, followSecret(request.services.secret, own.contribution.id))) return undefined
  if (own.contribution.senderAskedAt === null || own.contribution.withdrawnAt !== null) return undefined
  const [latest] = await listCorrections(request.db, own.contribution.id)
  return { ...own, isWaiting: latest !== undefined && latest.decidedAt === null, declined: latest?.isTaken === false ? latest.reason : null }
}

export function answerName(id: Id): string {
  return `answer-${id}`
}
