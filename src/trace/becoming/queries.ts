import { sql } from 'kysely'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Stance } from '../../shared/vocabularies.ts'

/** A paragraph of a version that rests on something, directly or through a finding. */
export interface Support {
  readonly sourceId: Id
  readonly versionId: Id<'version'>
  readonly paragraphId: Id<'paragraph'>
  readonly findingId: Id<'finding'> | null
  /** How the passage stands to the finding; null where it supports it, or where there is none. */
  readonly stance: Exclude<Stance, 'supports'> | null
}

/**
 * Which paragraphs of these versions rest on these passages, answers, contributions and comments: read from them outwards, without the
 * rest of the cycle. What a finding rests on in a version is what was frozen with it; where nothing was, what it rests on now.
 */
export async function listSupportOf(db: Reader, sourceIds: readonly Id[], versionIds: readonly Id[]): Promise<Support[]> {
  if (sourceIds.length === 0 || versionIds.length === 0) return []
  const { rows } = await sql<{ source_id: Id; version_id: Id; paragraph_id: Id; finding_id: Id | null; stance: Support['stance'] }>`
    with under as materialized (
      select from_id, from_kind, to_id, version_id, stance from trace_link where to_id = any(${[...sourceIds]}::uuid[]) and relation = 'rests-on'
    ), said as materialized (
      select from_id as paragraph_id, to_id as finding_id, version_id from trace_link
      where to_id in (select from_id from under where from_kind = 'finding') and relation = 'rests-on' and from_kind = 'paragraph' and version_id = any(${[...versionIds]}::uuid[])
    ), frozen as materialized (
      select distinct link.from_id as finding_id, link.version_id from trace_link link
      where link.from_id in (select finding_id from said) and link.relation = 'rests-on' and link.version_id is not null
    )
    select to_id as source_id, version_id, from_id as paragraph_id, null::uuid as finding_id, null as stance from under
    where from_kind = 'paragraph' and version_id = any(${[...versionIds]}::uuid[])
    union all
    select under.to_id, said.version_id, said.paragraph_id, said.finding_id, under.stance
    from under join said on said.finding_id = under.from_id and under.from_kind = 'finding'
    left join frozen on frozen.finding_id = said.finding_id and frozen.version_id = said.version_id
    where case when frozen.finding_id is null then under.version_id is null else under.version_id = said.version_id end`.execute(db)
  return rows.map((row) => ({
    sourceId: row.source_id,
    versionId: row.version_id as Id<'version'>,
    paragraphId: row.paragraph_id as Id<'paragraph'>,
    findingId: row.finding_id as Id<'finding'> | null,
    stance: row.stance,
  }))
}
