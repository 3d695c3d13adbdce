import { sql, type Selectable } from 'kysely'
import { findCycleById } from '../../forums/queries.ts'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import type { Refusal } from '../../shared/result.ts'
import { ANYWHERE_ON_EARTH, dateInZone, type Instant, type PlainDate } from '../../shared/time.ts'
import type { Disposition } from '../../shared/vocabularies.ts'
import type { Proposal } from './model.ts'
import { toProposal } from './queries.ts'
import type { ProposalRow } from './tables.ts'

export interface DeskSettingInput {
  readonly reviewId: Id<'review'>
  readonly needsConfirmation: boolean
  readonly judgedUntil: PlainDate | undefined
  /** Of the setting that was on the screen; 0 when nothing had been set. */
  readonly revision: number
}

/**
 * Sets how a review is answered: by one person or by two, and until when commenters judge the answers. Refuses: no-such-review,
 * judged-in-the-past, changed-meanwhile.
 */
export async function setReviewDesk(tx: Tx, actor: Actor, input: DeskSettingInput, now: Instant): Promise<{ revision: number } | Refusal<'no-such-review' | 'judged-in-the-past' | 'changed-meanwhile'>> {
  // Answers hold the review shared while they look whether they need confirming.
  const review = await tx.selectFrom('review_review').select(['forum_id', 'cycle_id', 'number']).where('id', '=', input.reviewId).forUpdate().executeTakeFirst()
  if (review === undefined) return { refusal: 'no-such-review' }
  if (input.judgedUntil !== undefined && input.judgedUntil < dateInZone(now, ANYWHERE_ON_EARTH)) return { refusal: 'judged-in-the-past' }
  const values = { needs_confirmation: input.needsConfirmation, judged_until: input.judgedUntil ?? null }
  const set =
    input.revision === 0
      ? await tx.insertInto('review_desk').values({ review_id: input.reviewId, ...values }).onConflict((conflict) => conflict.doNothing()).returning('revision').executeTakeFirst()
      : await tx.updateTable('review_desk').set((eb) => ({ ...values, revision: eb('revision', '+', 1) })).where('review_id', '=', input.reviewId).where('revision', '=', input.revision).returning('revision').executeTakeFirst()
  if (set === undefined) return { refusal: 'changed-meanwhile' }
  const place = { forumId: review.forum_id as Id<'forum'>, cycleId: review.cycle_id as Id<'cycle'>, subject: { kind: 'review', id: input.reviewId } }
  await appendAct(tx, actor, { ...place, act: 'review-desk-set', detail: { review: review.number, confirmation: input.needsConfirmation ? 'yes' : 'no', until: input.judgedUntil ?? 'none' } }, now)
  return set
}

interface Some {
  readonly cycleId: Id<'cycle'>
  readonly commentIds: readonly Id[]
}

/**
 * Gives comments to a person to answer, or (undefined) takes them from whoever has them. Answers for how many that is new. Refuses
 * `nothing-chosen`. Whether the person may answer here is asked at the door.
 */
export async function assignComments(tx: Tx, actor: Actor, input: Some & { readonly personId: Id | undefined }, now: Instant): Promise<{ assigned: number } | Refusal<'nothing-chosen'>> {
  const comments = await listPlaces(tx, input)
  if (comments.length === 0) return { refusal: 'nothing-chosen' }
  const ids = comments.map(({ id }) => id)
  const { personId } = input
  const changed =
    personId === undefined
      ? await tx.deleteFrom('review_assignment').where('comment_id', 'in', ids).returning('comment_id').execute()
      : await tx
          .insertInto('review_assignment')
          .values(ids.map((id) => ({ comment_id: id, person_id: personId, assigned_at: now })))
          .onConflict((conflict) => conflict.column('comment_id').doUpdateSet({ person_id: personId, assigned_at: now }).where('review_assignment.person_id', '!=', personId))
          .returning('comment_id')
          .execute()
  const touched = new Set(changed.map((row) => row.comment_id))
  await recordMany(tx, actor, { ...input, comments: comments.filter(({ id }) => touched.has(id)) }, (ref, count) => ({ act: 'comments-assigned', detail: { ref, comments: count, to: personId === undefined ? 'nobody' : 'somebody' } }), now)
  return { assigned: touched.size }
}

