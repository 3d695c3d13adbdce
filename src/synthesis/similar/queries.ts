import type { Answer } from '../../contributions/model.ts'
import { listAnswersOf } from '../../contributions/queries.ts'
import { rulesOf } from '../../contributions/terms/model.ts'
import { listTermRules } from '../../contributions/terms/queries.ts'
import { countHaving, listAnswersLike } from '../../contributions/wordings/queries.ts'
import type { Reader } from '../../platform/database.ts'
import type { Id } from '../../shared/ids.ts'
import { listCampaignsOf } from '../campaigns/queries.ts'
import { countKeys, profileOf, rankUnits, rarestKeys, type Ranked } from './model.ts'

/** What is looked for: texts in one language, compared with the answers of a cycle in that language. */
export interface LookedFor {
  readonly forumId: Id
  readonly cycleId: Id
  readonly language: string
  /** As many as there are; of more than some hundreds the first count. */
  readonly texts: readonly string[]
  /** The contribution they are of, whose own answers are left out. */
  readonly without?: Id | undefined
  /** Only among answers that nobody has marked as read. */
  readonly isUnread?: boolean
}

/** A stretch of an answer that shares words with what was looked for. */
export interface Similar extends Ranked<Answer> {
  /** Other letters of the same campaign, which are not listed. */
  readonly letters: number
}

/** Answers ordered in the database, those whose texts are read, and of each how much: what bounds the time that it takes. */
const [ORDERED, READ, LENGTH] = [300, 40, 30_000]
const MOST_TEXTS = 300

/**
 * The stretches of answers that share most with what was looked for, by comparison of words, the closest first. Only what anyone may read
 * now is in it: nothing private, redacted, withdrawn, held or not yet counted. The letters of a campaign stand as one.
 */
export async function listSimilar(db: Reader, sought: LookedFor): Promise<Similar[]> {
  const { cycleId, language } = sought
  const rules = rulesOf(language, await listTermRules(db, sought.forumId))
  const keys = countKeys(sought.texts.slice(0, MOST_TEXTS), rules)
  const known = await countHaving(db, { cycleId, language }, [...keys.keys()])
  const profile = profileOf(keys, known)
  const places = await listAnswersLike(db, { cycleId, language, weights: profile, having: rarestKeys(profile, known.having), without: sought.without, isUnread: sought.isUnread === true, limit: ORDERED })
  const campaigns = await listCampaignsOf(db, places.map(({ contributionId }) => contributionId))
  const letters = new Map<Id, Set<Id>>()
  const standing = places.filter(({ contributionId }) => {
    const campaign = campaigns.get(contributionId)
    if (campaign === undefined) return true
    const own = letters.get(campaign) ?? new Set()
    letters.set(campaign, own.add(contributionId))
    return own.size === 1 || own.values().next().value === contributionId
  })
  const answers = await readAnswers(db, standing.slice(0, READ))
  return rankUnits(answers, profile, rules).map((ranked) => ({ ...ranked, letters: Math.max(0, (letters.get(campaigns.get(ranked.of.contributionId) ?? ('' as Id))?.size ?? 1) - 1) }))
}

/** These answers as anyone may read them now, in the same order; those that nobody may read are left out. */
async function readAnswers(db: Reader, places: readonly { readonly contributionId: Id; readonly number: number }[]): Promise<Answer[]> {
  const all = await listAnswersOf(db, places.map(({ contributionId }) => contributionId))
  const byPlace = new Map(all.filter(isReadable).map((answer) => [`${answer.contributionId}/${answer.number}`, answer]))
  return places.flatMap(({ contributionId, number }) => {
    const answer = byPlace.get(`${contributionId}/${number}`)
    return answer === undefined ? [] : [{ ...answer, text: answer.text.slice(0, LENGTH).replace(/[\ud800-\udbff]$/u, '') }]
  })
}

/** Whether anyone may read an answer now. */
export function isReadable(answer: Pick<Answer, 'standing' | 'withdrawn' | 'text'>): boolean {
  return answer.standing === 'stands' && !answer.withdrawn && answer.text !== ''
}
