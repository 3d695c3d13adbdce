import type { Tx } from '../../platform/database.ts'
import { inParts } from '../../shared/folder.ts'
import type { Id } from '../../shared/ids.ts'
import { ANYWHERE_ON_EARTH } from '../../shared/time.ts'
import type { FolderCall } from './schema.ts'

/** Takes the calls of a cycle as its folder has them, with questions and every earlier deadline. */
export async function insertCalls(tx: Tx, forumId: Id, cycleId: Id, calls: readonly FolderCall[]): Promise<void> {
  const rows = calls.map(({ id, item }) => ({
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
  }))
  for (const part of inParts(rows)) await tx.insertInto('calls_call').values(part).execute()
  const extensions = calls.flatMap(({ id, item }) =>
    item.extensions.map(({ earlier, changedOn, reason }, index) => ({ call_id: id, sequence: index + 1, earlier, changed_on: changedOn ?? null, reason })),
  )
  for (const part of inParts(extensions)) await tx.insertInto('calls_extension').values(part).execute()
  const questions = calls.flatMap(({ id: callId, questions: asked }) => asked.map(({ id, number, text, guidance }) => ({ id, call_id: callId, number, text, guidance: guidance ?? null })))
  for (const part of inParts(questions)) await tx.insertInto('calls_question').values(part).execute()
}
