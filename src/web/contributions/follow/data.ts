import { amendingState } from '../../../contributions/amendments/model.ts'
import { findFormKey } from '../../../contributions/confirmation/queries.ts'
import type { Remark } from '../../../contributions/unsent/model.ts'
import { listRemarks } from '../../../contributions/unsent/queries.ts'
import { equalSecrets } from '../../../platform/digest.ts'
import type { PageRequest } from '../../page.tsx'
import { followSecret, loadOwnContribution, type ContributionData } from '../data.ts'
import { loadOriginals } from '../originals/data.ts'
import { previewAddress, previewSecret } from '../unsent/data.ts'

/** The contribution that a contributor's own link names. A wrong secret is an address that leads nowhere: nobody learns whether the number exists. */
export async function loadFollowed(request: PageRequest): Promise<ContributionData | undefined> {
  const own = await loadOwnContribution(request)
  const secret = request.params['secret'] ?? ''
  if (own === undefined || !equalSecrets(secret, followSecret(request.services.secret, own.contribution.id))) return undefined
  return { ...own, originals: await loadOriginals(request.db, own.call, own.contribution.id) }
}

export interface FollowData extends ContributionData {
  readonly amending: ReturnType<typeof amendingState>
  /** The link for those who clear it, while it waits for them. */
  readonly previewLink: string | undefined
  readonly remarks: readonly Remark[]
}

/** The contributor's own page. */
export async function loadFollow(request: PageRequest): Promise<FollowData | undefined> {
  const own = await loadFollowed(request)
  if (own === undefined) return undefined
  const formKey = own.contribution.state === 'pending-clearance' ? await findFormKey(request.db, own.contribution.id) : undefined
  return {
    ...own,
    amending: amendingState(own.call, request.now),
    previewLink: formKey === undefined ? undefined : `${request.services.publicUrl}${previewAddress(own, formKey, previewSecret(request.services.secret, formKey))}`,
    remarks: await listRemarks(request.db, own.contribution.id),
  }
}
