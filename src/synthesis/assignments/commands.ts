import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** Who gives a theme to passages; the parts of commands that write assignments share it. */
export interface Assigner {
  readonly assignedBy: Id | null
  readonly machine: string | null
  readonly signedBy: Id | null
  /** The change of the codebook that does it. */
  readonly changeId: Id | null
}

export function byActor(actor: Actor): Assigner {
  return { assignedBy: personOf(actor), machine: null, signedBy: null, changeId: null }
}

export function personOf(actor: Actor): Id | null {
  return actor.kind === 'person' ? actor.id : null
}

/**
 * Says anew what a passage is about: themes that it had keep who gave them, those taken from it are kept as past. Part of a command,
 * which holds the passage's row and appends the act. Answers how many themes it has; undefined when one is not in this codebook (any more).
 */
export async function replaceThemes(tx: Tx, actor: Actor, input: { cycleId: Id; passageId: Id; themeIds: readonly Id[] }, now: Instant): Promise<number | undefined> {
  const wanted = [...new Set(input.themeIds)]
  // Held against being merged or removed until the transaction ends.
  const known = wanted.length === 0 ? [] : await tx.selectFrom('synthesis_theme').select('id').where('cycle_id', '=', input.cycleId).where('id', 'in', wanted).where('ended_at', 'is', null).orderBy('id').forShare().execute()
  if (known.length < wanted.length) return undefined
  const ended = await tx
    .deleteFrom('synthesis_passage_theme')
    .where('passage_id', '=', input.passageId)
    .where((where) => where.not(where('theme_id', '=', where.fn.any(where.val(wanted)))))
    .returningAll()
    .execute()
  if (ended.length > 0) {
    const past = ended.map(({ change_id: givenBy, ...row }) => ({ ...row, id: newId(), given_by_change: givenBy, ended_by: personOf(actor), ended_at: now, change_id: null }))
    await tx.insertInto('synthesis_past_theme').values(past).execute()
  }
  await assignTheme(tx, { passageIds: [input.passageId], themeIds: wanted, by: byActor(actor) }, now)
  return wanted.length
}

/** Gives themes to passages; where one has a theme already, that stays as it is. Part of a command. Answers how many were given. */
export async function assignTheme(tx: Tx, input: { passageIds: readonly Id[]; themeIds: readonly Id[]; by: Assigner }, now: Instant): Promise<number> {
  const { assignedBy, machine, signedBy, changeId } = input.by
  if (input.passageIds.length === 0 || input.themeIds.length === 0) return 0
  const { rows } = await sql`
    insert into synthesis_passage_theme (passage_id, theme_id, assigned_by, machine, signed_by, assigned_at, change_id)
    select passage_id, theme_id, ${assignedBy}, ${machine}, ${signedBy}, ${now}, ${changeId}
    from unnest(${[...input.passageIds]}::uuid[]) as passage_id cross join unnest(${[...input.themeIds]}::uuid[]) as theme_id
    on conflict do nothing returning theme_id`.execute(tx)
  return rows.length
}
