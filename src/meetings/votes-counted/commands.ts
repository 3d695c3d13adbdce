import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Answer } from '../votes/model.ts'

/**
 * Puts somebody's answers in place of those they gave for the same slots, takes back those for `silent`, and keeps the counts of the
 * slots. The poll is held by its writer: nobody else counts meanwhile.
 */
export async function replaceAnswers(tx: Tx, voterId: Id, said: ReadonlyMap<Id, Answer>, silent: readonly Id[]): Promise<void> {
  const slots = [...said.keys(), ...silent]
  if (slots.length === 0) return
  const before = await tx.selectFrom('meetings_vote').select(['slot_id', 'answer']).where('voter_id', '=', voterId).where('slot_id', 'in', slots).execute()
  if (silent.length > 0) await tx.deleteFrom('meetings_vote').where('voter_id', '=', voterId).where('slot_id', 'in', silent).execute()
  const rows = [...said].map(([slot, answer]) => ({ voter_id: voterId, slot_id: slot, answer }))
  if (rows.length > 0) {
    await tx
      .insertInto('meetings_vote')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['voter_id', 'slot_id']).doUpdateSet((set) => ({ answer: set.ref('excluded.answer') })))
      .execute()
  }
  const changes = new Map<string, Record<Answer, number>>()
  const add = (slot: string, answer: string, by: number): void => {
    const change = changes.get(slot) ?? { yes: 0, 'if-need-be': 0, no: 0 }
    changes.set(slot, { ...change, [answer]: (change[answer as Answer] ?? 0) + by })
  }
  for (const { slot_id: slot, answer } of before) add(slot, answer, -1)
  for (const [slot, answer] of said) add(slot, answer, 1)
  const moved = [...changes].filter(([, change]) => Object.values(change).some((by) => by !== 0))
  if (moved.length === 0) return
  const column = (answer: Answer): number[] => moved.map(([, change]) => change[answer])
  await sql`
    update meetings_slot slot set said_yes = slot.said_yes + moved.yes, said_maybe = slot.said_maybe + moved.maybe, said_no = slot.said_no + moved.no
    from unnest(${moved.map(([slot]) => slot)}::uuid[], ${column('yes')}::integer[], ${column('if-need-be')}::integer[], ${column('no')}::integer[]) as moved (id, yes, maybe, no)
    where slot.id = moved.id`.execute(tx)
}

/** Counts all votes of a poll anew: of one that was taken from a folder, and of one that ends, while it is held. */
export async function recountVotes(tx: Tx, pollId: Id): Promise<void> {
  await sql`
    update meetings_slot slot set said_yes = counted.yes, said_maybe = counted.maybe, said_no = counted.no
    from (
      select own.id, count(*) filter (where answer = 'yes') as yes, count(*) filter (where answer = 'if-need-be') as maybe, count(*) filter (where answer = 'no') as no
      from meetings_slot own left join meetings_vote on slot_id = own.id where own.poll_id = ${pollId} group by own.id
    ) counted where counted.id = slot.id`.execute(tx)
}
