import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { appendAct } from '../record/commands.ts'
import type { Actor } from '../record/model.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/time.ts'
import type { Stance } from '../shared/vocabularies.ts'
import type { Relation, Thing } from './model.ts'
import { listLinksFrom } from './queries.ts'

export interface LinksToSet {
  readonly forumId: Id<'forum'>
  readonly cycleId: Id<'cycle'>
  readonly relation: Relation
  readonly from: Thing
  /** The citable reference of `from`, for the record's sentence. */
  readonly fromRef: string
  /** All it is to be linked to, in order; what is not in it is unlinked. A passage may oppose or qualify the finding. */
  readonly to: readonly (Thing & { readonly stance?: Stance | undefined })[]
}

/** Sets what a thing is linked to by one relation (in the working text). Records how many came and went; nothing when none did. */
export async function setLinks(tx: Tx, actor: Actor, input: LinksToSet, now: Instant): Promise<{ added: number; removed: number }> {
  const before = await listLinksFrom(tx, [input.from.id], input.relation)
  const wanted = [...new Map(input.to.map((thing) => [thing.id, thing])).values()]
  const kept = new Set(before.map((link) => link.to.id))
  const removed = before.filter((link) => !wanted.some((thing) => thing.id === link.to.id)).length
  const added = wanted.filter((thing) => !kept.has(thing.id)).length
  await tx.deleteFrom('trace_link').where('from_id', '=', input.from.id).where('relation', '=', input.relation).where('version_id', 'is', null).execute()
  if (wanted.length > 0) await tx.insertInto('trace_link').values(wanted.map((thing, position) => toRow(input, thing, position, now))).execute()
  if (added + removed > 0) {
    // The record's sentences choose by it, and a choice in a message has no hyphens.
    const detail = { relation: input.relation.replaceAll('-', '_'), from: input.fromRef, added, removed }
    await appendAct(tx, actor, { forumId: input.forumId, cycleId: input.cycleId, act: 'links-changed', subject: input.from, detail }, now)
  }
  return { added, removed }
}

/**
 * Copies what the paragraphs of a working text rest on into a version that has just been frozen from it, and what the findings
 * among it rest on: a finding may rest on other passages tomorrow, a version on the same for ever. Recorded with the freezing.
 */
export async function freezeLinks(tx: Tx, input: { versionId: Id<'version'>; paragraphIds: readonly Id[] }): Promise<void> {
  await copyLinks(tx, input.versionId, input.paragraphIds)
  const cited = await tx.selectFrom('trace_link').select('to_id').distinct().where('version_id', '=', input.versionId).where('to_kind', '=', 'finding').execute()
  await copyLinks(tx, input.versionId, cited.map((row) => row.to_id))
}

async function copyLinks(tx: Tx, versionId: Id, fromIds: readonly Id[]): Promise<void> {
  if (fromIds.length === 0) return
  await sql`
    insert into trace_link (id, forum_id, cycle_id, relation, from_kind, from_id, version_id, to_kind, to_id, position, linked_at, stance)
    select gen_random_uuid(), forum_id, cycle_id, relation, from_kind, from_id, ${versionId}, to_kind, to_id, position, linked_at, stance
    from trace_link where relation = 'rests-on' and version_id is null and from_id = any(${[...fromIds]}::uuid[])`.execute(tx)
}

function toRow(input: LinksToSet, to: LinksToSet['to'][number], position: number, now: Instant) {
  return {
    id: newId(),
    forum_id: input.forumId,
    cycle_id: input.cycleId,
    relation: input.relation,
    from_kind: input.from.kind,
    from_id: input.from.id,
    version_id: null,
    to_kind: to.kind,
    to_id: to.id,
    position,
    linked_at: now,
    stance: to.stance === undefined || to.stance === 'supports' ? null : to.stance,
  }
}
