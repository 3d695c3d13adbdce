import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { PrintedList } from './model.ts'
import type { FolderPrintedName } from './schema.ts'

export interface NameToRecord {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly contributionNumber: number
  /** The reference of the contribution, for the record. */
  readonly ref: string
  readonly list: PrintedList
  /** To the letter, slips too. */
  readonly name: string
  readonly source: string
}

/** Records how a document's list printed a contributor; takes the place of what was recorded before. Refuses `no-contribution` where the cycle has none of that number. */
export async function recordPrintedName(tx: Tx, actor: Actor, input: NameToRecord, now: Instant): Promise<{ nameId: Id<'printed-name'> } | Refusal<'no-contribution'>> {
  const { forumId, cycleId, list, name, source } = input
  const contribution = await tx.selectFrom('contributions_contribution').select('id').where('cycle_id', '=', cycleId).where('number', '=', input.contributionNumber).executeTakeFirst()
  if (contribution === undefined) return { refusal: 'no-contribution' }
  const made = await tx
    .insertInto('contributions_printed_name')
    .values({ id: newId(), forum_id: forumId, cycle_id: cycleId, contribution_id: contribution.id, list, name, source })
    .onConflict((conflict) => conflict.columns(['contribution_id', 'list']).doUpdateSet({ name, source }))
    .returning('id')
    .executeTakeFirstOrThrow()
  const texts = { name: { text: name, isPublic: true }, source: { text: source, isPublic: true } }
  await appendAct(tx, actor, { forumId, cycleId, act: 'printed-name-recorded', subject: { kind: 'contribution', id: contribution.id }, detail: { ref: input.ref, list }, texts }, now)
  return { nameId: made.id as Id<'printed-name'> }
}

/** Takes back what was recorded. Refuses `gone` when somebody did so before. */
export async function removePrintedName(tx: Tx, actor: Actor, input: { forumId: Id<'forum'>; cycleId: Id<'cycle'>; nameId: Id; ref: string }, now: Instant): Promise<{ removed: true } | Refusal<'gone'>> {
  const row = await tx.deleteFrom('contributions_printed_name').where('id', '=', input.nameId).where('cycle_id', '=', input.cycleId).returning(['contribution_id', 'list']).executeTakeFirst()
  if (row === undefined) return { refusal: 'gone' }
  await appendAct(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, act: 'printed-name-removed', subject: { kind: 'contribution', id: row.contribution_id }, detail: { ref: input.ref, list: row.list } }, now)
  return { removed: true }
}

/** Takes the printed names of a forum folder. Its import is the act. */
export async function insertPrintedNames(tx: Tx, forumId: Id, cycleId: Id, names: readonly FolderPrintedName[]): Promise<void> {
  if (names.length === 0) return
  await tx.insertInto('contributions_printed_name').values(names.map(({ id, contributionId, list, name, source }) => ({ id, forum_id: forumId, cycle_id: cycleId, contribution_id: contributionId, list, name, source }))).execute()
}
