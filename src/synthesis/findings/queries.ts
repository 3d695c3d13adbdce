import { selectAnswerVoices } from '../../contributions/voices/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import type { Instant } from '../../shared/time.ts'
import { NOT_RECORDED, type FindingKind } from '../../shared/vocabularies.ts'
import type { Dimension } from '../matrix/model.ts'

/** The themes that findings carry, by finding, in the codebook's order; for one that was merged, what it was merged into. Removed ones are left out. */
export async function listThemesOfFindings(db: Reader, cycleId: Id): Promise<Map<Id, Id<'theme'>[]>> {
  const rows = await db
    .selectFrom('synthesis_finding_theme')
    .innerJoin('synthesis_theme', 'synthesis_theme.id', 'theme_id')
    .select(['finding_id', 'theme_id'])
    .where('cycle_id', '=', cycleId)
    .orderBy('position')
    .orderBy('theme_id')
    .execute()
  if (rows.length === 0) return new Map()
  const themes = new Map((await db.selectFrom('synthesis_theme').select(['id', 'merged_into', 'ended_at']).where('cycle_id', '=', cycleId).execute()).map((theme) => [theme.id, theme]))
  const today = (id: Id): Id<'theme'>[] => {
    const theme = themes.get(id)
    if (theme === undefined) return []
    return theme.ended_at === null ? [theme.id as Id<'theme'>] : theme.merged_into === null ? [] : today(theme.merged_into)
  }
  return new Map([...Map.groupBy(rows, (row) => row.finding_id)].map(([id, own]) => [id, [...new Set(own.flatMap((row) => today(row.theme_id)))]]))
}

/** The numbers of findings, discarded ones too. */
export async function listFindingNumbers(db: Reader, cycleId: Id, ids: readonly Id[]): Promise<Map<Id, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('synthesis_finding').select(['id', 'number']).where('cycle_id', '=', cycleId).where('id', 'in', [...new Set(ids)]).execute()
  return new Map(rows.map((row) => [row.id, row.number]))
}

/** A finding that was set aside, with the reason. */
export interface Discarded {
  readonly number: number
  readonly kind: FindingKind
  readonly statement: string
  readonly discardedAt: Instant
  readonly reason: string
}

/** Findings of a cycle that were discarded with a reason, by number. Those of before reasons were asked for are left out. */
export async function listDiscarded(db: Reader, cycleId: Id): Promise<Discarded[]> {
  const rows = await db.selectFrom('synthesis_finding').selectAll().where('cycle_id', '=', cycleId).where('discarded_for', 'is not', null).orderBy('number').execute()
  return rows.flatMap(({ number, kind, statement, discarded_at: discardedAt, discarded_for: reason }) => (discardedAt === null || reason === null ? [] : [{ number, kind, statement, discardedAt, reason }]))
}

/** What a person has picked in a cycle, in the order of picking; passages taken back since are left out. */
export async function listBasket(db: Reader, cycleId: Id, personId: Id): Promise<Id<'passage'>[]> {
  const rows = await db
    .selectFrom('synthesis_basket')
    .innerJoin('synthesis_passage', 'synthesis_passage.id', 'passage_id')
    .select('passage_id')
    .where('synthesis_basket.cycle_id', '=', cycleId)
    .where('person_id', '=', personId)
    .where('unmarked_at', 'is', null)
    .orderBy('added_at')
    .orderBy('number')
    .execute()
  return rows.map((row) => row.passage_id as Id<'passage'>)
}

/** Narrows a list of passages for picking. */
export interface PassageChoice {
  /** Any of these themes; undefined: of any or none. */
  readonly themeIds?: readonly Id[] | undefined
  /** Left out, such as those that a finding rests on already. */
  readonly except?: readonly Id[] | undefined
  /** Only those of answers from this group; `not recorded` asks for those without one. */
  readonly group?: { readonly dimension: Dimension; readonly key: string } | undefined
  readonly offset: number
  readonly limit: number
}

/** Ids of passages of a cycle by number, as narrowed, `limit` at most. */
export async function listPassageIds(db: Reader, cycleId: Id, choice: PassageChoice): Promise<Id<'passage'>[]> {
  let query = db.selectFrom('synthesis_passage').select('id').where('cycle_id', '=', cycleId).where('unmarked_at', 'is', null)
  const { themeIds, except, group } = choice
  if (themeIds !== undefined) query = query.where('id', 'in', (inner) => inner.selectFrom('synthesis_passage_theme').select('passage_id').where('theme_id', 'in', themeIds.length === 0 ? [cycleId] : themeIds))
  if (except !== undefined && except.length > 0) query = query.where('id', 'not in', except)
  if (group !== undefined) {
    const column = group.dimension === 'stakeholderGroup' ? 'stakeholder_group' : 'regional_group'
    const voices = selectAnswerVoices(db, cycleId).as('voice')
    query = query.where('source_id', 'in', db.selectFrom(voices).select('voice.answer_id').where(`voice.${column}`, group.key === NOT_RECORDED ? 'is' : '=', group.key === NOT_RECORDED ? null : group.key))
  }
  const rows = await query.orderBy('number').offset(choice.offset).limit(choice.limit).execute()
  return rows.map((row) => row.id as Id<'passage'>)
}

/** How many passages a cycle has. */
export async function countPassages(db: Reader, cycleId: Id): Promise<number> {
  const row = await db.selectFrom('synthesis_passage').select((select) => select.fn.countAll<number>().as('count')).where('cycle_id', '=', cycleId).where('unmarked_at', 'is', null).executeTakeFirstOrThrow()
  return Number(row.count)
}
