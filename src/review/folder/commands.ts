import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { insertOrigins } from '../exchange-folder/commands.ts'
import { insertAnchors } from '../carried/commands.ts'
import type { FolderComment, FolderReview, FolderWaiting } from './schema.ts'

/** Takes the reviews of a cycle as its folder has them. */
export async function insertReviews(tx: Tx, forumId: Id, cycleId: Id, reviews: readonly FolderReview[]): Promise<void> {
  const rows = reviews.map((item) => ({
    id: item.id,
    forum_id: forumId,
    cycle_id: cycleId,
    number: item.number,
    version_id: item.versionId,
    title: item.title,
    introduction: item.introduction ?? '',
    opened_at: item.openedAt ?? null,
    closes_on: item.closesOn ?? null,
    closed_at: item.closedAt ?? null,
    zone: item.zone ?? null,
    closes_by_itself: item.closesByItself,
  }))
  for (const part of inParts(rows)) await tx.insertInto('review_review').values(part).execute()
  const extensions = reviews.flatMap(({ id, extensions: ofReview }) => ofReview.map((one, index) => ({ review_id: id, sequence: index + 1, earlier: one.earlier, closes_on: one.closesOn, reason: one.reason, extended_at: one.extendedAt })))
  for (const part of inParts(extensions)) await tx.insertInto('review_extension').values(part).execute()
}

/** Takes comments as their folder has them, with their paragraphs and responses. What changed because of them are links, and not among it. */
export async function insertComments(tx: Tx, forumId: Id, cycleId: Id, comments: readonly FolderComment[]): Promise<void> {
  for (const part of inParts(comments)) await tx.insertInto('review_comment').values(part.map((comment) => toRow(forumId, cycleId, comment))).execute()
  const anchors = comments.flatMap(({ id, paragraphIds }) => paragraphIds.map((paragraphId, position) => ({ comment_id: id, position, paragraph_id: paragraphId })))
  for (const part of inParts(anchors)) await tx.insertInto('review_anchor').values(part).execute()
  await insertAnchors(tx, comments)
  await insertOrigins(tx, comments)
  const responses = comments.flatMap(({ id, item: { response } }) =>
    response === undefined ? [] : [{ comment_id: id, disposition: response.disposition, reason: response.reason ?? '', answered_at: response.answeredAt, revision: response.revision ?? 1 }],
  )
  for (const part of inParts(responses)) await tx.insertInto('review_response').values(part).execute()
  const changes = comments.flatMap(({ id, item }) =>
    (item.response?.earlier ?? []).map(({ disposition, reason, answeredAt }, index) => ({ comment_id: id, sequence: index + 1, disposition, reason: reason ?? '', answered_at: answeredAt })),
  )
  for (const part of inParts(changes)) await tx.insertInto('review_response_change').values(part).execute()
  const wordings = comments.flatMap(({ id, item }) => item.wordings.map((wording, index) => ({
    comment_id: id, sequence: index + 1, type: wording.type, text: wording.text, proposal: wording.proposal ?? null, missing_where: wording.missingWhere ?? null, replaced_at: wording.replacedAt,
  })))
  for (const part of inParts(wordings)) await tx.insertInto('review_wording').values(part).execute()
  for (const part of inParts(comments.flatMap(agreementRows))) await tx.insertInto('review_agreement').values(part).execute()
}

function agreementRows({ id, item, agreementIds }: FolderComment) {
  return item.agreements.map((agreement, index) => ({
    id: agreementIds[index] ?? id,
    comment_id: id,
    person_id: agreement.person ?? null,
    mail: agreement.mail ?? null,
    name: agreement.name ?? null,
    organisation: agreement.organisation ?? null,
    stakeholder_group: agreement.stakeholderGroup ?? null,
    regional_group: agreement.regionalGroup ?? null,
    is_named: agreement.named,
    agreed_at: agreement.agreedAt,
    confirmed_at: agreement.confirmedAt ?? null,
    withdrawn_at: agreement.withdrawnAt ?? null,
  }))
}

function toRow(forumId: Id, cycleId: Id, { id, reviewId, receivedBy, item, replyToId }: FolderComment) {
  return {
    id,
    forum_id: forumId,
    cycle_id: cycleId,
    review_id: reviewId,
    number: item.number,
    target: item.target,
    missing_where: item.missingWhere ?? null,
    type: item.type,
    text: item.text,
    proposal: item.proposal ?? null,
    author: item.author ?? null,
    organisation: item.organisation ?? null,
    stakeholder_group: item.stakeholderGroup ?? null,
    regional_group: item.regionalGroup ?? null,
    channel: item.channel,
    language: item.language ?? null,
    consent: item.consent,
    mail: item.mail ?? null,
    received_at: item.receivedAt ?? null,
    received_by: receivedBy,
    is_late: item.late,
    withdrawn_at: item.withdrawnAt ?? null,
    withdrawn_reason: item.withdrawnReason ?? null,
    // The key of a form that was open somewhere; it means nothing in another installation.
    form_key: null,
    satisfied: item.satisfied ?? null,
    satisfied_at: item.satisfiedAt ?? null,
    in_reply_to: replyToId,
    is_from_editors: item.editors,
    joint_bodies: item.jointBodies,
    set_aside_for: item.setAsideFor ?? null,
    set_aside_note: item.setAsideNote ?? null,
    revision: item.wordings.length + 1,
  }
}

/** Takes what waits, as its file has it; the forms it was sent with mean nothing in another installation. */
export async function insertWaiting(tx: Tx, forumId: Id, cycleId: Id, waiting: readonly FolderWaiting[]): Promise<void> {
  const rows = waiting.map(({ id, reviewId, replyToId, item }) => {
    const { id: _id, review: _review, state, mail, receivedAt, declinedFor, declinedNote, declinedAt, replyTo: _replyTo, jointBodies, ...said } = item
    const whole = { ...said, ...(jointBodies.length === 0 ? {} : { jointBodies }), ...(replyToId === null ? {} : { inReplyTo: replyToId }) }
    return {
      id, forum_id: forumId, cycle_id: cycleId, review_id: reviewId, state, said: JSON.stringify(whole), mail: mail ?? null, received_at: receivedAt, form_key: null,
      declined_for: declinedFor ?? null, declined_note: declinedNote ?? null, declined_at: declinedAt ?? null,
    }
  })
  for (const part of inParts(rows)) await tx.insertInto('review_waiting').values(part).execute()
}
