import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { assignTheme, personOf } from '../assignments/commands.ts'
import { WORDS } from '../similar/model.ts'
import type { FolderDismissal } from './schema.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

/** A stretch of an answer that was put forward for a theme; `ref` is the answer's within the cycle, `C-3/2`. */
export interface Likeness extends InCycle {
  readonly themeId: Id
  readonly answer: { readonly id: Id; readonly ref: string }
  readonly start: number
  readonly end: number
}

/**
 * Gives a passage the theme for which a comparison of words had put it forward: given by the person who takes it, put forward by the
 * machine. Part of `takeLikeness`, which marks the passage. Refuses `theme-not-found` and `nobody` (only a person decides).
 */
export async function acceptLikeness(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly themeId: Id; readonly passage: { readonly id: Id; readonly number: number } },
  now: Instant,
): Promise<{ given: number } | Refusal<'theme-not-found' | 'nobody'>> {
  const person = personOf(actor)
  if (person === null) return { refusal: 'nobody' }
  const slug = await holdTheme(tx, input)
  if (slug === undefined) return { refusal: 'theme-not-found' }
  const given = await assignTheme(tx, { passageIds: [input.passage.id], themeIds: [input.themeId], by: { assignedBy: person, machine: WORDS, signedBy: person, changeId: null } }, now)
  const detail = { ref: `P-${input.passage.number}`, slug, machine: WORDS }
  if (given > 0) await appendAct(tx, actor, { ...input, act: 'likeness-taken', subject: { kind: 'passage', id: input.passage.id }, detail }, now)
  return { given }
}

/**
 * A person says that a stretch is not about a theme: it is not put forward for it again while its answer stays as it is. Said twice it
 * is said once. Refuses `theme-not-found` and `nobody`.
 */
export async function dismissLikeness(tx: Tx, actor: Actor, input: Likeness, now: Instant): Promise<{ dismissed: true } | Refusal<'theme-not-found' | 'nobody'>> {
  const person = personOf(actor)
  if (person === null) return { refusal: 'nobody' }
  const slug = await holdTheme(tx, input)
  if (slug === undefined) return { refusal: 'theme-not-found' }
  const row = { theme_id: input.themeId, answer_id: input.answer.id, range_start: input.start, range_end: input.end, cycle_id: input.cycleId, dismissed_by: person, dismissed_at: now }
  const written = await tx
    .insertInto('synthesis_dismissed_likeness')
    .values(row)
    // Of an answer amended since, it has to be said anew.
    .onConflict((conflict) => conflict.columns(['theme_id', 'answer_id', 'range_start', 'range_end']).doUpdateSet({ dismissed_by: person, dismissed_at: now }).where('synthesis_dismissed_likeness.dismissed_at', '<', now))
    .returning('answer_id')
    .executeTakeFirst()
  if (written !== undefined) await appendAct(tx, actor, { ...input, act: 'likeness-dismissed', subject: { kind: 'theme', id: input.themeId }, detail: detailOf(input, slug) }, now)
  return { dismissed: true }
}

/** Takes a dismissal back. Refuses `gone` when somebody did so before. */
export async function restoreLikeness(tx: Tx, actor: Actor, input: Likeness, now: Instant): Promise<{ restored: true } | Refusal<'gone' | 'theme-not-found'>> {
  const slug = await holdTheme(tx, input)
  if (slug === undefined) return { refusal: 'theme-not-found' }
  const row = await tx
    .deleteFrom('synthesis_dismissed_likeness')
    .where('theme_id', '=', input.themeId)
    .where('cycle_id', '=', input.cycleId)
    .where('answer_id', '=', input.answer.id)
    .where('range_start', '=', input.start)
    .where('range_end', '=', input.end)
    .returning('answer_id')
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'gone' }
  await appendAct(tx, actor, { ...input, act: 'likeness-restored', subject: { kind: 'theme', id: input.themeId }, detail: detailOf(input, slug) }, now)
  return { restored: true }
}

function detailOf({ answer, start, end }: Likeness, slug: string) {
  return { source: answer.ref, start, end, slug }
}

/** The slug of a theme that is there, held against being merged or removed until the transaction ends. */
async function holdTheme(tx: Tx, { cycleId, themeId }: { cycleId: Id; themeId: Id }): Promise<string | undefined> {
  const theme = await tx.selectFrom('synthesis_theme').select('slug').where('id', '=', themeId).where('cycle_id', '=', cycleId).where('ended_at', 'is', null).forShare().executeTakeFirst()
  return theme?.slug
}

/** Takes the dismissals of a cycle as its folder has them. */
export async function insertDismissals(tx: Tx, cycleId: Id, dismissals: readonly FolderDismissal[], here: (person: string | undefined) => Id | null): Promise<void> {
  const rows = dismissals.map(({ item, themeId, answerId }) => ({ theme_id: themeId, answer_id: answerId, range_start: item.start, range_end: item.end, cycle_id: cycleId, dismissed_by: here(item.decidedBy), dismissed_at: item.decidedAt }))
  for (const part of inParts(rows)) await tx.insertInto('synthesis_dismissed_likeness').values(part).execute()
}
