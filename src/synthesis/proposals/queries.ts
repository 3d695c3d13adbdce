import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import type { Passage } from '../model.ts'
import { findPassages } from '../queries.ts'
import type { ProposalRow } from './tables.ts'

/** A theme put forward for many passages. */
export interface Proposal {
  readonly id: Id<'proposal'>
  readonly number: number
  readonly themeId: Id<'theme'>
  readonly reason: string
  readonly madeBy: Id | null
  readonly machine: string | null
  readonly madeAt: Instant
  readonly decidedBy: Id | null
  readonly decidedAt: Instant | null
}

/** Those that wait for a decision, the oldest first. */
export async function listOpenProposals(db: Reader, cycleId: Id): Promise<(Proposal & { readonly passages: number })[]> {
  const rows = await db
    .selectFrom('synthesis_proposal')
    .selectAll()
    .select((select) => select.selectFrom('synthesis_proposed_passage').select((inner) => inner.fn.countAll<number>().as('passages')).whereRef('proposal_id', '=', 'synthesis_proposal.id').as('passages'))
    .where('cycle_id', '=', cycleId)
    .where('decided_at', 'is', null)
    .orderBy('number')
    .execute()
  return rows.map((row) => ({ ...toProposal(row), passages: row.passages ?? 0 }))
}

/** One proposal with its passages, by number, and how each was decided; passages taken back since are left out. */
export async function findProposal(db: Reader, cycleId: Id, number: number): Promise<(Proposal & { readonly passages: readonly (Passage & { readonly isAccepted: boolean | null })[] }) | undefined> {
  const row = await db.selectFrom('synthesis_proposal').selectAll().where('cycle_id', '=', cycleId).where('number', '=', number).executeTakeFirst()
  if (row === undefined) return undefined
  const items = await db.selectFrom('synthesis_proposed_passage').selectAll().where('proposal_id', '=', row.id).execute()
  const decisions = new Map(items.map((item) => [item.passage_id, item.is_accepted]))
  const passages = await findPassages(db, items.map((item) => item.passage_id))
  return { ...toProposal(row), passages: passages.map((passage) => ({ ...passage, isAccepted: decisions.get(passage.id) ?? null })) }
}

function toProposal(row: Selectable<ProposalRow>): Proposal {
  return {
    id: row.id as Id<'proposal'>,
    number: row.number,
    themeId: row.theme_id as Id<'theme'>,
    reason: row.reason,
    madeBy: row.made_by,
    machine: row.machine,
    madeAt: row.made_at,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  }
}
