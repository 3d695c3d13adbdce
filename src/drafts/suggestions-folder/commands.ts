import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { FolderDraftSuggestion } from './schema.ts'

/** Takes the suggestions of a cycle's drafts as its folder has them. */
export async function insertDraftSuggestions(tx: Tx, suggestions: readonly FolderDraftSuggestion[], people: ReadonlyMap<Id, Id>): Promise<void> {
  const rows = suggestions.map((item) => ({
    id: item.id,
    document_id: item.documentId,
    number: item.number,
    kind: item.kind,
    paragraph_id: item.paragraphId ?? null,
    before: item.before ?? (item.kind === 'addition' ? null : ''),
    text: item.text ?? null,
    reason: item.reason,
    author_id: item.author === undefined ? null : (people.get(item.author) ?? item.author),
    suggested_at: item.suggestedAt,
    outcome: item.outcome ?? null,
    outcome_reason: item.outcomeReason ?? null,
    taken: item.taken ?? null,
    became: item.becameId ?? null,
    decided_by: item.decidedBy === undefined ? null : (people.get(item.decidedBy) ?? item.decidedBy),
    decided_at: item.decidedAt ?? null,
    // The key of a form that was open somewhere; it means nothing in another installation.
    form_key: null,
  }))
  for (const part of inParts(rows)) await tx.insertInto('drafts_suggestion').values(part).execute()
}
