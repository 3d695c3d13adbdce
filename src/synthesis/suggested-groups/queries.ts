import type { Selectable } from 'kysely'
import { listAnswersOf } from '../../contributions/queries.ts'
import { listWordings, type AnswerWording } from '../../contributions/wordings/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { listCampaignsOf } from '../campaigns/queries.ts'
import { isReadable } from '../similar/queries.ts'
import { groupTexts, MOST_GROUPED, type SuggestedGroup } from './model.ts'
import type { SuggestedGroupRow } from './tables.ts'

/** The groups put forward for a question, in the order in which they were: all, those decided on among them. */
export async function listSuggestedGroups(db: Reader, cycleId: Id, questionId?: Id): Promise<SuggestedGroup[]> {
  let query = db.selectFrom('synthesis_suggested_group').selectAll().where('cycle_id', '=', cycleId)
  if (questionId !== undefined) query = query.where('question_id', '=', questionId)
  return complete(db, await query.orderBy('id').execute())
}

export async function findSuggestedGroup(db: Reader, cycleId: Id, groupId: Id): Promise<SuggestedGroup | undefined> {
  const rows = await db.selectFrom('synthesis_suggested_group').selectAll().where('cycle_id', '=', cycleId).where('id', '=', groupId).execute()
  return (await complete(db, rows))[0]
}

async function complete(db: Reader, rows: readonly Selectable<SuggestedGroupRow>[]): Promise<SuggestedGroup[]> {
  if (rows.length === 0) return []
  const answers = await db.selectFrom('synthesis_suggested_answer').selectAll().where('group_id', 'in', rows.map(({ id }) => id)).orderBy('position').execute()
  const byGroup = Map.groupBy(answers, (answer) => answer.group_id)
  return rows.map((row) => ({
    id: row.id as Id<'suggested-group'>,
    questionId: row.question_id as Id<'question'>,
    language: row.language,
    terms: row.terms,
    answerIds: (byGroup.get(row.id) ?? []).map((answer) => answer.answer_id as Id<'answer'>),
    machine: row.machine,
    madeBy: row.made_by,
    madeAt: row.made_at,
    decision: row.decision,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    themeId: row.theme_id as Id<'theme'> | null,
  }))
}

/** Groups of answers as their words give them, and how many answers were compared out of how many. */
export interface FoundGroups {
  readonly all: number
  readonly compared: number
  readonly groups: readonly { readonly answerIds: readonly Id<'answer'>[]; readonly terms: readonly string[] }[]
}

/**
 * The answers to a question in a language, grouped by the words that they are counted with: the same answers always give the same groups.
 * Of the letters of a campaign one stands for all. What nobody may read now is left out.
 */
export async function findGroups(db: Reader, of: { readonly cycleId: Id; readonly questionId: Id; readonly language: string }): Promise<FoundGroups> {
  const { all, wordings } = await listWordings(db, { ...of, limit: MOST_GROUPED })
  const single = await oneOfEach(db, wordings)
  const answers = (await listAnswersOf(db, single.map(({ contributionId }) => contributionId))).filter(isReadable)
  const ids = new Map(answers.map((answer) => [`${answer.contributionId}/${answer.number}`, answer.id]))
  const texts = single.flatMap((wording) => {
    const id = ids.get(`${wording.contributionId}/${wording.number}`)
    return id === undefined ? [] : [{ ...wording, of: id }]
  })
  return { all, compared: texts.length, groups: groupTexts(texts).map(({ members, terms }) => ({ answerIds: members, terms })) }
}

async function oneOfEach(db: Reader, wordings: readonly AnswerWording[]): Promise<AnswerWording[]> {
  const campaigns = await listCampaignsOf(db, wordings.map(({ contributionId }) => contributionId))
  const met = new Set<Id>()
  return wordings.filter(({ contributionId }) => {
    const campaign = campaigns.get(contributionId)
    if (campaign === undefined) return true
    const isFirst = !met.has(campaign)
    met.add(campaign)
    return isFirst
  })
}

/** The groups of a cycle for its folder, answers and questions by their ids. */
export async function listGroupsForFolder(db: Reader, cycleId: Id) {
  const groups = await listSuggestedGroups(db, cycleId)
  const themes = await db.selectFrom('synthesis_theme').select(['id', 'slug']).where('cycle_id', '=', cycleId).execute()
  const slugs = new Map<Id, string>(themes.map(({ id, slug }) => [id, slug]))
  return groups.map(({ themeId, ...group }) => ({ ...group, theme: themeId === null ? null : (slugs.get(themeId) ?? null) }))
}
