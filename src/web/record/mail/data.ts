import { may } from '../../../people/policy.ts'
import { checkRecords, listWantedRecords, type CheckedRecord } from '../../../platform/mail-records.ts'
import { countKeptMails } from '../../../record/inbox/queries.ts'
import type { Services } from '../../context.ts'
import type { PageRequest } from '../../page.tsx'

export interface MailData {
  readonly domain: string
  readonly sender: string
  readonly leaves: Services['mailLeaves']
  readonly takesMail: boolean
  /** Whether domain and host are names that the world may know. */
  readonly isReachable: boolean
  readonly records: readonly CheckedRecord[]
  /** Mails of no forum that wait for a person. */
  readonly kept: number
}

/** What stands in the domain name system for the installation's mail, beside what should. */
export async function loadMail(request: PageRequest): Promise<MailData | 'forbidden'> {
  const { services } = request
  if (!may(request.view.person, 'manage-installation', {})) return 'forbidden'
  const setup = { domain: services.mailDomain, host: new URL(services.publicUrl).hostname.replace(/^\[(.*)\]$/u, '$1'), leaves: services.mailLeaves, keys: await services.mailKeys() }
  return { domain: services.mailDomain, sender: services.mailAddress, leaves: services.mailLeaves, takesMail: services.takesMail, isReachable: setup.domain.includes('.') && setup.host.includes('.'), kept: await countKeptMails(request.db, null), records: await checkRecords(services.mailDns, listWantedRecords(setup)) }
}
