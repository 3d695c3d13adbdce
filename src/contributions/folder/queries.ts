import type { Selectable } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { FolderNames } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Choice } from '../choices/model.ts'
import { listChoices } from '../choices/queries.ts'
import type { AnswerRow, AttachmentRow, ContributionRow } from '../tables.ts'

/** Names the contributions and answers of a cycle, some thousand at a time. */
export async function nameContributions(db: Reader, cycle: { id: Id; slug: string }, names: FolderNames): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await db.selectFrom('contributions_contribution').select(['id', 'number']).where('cycle_id', '=', cycle.id).where('number', '>', after).orderBy('number').limit(5000).execute()
    const last = rows.at(-1)
    if (last === undefined) return
    for (const { id, number } of rows) names.give(id, `${cycle.slug}/C-${number}`)
    const answers = await db.selectFrom('contributions_answer').select(['id', 'contribution_id', 'number']).where('contribution_id', 'in', rows.map(({ id }) => id)).execute()
    for (const { id, contribution_id: contributionId, number } of answers) names.give(id, `${names.of(contributionId)}/${number}`)
    after = last.number
  }
}

/** Contributions after a number as their file has them, `limit` at most. */
export async function listContributionsForFolder(db: Reader, cycleId: Id, after: number, limit: number, names: FolderNames) {
  const rows = await db.selectFrom('contributions_contribution').selectAll().where('cycle_id', '=', cycleId).where('number', '>', after).orderBy('number').limit(limit).execute()
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return []
  const answers = await db.selectFrom('contributions_answer').selectAll().where('contribution_id', 'in', ids).orderBy('number').execute()
  const attachments = await db.selectFrom('contributions_attachment').selectAll().where('contribution_id', 'in', ids).orderBy('position').orderBy('id').execute()
  const chosen = await listChoices(db, ids)
  const given = Map.groupBy(answers, (answer) => answer.contribution_id)
  const files = Map.groupBy(attachments, (attachment) => attachment.contribution_id)
  const parts = await loadParts(db, ids)
  return rows.map((row) => ({ ...toItem(row, given.get(row.id) ?? [], chosen.get(row.id) ?? [], files.get(row.id) ?? [], names), ...toParts(row, parts, given.get(row.id) ?? []) }))
}

function toItem(row: Selectable<ContributionRow>, answers: readonly AnswerRow[], choices: readonly Choice[], attachments: readonly Selectable<AttachmentRow>[], names: FolderNames) {
  return {
    id: row.id,
    number: row.number,
    call: names.of(row.call_id),
    variant: row.variant_id === null ? null : names.of(row.variant_id),
    contributor: row.contributor,
    organisation: row.organisation,
    capacity: row.capacity,
    country: row.country,
    stakeholderGroup: row.stakeholder_group,
    regionalGroup: row.regional_group,
    channel: row.channel,
    language: row.language,
    consent: row.consent,
    mail: row.mail,
    label: row.label,
    sourceKey: row.source_key,
    sourceDigest: row.source_digest,
    receivedAt: row.received_at,
    receivedBy: row.received_by,
    late: row.is_late,
    withdrawnAt: row.withdrawn_at,
    withdrawnReason: row.withdrawn_reason,
    heldAt: row.held_at,
    declinedAt: row.declined_at,
    moderatedFor: row.moderated_for,
    moderatedNote: row.moderated_note,
    state: row.state === 'received' ? undefined : row.state,
    stateReason: row.state_reason,
    confirmedAt: row.confirmed_at,
    releasedAt: row.released_at,
    clearance: row.clearance,
    licence: row.licence,
    elsewhere: row.elsewhere_title === null ? null : { title: row.elsewhere_title, publisher: row.elsewhere_publisher, published: row.elsewhere_published, url: row.elsewhere_url },
    reference: row.reference_id === null ? null : names.of(row.reference_id).split('/').at(-1),
    invitation: row.invitation_id === null ? null : Number(names.of(row.invitation_id).split('/').at(-1)),
    amendedAt: row.amended_at,
    senderAskedAt: row.sender_asked_at,
    senderConfirmedAt: row.sender_confirmed_at,
    answers: answers.map(({ id, number, question_id: questionId, text, amended_at: amendedAt, removed_at: removedAt, checked_at: checkedAt }) => ({
      id, number, question: questionNumber(questionId, names), text, amendedAt, removedAt, checkedAt,
    })),
    choices: choices.map(({ questionId, options }) => ({ question: questionNumber(questionId, names), options })).toSorted((a, b) => a.question - b.question),
    attachments: attachments.map(({ id, name, media_type: mediaType, size, sha256: file, added_at: addedAt, is_absent: absent }) => ({ id, name, mediaType, size, file, addedAt, absent: absent === true })),
  }
}

