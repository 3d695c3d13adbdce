import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import type { NameKind } from './model.ts'

interface Pair {
  readonly forumId: Id<'forum'>
  readonly kind: NameKind
  /** The name that is to be known as the other. */
  readonly from: string
  readonly into: string
}

/**
 * Says that one name stands for the same as another: both stay as they were printed, and the first is known as the second. What was
 * merged into the first goes with it. Refuses `same-name`, `already-merged` (the first is known as something else by now),
 * `in-a-circle` (the second is known, through whatever steps, as the first), `said-apart`.
 */
export async function mergeNames(
  tx: Tx,
  actor: Actor,
  input: Pair,
  now: Instant,
): Promise<{ nameId: Id<'name'> } | Refusal<'same-name' | 'already-merged' | 'in-a-circle' | 'said-apart'>> {
  if (input.from === input.into) return { refusal: 'same-name' }
  await lockRegister(tx, input.forumId)
  if ((await findApart(tx, input)) !== undefined) return { refusal: 'said-apart' }
  const from = await makeSureName(tx, input, input.from)
  const into = await makeSureName(tx, input, input.into)
  for (let at: Id | null = into; at !== null; ) {
    if (at === from) return { refusal: 'in-a-circle' }
    const above: { merged_into: Id | null } | undefined = await tx.selectFrom('people_name').select('merged_into').where('id', '=', at).executeTakeFirst()
    at = above?.merged_into ?? null
  }
  const merged = await tx.updateTable('people_name').set({ merged_into: into, merged_at: now }).where('id', '=', from).where('merged_into', 'is', null).returning('id').executeTakeFirst()
  if (merged === undefined) return { refusal: 'already-merged' }
  await appendAct(tx, actor, { ...about(input, from), act: 'names-merged', texts: { from: secret(input.from), into: secret(input.into) } }, now)
  return { nameId: from }
}

/** Takes a merge back: the name stands for itself again, and what had been merged into it is known as it again. Refuses `not-merged`. */
export async function partName(
  tx: Tx,
  actor: Actor,
  input: { readonly forumId: Id<'forum'>; readonly nameId: Id; readonly mergedInto: Id },
  now: Instant,
): Promise<{ parted: true } | Refusal<'not-merged'>> {
  await lockRegister(tx, input.forumId)
  const parted = await tx
    .updateTable('people_name')
    .set({ merged_into: null, merged_at: null })
    .where('id', '=', input.nameId)
    .where('forum_id', '=', input.forumId)
    .where('merged_into', '=', input.mergedInto)
    .returning(['kind', 'name'])
    .executeTakeFirst()
  if (parted === undefined) return { refusal: 'not-merged' }
  await appendAct(tx, actor, { ...about({ forumId: input.forumId, kind: parted.kind }, input.nameId), act: 'name-parted', texts: { name: secret(parted.name) } }, now)
  return { parted: true }
}

/** Remembers that two names are not the same: they are not proposed again. Refuses `same-name`, `said-apart` (said before). */
export async function tellApart(tx: Tx, actor: Actor, input: Pair, now: Instant): Promise<{ apartId: Id<'apart'> } | Refusal<'same-name' | 'said-apart'>> {
  if (input.from === input.into) return { refusal: 'same-name' }
  await lockRegister(tx, input.forumId)
  const [one = '', other = ''] = inOrder(input)
  const id = newId<'apart'>()
  const said = await tx.insertInto('people_apart').values({ id, forum_id: input.forumId, kind: input.kind, one, other, said_at: now }).onConflict((conflict) => conflict.doNothing()).returning('id').executeTakeFirst()
  if (said === undefined) return { refusal: 'said-apart' }
  await appendAct(tx, actor, { ...about(input, id), act: 'names-told-apart', texts: { one: secret(one), other: secret(other) } }, now)
  return { apartId: id }
}

/** Forgets that two names are not the same: they may be proposed again. Refuses `not-apart`. */
export async function forgetApart(tx: Tx, actor: Actor, input: { readonly forumId: Id<'forum'>; readonly apartId: Id }, now: Instant): Promise<{ forgotten: true } | Refusal<'not-apart'>> {
  const forgotten = await tx.deleteFrom('people_apart').where('id', '=', input.apartId).where('forum_id', '=', input.forumId).returning('kind').executeTakeFirst()
  if (forgotten === undefined) return { refusal: 'not-apart' }
  await appendAct(tx, actor, { ...about({ forumId: input.forumId, kind: forgotten.kind }, input.apartId), act: 'apart-forgotten' }, now)
  return { forgotten: true }
}

/** Sets a forum's own words of units. Refuses `changed-meanwhile`: somebody else did, since `revision` was read (0: nobody had). */
export async function setUnitWords(
  tx: Tx,
  actor: Actor,
  input: { readonly forumId: Id<'forum'>; readonly words: readonly string[]; readonly revision: number },
  now: Instant,
): Promise<{ revision: number } | Refusal<'changed-meanwhile'>> {
  const words = input.words.join('\n')
  const set =
    input.revision === 0
      ? await tx.insertInto('people_unit_words').values({ forum_id: input.forumId, words }).onConflict((conflict) => conflict.doNothing()).returning('revision').executeTakeFirst()
      : await tx
          .updateTable('people_unit_words')
          .set({ words, revision: input.revision + 1 })
          .where('forum_id', '=', input.forumId)
          .where('revision', '=', input.revision)
          .returning('revision')
          .executeTakeFirst()
  if (set === undefined) return { refusal: 'changed-meanwhile' }
  await appendAct(tx, actor, { forumId: input.forumId, act: 'unit-words-set', subject: { kind: 'forum', id: input.forumId }, detail: { words: input.words.length } }, now)
  return { revision: set.revision }
}

/** One at a time in a forum: of several merges at once each has to see what the others did, or they might close a circle. */
async function lockRegister(tx: Tx, forumId: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`names:${forumId}`}, 0))`.execute(tx)
}

async function makeSureName(tx: Tx, { forumId, kind }: Pick<Pair, 'forumId' | 'kind'>, name: string): Promise<Id<'name'>> {
  const found = await tx.selectFrom('people_name').select('id').where('forum_id', '=', forumId).where('kind', '=', kind).where(sql`md5(name)`, '=', sql`md5(${name})`).executeTakeFirst()
  if (found !== undefined) return found.id as Id<'name'>
  const id = newId<'name'>()
  await tx.insertInto('people_name').values({ id, forum_id: forumId, kind, name, merged_into: null, merged_at: null }).execute()
  return id
}

async function findApart(tx: Tx, input: Pair): Promise<Id | undefined> {
  const [one = '', other = ''] = inOrder(input)
  const row = await tx.selectFrom('people_apart').select('id').where('forum_id', '=', input.forumId).where('kind', '=', input.kind).where('one', '=', one).where('other', '=', other).executeTakeFirst()
  return row?.id
}

/** By code unit, which no locale changes. */
function inOrder({ from, into }: Pair): string[] {
  return from < into ? [from, into] : [into, from]
}

function about({ forumId, kind }: Pick<Pair, 'forumId' | 'kind'>, id: Id) {
  return { forumId, subject: { kind: 'name', id }, detail: { kind } }
}

/** A name may be one that its bearer did not agree to publish. */
function secret(text: string) {
  return { text, isPublic: false }
}
