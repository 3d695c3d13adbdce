import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Correction, Round, Subject } from './model.ts'
import type { CorrectionRow } from './tables.ts'

/** The rounds of a cycle, the first one first. */
export async function listRounds(db: Reader, cycleId: Id): Promise<Round[]> {
  const rows = await db.selectFrom('synthesis_round').selectAll().where('cycle_id', '=', cycleId).orderBy('number').execute()
  return rows.map((row) => ({ id: row.id as Id<'round'>, number: row.number, openedAt: row.opened_at, closesOn: row.closes_on }))
}

/** Every sentence that was put before somebody in a cycle, round by round. */
export async function listCorrections(db: Reader, cycleId: Id): Promise<Correction[]> {
  const rows = await selectCorrections(db).where('synthesis_correction.cycle_id', '=', cycleId).execute()
  return rows.map(toCorrection)
}

/** Those put before the sender of a contribution. */
export async function listCorrectionsOf(db: Reader, contributionId: Id): Promise<Correction[]> {
  const rows = await selectCorrections(db).where('contribution_id', '=', contributionId).execute()
  return rows.map(toCorrection)
}

export async function findCorrection(db: Reader, cycleId: Id, id: Id): Promise<Correction | undefined> {
  const row = await selectCorrections(db).where('synthesis_correction.id', '=', id).where('synthesis_correction.cycle_id', '=', cycleId).executeTakeFirst()
  return row === undefined ? undefined : toCorrection(row)
}

/** What one person gets in a round. */
export interface Digest {
  readonly id: Id<'digest'>
  readonly roundId: Id<'round'>
  readonly isByMail: boolean
}

export async function findDigest(db: Reader, cycleId: Id, id: Id): Promise<Digest | undefined> {
  const row = await db
    .selectFrom('synthesis_digest')
    .innerJoin('synthesis_round', 'synthesis_round.id', 'round_id')
    .select(['synthesis_digest.id', 'round_id', 'by_mail'])
    .where('synthesis_digest.id', '=', id)
    .where('cycle_id', '=', cycleId)
    .executeTakeFirst()
  return row === undefined ? undefined : toDigest(row)
}

/** Where a digest belongs. */
export async function findCycleOfDigest(db: Reader, id: Id): Promise<{ readonly forumId: Id<'forum'>; readonly cycleId: Id<'cycle'> } | undefined> {
  const row = await db.selectFrom('synthesis_digest').innerJoin('synthesis_round', 'synthesis_round.id', 'round_id').select(['forum_id', 'cycle_id']).where('synthesis_digest.id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : { forumId: row.forum_id as Id<'forum'>, cycleId: row.cycle_id as Id<'cycle'> }
}

/** The digests of a round in their order. */
export async function listDigests(db: Reader, roundId: Id): Promise<Digest[]> {
  const rows = await db.selectFrom('synthesis_digest').select(['id', 'round_id', 'by_mail']).where('round_id', '=', roundId).orderBy('position').execute()
  return rows.map(toDigest)
}

function toDigest(row: { readonly id: Id; readonly round_id: Id; readonly by_mail: boolean }): Digest {
  return { id: row.id as Id<'digest'>, roundId: row.round_id as Id<'round'>, isByMail: row.by_mail }
}

function selectCorrections(db: Reader) {
  return db
    .selectFrom('synthesis_correction')
    .innerJoin('synthesis_round', 'synthesis_round.id', 'round_id')
    .leftJoin('synthesis_finding', 'synthesis_finding.id', 'finding_id')
    .selectAll('synthesis_correction')
    .orderBy('synthesis_round.number')
    .orderBy('synthesis_finding.number', (order) => order.nullsLast())
    .orderBy('synthesis_correction.id')
}

/** What a sentence is: one of the two is there, by the table's own rule. */
export function toSubject(row: Pick<Selectable<CorrectionRow>, 'finding_id' | 'paragraph_id'>): Subject {
  return row.finding_id === null ? { kind: 'paragraph', id: row.paragraph_id as Id<'paragraph'> } : { kind: 'finding', id: row.finding_id as Id<'finding'> }
}

function toCorrection(row: Selectable<CorrectionRow>): Correction {
  return {
    id: row.id as Id<'correction'>,
    roundId: row.round_id as Id<'round'>,
    digestId: row.digest_id as Id<'digest'>,
    contributionId: row.contribution_id as Id<'contribution'>,
    subject: toSubject(row),
    statement: row.statement,
    verdict: row.verdict,
    reason: row.reason,
    saidAt: row.said_at,
    settlement: row.settlement,
    settledReason: row.settled_reason,
    settledAt: row.settled_at,
  }
}
