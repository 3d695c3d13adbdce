import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { personOf } from '../assignments/commands.ts'
import { addTheme } from '../codebook/commands.ts'
import { proposeApplication } from '../proposals/commands.ts'
import { listPassagesOf } from '../queries.ts'
import { WORDS } from '../similar/model.ts'
import { isSameGroup } from './model.ts'
import { findGroups, findSuggestedGroup, listSuggestedGroups } from './queries.ts'
import type { FolderGroup } from './schema.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

export interface GroupsToSuggest extends InCycle {
  readonly questionId: Id
  readonly language: string
}

/**
 * Compares the answers to a question in a language and puts groups of them forward, in place of those that nobody has decided on; a group
 * like one that was taken or dismissed is not put forward again. Nothing else changes. Refuses `too-few`: nothing is alike.
 */
export async function suggestGroups(tx: Tx, actor: Actor, input: GroupsToSuggest, now: Instant): Promise<{ groups: number; remembered: number } | Refusal<'too-few'>> {
  await lockGroups(tx, input.cycleId)
  const { compared, groups } = await findGroups(tx, input)
  if (groups.length === 0) return { refusal: 'too-few' }
  const before = (await listSuggestedGroups(tx, input.cycleId, input.questionId)).filter(({ language }) => language === input.language)
  const open = before.filter(({ decision }) => decision === null).map(({ id }) => id)
  if (open.length > 0) {
    await tx.deleteFrom('synthesis_suggested_answer').where('group_id', 'in', open).execute()
    await tx.deleteFrom('synthesis_suggested_group').where('id', 'in', open).execute()
  }
  const decided = before.filter(({ decision }) => decision !== null)
  const fresh = groups.filter(({ answerIds }) => !decided.some((known) => isSameGroup(known.answerIds, answerIds)))
  const rows = fresh.map((group) => ({
    id: newId(), forum_id: input.forumId, cycle_id: input.cycleId, question_id: input.questionId, language: input.language, terms: [...group.terms],
    machine: WORDS, made_by: personOf(actor), made_at: now, decision: null, decided_by: null, decided_at: null, theme_id: null,
  }))
  if (rows.length > 0) await tx.insertInto('synthesis_suggested_group').values(rows).execute()
  const answers = fresh.flatMap(({ answerIds }, index) => answerIds.map((answerId, position) => ({ group_id: rows[index]?.id ?? newId(), answer_id: answerId, position: position + 1 })))
  for (const part of inParts(answers)) await tx.insertInto('synthesis_suggested_answer').values(part).execute()
  const detail = { groups: fresh.length, answers: compared, remembered: groups.length - fresh.length, machine: WORDS }
  await appendAct(tx, actor, { ...input, act: 'groups-suggested', subject: { kind: 'question', id: input.questionId }, detail }, now)
  return { groups: fresh.length, remembered: detail.remembered }
}

export interface GroupToTake extends InCycle {
  readonly groupId: Id
  /** What the person calls the theme. */
  readonly title: string
}

/**
 * A person turns a group into a theme put forward: it waits for its sign-off, and the passages marked in the answers of the group wait, as
 * a proposal, for somebody to give it to them. Refuses `group-not-found` (or decided meanwhile), `nobody` (only a person decides).
 */
export async function takeGroup(tx: Tx, actor: Actor, input: GroupToTake, now: Instant): Promise<{ slug: string; passages: number } | Refusal<'group-not-found' | 'nobody'>> {
  const group = await decide(tx, actor, input, 'taken', now)
  if ('refusal' in group) return group
  const place = { forumId: input.forumId, cycleId: input.cycleId }
  const theme = await addTheme(tx, actor, { ...place, title: input.title, description: null, parentId: null, isProposed: true }, now)
  if ('refusal' in theme) throw new Error(`A theme without a parent was refused: ${theme.refusal}`)
  await tx.updateTable('synthesis_suggested_group').set({ theme_id: theme.themeId }).where('id', '=', group.id).execute()
  const passageIds = (await listPassagesOf(tx, group.answerIds)).filter(({ detachedAt }) => detachedAt === null).map(({ id }) => id)
  const proposed = await proposeApplication(tx, actor, { ...place, themeId: theme.themeId, passageIds, reason: group.terms.join(', '), machine: group.machine }, now)
  const detail = { slug: theme.slug, answers: group.answerIds.length, machine: group.machine }
  await appendAct(tx, actor, { ...place, act: 'group-taken', subject: { kind: 'suggested-group', id: group.id }, detail }, now)
  return { slug: theme.slug, passages: 'refusal' in proposed ? 0 : proposed.passages }
}

