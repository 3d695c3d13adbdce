import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { appendAct } from '../../record/commands.ts'
import type { Actor } from '../../record/model.ts'
import type { RemarksOfFile } from '../../shared/file-remarks.ts'
import type { Id } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/result.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import type { Consent } from '../../shared/vocabularies.ts'
import { enterComments, type Entered } from '../comments/commands.ts'
import { writeCommentNote } from '../desk/commands.ts'
import type { Entry } from '../exchange-entries/model.ts'
import type { CommentRefusal } from '../taking/commands.ts'
import type { Review } from '../model.ts'
import { findReviewById } from '../queries.ts'
import { listTaken } from './queries.ts'

/** Keeps what was read of a file until somebody has looked at it. No act: nothing is taken yet. */
export async function keepFile(
  tx: Tx,
  input: { readonly reviewId: Id; readonly name: string; readonly arrivedOn: PlainDate; readonly file: RemarksOfFile; readonly personId: Id },
  now: Instant,
): Promise<{ fileId: Id<'review-file'> }> {
  const fileId = newId<'review-file'>()
  await tx
    .insertInto('review_file')
    .values({ id: fileId, review_id: input.reviewId, name: clean(input.name), arrived_on: input.arrivedOn, read: JSON.stringify(input.file, (_, value: unknown) => (typeof value === 'string' ? clean(value) : value)), person_id: input.personId, arrived_at: now, taken_at: null })
    .execute()
  return { fileId }
}

/** What no text holds: control characters, and halves of characters. */
function clean(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '').toWellFormed()
}

export interface FileToTake {
  readonly fileId: Id
  readonly reviewId: Id<'review'>
  readonly cycleSlug: string
  readonly consent: Consent
  /** What each comment came of is before what answers it. */
  readonly entries: readonly Entry[]
  /** How many of the file's remarks were in the register already, and how many were left out. */
  readonly known: number
  readonly aside: number
}

export type TakeFileRefusal = Refusal<'no-such-file' | 'taken-already' | 'nothing-to-take'> | CommentRefusal | Refusal<'date-in-future'>

/**
 * Takes the remarks of a file as comments of the review's register, all or none. What an earlier copy brought is not taken again.
 * Refuses: no-such-file, taken-already, nothing-to-take, and what entering a comment refuses (review-closed goes by the day the file came).
 */
export async function takeFile(tx: Tx, actor: Actor, input: FileToTake, now: Instant): Promise<{ taken: number } | TakeFileRefusal> {
  const file = await tx
    .updateTable('review_file')
    .set({ taken_at: now })
    .where('id', '=', input.fileId)
    .where('review_id', '=', input.reviewId)
    .where('taken_at', 'is', null)
    .returning(['name', 'arrived_on', 'read'])
    .executeTakeFirst()
  if (file === undefined) return { refusal: (await tx.selectFrom('review_file').select('id').where('id', '=', input.fileId).where('review_id', '=', input.reviewId).executeTakeFirst()) === undefined ? 'no-such-file' : 'taken-already' }
  const review = await findReviewById(tx, input.reviewId)
  if (review === undefined) return { refusal: 'no-such-review' }
  const before = await listTaken(tx, review.id, input.entries.map(({ mark }) => mark))
  const entries = input.entries.filter(({ mark }) => !before.has(mark))
  if (entries.length === 0) return { refusal: 'nothing-to-take' }
  const refused = await takeEntries(tx, actor, { ...input, review, entries, file: file.name, arrivedOn: file.arrived_on }, now)
  if (refused !== undefined) return refused
  const detail = { review: review.number, format: (file.read as RemarksOfFile).format, comments: entries.length, known: input.known + before.size, aside: input.aside }
  const place = { forumId: review.forumId, cycleId: review.cycleId, subject: { kind: 'review', id: review.id } }
  await appendAct(tx, actor, { ...place, act: 'file-taken-in', detail, texts: { file: { text: file.name, isPublic: false } } }, now)
  return { taken: entries.length }
}

interface Taking extends Pick<FileToTake, 'cycleSlug' | 'consent' | 'entries'> {
  readonly review: Review
  readonly file: string
  readonly arrivedOn: PlainDate
}

/** All in one go: while it lasts, nobody else in the cycle is given a number. Answers the first refusal. */
async function takeEntries(tx: Tx, actor: Actor, { review, entries, file, arrivedOn, cycleSlug, consent }: Taking, now: Instant): Promise<CommentRefusal | Refusal<'date-in-future'> | undefined> {
  const made = new Map<string, Id<'comment'>>()
  const entered = entries.map((entry): Entered & { readonly commentId: Id<'comment'> } => {
    const { key, answers, mark: _mark, kind: _kind, dated: _dated, isResolved: _isResolved, note: _note, receivedBy, ...said } = entry
    const inReplyTo = answers === undefined ? undefined : 'key' in answers ? made.get(answers.key) : answers.commentId
    const commentId = newId<'comment'>()
    made.set(key, commentId)
    return { ...said, commentId, reviewId: review.id, cycleSlug, consent, mail: undefined, inReplyTo, formKey: newId(), channel: 'document', receivedBy: receivedBy ?? arrivedOn, arrivedOn }
  })
  const refused = (await enterComments(tx, actor, entered, now)).find((outcome) => 'refusal' in outcome)
  if (refused !== undefined) return refused
  const origins = entries.map(({ key, kind, mark, dated, isResolved }) => ({ comment_id: made.get(key) ?? null, review_id: review.id, file, kind, mark, dated, is_resolved: isResolved }))
  await sql`insert into review_origin select * from json_populate_recordset(null::review_origin, ${JSON.stringify(origins)}::json)`.execute(tx)
  for (const { key, note } of entries) {
    const commentId = made.get(key)
    if (note !== undefined && commentId !== undefined) await writeCommentNote(tx, actor, { cycleId: review.cycleId, commentId, text: note }, now)
  }
  return undefined
}
