import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'

/** Of contributions, those that have a file and no answer that stands: each of these is accounted for as a whole (decision 5). */
export async function findWholes(db: Reader, contributionIds: readonly Id[]): Promise<Set<Id>> {
  if (contributionIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('contributions_attachment')
    .select('contribution_id')
    .distinct()
    .where('contribution_id', 'in', [...new Set(contributionIds)])
    .where((where) => where.not(where.exists(where.selectFrom('contributions_answer').select('id').whereRef('contributions_answer.contribution_id', '=', 'contributions_attachment.contribution_id').where('removed_at', 'is', null))))
    .execute()
  return new Set(rows.map((row) => row.contribution_id))
}