/** A person says that a group is none; it is remembered. Refuses as taking does. */
export async function dismissGroup(tx: Tx, actor: Actor, input: InCycle & { readonly groupId: Id }, now: Instant): Promise<{ dismissed: true } | Refusal<'group-not-found' | 'nobody'>> {
  const group = await decide(tx, actor, input, 'dismissed', now)
  if ('refusal' in group) return group
  const detail = { answers: group.answerIds.length, machine: group.machine }
  await appendAct(tx, actor, { ...input, act: 'group-dismissed', subject: { kind: 'suggested-group', id: group.id }, detail }, now)
  return { dismissed: true }
}

/** Takes a dismissal back: the group waits again. Refuses `group-not-found` when it is not dismissed (any more). */
export async function restoreGroup(tx: Tx, actor: Actor, input: InCycle & { readonly groupId: Id }, now: Instant): Promise<{ restored: true } | Refusal<'group-not-found'>> {
  const row = await tx
    .updateTable('synthesis_suggested_group')
    .set({ decision: null, decided_by: null, decided_at: null })
    .where('cycle_id', '=', input.cycleId)
    .where('id', '=', input.groupId)
    .where('decision', '=', 'dismissed')
    .returning('id')
    .executeTakeFirst()
  const group = row === undefined ? undefined : await findSuggestedGroup(tx, input.cycleId, input.groupId)
  if (group === undefined) return { refusal: 'group-not-found' }
  const detail = { answers: group.answerIds.length, machine: group.machine }
  await appendAct(tx, actor, { ...input, act: 'group-restored', subject: { kind: 'suggested-group', id: group.id }, detail }, now)
  return { restored: true }
}

/** Decides on a group that waits, in the write itself. */
async function decide(tx: Tx, actor: Actor, input: { readonly cycleId: Id; readonly groupId: Id }, decision: 'taken' | 'dismissed', now: Instant) {
  const person = personOf(actor)
  if (person === null) return { refusal: 'nobody' as const }
  const row = await tx
    .updateTable('synthesis_suggested_group')
    .set({ decision, decided_by: person, decided_at: now })
    .where('cycle_id', '=', input.cycleId)
    .where('id', '=', input.groupId)
    .where('decision', 'is', null)
    .returning('id')
    .executeTakeFirst()
  const group = row === undefined ? undefined : await findSuggestedGroup(tx, input.cycleId, input.groupId)
  return group ?? { refusal: 'group-not-found' as const }
}

/** One at a time puts groups of a cycle forward. */
async function lockGroups(tx: Tx, cycleId: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`suggested groups ${cycleId}`}))`.execute(tx)
}

/** Takes the groups of a cycle as its folder has them. */
export async function insertGroups(tx: Tx, owner: { readonly forum_id: Id; readonly cycle_id: Id }, groups: readonly FolderGroup[], here: (person: string | undefined) => Id | null): Promise<void> {
  const rows = groups.map(({ id, item, questionId, themeId }) => ({
    ...owner, id, question_id: questionId, language: item.language, terms: item.terms, machine: item.machine, made_by: here(item.madeBy), made_at: item.madeAt,
    decision: item.decision ?? null, decided_by: here(item.decidedBy), decided_at: item.decidedAt ?? null, theme_id: themeId,
  }))
  for (const part of inParts(rows)) await tx.insertInto('synthesis_suggested_group').values(part).execute()
  const answers = groups.flatMap(({ id, answerIds }) => answerIds.map((answerId, index) => ({ group_id: id, answer_id: answerId, position: index + 1 })))
  for (const part of inParts(answers)) await tx.insertInto('synthesis_suggested_answer').values(part).execute()
}