/** What hangs on contributions beside answers and files. */
async function loadParts(db: Reader, ids: readonly Id[]) {
  const contributors = await db.selectFrom('contributions_contributor').selectAll().where('contribution_id', 'in', ids).orderBy('position').execute()
  const amendments = await db.selectFrom('contributions_amendment').selectAll().where('contribution_id', 'in', ids).orderBy('number').execute()
  const earlier = amendments.length === 0 ? [] : await db.selectFrom('contributions_earlier_answer').selectAll().where('amendment_id', 'in', amendments.map(({ id }) => id)).execute()
  const remarks = await db.selectFrom('contributions_remark').selectAll().where('contribution_id', 'in', ids).orderBy('made_at').orderBy('id').execute()
  return { contributors: Map.groupBy(contributors, (row) => row.contribution_id), amendments: Map.groupBy(amendments, (row) => row.contribution_id), earlier: Map.groupBy(earlier, (row) => row.amendment_id), remarks: Map.groupBy(remarks, (row) => row.contribution_id) }
}

function toParts(row: Pick<Selectable<ContributionRow>, 'id'>, parts: Awaited<ReturnType<typeof loadParts>>, answers: readonly AnswerRow[]) {
  const numbers = new Map(answers.map(({ id, number }) => [id, number]))
  return {
    contributors: (parts.contributors.get(row.id) ?? []).map(({ id, name, organisation, capacity, country, stakeholder_group: stakeholderGroup, regional_group: regionalGroup }) => ({ id, name, organisation, capacity, country, stakeholderGroup, regionalGroup })),
    amendments: (parts.amendments.get(row.id) ?? []).map(({ id, number, amended_at: at, is_late: late, note }) => ({
      id, number, at, late, note,
      before: (parts.earlier.get(id) ?? []).map(({ answer_id: answerId, text }) => ({ answer: numbers.get(answerId) ?? 0, text })).sort((a, b) => a.answer - b.answer),
    })),
    remarks: (parts.remarks.get(row.id) ?? []).map(({ id, made_at: at, name, text, is_cleared: cleared }) => ({ id, at, name, text, cleared })),
  }
}

function questionNumber(questionId: Id, names: FolderNames): number {
  return Number(names.of(questionId).split('/').at(-1))
}

/** Ids of those answers and contributions of a cycle that a public folder shows nothing of. */
export async function listWithheldInputs(db: Reader, cycleId: Id): Promise<Id[]> {
  const rows = await db
    .selectFrom('contributions_contribution')
    .leftJoin('contributions_answer', 'contributions_answer.contribution_id', 'contributions_contribution.id')
    .select(['contributions_contribution.id as contributionId', 'contributions_answer.id as answerId'])
    .where('cycle_id', '=', cycleId)
    .where((where) => where.or([where('consent', '=', 'not-at-all'), where('withdrawn_at', 'is not', null), where('state', '<>', 'received'), where('held_at', 'is not', null), where('declined_at', 'is not', null)]))
    .execute()
  return rows.flatMap(({ contributionId, answerId }) => (answerId === null ? [contributionId] : [contributionId, answerId]))
}

/** Figures that documents stated, as their file has them. */
export async function listFiguresForFolder(db: Reader, cycleId: Id) {
  const rows = await db.selectFrom('contributions_published_figure').selectAll().where('cycle_id', '=', cycleId).orderBy('position').orderBy('id').execute()
  return rows.map(({ id, as_of: asOf, dimension, key, published, source, revision }) => ({ id, asOf, dimension, key, published, source, revision }))
}
