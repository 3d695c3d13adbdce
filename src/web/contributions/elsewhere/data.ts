import { findReferences } from '../../../library/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { formatRef } from '../../../shared/refs.ts'
import type { PageRequest } from '../../page.tsx'

/** The library's reference of a paper published elsewhere. */
export async function writeReference({ db }: PageRequest, cycle: string, id: Id | null): Promise<string | null> {
  const [reference] = id === null ? [] : await findReferences(db, [id])
  return reference === undefined ? null : formatRef(cycle, 'L', reference.number)
}
