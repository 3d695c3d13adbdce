import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import type { Entry } from '../model.ts'
import type { StatedChain, TextLine } from './schema.ts'

/** Begins a forum's chain as its folder has it, already at its end: entries and texts follow word for word. */
export async function insertChain(tx: Tx, forumId: Id, stated: StatedChain): Promise<void> {
  await tx.insertInto('record_chain').values({ id: stated.chain, forum_id: forumId, length: stated.length, head: stated.head }).execute()
}

/** Takes entries that have been verified, with the texts at hand. */
export async function insertEntries(tx: Tx, entries: readonly Entry[], texts: readonly TextLine[]): Promise<void> {
  for (const part of inParts(entries)) {
    const rows = part.map((entry) => ({
      chain_id: entry.chainId,
      sequence: entry.sequence,
      at: entry.at,
      act: entry.act,
      actor_kind: entry.actorKind,
      actor_id: entry.actorId,
      subject_kind: entry.subjectKind,
      subject_id: entry.subjectId,
      cycle_id: entry.cycleId,
      detail: JSON.stringify(entry.detail),
      commitments: JSON.stringify(entry.commitments),
      previous: entry.previous,
      hash: entry.hash,
    }))
    await tx.insertInto('record_entry').values(rows).execute()
  }
  const chainId = entries[0]?.chainId
  if (chainId === undefined) return
  const rows = texts.map(({ sequence, name, salt, text, isPublic }) => ({ chain_id: chainId, sequence, name, salt, text, is_public: isPublic }))
  for (const part of inParts(rows)) await tx.insertInto('record_text').values(part).execute()
}
