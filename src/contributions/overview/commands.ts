import { violatedUnique, type Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import type { Dimension } from './model.ts'

export interface FigureToEnter {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly asOf: PlainDate
  readonly dimension: Dimension
  /** A key of the dimension's list; `total` for the total. */
  readonly key: string
  readonly published: number
  /** The document that states it, with the place in it. */
  readonly source: string
}

/** Enters a number that a document stated, as it stated it, errors and all. Refuses `already-entered`: this document's figure for this key and day. */
export async function enterFigure(tx: Tx, actor: Actor, input: FigureToEnter, now: Instant): Promise<{ figureId: Id<'figure'> } | Refusal<'already-entered'>> {
  const id = newId<'figure'>()
  const entered = await tx
    .insertInto('contributions_published_figure')
    .values((values) => ({
      id,
      forum_id: input.forumId,
      cycle_id: input.cycleId,
      position: values
        .selectFrom('contributions_published_figure')
        .select((select) => select.fn.coalesce(select(select.fn.max('position'), '+', 1), select.lit(0)).as('next'))
        .where('cycle_id', '=', input.cycleId),
      as_of: input.asOf,
      dimension: input.dimension,
      key: input.key,
      published: input.published,
      source: input.source,
    }))
    .onConflict((conflict) => conflict.columns(['cycle_id', 'as_of', 'dimension', 'key', 'source']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (entered === undefined) return { refusal: 'already-entered' }
  const detail = { asOf: input.asOf, dimension: input.dimension, key: input.key, published: input.published }
  const texts = { source: { text: input.source, isPublic: true } }
  await appendAct(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, act: 'figure-entered', subject: { kind: 'figure', id }, detail, texts }, now)
  return { figureId: id }
}

export interface FigureToCorrect {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly figureId: Id<'figure'>
  readonly revision: number
  readonly published: number
  readonly source: string
}

/**
 * Corrects what was typed, where it is not what the document says; what the document got wrong stays and is shown to differ.
 * Refuses `changed-meanwhile` when somebody corrected or removed it since, `already-entered` when the source named gives this figure already.
 */
export async function correctFigure(
  tx: Tx,
  actor: Actor,
  input: FigureToCorrect,
  now: Instant,
): Promise<{ corrected: true } | Refusal<'changed-meanwhile' | 'already-entered'>> {
  const before = await tx.selectFrom('contributions_published_figure').select('published').where('id', '=', input.figureId).forUpdate().executeTakeFirst()
  const row = await updateFigure(tx, input)
  if (row === 'already-entered') return { refusal: row }
  if (row === undefined || before === undefined) return { refusal: 'changed-meanwhile' }
  const detail = { asOf: row.as_of, dimension: row.dimension, key: row.key, published: input.published, earlier: before.published }
  const subject = { kind: 'figure', id: input.figureId }
  const texts = { source: { text: input.source, isPublic: true } }
  await appendAct(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, act: 'figure-corrected', subject, detail, texts }, now)
  return { corrected: true }
}

/** Takes out a figure that no document states. Refuses `changed-meanwhile` when somebody corrected or removed it since. */
export async function removeFigure(
  tx: Tx,
  actor: Actor,
  input: Pick<FigureToCorrect, 'forumId' | 'cycleId' | 'figureId' | 'revision'>,
  now: Instant,
): Promise<{ removed: true } | Refusal<'changed-meanwhile'>> {
  const row = await tx
    .deleteFrom('contributions_published_figure')
    .where('id', '=', input.figureId)
    .where('cycle_id', '=', input.cycleId)
    .where('revision', '=', input.revision)
    .returning(['as_of', 'dimension', 'key', 'published'])
    .executeTakeFirst()
  if (row === undefined) return { refusal: 'changed-meanwhile' }
  const detail = { asOf: row.as_of, dimension: row.dimension, key: row.key, published: row.published }
  await appendAct(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, act: 'figure-removed', subject: { kind: 'figure', id: input.figureId }, detail }, now)
  return { removed: true }
}

async function updateFigure(tx: Tx, input: FigureToCorrect) {
  try {
    return await tx
      .updateTable('contributions_published_figure')
      .set((set) => ({ published: input.published, source: input.source, revision: set('revision', '+', 1) }))
      .where('id', '=', input.figureId)
      .where('cycle_id', '=', input.cycleId)
      .where('revision', '=', input.revision)
      .returning(['as_of', 'dimension', 'key'])
      .executeTakeFirst()
  } catch (error) {
    if (violatedUnique(error) === 'contributions_published_figure_once') return 'already-entered' as const
    throw error
  }
}
