import { sha256 } from '../../platform/digest.ts'
import type { Reader } from '../../platform/database.ts'
import type { RemarkKind, RemarksOfFile } from '../../shared/file-remarks.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant, PlainDate } from '../../shared/time.ts'
import { identitiesOf } from './model.ts'
import { keptFile } from './schema.ts'

export interface KeptFile {
  readonly id: Id<'review-file'>
  readonly reviewId: Id<'review'>
  readonly name: string
  readonly arrivedOn: PlainDate
  readonly file: RemarksOfFile
  readonly arrivedAt: Instant
  readonly takenAt: Instant | null
}

/** A file that came to a review, as it was read; undefined where there is none of this id. */
export async function findFile(db: Reader, reviewId: Id, id: Id): Promise<KeptFile | undefined> {
  const row = await db.selectFrom('review_file').selectAll().where('id', '=', id).where('review_id', '=', reviewId).executeTakeFirst()
  if (row === undefined) return undefined
  return { id: row.id as Id<'review-file'>, reviewId: row.review_id as Id<'review'>, name: row.name, arrivedOn: row.arrived_on, file: keptFile.parse(row.read), arrivedAt: row.arrived_at, takenAt: row.taken_at }
}

/** Files that are shown beside the form, the latest first. */
const SHOWN = 50

export async function listFiles(db: Reader, reviewId: Id): Promise<Pick<KeptFile, 'id' | 'name' | 'arrivedOn' | 'takenAt'>[]> {
  const rows = await db.selectFrom('review_file').select(['id', 'name', 'arrived_on', 'taken_at']).where('review_id', '=', reviewId).orderBy('arrived_at', 'desc').orderBy('id').limit(SHOWN).execute()
  return rows.map((row) => ({ id: row.id as Id<'review-file'>, name: row.name, arrivedOn: row.arrived_on, takenAt: row.taken_at }))
}

/** By which each remark of a file is known in a later copy of it, in the order of the remarks: a digest, so that no words stand twice. */
export function marksOf(file: RemarksOfFile): string[] {
  return identitiesOf(file.remarks).map((identity) => sha256(identity))
}

/** Numbers of the comments of a review that came of remarks with these marks. */
export async function listTaken(db: Reader, reviewId: Id, marks: readonly string[]): Promise<Map<string, number>> {
  if (marks.length === 0) return new Map()
  const rows = await db
    .selectFrom('review_origin')
    .innerJoin('review_comment', 'review_comment.id', 'comment_id')
    .select(['mark', 'number'])
    .where('review_origin.review_id', '=', reviewId)
    .where('mark', '=', (eb) => eb.fn.any(eb.val([...marks])))
    .execute()
  return new Map(rows.map(({ mark, number }) => [mark, number]))
}

export interface Origin {
  readonly file: string
  readonly kind: RemarkKind
  readonly mark: string
  readonly dated: string | null
  readonly isResolved: boolean
}

/** Where comments came from; those that came by no file are left out. */
export async function listOrigins(db: Reader, commentIds: readonly Id[]): Promise<Map<Id, Origin>> {
  if (commentIds.length === 0) return new Map()
  const rows = await db.selectFrom('review_origin').selectAll().where('comment_id', '=', (eb) => eb.fn.any(eb.val([...commentIds]))).execute()
  return new Map(rows.map((row) => [row.comment_id, { file: row.file, kind: row.kind, mark: row.mark, dated: row.dated, isResolved: row.is_resolved }]))
}
