import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { isRefusal, type Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { assignTheme, byActor, personOf } from '../assignments/commands.ts'
import { insertTheme, lockCodebook } from '../codebook/commands.ts'
import type { ChangeKind } from './model.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

type Changed = { readonly changeId: Id<'change'>; readonly number: number; readonly passages: number }

/**
 * Merges a theme into another: its passages get the other one, keeping who assigned it and when, the themes below it move below the
 * other, and its address leads on. Refuses `theme-not-found`, `same-theme`, `below-itself` (the other stands below it).
 */
export async function mergeThemes(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly themeId: Id; readonly intoId: Id },
  now: Instant,
): Promise<Changed | Refusal<'theme-not-found' | 'same-theme' | 'below-itself'>> {
  await lockCodebook(tx, input.cycleId)
  if (input.themeId === input.intoId) return { refusal: 'same-theme' }
  const themes = await lockThemes(tx, input.cycleId)
  const [theme, into] = [themes.get(input.themeId), themes.get(input.intoId)]
  if (theme === undefined || into === undefined) return { refusal: 'theme-not-found' }
  for (let above = into.parent_id; above !== null; above = themes.get(above)?.parent_id ?? null) if (above === theme.id) return { refusal: 'below-itself' }
  const change = await beginChange(tx, actor, { ...input, kind: 'merge' }, now)
  const passages = await takeTheme(tx, actor, { ...input, changeId: change.id }, now)
  await sql`
    insert into synthesis_passage_theme (passage_id, theme_id, assigned_by, machine, signed_by, assigned_at, change_id)
    select passage_id, ${input.intoId}, assigned_by, machine, signed_by, assigned_at, ${change.id} from synthesis_past_theme where change_id = ${change.id}
    on conflict do nothing`.execute(tx)
  await moveBelow(tx, change.id, input.themeId, input.intoId)
  await endTheme(tx, input.themeId, input.intoId, now)
  const detail = { slug: theme.slug, into: into.slug, passages }
  await appendAct(tx, actor, { ...input, act: 'themes-merged', subject: { kind: 'theme', id: input.themeId }, detail }, now)
  return { changeId: change.id, number: change.number, passages }
}

/** Where the passages of a theme go in a split; those not named stay where they are. */
export interface SplitMoves {
  /** These leave the theme. */
  readonly moved: readonly Id[]
  /** These have both afterwards. */
  readonly both: readonly Id[]
}

export type SplitTarget = { readonly title: string; readonly description: string | null } | { readonly intoId: Id }

/**
 * Splits a theme: passages, named one by one, go to a new theme beside it, or to another one that is there. Refuses `theme-not-found`,
 * `same-theme`, `no-passages` (none of those named has the theme).
 */
export async function splitTheme(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly themeId: Id; readonly target: SplitTarget; readonly moves: SplitMoves },
  now: Instant,
): Promise<(Changed & { readonly intoId: Id; readonly slug: string }) | Refusal<'theme-not-found' | 'same-theme' | 'no-passages' | 'parent-not-found'>> {
  await lockCodebook(tx, input.cycleId)
  const themes = await lockThemes(tx, input.cycleId)
  const theme = themes.get(input.themeId)
  if (theme === undefined) return { refusal: 'theme-not-found' }
  const into = await findTarget(tx, actor, { ...input, parentId: theme.parent_id as Id<'theme'> | null }, themes, now)
  if (isRefusal(into)) return into
  const change = await beginChange(tx, actor, { ...input, kind: 'split', intoId: into.themeId }, now)
  const own = new Set((await tx.selectFrom('synthesis_passage_theme').select('passage_id').where('theme_id', '=', input.themeId).execute()).map((row) => row.passage_id))
  const moved = input.moves.moved.filter((id) => own.has(id))
  const both = input.moves.both.filter((id) => own.has(id) && !moved.includes(id))
  if (moved.length + both.length === 0) return { refusal: 'no-passages' }
  await takeTheme(tx, actor, { themeId: input.themeId, changeId: change.id, passageIds: moved }, now)
  await assignTheme(tx, { passageIds: [...moved, ...both], themeIds: [into.themeId], by: { ...byActor(actor), changeId: change.id } }, now)
  const passages = moved.length + both.length
  const texts = 'title' in input.target ? { texts: { title: { text: input.target.title, isPublic: true } } } : {}
  await appendAct(tx, actor, { ...input, act: 'theme-split', subject: { kind: 'theme', id: input.themeId }, detail: { slug: theme.slug, into: into.slug, passages }, ...texts }, now)
  return { changeId: change.id, number: change.number, passages, intoId: into.themeId, slug: into.slug }
}

