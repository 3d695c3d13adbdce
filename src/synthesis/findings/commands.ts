import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { FindingKind } from '../../shared/vocabularies.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

export interface FindingToWrite extends InCycle {
  readonly kind: FindingKind
  readonly statement: string
  /** Null: the cycle as a whole. */
  readonly questionId: Id | null
}

/** Writes a finding, the last in its cycle. What it rests on is linked by the procedure, in the same transaction. */
export async function writeFinding(tx: Tx, actor: Actor, input: FindingToWrite, now: Instant): Promise<{ findingId: Id<'finding'>; number: number }> {
  await sql`select pg_advisory_xact_lock(hashtext(${`findings ${input.cycleId}`}))`.execute(tx)
  const last = await tx
    .selectFrom('synthesis_finding')
    .select((select) => [select.fn.max('number').as('number'), select.fn.max('position').as('position')])
    .where('cycle_id', '=', input.cycleId)
    .executeTakeFirst()
  const id = newId<'finding'>()
  const number = (last?.number ?? 0) + 1
  await tx
    .insertInto('synthesis_finding')
    .values({
      id,
      forum_id: input.forumId,
      cycle_id: input.cycleId,
      number,
      kind: input.kind,
      statement: input.statement,
      question_id: input.questionId,
      position: (last?.position ?? 0) + 1,
      discarded_at: null,
    })
    .execute()
  const texts = { statement: { text: input.statement, isPublic: true } }
  await appendAct(tx, actor, { ...input, act: 'finding-written', subject: { kind: 'finding', id }, detail: { ref: `F-${number}`, kind: input.kind }, texts }, now)
  return { findingId: id, number }
}

export interface FindingToRevise extends FindingToWrite {
  readonly findingId: Id<'finding'>
  readonly revision: number
}

/** Words a finding anew. Refuses `changed-meanwhile` when somebody revised or discarded it since. */
export async function reviseFinding(tx: Tx, actor: Actor, input: FindingToRevise, now: Instant): Promise<{ number: number } | Refusal<'changed-meanwhile'>> {
  const revised = await tx
    .updateTable('synthesis_finding')
    .set((set) => ({ kind: input.kind, statement: input.statement, question_id: input.questionId, revision: set('revision', '+', 1) }))
    .where('id', '=', input.findingId)
    .where('cycle_id', '=', input.cycleId)
    .where('revision', '=', input.revision)
    .where('discarded_at', 'is', null)
    .returning('number')
    .executeTakeFirst()
  if (revised === undefined) return { refusal: 'changed-meanwhile' }
  const subject = { kind: 'finding', id: input.findingId }
  const texts = { statement: { text: input.statement, isPublic: true } }
  await appendAct(tx, actor, { ...input, act: 'finding-revised', subject, detail: { ref: `F-${revised.number}`, kind: input.kind }, texts }, now)
  return { number: revised.number }
}

/** Discards a finding; its number is not given again. The procedure refuses while a paragraph cites it. Refuses `finding-not-found`. */
export async function discardFinding(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly findingId: Id<'finding'> },
  now: Instant,
): Promise<{ number: number } | Refusal<'finding-not-found'>> {
  const discarded = await tx
    .updateTable('synthesis_finding')
    .set({ discarded_at: now })
    .where('id', '=', input.findingId)
    .where('cycle_id', '=', input.cycleId)
    .where('discarded_at', 'is', null)
    .returning('number')
    .executeTakeFirst()
  if (discarded === undefined) return { refusal: 'finding-not-found' }
  const detail = { ref: `F-${discarded.number}` }
  await appendAct(tx, actor, { ...input, act: 'finding-discarded', subject: { kind: 'finding', id: input.findingId }, detail }, now)
  return { number: discarded.number }
}