/** Writes a note that the desk alone reads. Refuses `no-such-comment` in this cycle, `nobody` (only people write notes). */
export async function writeCommentNote(tx: Tx, actor: Actor, input: { readonly cycleId: Id<'cycle'>; readonly commentId: Id; readonly text: string }, now: Instant): Promise<{ noteId: Id } | Refusal<'no-such-comment' | 'nobody'>> {
  if (actor.kind !== 'person') return { refusal: 'nobody' }
  const [comment] = await listPlaces(tx, { cycleId: input.cycleId, commentIds: [input.commentId] })
  if (comment === undefined) return { refusal: 'no-such-comment' }
  const noteId = newId()
  await tx.insertInto('review_note').values({ id: noteId, comment_id: comment.id, author_id: actor.id, text: input.text, written_at: now, struck_at: null }).execute()
  const place = { forumId: comment.forumId, cycleId: input.cycleId, subject: { kind: 'comment', id: comment.id } }
  await appendAct(tx, actor, { ...place, act: 'comment-note-written', detail: { ref: await refOf(tx, input.cycleId, comment.number) }, texts: { text: { text: input.text, isPublic: false } } }, now)
  return { noteId }
}

/** Strikes a note: it is read crossed out from then on. Refuses `already-struck`: by somebody else meanwhile, or it is none of this comment. */
export async function strikeCommentNote(tx: Tx, actor: Actor, input: { readonly cycleId: Id<'cycle'>; readonly commentId: Id; readonly noteId: Id }, now: Instant): Promise<{ struck: true } | Refusal<'already-struck'>> {
  const [comment] = await listPlaces(tx, { cycleId: input.cycleId, commentIds: [input.commentId] })
  if (comment === undefined) return { refusal: 'already-struck' }
  const struck = await tx.updateTable('review_note').set({ struck_at: now }).where('id', '=', input.noteId).where('comment_id', '=', comment.id).where('struck_at', 'is', null).returning('id').executeTakeFirst()
  if (struck === undefined) return { refusal: 'already-struck' }
  const place = { forumId: comment.forumId, cycleId: input.cycleId, subject: { kind: 'comment', id: comment.id } }
  await appendAct(tx, actor, { ...place, act: 'comment-note-struck', detail: { ref: await refOf(tx, input.cycleId, comment.number) } }, now)
  return { struck: true }
}

export interface ProposalInput {
  readonly commentId: Id
  readonly disposition: Disposition
  readonly reason: string
  readonly changed: readonly Id[]
  readonly duplicateOf: Id | null
  /** Of the response that was on the screen; 0 when there was none. */
  readonly replaces: number
  /** Of the proposal that was on the screen; 0 when there was none. */
  readonly revision: number
}

/**
 * Proposes answers, all or none; a proposal that was on the screen is replaced. Refuses `nothing-chosen`, `nobody` (only people
 * propose), `changed-meanwhile` with the reference of a comment for which somebody proposed, or to which somebody answered, since.
 */
export async function proposeAnswers(
  tx: Tx,
  actor: Actor,
  input: { readonly cycleId: Id<'cycle'>; readonly proposals: readonly ProposalInput[] },
  now: Instant,
): Promise<{ proposed: number } | Refusal<'nothing-chosen' | 'nobody'> | { readonly refusal: 'changed-meanwhile'; readonly ref: string }> {
  if (actor.kind !== 'person') return { refusal: 'nobody' }
  const comments = await listPlaces(tx, { cycleId: input.cycleId, commentIds: input.proposals.map(({ commentId }) => commentId) }, true)
  if (comments.length === 0) return { refusal: 'nothing-chosen' }
  const ids = comments.map(({ id }) => id as Id)
  const revisions = new Map((await tx.selectFrom('review_response').select(['comment_id', 'revision']).where('comment_id', 'in', ids).execute()).map((row) => [row.comment_id, row.revision]))
  const wanted = input.proposals.filter(({ commentId, replaces }) => ids.includes(commentId) && (revisions.get(commentId) ?? 0) === replaces)
  const put = new Set(await putProposals(tx, actor.id, wanted, now))
  const left = comments.find(({ id }) => !put.has(id))
  if (left !== undefined) return { refusal: 'changed-meanwhile', ref: `R-${left.number}` }
  await recordMany(tx, actor, { ...input, comments }, (ref, count) => ({ act: 'answers-proposed', detail: { ref, comments: count } }), now)
  return { proposed: comments.length }
}

