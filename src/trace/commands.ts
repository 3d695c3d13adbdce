import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/new-id.ts'
import { appendActs } from '../record/commands.ts'
import type { Actor } from '../record/model.ts'
import { inParts } from '../shared/folder.ts'
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
  const [changed] = await setLinksOfMany(tx, actor, [input], now)
  return changed ?? { added: 0, removed: 0 }
}

/** Sets the links of several things of one cycle by one relation: see `setLinks`. Answers for each what came and went. */
export async function setLinksOfMany(tx: Tx, actor: Actor, inputs: readonly LinksToSet[], now: Instant): Promise<{ added: number; removed: number }[]> {
  const [first] = inputs
  if (first === undefined) return []
  const { relation } = first
  const fromIds = inputs.map(({ from }) => from.id)
  const before = Map.groupBy(await listLinksFrom(tx, fromIds, relation), (link) => link.from.id)
  const changes = inputs.map((input) => {
    if (input.relation !== relation) throw new Error('Links of different relations cannot be set together')
    const wanted = [...new Map(input.to.map((thing) => [thing.id, thing])).values()]
    const known = before.get(input.from.id) ?? []
    const kept = new Set(known.map((link) => link.to.id))
    const removed = known.filter((link) => !wanted.some((thing) => thing.id === link.to.id)).length
    return { input, wanted, removed, added: wanted.filter((thing) => !kept.has(thing.id)).length }
  })
  if (before.size > 0) await tx.deleteFrom('trace_link').where('from_id', 'in', fromIds).where('relation', '=', relation).where('version_id', 'is', null).execute()
  const rows = changes.flatMap(({ input, wanted }) => wanted.map((thing, position) => toRow(input, thing, position, now)))
  for (const part of inParts(rows)) await tx.insertInto('trace_link').values(part).execute()
  const acts = changes.flatMap(({ input, added, removed }) => {
    if (added + removed === 0) return []
    // The record's sentences choose by it, and a choice in a message has no hyphens.
    const detail = { relation: relation.replaceAll('-', '_'), from: input.fromRef, added, removed }
    return [{ act: { forumId: input.forumId, cycleId: input.cycleId, act: 'links-changed' as const, subject: input.from, detail }, now }]
  })
  await appendActs(tx, actor, acts)
  return changes.map(({ added, removed }) => ({ added, removed }))
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
