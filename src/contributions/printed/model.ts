import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { NO_REGIONAL_GROUP } from '../../shared/vocabularies.ts'
import { hasPublicName, type Contribution } from '../model.ts'

/** The lists that a report prints of its contributions: who contributed (2017, annex II), and by which groups (annex III). */
export const PRINTED_LISTS = ['contributors', 'groups'] as const
export type PrintedList = (typeof PRINTED_LISTS)[number]

/** How a document's list spelt a contributor, where the row spells it otherwise. */
export interface PrintedName {
  readonly id: Id<'printed-name'>
  readonly contributionId: Id<'contribution'>
  readonly list: PrintedList
  readonly name: string
  readonly source: string
}

type Named = Pick<Contribution, 'contributor' | 'organisation' | 'label' | 'consent' | 'withdrawnAt' | 'heldAt' | 'declinedAt'>

/** Contributor and organisation as the annexes of 2017 print them, `Mr. Ben Wallis / Microsoft`; null where the name is not public or not recorded. */
export function annexName(contribution: Named): string | null {
  if (!hasPublicName(contribution)) return null
  const parts = [contribution.contributor, contribution.organisation].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(' / ')
}

/** One line of the annexes. */
export interface AnnexLine {
  readonly number: number
  readonly contributionNumber: number
  /** As the document printed it where that is recorded, else as the row has it; null where it is not public. */
  readonly name: string | null
  /** As the row has it, where the document spelt it otherwise. */
  readonly ownName: string | null
  readonly stakeholderGroup: string | null
  readonly regionalGroup: string | null
  readonly capacity: string | null
  readonly receivedAt: Instant | null
}

/** The lines of a list in the order of the contributions, numbered from 1. */
export function annexLines(contributions: readonly Contribution[], printed: readonly PrintedName[], list: PrintedList): AnnexLine[] {
  const names = new Map(printed.filter((each) => each.list === list).map((each) => [each.contributionId, each.name]))
  return contributions.map((contribution, place) => {
    const own = annexName(contribution)
    const name = own === null ? null : (names.get(contribution.id) ?? own)
    return {
      number: place + 1, contributionNumber: contribution.number, name, ownName: name === own ? null : own,
      stakeholderGroup: contribution.stakeholderGroup, regionalGroup: contribution.regionalGroup, capacity: contribution.capacity, receivedAt: contribution.receivedAt,
    }
  })
}

/** The letters of annex III: IND and ORG; `---` for a contributor of no regional group; nothing where it is not recorded. */
export function annexCapacity(capacity: string | null): string {
  return capacity === null ? '' : capacity === 'organisation' ? 'ORG' : 'IND'
}

export function annexRegion(region: string | null): string {
  return region === null ? '' : region === NO_REGIONAL_GROUP ? '---' : region
}
