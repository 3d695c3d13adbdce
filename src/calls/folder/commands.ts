import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { ANYWHERE_ON_EARTH } from '../../shared/time.ts'
import type { FolderCall, FolderScoping } from './schema.ts'

/** Takes the calls of a cycle as its folder has them, with questions and every earlier deadline. */
export async function insertCalls(tx: Tx, forumId: Id, cycleId: Id, calls: readonly FolderCall[]): Promise<void> {
  const rows = calls.map(({ id, item, closesWith }) => ({
    id,
    forum_id: forumId,
    cycle_id: cycleId,
    slug: item.slug,
    title: item.title,
    introduction: item.introduction ?? '',
    audience: item.audience ?? null,
    opens_on: item.opensOn ?? null,
    deadline: item.deadline ?? null,
    deadline_zone: item.deadlineZone ?? ANYWHERE_ON_EARTH,
    is_soft: item.soft,
    rolling_until: item.rollingUntil ?? null,
    is_open: item.open,
    closed_at: item.closedAt ?? null,
    closed_reason: item.closedReason ?? null,
    source: item.source ?? null,
    revision: item.revision ?? 1,
    is_survey: item.survey ?? false,
    is_draft: item.draft ?? false,
    remarks_until: item.remarksUntil ?? null,
    closes_with: closesWith,
    reminded_for: item.remindedFor ?? null,
    opening_told_at: item.openingToldAt ?? null,
  }))
  for (const part of inParts(rows)) await tx.insertInto('calls_call').values(part).execute()
  const extensions = calls.flatMap(({ id, item }) =>
    item.extensions.map(({ earlier, changedOn, reason }, index) => ({ call_id: id, sequence: index + 1, earlier, changed_on: changedOn ?? null, reason })),
  )
  for (const part of inParts(extensions)) await tx.insertInto('calls_extension').values(part).execute()
  await insertQuestions(tx, calls)
  await insertBeside(tx, cycleId, calls)
  await insertRemarks(tx, calls)
}

async function insertQuestions(tx: Tx, calls: readonly FolderCall[]): Promise<void> {
  const asked = calls.flatMap(({ id: callId, questions }) => questions.map((question) => ({ callId, ...question })))
  const questions = asked.map(({ callId, id, number, text, guidance, kind, required, limit, words }) => ({
    id, call_id: callId, number, text, guidance: guidance ?? null, kind: kind ?? ('open' as const), is_required: required ?? false, length_limit: limit ?? null, has_words: words ?? false,
  }))
  for (const part of inParts(questions)) await tx.insertInto('calls_question').values(part).execute()
  const options = asked.flatMap(({ id, options: offered }) => offered.map(({ number, text }, place) => ({ question_id: id, number, position: place + 1, text })))
  for (const part of inParts(options)) await tx.insertInto('calls_option').values(part).execute()
}

/** Variants, translations and cut-offs. */
async function insertBeside(tx: Tx, cycleId: Id, calls: readonly FolderCall[]): Promise<void> {
  const variants = calls.flatMap(({ id: callId, variants: own }) =>
    own.map(({ id, slug, title, introduction, questions }, place) => ({ id, call_id: callId, slug, position: place + 1, title, introduction: introduction ?? null, questions: JSON.stringify(questions) })),
  )
  for (const part of inParts(variants)) await tx.insertInto('calls_variant').values(part).execute()
  const translations = calls.flatMap(({ id: callId, translations: own }) => own.map((translation) => ({ call_id: callId, ...translation })))
  for (const part of inParts(translations)) await tx.insertInto('calls_translation').values(part).execute()
  const cutOffs = calls.flatMap(({ id: callId, cutOffs: own }) => own.map(({ id, slug, title, on, note }) => ({ id, call_id: callId, cycle_id: cycleId, slug, title, on_date: on, note: note ?? null })))
  for (const part of inParts(cutOffs)) await tx.insertInto('calls_cut_off').values(part).execute()
}

/** Remarks on calls, and who asked to be told of them. */
async function insertRemarks(tx: Tx, calls: readonly FolderCall[]): Promise<void> {
  const remarks = calls.flatMap(({ id: callId, remarks: own }) =>
    own.map((remark) => ({
      id: remark.id,
      call_id: callId,
      number: remark.number,
      question_number: remark.question ?? null,
      about: remark.about,
      text: remark.text,
      author: remark.author ?? null,
      language: remark.language ?? null,
      received_at: remark.receivedAt,
      form_key: null,
      answer: remark.answer ?? null,
      is_changed: remark.changed ?? false,
      is_hidden: remark.hidden ?? false,
      answered_at: remark.answeredAt ?? null,
    })),
  )
  for (const part of inParts(remarks)) await tx.insertInto('calls_remark').values(part).execute()
  const notices = calls.flatMap(({ id: callId, notices: own }) =>
    own.map(({ id, mail, language, beforeOpening, askedAt, confirmedAt, leftAt }) => ({ id, call_id: callId, mail, language, is_before_opening: beforeOpening ?? false, asked_at: askedAt, confirmed_at: confirmedAt ?? null, left_at: leftAt ?? null })),
  )
  for (const part of inParts(notices)) await tx.insertInto('calls_notice').values(part).execute()
}

/** Takes how a cycle asked for proposals, and the proposals. */
export async function insertScoping(tx: Tx, forumId: Id, cycleId: Id, { file, proposals }: FolderScoping): Promise<void> {
  await tx.insertInto('calls_scoping').values({ cycle_id: cycleId, introduction: file.introduction ?? '', until: file.until ?? null, is_open: file.open ?? false, revision: file.revision ?? 1 }).execute()
  const rows = proposals.map((proposal) => ({
    id: proposal.id,
    forum_id: forumId,
    cycle_id: cycleId,
    number: proposal.number,
    kind: proposal.kind,
    text: proposal.text,
    reason: proposal.reason ?? null,
    author: proposal.author ?? null,
    language: proposal.language ?? null,
    received_at: proposal.receivedAt,
    form_key: null,
    outcome: proposal.outcome ?? null,
    outcome_reason: proposal.outcomeReason ?? null,
    became: proposal.became ?? null,
    is_hidden: proposal.hidden ?? false,
    outcome_at: proposal.outcomeAt ?? null,
  }))
  for (const part of inParts(rows)) await tx.insertInto('calls_proposal').values(part).execute()
}
