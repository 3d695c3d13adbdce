import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { FindingKind } from '../../shared/vocabularies.ts'
import { isPublished } from '../publications/queries.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

export interface FindingToWrite extends InCycle {
  readonly kind: FindingKind
  readonly statement: string
  /** Null: the cycle as a whole. */
  readonly questionId: Id | null
  /** The themes it carries through the chapters. */
  readonly themeIds?: readonly Id[] | undefined
  readonly isDeepDive?: boolean | undefined
  /** The finding that it stands against. */
  readonly againstId?: Id | null | undefined
}

export type WriteRefusal = Refusal<'synthesis-published' | 'theme-not-found' | 'against-not-found'>

/**
 * Writes a finding, the last in its cycle. What it rests on is linked by the procedure, in the same transaction. Refuses
 * `synthesis-published` until it is reopened, `theme-not-found` and `against-not-found` for what is not of this cycle.
 */
export async function writeFinding(tx: Tx, actor: Actor, input: FindingToWrite, now: Instant): Promise<{ findingId: Id<'finding'>; number: number } | WriteRefusal> {
  if (await isPublished(tx, input.cycleId)) return { refusal: 'synthesis-published' }
  await sql`select pg_advisory_xact_lock(hashtext(${`findings ${input.cycleId}`}))`.execute(tx)
  const last = await tx
    .selectFrom('synthesis_finding')
    .select((select) => [select.fn.max('number').as('number'), select.fn.max('position').as('position')])
    .where('cycle_id', '=', input.cycleId)
    .executeTakeFirst()
  const id = newId<'finding'>()
  const number = (last?.number ?? 0) + 1
  if (!(await canStandAgainst(tx, input, id))) return { refusal: 'against-not-found' }
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
      discarded_for: null,
      is_deep_dive: input.isDeepDive ?? false,
      against_id: input.againstId ?? null,
    })
    .execute()
  if (!(await setThemes(tx, input, id))) return { refusal: 'theme-not-found' }
  const texts = { statement: { text: input.statement, isPublic: true } }
  await appendAct(tx, actor, { ...input, act: 'finding-written', subject: { kind: 'finding', id }, detail: { ref: `F-${number}`, kind: input.kind }, texts }, now)
  return { findingId: id, number }
}

export interface FindingToRevise extends FindingToWrite {
  readonly findingId: Id<'finding'>
  readonly revision: number
}

/** Words a finding anew. Refuses `changed-meanwhile` when somebody revised or discarded it since, and what writing one refuses. */
export async function reviseFinding(tx: Tx, actor: Actor, input: FindingToRevise, now: Instant): Promise<{ number: number } | WriteRefusal | Refusal<'changed-meanwhile'>> {
  if (await isPublished(tx, input.cycleId)) return { refusal: 'synthesis-published' }
  if (!(await canStandAgainst(tx, input, input.findingId))) return { refusal: 'against-not-found' }
  const revised = await tx
    .updateTable('synthesis_finding')
    .set((set) => ({
      kind: input.kind,
      statement: input.statement,
      question_id: input.questionId,
      is_deep_dive: input.isDeepDive ?? false,
      against_id: input.againstId ?? null,
      revision: set('revision', '+', 1),
    }))
    .where('id', '=', input.findingId)
    .where('cycle_id', '=', input.cycleId)
    .where('revision', '=', input.revision)
    .where('discarded_at', 'is', null)
    .returning('number')
    .executeTakeFirst()
  if (revised === undefined) return { refusal: 'changed-meanwhile' }
  if (!(await setThemes(tx, input, input.findingId))) return { refusal: 'theme-not-found' }
  const subject = { kind: 'finding', id: input.findingId }
  const texts = { statement: { text: input.statement, isPublic: true } }
  await appendAct(tx, actor, { ...input, act: 'finding-revised', subject, detail: { ref: `F-${revised.number}`, kind: input.kind }, texts }, now)
  return { number: revised.number }
}

/**
 * Discards a finding with a reason that stays public; its number is not given again. What stood against it stands against nothing any
 * more. The procedure refuses while a paragraph cites it. Refuses `no-reason`, `finding-not-found`, `synthesis-published`.
 */
