import type { Tx } from '../../platform/database.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'

/** Sets what the desk notes beside answers; an empty text takes a note away. Which answers there are the procedure has looked up. */
export async function setNotes(
  tx: Tx,
  actor: Actor,
  input: { readonly forumId: Id<'forum'>; readonly cycleId: Id<'cycle'>; readonly notes: readonly { readonly answerId: Id; readonly text: string }[] },
  now: Instant,
): Promise<{ notes: number }> {
  const { forumId, cycleId, notes } = input
  if (notes.length === 0) return { notes: 0 }
  const by = actor.kind === 'person' ? actor.id : null
  for (const { answerId, text } of notes) {
    if (text === '') await tx.deleteFrom('synthesis_note').where('answer_id', '=', answerId).execute()
    else {
      const row = { text, noted_by: by, noted_at: now }
      await tx.insertInto('synthesis_note').values({ answer_id: answerId, forum_id: forumId, cycle_id: cycleId, ...row }).onConflict((conflict) => conflict.column('answer_id').doUpdateSet(row)).execute()
    }
  }
  await appendAct(tx, actor, { forumId, cycleId, act: 'notes-changed', subject: { kind: 'cycle', id: cycleId }, detail: { notes: notes.length } }, now)
  return { notes: notes.length }
}
