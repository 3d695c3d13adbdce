import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { listAnchorsForFolder } from '../carried/queries.ts'
import { listOrigins, type Origin } from '../exchange/queries.ts'
import { listExtensions } from '../periods/queries.ts'
import { toWaiting } from '../waiting/queries.ts'
import type { AgreementRow, AnchorRow, CommentRow, ResponseChangeRow, ResponseRow } from '../tables.ts'

/** Names the comments and the reviews of a cycle; a review by its number. */
export async function nameReviews(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames): Promise<void> {
  const reviews = await db.selectFrom('review_review').select(['id', 'number']).where('cycle_id', '=', cycle.id).execute()
  for (const { id, number } of reviews) names.give(id, String(number))
  const comments = await db.selectFrom('review_comment').select(['id', 'number']).where('cycle_id', '=', cycle.id).execute()
  for (const { id, number } of comments) names.give(id, `${cycle.slug}/R-${number}`)
}

/** Ids of the comments of a cycle that a public folder shows nothing of. */
export async function listWithheldComments(db: Reader, cycleId: Id): Promise<Id[]> {
  const rows = await db
    .selectFrom('review_comment')
    .select('id')
    .where('cycle_id', '=', cycleId)
    .where((where) => where.or([where('consent', '=', 'not-at-all'), where('withdrawn_at', 'is not', null)]))
    .execute()
  return rows.map((row) => row.id)
}

/** The reviews of a cycle as their file has them. */
export async function listReviewsForFolder(db: Reader, cycleId: Id, names: FolderNames) {
  const rows = await db.selectFrom('review_review').selectAll().where('cycle_id', '=', cycleId).orderBy('number').execute()
  const extensions = await listExtensions(db, rows.map(({ id }) => id))
  return rows.map((row) => {
    const [document, version] = names.of(row.version_id).split('/')
    return {
      id: row.id,
      number: row.number,
      document,
      version: Number(version),
      title: row.title,
      introduction: row.introduction,
      openedAt: row.opened_at,
      closesOn: row.closes_on,
      closedAt: row.closed_at,
      zone: row.zone,
      closesByItself: row.closes_by_itself,
      extensions: extensions.get(row.id) ?? [],
    }
  })
}

/** Comments after a number as their file has them, `limit` at most. */
export async function listCommentsForFolder(db: Reader, cycleId: Id, after: number, limit: number, names: FolderNames) {
  const rows = await db.selectFrom('review_comment').selectAll().where('cycle_id', '=', cycleId).where('number', '>', after).orderBy('number').limit(limit).execute()
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return []
  const anchors = Map.groupBy(await db.selectFrom('review_anchor').selectAll().where('comment_id', 'in', ids).orderBy('position').execute(), (anchor) => anchor.comment_id)
  const responses = new Map((await db.selectFrom('review_response').selectAll().where('comment_id', 'in', ids).execute()).map((response) => [response.comment_id, response]))
  const changes = Map.groupBy(await db.selectFrom('review_response_change').selectAll().where('comment_id', 'in', ids).orderBy('sequence').execute(), (change) => change.comment_id)
  const wordings = Map.groupBy(await db.selectFrom('review_wording').selectAll().where('comment_id', 'in', ids).orderBy('sequence').execute(), (wording) => wording.comment_id)
  const agreements = Map.groupBy(await db.selectFrom('review_agreement').selectAll().where('comment_id', 'in', ids).orderBy('agreed_at').orderBy('id').execute(), (agreement) => agreement.comment_id)
  const parents = await numbersOf(db, rows.flatMap((row) => row.in_reply_to ?? []))
  const more = await listAnchorsForFolder(db, ids, names)
  const origins = await listOrigins(db, ids)
  return rows.map((row) => ({
    ...toItem(row, anchors.get(row.id) ?? [], names),
    response: toResponse(responses.get(row.id), changes.get(row.id) ?? []),
    replyTo: row.in_reply_to === null ? null : (parents.get(row.in_reply_to) ?? null),
    editors: row.is_from_editors,
    jointBodies: row.joint_bodies,
    setAsideFor: row.set_aside_for,
    setAsideNote: row.set_aside_note,
    wordings: (wordings.get(row.id) ?? []).map(({ type, text, proposal, missing_where: missingWhere, replaced_at: replacedAt }) => ({ type, text, proposal, missingWhere, replacedAt })),
    agreements: (agreements.get(row.id) ?? []).map(toAgreementItem),
    satisfied: row.satisfied,
    satisfiedAt: row.satisfied_at,
    ...more.get(row.id),
    origin: toOriginItem(origins.get(row.id)),
  }))
}

function toItem(row: Selectable<CommentRow>, anchors: readonly AnchorRow[], names: FolderNames) {
  return {
    id: row.id,
    number: row.number,
    review: Number(names.of(row.review_id)),
    target: row.target,
    paragraphs: anchors.map((anchor) => anchor.paragraph_id),
    missingWhere: row.missing_where,
    type: row.type,
    text: row.text,
    proposal: row.proposal,
    author: row.author,
    organisation: row.organisation,
    stakeholderGroup: row.stakeholder_group,
    regionalGroup: row.regional_group,
    channel: row.channel,
    language: row.language,
    consent: row.consent,
    mail: row.mail,
    receivedAt: row.received_at,
    receivedBy: row.received_by,
    late: row.is_late,
    withdrawnAt: row.withdrawn_at,
    withdrawnReason: row.withdrawn_reason,
  }
}

async function numbersOf(db: Reader, ids: readonly Id[]): Promise<Map<Id, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('review_comment').select(['id', 'number']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, number }) => [id, number]))
}

/** What waits in a cycle, and what was set aside before it was taken, as their file has it. */
export async function listWaitingForFolder(db: Reader, cycleId: Id, names: FolderNames) {
  const rows = await db.selectFrom('review_waiting').selectAll().where('cycle_id', '=', cycleId).orderBy('received_at').orderBy('id').execute()
  const waiting = rows.map(toWaiting)
  const parents = await numbersOf(db, waiting.flatMap(({ said }) => said.inReplyTo ?? []))
  return waiting.map(({ id, reviewId, state, said: { inReplyTo, ...said }, mail, receivedAt, declinedFor, declinedNote, declinedAt }) => ({
    id,
    review: Number(names.of(reviewId)),
    state,
    ...said,
    replyTo: inReplyTo === undefined ? null : (parents.get(inReplyTo) ?? null),
    mail,
    receivedAt,
    declinedFor,
    declinedNote,
    declinedAt,
  }))
}

function toOriginItem(origin: Origin | undefined) {
  return origin === undefined ? null : { file: origin.file, kind: origin.kind, mark: origin.mark, dated: origin.dated, resolved: origin.isResolved }
}

function toAgreementItem(row: Selectable<AgreementRow>) {
  return {
    id: row.id,
    person: row.person_id,
    mail: row.mail,
    name: row.name,
    organisation: row.organisation,
    stakeholderGroup: row.stakeholder_group,
    regionalGroup: row.regional_group,
    named: row.is_named,
    agreedAt: row.agreed_at,
    confirmedAt: row.confirmed_at,
    withdrawnAt: row.withdrawn_at,
  }
}

function toResponse(row: Selectable<ResponseRow> | undefined, changes: readonly ResponseChangeRow[]) {
  if (row === undefined) return null
  return {
    disposition: row.disposition,
    reason: row.reason,
    answeredAt: row.answered_at,
    revision: row.revision,
    earlier: changes.map(({ disposition, reason, answered_at: answeredAt }) => ({ disposition, reason, answeredAt })),
  }
}