export async function discardFinding(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly findingId: Id<'finding'>; readonly reason: string },
  now: Instant,
): Promise<{ number: number } | Refusal<'finding-not-found' | 'no-reason' | 'synthesis-published'>> {
  if (input.reason.trim() === '') return { refusal: 'no-reason' }
  if (await isPublished(tx, input.cycleId)) return { refusal: 'synthesis-published' }
  const discarded = await tx
    .updateTable('synthesis_finding')
    .set({ discarded_at: now, discarded_for: input.reason })
    .where('id', '=', input.findingId)
    .where('cycle_id', '=', input.cycleId)
    .where('discarded_at', 'is', null)
    .returning('number')
    .executeTakeFirst()
  if (discarded === undefined) return { refusal: 'finding-not-found' }
  await tx.updateTable('synthesis_finding').set({ against_id: null }).where('against_id', '=', input.findingId).execute()
  const detail = { ref: `F-${discarded.number}` }
  const texts = { reason: { text: input.reason, isPublic: true } }
  await appendAct(tx, actor, { ...input, act: 'finding-discarded', subject: { kind: 'finding', id: input.findingId }, detail, texts }, now)
  return { number: discarded.number }
}

/** Picks passages for a person. A basket is nobody else's business and no state of the forum, so that it is not in the record. */
export async function pickPassages(tx: Tx, input: { readonly cycleId: Id; readonly personId: Id; readonly passageIds: readonly Id[] }, now: Instant): Promise<{ picked: number }> {
  if (input.passageIds.length === 0) return { picked: 0 }
  const known = await tx.selectFrom('synthesis_passage').select('id').where('id', 'in', [...new Set(input.passageIds)]).where('cycle_id', '=', input.cycleId).where('unmarked_at', 'is', null).execute()
  if (known.length === 0) return { picked: 0 }
  const rows = known.map(({ id }) => ({ person_id: input.personId, passage_id: id, cycle_id: input.cycleId, added_at: now }))
  const picked = await tx.insertInto('synthesis_basket').values(rows).onConflict((conflict) => conflict.doNothing()).returning('passage_id').execute()
  return { picked: picked.length }
}

/** Lets go of what a person has picked: these, or all in the cycle. */
export async function dropPassages(tx: Tx, input: { readonly cycleId: Id; readonly personId: Id; readonly passageIds: readonly Id[] | 'all' }): Promise<void> {
  let query = tx.deleteFrom('synthesis_basket').where('person_id', '=', input.personId).where('cycle_id', '=', input.cycleId)
  if (input.passageIds !== 'all') query = query.where('passage_id', 'in', input.passageIds.length === 0 ? [input.cycleId] : [...input.passageIds])
  await query.execute()
}

/** False when the finding it is to stand against is itself, discarded, or not of this cycle. Held, so that it is not discarded meanwhile. */
async function canStandAgainst(tx: Tx, input: FindingToWrite, findingId: Id): Promise<boolean> {
  const { againstId } = input
  if (againstId === undefined || againstId === null) return true
  if (againstId === findingId) return false
  const found = await tx.selectFrom('synthesis_finding').select('id').where('id', '=', againstId).where('cycle_id', '=', input.cycleId).where('discarded_at', 'is', null).forShare().executeTakeFirst()
  return found !== undefined
}

/** False when one of the themes is not in this cycle's codebook. */
async function setThemes(tx: Tx, input: FindingToWrite, findingId: Id): Promise<boolean> {
  const wanted = [...new Set(input.themeIds ?? [])]
  await tx.deleteFrom('synthesis_finding_theme').where('finding_id', '=', findingId).execute()
  if (wanted.length === 0) return true
  const known = await tx.selectFrom('synthesis_theme').select('id').where('cycle_id', '=', input.cycleId).where('ended_at', 'is', null).where('id', 'in', wanted).execute()
  if (known.length < wanted.length) return false
  await tx.insertInto('synthesis_finding_theme').values(wanted.map((id) => ({ finding_id: findingId, theme_id: id }))).execute()
  return true
}
