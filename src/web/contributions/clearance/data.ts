import { findSentBy } from '../../../contributions/confirmation/queries.ts'
import type { Contribution } from '../../../contributions/model.ts'
import { listAttachments } from '../../../contributions/queries.ts'
import type { Clearance } from '../../../contributions/sending/model.ts'
import { CLEARANCES } from '../../../contributions/sending/model.ts'
import type { Remark, Unsent } from '../../../contributions/unsent/model.ts'
import { findUnsent, listRemarks } from '../../../contributions/unsent/queries.ts'
import { equalSecrets } from '../../../platform/digest.ts'
import { isId, type Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import { loadCall, type InCall } from '../../calls/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadOwnContribution, type ContributionData } from '../data.ts'
import { previewSecret, readUnsent, variantOf } from '../unsent/data.ts'

/** What those who clear a contribution see: what is being written, or what was sent and waits for them. */
export interface Preview extends InCall {
  readonly id: Id
  readonly unsent: Unsent | undefined
  /** What would be sent as it stands; undefined where something is still wrong with it, and once it is sent. */
  readonly read: Extract<ReturnType<typeof readUnsent>, { ok: true }>['value'] | undefined
  /** Once it is sent and waits. */
  readonly sent: ContributionData | undefined
  readonly ref: string | undefined
  /** Sent, and not waiting for them any more. */
  readonly isOver: boolean
  readonly may: Clearance
  readonly remarks: readonly Remark[]
  readonly files: readonly { readonly id: Id; readonly name: string; readonly mediaType: string; readonly size: number; readonly sha256: string }[]
}

/** The preview that the link names; undefined for a secret that is none, and for what was dropped. */
export async function loadPreview(request: PageRequest): Promise<Preview | undefined> {
  const [id, secret] = [request.params['id'] ?? '', request.params['secret'] ?? '']
  if (!isId(id) || !equalSecrets(secret, previewSecret(request.services.secret, id))) return undefined
  const inCall = await loadCall(request)
  if (inCall === undefined) return undefined
  const unsent = await findUnsent(request.db, id)
  if (unsent !== undefined && unsent.callId === inCall.call.id) {
    const at = { ...inCall, variant: variantOf(inCall, unsent.fields) }
    const read = readUnsent(at, id, unsent)
    const may = CLEARANCES.find((value) => value === unsent.fields['clearance']?.at(-1)) ?? 'read'
    return { ...at, id, unsent, read: read.ok ? read.value : undefined, sent: undefined, ref: undefined, isOver: false, may, remarks: await listRemarks(request.db, id), files: unsent.files }
  }
  const contribution = await findSentBy(request.db, id)
  return contribution === undefined || contribution.callId !== inCall.call.id ? undefined : previewOfSent(request, inCall, id, contribution)
}

async function previewOfSent(request: PageRequest, inCall: InCall, id: Id, contribution: Contribution): Promise<Preview> {
  const isOver = contribution.state !== 'pending-clearance' || contribution.withdrawnAt !== null
  const sent = isOver ? undefined : await loadOwnContribution({ ...request, params: { ...request.params, ref: `C-${contribution.number}` } })
  return {
    ...inCall,
    id,
    unsent: undefined,
    read: undefined,
    sent,
    ref: formatRef(inCall.cycle.slug, 'C', contribution.number),
    isOver,
    may: contribution.clearance ?? 'read',
    remarks: isOver ? [] : await listRemarks(request.db, contribution.id),
    files: isOver ? [] : await listAttachments(request.db, [contribution.id]),
  }
}
