import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant } from '../../shared/time.ts'
import { assignTheme, personOf } from '../assignments/commands.ts'
import { beginChange } from '../changes/commands.ts'
import { lockCodebook } from '../codebook/commands.ts'
import { MOST_PROPOSED } from './model.ts'

interface InCycle {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
}

/**
 * Puts a theme forward for many passages at once: by a person's search, or by a machine, which is named. Nothing changes until a person
 * has decided. Passages that have the theme are left out. Refuses `theme-not-found`, `no-passages`, `too-many-passages`.
 */
export async function proposeApplication(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly themeId: Id; readonly passageIds: readonly Id[]; readonly reason: string; readonly machine: string | null },
  now: Instant,
): Promise<{ proposalId: Id<'proposal'>; number: number; passages: number } | Refusal<'theme-not-found' | 'no-passages' | 'too-many-passages'>> {
  await lockCodebook(tx, input.cycleId)
  const theme = await tx.selectFrom('synthesis_theme').select('slug').where('id', '=', input.themeId).where('cycle_id', '=', input.cycleId).where('ended_at', 'is', null).executeTakeFirst()
  if (theme === undefined) return { refusal: 'theme-not-found' }
  const ids = await listWithout(tx, input)
  if (ids.length === 0) return { refusal: 'no-passages' }
  if (ids.length > MOST_PROPOSED) return { refusal: 'too-many-passages' }
  const last = await tx.selectFrom('synthesis_proposal').select((select) => select.fn.max('number').as('number')).where('cycle_id', '=', input.cycleId).executeTakeFirst()
  const [id, number] = [newId<'proposal'>(), (last?.number ?? 0) + 1]
  const undecided = { decided_by: null, decided_at: null, change_id: null }
  await tx
    .insertInto('synthesis_proposal')
    .values({ id, forum_id: input.forumId, cycle_id: input.cycleId, number, theme_id: input.themeId, reason: input.reason, made_by: personOf(actor), machine: input.machine, made_at: now, ...undecided })
    .execute()
  await tx.insertInto('synthesis_proposed_passage').values(ids.map((passage) => ({ proposal_id: id, passage_id: passage, is_accepted: null }))).execute()
  const source = input.machine === null ? ('person' as const) : ('machine' as const)
  const detail = { number, slug: theme.slug, passages: ids.length, source, machine: input.machine ?? '' }
  await appendAct(tx, actor, { ...input, act: 'theme-application-proposed', subject: { kind: 'theme', id: input.themeId }, detail, texts: { reason: { text: input.reason, isPublic: false } } }, now)
  return { proposalId: id, number, passages: ids.length }
}

/** Those of the passages that are there and do not have the theme. */
async function listWithout(tx: Tx, { cycleId, themeId, passageIds }: { cycleId: Id; themeId: Id; passageIds: readonly Id[] }): Promise<Id[]> {
  if (passageIds.length === 0) return []
  const rows = await tx
    .selectFrom('synthesis_passage')
    .select('id')
    .where('cycle_id', '=', cycleId)
    .where('unmarked_at', 'is', null)
    .where((where) => where('id', '=', where.fn.any(where.val([...new Set(passageIds)]))))
    .where((where) => where.not(where.exists(where.selectFrom('synthesis_passage_theme').select('theme_id').whereRef('passage_id', '=', 'synthesis_passage.id').where('theme_id', '=', themeId))))
    .orderBy('number')
    .execute()
  return rows.map((row) => row.id)
}

/**
 * A person decides: the theme is given to the passages accepted, signed by whoever decides, and to no other. Accepting none is a decision too.
 * Refuses `proposal-not-found` (or decided meanwhile), `not-signed-off` (the theme itself still waits for its sign-off), `theme-not-found`
 * (it is no more), `nobody` (only a person decides).
 */
export async function decideProposal(
  tx: Tx,
  actor: Actor,
  input: InCycle & { readonly number: number; readonly accepted: readonly Id[] },
  now: Instant,
): Promise<{ accepted: number; declined: number } | Refusal<'proposal-not-found' | 'not-signed-off' | 'theme-not-found' | 'nobody'>> {
  if (actor.kind !== 'person') return { refusal: 'nobody' }
  await lockCodebook(tx, input.cycleId)
  const proposal = await tx
    .updateTable('synthesis_proposal')
    .set({ decided_by: actor.id, decided_at: now })
    .where('cycle_id', '=', input.cycleId)
    .where('number', '=', input.number)
    .where('decided_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (proposal === undefined) return { refusal: 'proposal-not-found' }
  const theme = await tx.selectFrom('synthesis_theme').select(['slug', 'proposed_at', 'signed_at', 'ended_at']).where('id', '=', proposal.theme_id).forShare().executeTakeFirstOrThrow()
  const proposed = await listStillMarked(tx, proposal.id)
  const accepted = proposed.filter((id) => input.accepted.includes(id))
  if (accepted.length > 0 && theme.ended_at !== null) return { refusal: 'theme-not-found' }
  if (accepted.length > 0 && theme.proposed_at !== null && theme.signed_at === null) return { refusal: 'not-signed-off' }
  await sql`update synthesis_proposed_passage set is_accepted = (passage_id = any(${accepted}::uuid[])) where proposal_id = ${proposal.id}`.execute(tx)
  if (accepted.length > 0) {
    const change = await beginChange(tx, actor, { ...input, kind: 'application', themeId: proposal.theme_id }, now)
    await assignTheme(tx, { passageIds: accepted, themeIds: [proposal.theme_id], by: { assignedBy: proposal.made_by, machine: proposal.machine, signedBy: actor.id, changeId: change.id } }, now)
    await tx.updateTable('synthesis_proposal').set({ change_id: change.id }).where('id', '=', proposal.id).execute()
  }
  const detail = { number: input.number, slug: theme.slug, accepted: accepted.length, declined: proposed.length - accepted.length }
  await appendAct(tx, actor, { ...input, act: 'theme-application-decided', subject: { kind: 'theme', id: proposal.theme_id }, detail }, now)
  return { accepted: detail.accepted, declined: detail.declined }
}

/** The passages of a proposal that nobody took back since. */
async function listStillMarked(tx: Tx, proposalId: Id): Promise<Id[]> {
  const rows = await tx
    .selectFrom('synthesis_proposed_passage')
    .innerJoin('synthesis_passage', 'synthesis_passage.id', 'passage_id')
    .select('passage_id')
    .where('proposal_id', '=', proposalId)
    .where('unmarked_at', 'is', null)
    .execute()
  return rows.map((row) => row.passage_id)
}
