import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { personOf } from '../assignments/commands.ts'
import { slugFor } from '../model.ts'
import type { ThemeColour } from './model.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

export interface ThemeToAdd extends InCycle {
  readonly title: string
  readonly description: string | null
  readonly parentId: Id<'theme'> | null
  readonly marks?: ThemeMarks | undefined
  /** Put forward by somebody who reads: used at once, but for many passages together only when somebody has signed it off. */
  readonly isProposed?: boolean
}

/** What a theme says besides its title: its colour, what belongs to it and what does not. */
export interface ThemeMarks {
  readonly colour: ThemeColour | null
  readonly includes: string | null
  readonly excludes: string | null
}

const NO_MARKS: ThemeMarks = { colour: null, includes: null, excludes: null }

/** Adds a theme, the last among its siblings. Its address is made from its title and stays when the title changes. Refuses `parent-not-found`. */
export async function addTheme(tx: Tx, actor: Actor, input: ThemeToAdd, now: Instant): Promise<{ themeId: Id<'theme'>; slug: string } | Refusal<'parent-not-found'>> {
  await lockCodebook(tx, input.cycleId)
  const added = await insertTheme(tx, actor, input, now)
  if ('refusal' in added) return added
  const entry = { ...input, subject: { kind: 'theme', id: added.themeId }, detail: { slug: added.slug }, texts: textsOf(input) }
  await (input.isProposed === true ? appendAct(tx, actor, { ...entry, act: 'theme-proposed' }, now) : appendAct(tx, actor, { ...entry, act: 'theme-added' }, now))
  return added
}

/** Writes the row of a new theme, the last among its siblings; part of a command that holds the codebook and appends the act. */
export async function insertTheme(
  tx: Tx,
  actor: Actor,
  input: ThemeToAdd & { readonly splitFrom?: Id },
  now: Instant,
): Promise<{ themeId: Id<'theme'>; slug: string } | Refusal<'parent-not-found'>> {
  const themes = await tx.selectFrom('synthesis_theme').select(['id', 'slug', 'parent_id', 'position', 'ended_at']).where('cycle_id', '=', input.cycleId).execute()
  if (input.parentId !== null && !themes.some((theme) => theme.id === input.parentId && theme.ended_at === null)) return { refusal: 'parent-not-found' }
  const themeId = newId<'theme'>()
  const slug = slugFor(input.title, new Set(themes.map((theme) => theme.slug)))
  const position = 1 + Math.max(-1, ...themes.filter((theme) => theme.parent_id === input.parentId).map((theme) => theme.position))
  const place = { forum_id: input.forumId, cycle_id: input.cycleId, position, parent_id: input.parentId }
  const proposed = input.isProposed === true ? { proposed_by: personOf(actor), proposed_at: now } : { proposed_by: null, proposed_at: null }
  const lineage = { split_from: input.splitFrom ?? null, merged_into: null, ended_at: null, signed_by: null, signed_at: null }
  await tx.insertInto('synthesis_theme').values({ id: themeId, ...place, slug, title: input.title, description: input.description, ...(input.marks ?? NO_MARKS), ...proposed, ...lineage }).execute()
  return { themeId, slug }
}

/** Signs off a theme that was put forward. Refuses `not-proposed`: it never was, or somebody has signed it off meanwhile, or it is no more. */
export async function signOffTheme(tx: Tx, actor: Actor, input: InCycle & { readonly themeId: Id }, now: Instant): Promise<{ signedOff: true } | Refusal<'not-proposed'>> {
  const signed = await tx
    .updateTable('synthesis_theme')
    .set({ signed_by: personOf(actor), signed_at: now })
    .where('id', '=', input.themeId)
    .where('cycle_id', '=', input.cycleId)
    .where('proposed_at', 'is not', null)
    .where('signed_at', 'is', null)
    .where('ended_at', 'is', null)
    .returning('slug')
    .executeTakeFirst()
  if (signed === undefined) return { refusal: 'not-proposed' }
  await appendAct(tx, actor, { ...input, act: 'theme-signed-off', subject: { kind: 'theme', id: input.themeId }, detail: { slug: signed.slug } }, now)
  return { signedOff: true }
}

