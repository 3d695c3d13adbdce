import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import { NO_REGIONAL_GROUP } from '../../shared/vocabularies.ts'
import type { Id } from '../../shared/ids.ts'

/** What is publicly known of an organisation from a contribution that it sent to the forum before. */
export interface KnownOrganisation {
  readonly organisation: string
  readonly stakeholderGroup: string | null
  /** Null where none is known, or none belongs to it. */
  readonly regionalGroup: string | null
  readonly country: string | null
  /** The contribution it is known from. */
  readonly number: number
  readonly cycleId: Id<'cycle'>
}

/**
 * The latest contribution of a forum in which this organisation is named publicly, and said to be of a group. Names are compared
 * without regard to case and spaces, and otherwise as they are written: a chapter is not its society.
 */
export async function findKnownOrganisation(db: Reader, forumId: Id, organisation: string): Promise<KnownOrganisation | undefined> {
  const name = organisation.normalize('NFC').replace(/\s+/gu, ' ').trim()
  if (name === '') return undefined
  const row = await db
    .selectFrom('contributions_contribution')
    .select(['organisation', 'stakeholder_group', 'regional_group', 'country', 'number', 'cycle_id'])
    .where('forum_id', '=', forumId)
    .where(sql`lower(organisation)`, '=', sql`lower(${name})`)
    .where('consent', '=', 'full')
    .where('state', '=', 'received')
    .where('withdrawn_at', 'is', null)
    .where('declined_at', 'is', null)
    .where('held_at', 'is', null)
    .where((where) => where.or([where('stakeholder_group', 'is not', null), where('regional_group', 'is not', null)]))
    .orderBy('received_by', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined || row.organisation === null) return undefined
  return {
    organisation: row.organisation,
    stakeholderGroup: row.stakeholder_group,
    regionalGroup: row.regional_group === NO_REGIONAL_GROUP ? null : row.regional_group,
    country: row.country,
    number: row.number,
    cycleId: row.cycle_id as Id<'cycle'>,
  }
}
