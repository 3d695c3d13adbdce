import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { contributionOfAnswer } from '../../shared/refs.ts'
import type { Instant } from '../../shared/time.ts'
import type { FolderAssignment } from '../codebook/schema.ts'
import type { FolderSynthesis } from './schema.ts'

export interface SynthesisToInsert {
  readonly forumId: Id
  readonly cycleId: Id
  readonly synthesis: FolderSynthesis
  /** Whom the ids of people in the folder stand for here. */
  readonly people: ReadonlyMap<Id, Id>
}

/** Takes themes, passages and findings of a cycle as its folder has them. What findings rest on are links, and not among them. */
export async function insertSynthesis(tx: Tx, { forumId, cycleId, synthesis, people }: SynthesisToInsert, now: Instant): Promise<void> {
  const owner = { forum_id: forumId, cycle_id: cycleId }
  const here = (person: string | null | undefined): Id | null => (person == null ? null : (people.get(person as Id) ?? (person as Id)))
  await insertThemes(tx, owner, synthesis.themes, here)
  await insertChanges(tx, owner, synthesis.changes, here)
  const passages = synthesis.passages.map(({ id, item, source, start, end }) => ({
    ...owner,
    id,
    number: item.number,
    source_kind: source.kind,
    source_id: source.id,
    contribution_number: contributionOfAnswer(item.of),
    range_start: start,
    range_end: end,
    quote: item.quote,
    page: item.page ?? null,
    marked_by: here(item.markedBy),
    marked_at: item.markedAt ?? now,
    unmarked_at: item.unmarkedAt ?? null,
    detached_at: item.detachedAt ?? null,
  }))
  for (const part of inParts(passages)) await tx.insertInto('synthesis_passage').values(part).execute()
  const marks = synthesis.passages.flatMap(({ id, themes }) => themes.map((theme) => ({ passage_id: id, ...toAssignment(theme, here), change_id: theme.changeId })))
  for (const part of inParts(marks)) await tx.insertInto('synthesis_passage_theme').values(part).execute()
  const past = synthesis.passages.flatMap(({ id, past }) =>
    past.map((each) => ({ ...toAssignment(each, here), id: each.id, passage_id: id, given_by_change: each.changeId, ended_by: here(each.endedBy), ended_at: each.endedAt, change_id: each.endedWith })),
  )
  for (const part of inParts(past)) await tx.insertInto('synthesis_past_theme').values(part).execute()
  await insertProposals(tx, owner, synthesis.proposals, here)
  await insertTranslations(tx, owner, synthesis.translations, here)
  const findings = synthesis.findings.map((item, place) => ({
    ...owner,
    id: item.id,
    number: item.number,
    kind: item.kind,
    statement: item.statement,
    question_id: item.questionId,
    position: place + 1,
    revision: item.revision ?? 1,
    discarded_at: item.discardedAt ?? null,
    discarded_for: item.discardedFor ?? null,
    is_deep_dive: item.deepDive,
    against_id: null,
  }))
  for (const part of inParts(findings)) await tx.insertInto('synthesis_finding').values(part).execute()
  // A finding may stand in the file before the one it stands against.
  for (const { id, againstId } of synthesis.findings) if (againstId !== null) await tx.updateTable('synthesis_finding').set({ against_id: againstId }).where('id', '=', id).execute()
  const carried = synthesis.findings.flatMap(({ id, themeIds }) => themeIds.map((themeId) => ({ finding_id: id, theme_id: themeId })))
  for (const part of inParts(carried)) await tx.insertInto('synthesis_finding_theme').values(part).execute()
}

type Owner = { readonly forum_id: Id; readonly cycle_id: Id }
type Here = (person: string | null | undefined) => Id | null

function toAssignment({ themeId, by, machine, signedBy, at }: FolderAssignment, here: Here) {
  return { theme_id: themeId, assigned_by: here(by), machine, signed_by: here(signedBy), assigned_at: at }
}

/** A theme may stand in the file before those that it names, so these are said when all are there. */
async function insertThemes(tx: Tx, owner: Owner, themes: FolderSynthesis['themes'], here: Here): Promise<void> {
  const rows = themes.map((item) => ({
    ...owner,
    id: item.id,
    position: item.position,
    parent_id: null,
    slug: item.slug,
    title: item.title,
    description: item.description ?? null,
    colour: item.colour ?? null,
    includes: item.includes ?? null,
    excludes: item.excludes ?? null,
    proposed_by: here(item.proposedBy),
    proposed_at: item.proposedAt ?? null,
    signed_by: here(item.signedBy),
    signed_at: item.signedAt ?? null,
    ended_at: item.endedAt ?? null,
    revision: item.revision ?? 1,
  }))
  for (const part of inParts(rows)) await tx.insertInto('synthesis_theme').values(part).execute()
  for (const { id, parentId, splitFromId, mergedIntoId } of themes) {
    if (parentId === null && splitFromId === null && mergedIntoId === null) continue
    await tx.updateTable('synthesis_theme').set({ parent_id: parentId, split_from: splitFromId, merged_into: mergedIntoId }).where('id', '=', id).execute()
  }
}

async function insertTranslations(tx: Tx, owner: Owner, items: FolderSynthesis['translations'], here: Here): Promise<void> {
  const translations = items.map(({ id, item, source }) => ({
    ...owner,
    id,
    source_kind: source.kind,
    source_id: source.id,
    language: item.language,
    text: item.text,
    made_by: here(item.by),
    machine: item.machine ?? null,
    made_at: item.at,
    revision: item.revision ?? 1,
    removed_at: item.removedAt ?? null,
    of_digest: item.ofDigest ?? '',
  }))
  for (const part of inParts(translations)) await tx.insertInto('synthesis_translation').values(part).execute()
}

async function insertChanges(tx: Tx, owner: Owner, changes: FolderSynthesis['changes'], here: Here): Promise<void> {
  const rows = changes.map(({ id, item, themeId, intoId }) => ({
    ...owner,
    id,
    number: item.number,
    kind: item.kind,
    theme_id: themeId,
    into_id: intoId,
    made_by: here(item.madeBy),
    made_at: item.madeAt,
    undone_by: here(item.undoneBy),
    undone_at: item.undoneAt ?? null,
  }))
  for (const part of inParts(rows)) await tx.insertInto('synthesis_change').values(part).execute()
  const moved = changes.flatMap(({ id, moved }) => moved.map(({ themeId, parentId, position }) => ({ change_id: id, theme_id: themeId, parent_id: parentId, position })))
  for (const part of inParts(moved)) await tx.insertInto('synthesis_moved_theme').values(part).execute()
}

async function insertProposals(tx: Tx, owner: Owner, proposals: FolderSynthesis['proposals'], here: Here): Promise<void> {
  const rows = proposals.map(({ id, item, themeId, changeId }) => ({
    ...owner,
    id,
    number: item.number,
    theme_id: themeId,
    reason: item.reason,
    made_by: here(item.madeBy),
    machine: item.machine ?? null,
    made_at: item.madeAt,
    decided_by: here(item.decidedBy),
    decided_at: item.decidedAt ?? null,
    change_id: changeId,
  }))
  for (const part of inParts(rows)) await tx.insertInto('synthesis_proposal').values(part).execute()
  const passages = proposals.flatMap(({ id, passages }) => passages.map(({ passageId, isAccepted }) => ({ proposal_id: id, passage_id: passageId, is_accepted: isAccepted })))
  for (const part of inParts(passages)) await tx.insertInto('synthesis_proposed_passage').values(part).execute()
}
