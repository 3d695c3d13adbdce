import type { Selectable } from 'kysely'
import { maskText, overlaps } from '../contributions/redaction/model.ts'
import { findRedactions } from '../contributions/redaction/queries.ts'
import type { Reader, Tx } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import { orderThemes, type Finding, type Passage, type PlacedTheme, type SourceKind } from './model.ts'
import type { FindingRow, PassageRow } from './tables.ts'

/** The codebook of a cycle in reading order, each theme followed by those below it; those that were merged or removed are left out. */
export async function listThemes(db: Reader, cycleId: Id): Promise<PlacedTheme[]> {
  const rows = await db.selectFrom('synthesis_theme').selectAll().where('cycle_id', '=', cycleId).where('ended_at', 'is', null).orderBy('position').orderBy('id').execute()
  return orderThemes(
    rows.map((row) => ({
      id: row.id as Id<'theme'>,
      parentId: row.parent_id as Id<'theme'> | null,
      slug: row.slug,
      title: row.title,
      description: row.description,
      revision: row.revision,
      colour: row.colour,
      includes: row.includes,
      excludes: row.excludes,
      isProposed: row.proposed_at !== null && row.signed_at === null,
    })),
  )
}

/** The passages of a cycle by number; those taken back are left out. For quotations that the public reads see `loadQuotations` of web/synthesis. */
export async function listPassages(db: Reader, cycleId: Id): Promise<Passage[]> {
  return complete(db, await selectPassages(db).where('cycle_id', '=', cycleId).execute())
}

/** Where the passages of a cycle are marked, without their words: what counting needs of a hundred thousand of them. */
export async function listPassageSources(db: Reader, cycleId: Id): Promise<{ id: Id; sourceKind: SourceKind; sourceId: Id }[]> {
  const rows = await db.selectFrom('synthesis_passage').select(['id', 'source_kind', 'source_id']).where('cycle_id', '=', cycleId).where('unmarked_at', 'is', null).execute()
  return rows.map((row) => ({ id: row.id, sourceKind: row.source_kind as SourceKind, sourceId: row.source_id }))
}

/** Passages by their ids, in order of number; those taken back, and ids that are none, are left out. */
export async function findPassages(db: Reader, ids: readonly Id[]): Promise<Passage[]> {
  if (ids.length === 0) return []
  return complete(db, await selectPassages(db).where('id', 'in', [...new Set(ids)]).execute())
}

export async function findPassage(db: Reader, cycleId: Id, number: number): Promise<Passage | undefined> {
  const passages = await complete(db, await selectPassages(db).where('cycle_id', '=', cycleId).where('number', '=', number).execute())
  return passages[0]
}

/** The passages marked in these answers, comments and documents, in the order in which they begin. */
export async function listPassagesOf(db: Reader, sourceIds: readonly Id[]): Promise<Passage[]> {
  if (sourceIds.length === 0) return []
  const passages = await complete(db, await selectPassages(db).where('source_id', 'in', [...new Set(sourceIds)]).execute())
  return passages.sort((a, b) => a.start - b.start || a.number - b.number)
}

/** The passages that have one of these themes, by number. */
export async function listPassagesWithThemes(db: Reader, themeIds: readonly Id[]): Promise<Passage[]> {
  if (themeIds.length === 0) return []
  const rows = await db.selectFrom('synthesis_passage_theme').select('passage_id').where('theme_id', 'in', themeIds).execute()
  return findPassages(db, rows.map((row) => row.passage_id))
}

/** The findings of a cycle in their order; discarded ones are left out. */
export async function listFindings(db: Reader, cycleId: Id): Promise<Finding[]> {
  const rows = await selectFindings(db).where('cycle_id', '=', cycleId).orderBy('position').orderBy('number').execute()
  return rows.map(toFinding)
}

/** Findings by their ids, by number; discarded ones, and ids that are none, are left out. */
export async function findFindings(db: Reader, ids: readonly Id[]): Promise<Finding[]> {
  if (ids.length === 0) return []
  const rows = await selectFindings(db).where('id', 'in', [...new Set(ids)]).orderBy('number').execute()
  return rows.map(toFinding)
}

