import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { FolderCorrections } from './schema.ts'

/** Takes publications, rounds of correction, suggestions and notes of a cycle as its folder has them. */
export async function insertCorrections(tx: Tx, input: { readonly forumId: Id; readonly cycleId: Id; readonly corrections: FolderCorrections; readonly people: ReadonlyMap<Id, Id> }): Promise<void> {
  const { corrections, people } = input
  const owner = { forum_id: input.forumId, cycle_id: input.cycleId }
  const { minority } = corrections
  if (minority !== undefined) await tx.insertInto('synthesis_minority_rule').values({ ...owner, most_groups: minority.groups, most_voices: minority.voices, revision: minority.revision ?? 1 }).execute()
  const publications = corrections.publications.map((item) => ({ ...owner, id: item.id, number: item.number, published_at: item.publishedAt, reopened_at: item.reopenedAt ?? null, reopened_for: item.reopenedFor ?? null }))
  for (const part of inParts(publications)) await tx.insertInto('synthesis_publication').values(part).execute()
  const rounds = corrections.rounds.map((item) => ({ ...owner, id: item.id, number: item.number, opened_at: item.openedAt, closes_on: item.closesOn }))
  for (const part of inParts(rounds)) await tx.insertInto('synthesis_round').values(part).execute()
  const digests = corrections.digests.map((item) => ({ id: item.id, round_id: item.roundId, position: item.position, by_mail: item.byMail }))
  for (const part of inParts(digests)) await tx.insertInto('synthesis_digest').values(part).execute()
  for (const part of inParts(corrections.sentences)) await tx.insertInto('synthesis_correction').values(part.map((item) => toCorrectionRow(input.cycleId, item))).execute()
  for (const part of inParts(corrections.suggestions)) await tx.insertInto('synthesis_suggestion').values(part.map((item) => ({ ...owner, ...toSuggestionRow(item) }))).execute()
  const notes = corrections.notes.map((item) => ({ ...owner, answer_id: item.answerId, text: item.text, noted_by: item.notedBy === undefined ? null : (people.get(item.notedBy) ?? item.notedBy), noted_at: item.notedAt }))
  for (const part of inParts(notes)) await tx.insertInto('synthesis_note').values(part).execute()
}

function toCorrectionRow(cycleId: Id, item: FolderCorrections['sentences'][number]) {
  return {
    id: item.id,
    cycle_id: cycleId,
    round_id: item.roundId,
    digest_id: item.digestId,
    contribution_id: item.contributionId,
    finding_id: item.findingId ?? null,
    paragraph_id: item.paragraphId ?? null,
    statement: item.statement,
    verdict: item.verdict ?? null,
    reason: item.reason ?? null,
    said_at: item.saidAt ?? null,
    settlement: item.settlement ?? null,
    settled_reason: item.settledReason ?? null,
    settled_at: item.settledAt ?? null,
  }
}

function toSuggestionRow(item: FolderCorrections['suggestions'][number]) {
  return {
    id: item.id,
    number: item.number,
    finding_id: item.findingId,
    statement: item.statement,
    proposal: item.proposal ?? null,
    comment: item.comment ?? null,
    author: item.author ?? null,
    mail: item.mail ?? null,
    language: item.language ?? null,
    received_at: item.receivedAt,
    withdrawn_at: item.withdrawnAt ?? null,
    verdict: item.verdict ?? null,
    reason: item.reason ?? null,
    answered_at: item.answeredAt ?? null,
    // The key of a form that was open somewhere; it means nothing in another installation.
    form_key: null,
  }
}
