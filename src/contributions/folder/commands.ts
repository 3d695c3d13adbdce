import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { listQuestionKinds } from '../../calls/questions/queries.ts'
import { addToTally, gatherCount, type Counts } from '../tally/commands.ts'
import type { FolderContribution, FolderFigure } from './schema.ts'

/** Takes contributions as their folder has them, with answers and what is known of the attached files. */
export async function insertContributions(tx: Tx, forumId: Id, cycleId: Id, contributions: readonly FolderContribution[]): Promise<void> {
  const counts: Counts = new Map()
  for (const part of inParts(contributions)) {
    const rows = part.map((one) => toRow(forumId, cycleId, one))
    await tx.insertInto('contributions_contribution').values(rows).execute()
    for (const row of rows) gatherCount(counts, row)
  }
  await addToTally(tx, counts)
  const answers = contributions.flatMap(({ id, answers: given }) =>
    given.map((answer) => ({ id: answer.id, contribution_id: id, question_id: answer.questionId, number: answer.number, text: answer.text, amended_at: answer.amendedAt, removed_at: answer.removedAt, checked_at: answer.checkedAt })),
  )
  for (const part of inParts(answers)) await tx.insertInto('contributions_answer').values(part).execute()
  const choices = await rankedChoices(tx, contributions)
  for (const part of inParts(choices)) await tx.insertInto('contributions_choice').values(part).execute()
  const attachments = contributions.flatMap(({ id, attachments: files }) =>
    files.map((file, place) => ({ id: file.id, contribution_id: id, position: place + 1, name: file.name, media_type: file.mediaType, size: file.size, sha256: file.file, added_at: file.addedAt ?? null, is_absent: file.absent ? true : null })),
  )
  for (const part of inParts(attachments)) await tx.insertInto('contributions_attachment').values(part).execute()
  await insertParts(tx, contributions)
}

/** What hangs on contributions beside answers and files. */
async function insertParts(tx: Tx, contributions: readonly FolderContribution[]): Promise<void> {
  const others = contributions.flatMap(({ id, contributors }) =>
    contributors.map((other, place) => ({
      id: other.id, contribution_id: id, position: place + 2, name: other.name ?? null, organisation: other.organisation ?? null, capacity: other.capacity ?? null,
      country: other.country ?? null, stakeholder_group: other.stakeholderGroup ?? null, regional_group: other.regionalGroup ?? null,
    })),
  )
  for (const part of inParts(others)) await tx.insertInto('contributions_contributor').values(part).execute()
  const amendments = contributions.flatMap(({ id, amendments: own }) => own.map(({ id: amendmentId, item }) => ({ id: amendmentId, contribution_id: id, number: item.number, amended_at: item.at, is_late: item.late, note: item.note ?? null })))
  for (const part of inParts(amendments)) await tx.insertInto('contributions_amendment').values(part).execute()
  const earlier = contributions.flatMap(({ amendments: own }) => own.flatMap(({ id, before }) => before.map(({ answerId, text }) => ({ amendment_id: id, answer_id: answerId, text }))))
  for (const part of inParts(earlier)) await tx.insertInto('contributions_earlier_answer').values(part).execute()
  const remarks = contributions.flatMap(({ id, remarks: own }) => own.map(({ id: remarkId, at, name, text, cleared }) => ({ id: remarkId, unsent_id: null, contribution_id: id, made_at: at, name, text, is_cleared: cleared })))
  for (const part of inParts(remarks)) await tx.insertInto('contributions_remark').values(part).execute()
}

/** In a ranking the order of the options is their places; elsewhere there are none. Which questions those are, the call says. */
async function rankedChoices(tx: Tx, contributions: readonly FolderContribution[]) {
  const given = contributions.flatMap(({ id, choices }) => choices.map((choice) => ({ contributionId: id, ...choice })))
  if (given.length === 0) return []
  const kinds = await listQuestionKinds(tx, [...new Set(given.map(({ questionId }) => questionId))])
  return given.flatMap(({ contributionId, questionId, options }) =>
    options.map((option, place) => ({ contribution_id: contributionId, question_id: questionId, option_number: option, place: kinds.get(questionId) === 'ranking' ? place + 1 : null })),
  )
}

function toRow(forumId: Id, cycleId: Id, { id, callId, variantId, receivedBy, referenceId, invitationId, item }: FolderContribution) {
  return {
    id,
    forum_id: forumId,
    cycle_id: cycleId,
    call_id: callId,
    variant_id: variantId,
    number: item.number,
    contributor: item.contributor ?? null,
    organisation: item.organisation ?? null,
    capacity: item.capacity ?? null,
    country: item.country ?? null,
    stakeholder_group: item.stakeholderGroup ?? null,
    regional_group: item.regionalGroup ?? null,
    channel: item.channel,
    language: item.language ?? null,
    consent: item.consent,
    mail: item.mail ?? null,
    label: item.label ?? null,
    received_at: item.receivedAt ?? null,
    received_by: receivedBy,
    is_late: item.late,
    withdrawn_at: item.withdrawnAt ?? null,
    withdrawn_reason: item.withdrawnReason ?? null,
    held_at: item.heldAt ?? null,
    declined_at: item.declinedAt ?? null,
    moderated_for: item.moderatedFor ?? null,
    moderated_note: item.moderatedNote ?? null,
    sender_asked_at: item.senderAskedAt ?? null,
    sender_confirmed_at: item.senderConfirmedAt ?? null,
    // The key of a form that was open somewhere; it means nothing in another installation.
    form_key: null,
    source_key: item.sourceKey ?? null,
    state: item.state ?? ('received' as const),
    state_reason: item.stateReason ?? null,
    confirmed_at: item.confirmedAt ?? null,
    released_at: item.releasedAt ?? null,
    clearance: item.clearance ?? null,
    licence: item.licence ?? null,
    elsewhere_title: item.elsewhere?.title ?? null,
    elsewhere_publisher: item.elsewhere?.publisher ?? null,
    elsewhere_published: item.elsewhere?.published ?? null,
    elsewhere_url: item.elsewhere?.url ?? null,
    reference_id: referenceId,
    invitation_id: invitationId,
    amended_at: item.amendedAt ?? null,
    source_digest: item.sourceDigest ?? null,
  }
}

/** Takes the figures that documents stated, in the order of the file. */
export async function insertFigures(tx: Tx, forumId: Id, cycleId: Id, figures: readonly FolderFigure[]): Promise<void> {
  const rows = figures.map((item, place) => ({
    id: item.id,
    forum_id: forumId,
    cycle_id: cycleId,
    position: place + 1,
    as_of: item.asOf,
    dimension: item.dimension,
    key: item.key,
    published: item.published,
    source: item.source,
    revision: item.revision ?? 1,
  }))
  for (const part of inParts(rows)) await tx.insertInto('contributions_published_figure').values(part).execute()
}
