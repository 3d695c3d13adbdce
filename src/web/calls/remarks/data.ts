import { asShown, textOf, type Remark } from '../../../calls/remarks/model.ts'
import { listRemarks } from '../../../calls/remarks/queries.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCall, loadCallAtDesk, type InCall } from '../data.ts'

export interface WithRemarks extends InCall {
  readonly remarks: readonly Remark[]
}

export interface InRemark extends InCall {
  readonly remark: Remark
}

/** A call with the remarks on its text, as anyone may see them. */
export async function loadRemarks(request: PageRequest): Promise<WithRemarks | undefined> {
  const data = await loadCall(request)
  return data === undefined ? undefined : { ...data, remarks: (await listRemarks(request.db, data.call.id)).map(asShown) }
}

/** As `loadRemarks`, all words of them, for whoever may manage calls here. */
export async function loadRemarksAtDesk(request: PageRequest): Promise<WithRemarks | 'forbidden' | undefined> {
  const data = await loadCallAtDesk(request)
  return typeof data === 'object' ? { ...data, remarks: await listRemarks(request.db, data.call.id) } : data
}

export async function loadRemarkAtDesk(request: PageRequest): Promise<InRemark | 'forbidden' | undefined> {
  const data = await loadRemarksAtDesk(request)
  if (typeof data !== 'object') return data
  const remark = data.remarks.find(({ number }) => String(number) === request.params['number'])
  return remark === undefined ? undefined : { ...data, remark }
}

/** The text as it stood when the remark was made and as it stands, where those differ. */
export function changeSince(call: InCall['call'], remark: Remark): { readonly before: string; readonly now: string } | undefined {
  const now = textOf(call, remark.question)
  return now === undefined || now === remark.about ? undefined : { before: remark.about, now }
}