export interface ThemeToRevise extends InCycle {
  readonly themeId: Id
  readonly revision: number
  readonly title: string
  readonly description: string | null
  /** Left out, they stay as they are. */
  readonly marks?: ThemeMarks | undefined
}

/** Words a theme anew. Refuses `changed-meanwhile`. */
export async function reviseTheme(tx: Tx, actor: Actor, input: ThemeToRevise, now: Instant): Promise<{ revised: true } | Refusal<'changed-meanwhile'>> {
  const revised = await tx
    .updateTable('synthesis_theme')
    .set((set) => ({ title: input.title, description: input.description, ...input.marks, revision: set('revision', '+', 1) }))
    .where('id', '=', input.themeId)
    .where('cycle_id', '=', input.cycleId)
    .where('revision', '=', input.revision)
    .where('ended_at', 'is', null)
    .returning('slug')
    .executeTakeFirst()
  if (revised === undefined) return { refusal: 'changed-meanwhile' }
  const subject = { kind: 'theme', id: input.themeId }
  await appendAct(tx, actor, { ...input, act: 'theme-revised', subject, detail: { slug: revised.slug }, texts: textsOf(input) }, now)
  return { revised: true }
}

export interface ThemeToMove extends InCycle {
  readonly themeId: Id
  /** The theme below which it is to stand; null: at the top. */
  readonly parentId: Id | null
  /** From 1, among those that stand there; a number too large means the last place. */
  readonly place: number
}

type MoveRefusal = Refusal<'theme-not-found' | 'parent-not-found' | 'below-itself'>

/** Moves a theme, with all below it, to a place below another or at the top. Refuses to put it below itself or below what is below it. */
export async function moveTheme(tx: Tx, actor: Actor, input: ThemeToMove, now: Instant): Promise<{ moved: true } | MoveRefusal> {
  await lockCodebook(tx, input.cycleId)
  const themes = await tx.selectFrom('synthesis_theme').select(['id', 'slug', 'parent_id']).where('cycle_id', '=', input.cycleId).where('ended_at', 'is', null).orderBy('position').orderBy('id').execute()
  const theme = themes.find((each) => each.id === input.themeId)
  if (theme === undefined) return { refusal: 'theme-not-found' }
  const parent = themes.find((each) => each.id === input.parentId)
  if (input.parentId !== null && parent === undefined) return { refusal: 'parent-not-found' }
  const parentOf = new Map(themes.map((each) => [each.id, each.parent_id]))
  for (let above: Id | null = input.parentId; above !== null; above = parentOf.get(above) ?? null) if (above === theme.id) return { refusal: 'below-itself' }
  const siblings = themes.filter((each) => each.parent_id === input.parentId && each.id !== theme.id).map((each) => each.id)
  const place = Math.min(Math.max(input.place, 1), siblings.length + 1)
  siblings.splice(place - 1, 0, theme.id)
  await tx.updateTable('synthesis_theme').set({ parent_id: input.parentId }).where('id', '=', theme.id).execute()
  await sql`update synthesis_theme set position = ordered.place - 1
    from unnest(${siblings}::uuid[]) with ordinality as ordered (id, place) where synthesis_theme.id = ordered.id`.execute(tx)
  const detail = { slug: theme.slug, below: parent?.slug ?? 'top', place }
  await appendAct(tx, actor, { ...input, act: 'theme-moved', subject: { kind: 'theme', id: theme.id }, detail }, now)
  return { moved: true }
}

/** One at a time arranges a cycle's codebook. */
export async function lockCodebook(tx: Tx, cycleId: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`themes ${cycleId}`}))`.execute(tx)
}

function textsOf({ title, description, marks }: { title: string; description: string | null; marks?: ThemeMarks | undefined }) {
  const { includes, excludes } = marks ?? NO_MARKS
  return {
    title: { text: title, isPublic: true },
    ...(description === null ? {} : { description: { text: description, isPublic: true } }),
    ...(includes === null ? {} : { includes: { text: includes, isPublic: true } }),
    ...(excludes === null ? {} : { excludes: { text: excludes, isPublic: true } }),
  }
}
