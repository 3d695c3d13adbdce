import { may } from '../../../people/policy.ts'
import { PAUSE_AT } from '../../../record/bounces/model.ts'
import { countAddressesInTrouble, listAddressesInTrouble, listPolicyRefusals, type AddressInTrouble, type RefusedAt } from '../../../record/bounces/queries.ts'
import type { PageRequest } from '../../page.tsx'

export interface TroublesData {
  readonly items: readonly AddressInTrouble[]
  readonly refused: readonly RefusedAt[]
  readonly count: number
  readonly page: number
  readonly limit: number
}

const PAGE = 100

/** The addresses that mail does not reach, for whoever keeps the installation. */
export async function loadTroubles(request: PageRequest): Promise<TroublesData | 'forbidden'> {
  if (!may(request.view.person, 'manage-installation', {})) return 'forbidden'
  const asked = Number(request.query['page'] ?? '1')
  const page = Number.isSafeInteger(asked) && asked > 0 && asked < 100_000 ? asked : 1
  const [items, refused, count] = await Promise.all([listAddressesInTrouble(request.db, request.now, { limit: PAGE, offset: (page - 1) * PAGE }), listPolicyRefusals(request.db, request.now), countAddressesInTrouble(request.db)])
  return { items, refused, count, page, limit: PAGE }
}

export { PAUSE_AT }