/** Answers for which comments it could be put. New ones go in together, those that replace another one by one. */
async function putProposals(tx: Tx, personId: Id, proposals: readonly ProposalInput[], now: Instant): Promise<Id[]> {
  const toRow = ({ disposition, reason, changed, duplicateOf, replaces }: ProposalInput) => ({ disposition, reason, changed: [...changed], duplicate_of: duplicateOf, replaces, proposed_by: personId, proposed_at: now })
  const fresh = proposals.filter(({ revision }) => revision === 0)
  const put = fresh.length === 0 ? [] : await tx.insertInto('review_proposal').values(fresh.map((each) => ({ comment_id: each.commentId, ...toRow(each) }))).onConflict((conflict) => conflict.doNothing()).returning('comment_id').execute()
  for (const each of proposals.filter(({ revision }) => revision > 0)) {
    put.push(...(await tx.updateTable('review_proposal').set((eb) => ({ ...toRow(each), revision: eb('revision', '+', 1) })).where('comment_id', '=', each.commentId).where('revision', '=', each.revision).returning('comment_id').execute()))
  }
  return put.map((row) => row.comment_id)
}

/** Drops what was proposed. Refuses `changed-meanwhile` when it is not the proposal that was on the screen any more. */
export async function dropProposal(tx: Tx, actor: Actor, input: { readonly cycleId: Id<'cycle'>; readonly commentId: Id; readonly revision: number }, now: Instant): Promise<{ dropped: true } | Refusal<'changed-meanwhile'>> {
  const [comment] = await listPlaces(tx, { cycleId: input.cycleId, commentIds: [input.commentId] })
  const dropped = comment === undefined ? undefined : await tx.deleteFrom('review_proposal').where('comment_id', '=', comment.id).where('revision', '=', input.revision).returning('comment_id').executeTakeFirst()
  if (comment === undefined || dropped === undefined) return { refusal: 'changed-meanwhile' }
  const place = { forumId: comment.forumId, cycleId: input.cycleId, subject: { kind: 'comment', id: comment.id } }
  await appendAct(tx, actor, { ...place, act: 'proposal-dropped', detail: { ref: await refOf(tx, input.cycleId, comment.number) } }, now)
  return { dropped: true }
}

/**
 * Takes proposals out, to make responses of them: each is the one that was on the screen, and, where the review wants two pairs of
 * eyes (`byAnother`), was proposed by somebody else. The guard stands in the write. What is missing in the answer was refused by it.
 */
export async function takeProposals(tx: Tx, personId: Id, proposals: readonly { readonly commentId: Id; readonly revision: number; readonly byAnother: boolean }[]): Promise<Proposal[]> {
  const { rows } = await sql<Selectable<ProposalRow>>`
    delete from review_proposal p using unnest(${proposals.map(({ commentId }) => commentId)}::uuid[], ${proposals.map(({ revision }) => revision)}::integer[], ${proposals.map(({ byAnother }) => byAnother)}::boolean[]) as seen(comment_id, revision, by_another)
    where p.comment_id = seen.comment_id and p.revision = seen.revision and (not seen.by_another or p.proposed_by <> ${personId}) returning p.*`.execute(tx)
  return rows.map(toProposal)
}

interface PlaceOf {
  readonly id: Id<'comment'>
  readonly number: number
  readonly forumId: Id<'forum'>
}

async function listPlaces(tx: Tx, { cycleId, commentIds }: Some, isHeld = false): Promise<PlaceOf[]> {
  if (commentIds.length === 0) return []
  let query = tx.selectFrom('review_comment').select(['id', 'number', 'forum_id']).where('cycle_id', '=', cycleId).where('id', 'in', [...new Set(commentIds)]).where('withdrawn_at', 'is', null).orderBy('number')
  if (isHeld) query = query.forUpdate()
  return (await query.execute()).map((row) => ({ id: row.id as Id<'comment'>, number: row.number, forumId: row.forum_id as Id<'forum'> }))
}

async function refOf(tx: Tx, cycleId: Id, number: number): Promise<string> {
  return formatRef((await findCycleById(tx, cycleId))?.slug ?? '', 'R', number)
}

type ManyAct =
  | { readonly act: 'comments-assigned'; readonly detail: { readonly ref: string; readonly comments: number; readonly to: 'somebody' | 'nobody' } }
  | { readonly act: 'answers-proposed'; readonly detail: { readonly ref: string; readonly comments: number } }

/** One entry for all of them, about the first; none where there are none. */
async function recordMany(tx: Tx, actor: Actor, { cycleId, comments }: { readonly cycleId: Id<'cycle'>; readonly comments: readonly PlaceOf[] }, write: (ref: string, count: number) => ManyAct, now: Instant): Promise<void> {
  const [first] = comments
  if (first === undefined) return
  const ref = await refOf(tx, cycleId, first.number)
  await appendAct(tx, actor, { forumId: first.forumId, cycleId, subject: { kind: 'comment', id: first.id }, ...write(ref, comments.length) }, now)
}
