import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { AgreementRow } from '../tables.ts'
import type { Agreement } from './model.ts'

/** Who agrees with a comment, as far as it counts: confirmed and not taken back; the earliest first, at most `limit`. */
export async function listAgreements(db: Reader, commentId: Id, limit = 200): Promise<Agreement[]> {
  const rows = await db
    .selectFrom('review_agreement')
    .selectAll()
    .where('comment_id', '=', commentId)
    .where('confirmed_at', 'is not', null)
    .where('withdrawn_at', 'is', null)
    .orderBy('agreed_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toAgreement)
}

/** How many agree with each of these comments; those without any are left out. */
export async function countAgreements(db: Reader, commentIds: readonly Id[]): Promise<Map<Id, number>> {
  if (commentIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('review_agreement')
    .select(['comment_id', (eb) => eb.fn.countAll<number>().as('count')])
    .where('comment_id', 'in', commentIds)
    .where('confirmed_at', 'is not', null)
    .where('withdrawn_at', 'is', null)
    .groupBy('comment_id')
    .execute()
  return new Map(rows.map((row) => [row.comment_id, row.count]))
}

export async function findAgreement(db: Reader, id: Id): Promise<Agreement | undefined> {
  const row = await db.selectFrom('review_agreement').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : toAgreement(row)
}

/** Whether a person agrees with a comment; undefined when not. */
export async function findAgreementOf(db: Reader, commentId: Id, personId: Id): Promise<Agreement | undefined> {
  const row = await db.selectFrom('review_agreement').selectAll().where('comment_id', '=', commentId).where('person_id', '=', personId).where('withdrawn_at', 'is', null).executeTakeFirst()
  return row === undefined ? undefined : toAgreement(row)
}

function toAgreement(row: Selectable<AgreementRow>): Agreement {
  return {
    id: row.id as Id<'agreement'>,
    commentId: row.comment_id as Id<'comment'>,
    personId: row.person_id as Id<'person'> | null,
    name: row.name,
    organisation: row.organisation,
    stakeholderGroup: row.stakeholder_group,
    regionalGroup: row.regional_group,
    isNamed: row.is_named,
    agreedAt: row.agreed_at,
    confirmedAt: row.confirmed_at,
    withdrawnAt: row.withdrawn_at,
  }
}