async function findTarget(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly themeId: Id; readonly target: SplitTarget; readonly parentId: Id<'theme'> | null },
  themes: ReadonlyMap<Id, LockedTheme>,
  now: Instant,
): Promise<{ themeId: Id; slug: string } | Refusal<'theme-not-found' | 'same-theme' | 'parent-not-found'>> {
  const { target, themeId, parentId, forumId, cycleId } = input
  if ('title' in target) return insertTheme(tx, actor, { forumId, cycleId, ...target, parentId, splitFrom: themeId }, now)
  if (target.intoId === themeId) return { refusal: 'same-theme' }
  const into = themes.get(target.intoId)
  return into === undefined ? { refusal: 'theme-not-found' } : { themeId: into.id, slug: into.slug }
}

/** Removes a theme: its passages lose it, the themes below it move up to where it stood. Refuses `theme-not-found`. */
export async function removeTheme(tx: Tx, actor: Actor, input: InCycle & { readonly themeId: Id }, now: Instant): Promise<Changed | Refusal<'theme-not-found'>> {
  await lockCodebook(tx, input.cycleId)
  const theme = (await lockThemes(tx, input.cycleId)).get(input.themeId)
  if (theme === undefined) return { refusal: 'theme-not-found' }
  const change = await beginChange(tx, actor, { ...input, kind: 'removal' }, now)
  const passages = await takeTheme(tx, actor, { ...input, changeId: change.id }, now)
  await moveBelow(tx, change.id, input.themeId, theme.parent_id)
  await endTheme(tx, input.themeId, null, now)
  await appendAct(tx, actor, { ...input, act: 'theme-removed', subject: { kind: 'theme', id: input.themeId }, detail: { slug: theme.slug, passages } }, now)
  return { changeId: change.id, number: change.number, passages }
}

interface LockedTheme {
  readonly id: Id
  readonly slug: string
  readonly parent_id: Id | null
}

/** The themes of a codebook that are there, held so that no passage is given one of them meanwhile. */
async function lockThemes(tx: Tx, cycleId: Id): Promise<ReadonlyMap<Id, LockedTheme>> {
  const rows = await tx.selectFrom('synthesis_theme').select(['id', 'slug', 'parent_id']).where('cycle_id', '=', cycleId).where('ended_at', 'is', null).orderBy('id').forUpdate().execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Writes that a change was begun; part of a command that holds the codebook. */
export async function beginChange(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly kind: ChangeKind; readonly themeId: Id; readonly intoId?: Id },
  now: Instant,
): Promise<{ id: Id<'change'>; number: number }> {
  const last = await tx.selectFrom('synthesis_change').select((select) => select.fn.max('number').as('number')).where('cycle_id', '=', input.cycleId).executeTakeFirst()
  const [id, number] = [newId<'change'>(), (last?.number ?? 0) + 1]
  const { forumId, cycleId, kind, themeId, intoId } = input
  const done = { made_by: personOf(actor), made_at: now, undone_by: null, undone_at: null }
  await tx.insertInto('synthesis_change').values({ id, forum_id: forumId, cycle_id: cycleId, number, kind, theme_id: themeId, into_id: intoId ?? null, ...done }).execute()
  return { id, number }
}

/** Takes a theme from its passages (from these, or from all), keeping that they had it. Answers from how many. */
async function takeTheme(tx: Tx, actor: Actor, input: { themeId: Id; changeId: Id; passageIds?: readonly Id[] }, now: Instant): Promise<number> {
  const only = input.passageIds === undefined ? sql`` : sql`and passage_id = any(${[...input.passageIds]}::uuid[])`
  const { rows } = await sql<{ id: Id }>`
    with taken as (delete from synthesis_passage_theme where theme_id = ${input.themeId} ${only} returning *)
    insert into synthesis_past_theme (id, passage_id, theme_id, assigned_by, machine, signed_by, assigned_at, given_by_change, ended_by, ended_at, change_id)
    select gen_random_uuid(), passage_id, theme_id, assigned_by, machine, signed_by, assigned_at, change_id, ${personOf(actor)}, ${now}, ${input.changeId} from taken
    returning id`.execute(tx)
  return rows.length
}

/** Moves what stands below a theme below another one (or to the top), behind what is there, and keeps where each stood. */
async function moveBelow(tx: Tx, changeId: Id, themeId: Id, parentId: Id | null): Promise<void> {
  await sql`
    insert into synthesis_moved_theme (change_id, theme_id, parent_id, position)
    select ${changeId}, id, parent_id, position from synthesis_theme where parent_id = ${themeId} and ended_at is null`.execute(tx)
  await sql`
    update synthesis_theme set parent_id = ${parentId}, position = position + 1 + coalesce((
      select max(position) from synthesis_theme sibling where sibling.cycle_id = synthesis_theme.cycle_id and sibling.parent_id is not distinct from ${parentId}::uuid), -1)
    where parent_id = ${themeId} and ended_at is null`.execute(tx)
}

async function endTheme(tx: Tx, themeId: Id, mergedInto: Id | null, now: Instant): Promise<void> {
  await tx.updateTable('synthesis_theme').set((set) => ({ ended_at: now, merged_into: mergedInto, revision: set('revision', '+', 1) })).where('id', '=', themeId).execute()
}