/** True when a cycle has anything to show of its synthesis: a finding or a passage. */
export async function hasSynthesis(db: Reader, cycleId: Id): Promise<boolean> {
  const finding = await selectFindings(db).where('cycle_id', '=', cycleId).limit(1).executeTakeFirst()
  return finding !== undefined || (await selectPassages(db).where('cycle_id', '=', cycleId).limit(1).executeTakeFirst()) !== undefined
}

export async function findFinding(db: Reader, cycleId: Id, number: number): Promise<Finding | undefined> {
  const row = await selectFindings(db).where('cycle_id', '=', cycleId).where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : toFinding(row)
}

/**
 * Keeps passages from being taken back until the transaction ends; what is about to rest on them holds them so. Answers those that
 * are there: a number smaller than that of the ids means that one is not, or not any more.
 */
export async function lockPassagesForResting(tx: Tx, cycleId: Id, ids: readonly Id[]): Promise<Id<'passage'>[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('synthesis_passage')
    .select('id')
    .where('id', 'in', [...new Set(ids)])
    .where('cycle_id', '=', cycleId)
    .where('unmarked_at', 'is', null)
    .orderBy('id')
    .forShare()
    .execute()
  return rows.map((row) => row.id as Id<'passage'>)
}

/** Keeps findings from being discarded until the transaction ends; see `lockPassagesForResting`. */
export async function lockFindingsForResting(tx: Tx, cycleId: Id, ids: readonly Id[]): Promise<Id<'finding'>[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('synthesis_finding')
    .select('id')
    .where('id', 'in', [...new Set(ids)])
    .where('cycle_id', '=', cycleId)
    .where('discarded_at', 'is', null)
    .orderBy('id')
    .forShare()
    .execute()
  return rows.map((row) => row.id as Id<'finding'>)
}

/** Locks a passage that is to be taken back: nothing comes to rest on it while what rests on it is looked up. */
export async function lockPassage(tx: Tx, cycleId: Id, id: Id): Promise<void> {
  await tx.selectFrom('synthesis_passage').select('id').where('id', '=', id).where('cycle_id', '=', cycleId).forUpdate().execute()
}

/** Locks a finding that is to be discarded; see `lockPassage`. */
export async function lockFinding(tx: Tx, cycleId: Id, id: Id): Promise<void> {
  await tx.selectFrom('synthesis_finding').select('id').where('id', '=', id).where('cycle_id', '=', cycleId).forUpdate().execute()
}

function selectPassages(db: Reader) {
  return db.selectFrom('synthesis_passage').selectAll().where('unmarked_at', 'is', null).orderBy('number')
}

function selectFindings(db: Reader) {
  return db.selectFrom('synthesis_finding').selectAll().where('discarded_at', 'is', null)
}

async function complete(db: Reader, rows: readonly Selectable<PassageRow>[]): Promise<Passage[]> {
  if (rows.length === 0) return []
  const themes = await db
    .selectFrom('synthesis_passage_theme')
    .innerJoin('synthesis_theme', 'synthesis_theme.id', 'theme_id')
    .select(['passage_id', 'theme_id'])
    .where('passage_id', 'in', rows.map((row) => row.id))
    .orderBy('position')
    .orderBy('theme_id')
    .execute()
  const redactions = await findRedactions(db, rows.filter((row) => row.source_kind !== 'comment').map((row) => row.source_id))
  const byPassage = Map.groupBy(themes, (theme) => theme.passage_id)
  return rows.map((row) => ({
    id: row.id as Id<'passage'>,
    number: row.number,
    sourceKind: row.source_kind as SourceKind,
    sourceId: row.source_id,
    start: row.range_start,
    end: row.range_end,
    detachedAt: row.detached_at,
    page: row.page,
    quote: maskText(row.quote, redactions.get(row.source_id) ?? [], row.range_start),
    redactions: (redactions.get(row.source_id) ?? []).filter((redaction) => overlaps({ start: row.range_start, end: row.range_end }, [redaction])),
    themeIds: (byPassage.get(row.id) ?? []).map((theme) => theme.theme_id as Id<'theme'>),
  }))
}

function toFinding(row: Selectable<FindingRow>): Finding {
  return {
    id: row.id as Id<'finding'>,
    number: row.number,
    kind: row.kind,
    statement: row.statement,
    questionId: row.question_id as Id<'question'> | null,
    isDeepDive: row.is_deep_dive,
    againstId: row.against_id as Id<'finding'> | null,
    revision: row.revision,
  }
}
