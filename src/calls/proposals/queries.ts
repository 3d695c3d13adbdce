import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { ProposalRow } from '../tables.ts'
import type { Proposal, ProposalKind, ProposalOutcome, Scoping } from './model.ts'

/** The proposals of a cycle in the order in which they came, all words of them: what anyone may see is `asShown`. */
export async function listProposals(db: Reader, cycleId: Id): Promise<Proposal[]> {
  const rows = await db.selectFrom('calls_proposal').selectAll().where('cycle_id', '=', cycleId).orderBy('number').execute()
  return rows.map(toProposal)
}

export async function findProposal(db: Reader, cycleId: Id, number: number): Promise<Proposal | undefined> {
  const row = await db.selectFrom('calls_proposal').selectAll().where('cycle_id', '=', cycleId).where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : toProposal(row)
}

/** Whether and how a cycle asks for proposals; undefined where it never did. */
export async function findScoping(db: Reader, cycleId: Id): Promise<Scoping | undefined> {
  const row = await db.selectFrom('calls_scoping').selectAll().where('cycle_id', '=', cycleId).executeTakeFirst()
  return row === undefined ? undefined : { cycleId: row.cycle_id as Id<'cycle'>, introduction: row.introduction, until: row.until, isOpen: row.is_open, revision: row.revision }
}

function toProposal(row: Selectable<ProposalRow>): Proposal {
  return {
    id: row.id as Id<'proposal'>,
    cycleId: row.cycle_id as Id<'cycle'>,
    number: row.number,
    kind: row.kind as ProposalKind,
    text: row.text,
    reason: row.reason,
    author: row.author,
    language: row.language,
    receivedAt: row.received_at,
    outcome: row.outcome as ProposalOutcome | null,
    outcomeReason: row.outcome_reason,
    became: row.became,
    isHidden: row.is_hidden,
    outcomeAt: row.outcome_at,
  }
}