/**
 * Takes a change back whole. Refuses `change-not-found` (there is none, or it was taken back already), `changed-since` (something later was
 * done to one of its themes: that is to be taken back first).
 */
export async function undoChange(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly number: number },
  now: Instant,
): Promise<{ undone: true } | Refusal<'change-not-found' | 'changed-since'>> {
  await lockCodebook(tx, input.cycleId)
  const change = await tx.selectFrom('synthesis_change').selectAll().where('cycle_id', '=', input.cycleId).where('number', '=', input.number).where('undone_at', 'is', null).forUpdate().executeTakeFirst()
  if (change === undefined) return { refusal: 'change-not-found' }
  const touched = [change.theme_id, ...(change.into_id === null ? [] : [change.into_id])]
  const later = await tx
    .selectFrom('synthesis_change')
    .select('number')
    .where('cycle_id', '=', input.cycleId)
    .where('number', '>', input.number)
    .where('undone_at', 'is', null)
    .where((where) => where.or([where('theme_id', 'in', touched), where('into_id', 'in', touched)]))
    .executeTakeFirst()
  if (later !== undefined) return { refusal: 'changed-since' }
  await lockThemes(tx, input.cycleId)
  await giveBack(tx, change.id, change.into_id)
  await restoreThemes(tx, change, now)
  await tx.updateTable('synthesis_change').set({ undone_by: personOf(actor), undone_at: now }).where('id', '=', change.id).execute()
  const { slug } = await tx.selectFrom('synthesis_theme').select('slug').where('id', '=', change.theme_id).executeTakeFirstOrThrow()
  await appendAct(tx, actor, { ...input, act: 'codebook-change-undone', subject: { kind: 'theme', id: change.theme_id }, detail: { number: input.number, kind: change.kind, slug } }, now)
  return { undone: true }
}

/**
 * Passages get back what the change took from them, and lose what it gave them. From whom the other theme was taken since, by a
 * person, gets nothing back: that was said of what the merge had made of both.
 */
async function giveBack(tx: Tx, changeId: Id, intoId: Id | null): Promise<void> {
  const stillThere = intoId === null ? sql`true` : sql`exists (select from synthesis_passage_theme other where other.passage_id = past.passage_id and other.theme_id = ${intoId})`
  await sql`
    insert into synthesis_passage_theme (passage_id, theme_id, assigned_by, machine, signed_by, assigned_at, change_id)
    select passage_id, theme_id, assigned_by, machine, signed_by, assigned_at, given_by_change from synthesis_past_theme past where change_id = ${changeId} and ${stillThere}
    on conflict do nothing`.execute(tx)
  await sql`delete from synthesis_passage_theme where change_id = ${changeId}`.execute(tx)
  await sql`delete from synthesis_past_theme where change_id = ${changeId}`.execute(tx)
}

/** The theme is there again, those that stood below it too unless somebody moved them since; one that a split had made, and that is empty now, is no more. */
async function restoreThemes(tx: Tx, change: { readonly id: Id; readonly kind: ChangeKind; readonly theme_id: Id; readonly into_id: Id | null }, now: Instant): Promise<void> {
  if (change.kind === 'merge' || change.kind === 'removal') {
    const theme = await tx.selectFrom('synthesis_theme').select(['parent_id', 'merged_into']).where('id', '=', change.theme_id).executeTakeFirstOrThrow()
    const movedTo = theme.merged_into ?? theme.parent_id
    await sql`
      update synthesis_theme set parent_id = moved.parent_id, position = moved.position from synthesis_moved_theme moved
      where moved.change_id = ${change.id} and moved.theme_id = synthesis_theme.id and synthesis_theme.parent_id is not distinct from ${movedTo}::uuid`.execute(tx)
    await sql`
      update synthesis_theme set ended_at = null, merged_into = null, revision = revision + 1,
        parent_id = case when exists (select from synthesis_theme above where above.id = synthesis_theme.parent_id and above.ended_at is not null) then null else parent_id end
      where id = ${change.theme_id}`.execute(tx)
  }
  // What was put forward and accepted waits for a decision again.
  await sql`
    with reopened as (update synthesis_proposal set decided_by = null, decided_at = null, change_id = null where change_id = ${change.id} returning id)
    update synthesis_proposed_passage set is_accepted = null where proposal_id in (select id from reopened)`.execute(tx)
  if (change.kind === 'split' && change.into_id !== null) {
    await sql`
      update synthesis_theme theme set ended_at = ${now}, revision = revision + 1
      where id = ${change.into_id} and split_from = ${change.theme_id}
        and not exists (select from synthesis_passage_theme where theme_id = theme.id)
        and not exists (select from synthesis_theme below where below.parent_id = theme.id and below.ended_at is null)
        and not exists (select from synthesis_change other where other.into_id = theme.id and other.undone_at is null and other.id <> ${change.id})`.execute(tx)
  }
}
