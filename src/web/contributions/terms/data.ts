import { listCalls } from '../../../calls/queries.ts'
import type { Answer } from '../../../contributions/model.ts'
import { listAnswers } from '../../../contributions/queries.ts'
import { cutTerms, findInContext, LIKELIHOOD_LIMIT, rulesOf, type CutTerms, type InContext, type Rules, type Scope, type ScopeDimension } from '../../../contributions/terms/model.ts'
import { countTermsAsOf, findScopeSize, findTermProgress, listKeyTerms, listTermLanguages, listTermPlaces, listTermRules, listTerms, type ScopeSize } from '../../../contributions/terms/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { languageName } from '../../../shared/language.ts'
import type { PlainDate } from '../../../shared/time.ts'
import { NO_REGIONAL_GROUP, NOT_RECORDED } from '../../../shared/vocabularies.ts'
import { listWords } from '../../../shared/words.ts'
import type { View } from '../../context.ts'
import { loadCycle, type InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { keyTitle, readDay } from '../overview/data.ts'

/** How many a list may have; the annex of 2017 has 50. */
export const LIMITS = [25, 50, 100, 200] as const
const DEFAULT_LIMIT = 50

/** What the counts can be narrowed to: the value in the address, and its words. */
export interface ScopeChoice {
  readonly value: string
  readonly label: string
  readonly dimension: ScopeDimension
  readonly group: string
}

export type KeyTerm = Awaited<ReturnType<typeof listKeyTerms>>[number]

export interface TermChoice extends InCycle {
  readonly languages: readonly (ScopeSize & { readonly language: string })[]
  readonly language: string
  readonly choices: readonly ScopeChoice[]
  readonly chosen: ScopeChoice
  readonly scope: Scope
  readonly phrases: boolean
}

export interface TermsData extends TermChoice {
  readonly size: ScopeSize
  readonly cut: CutTerms
  readonly limit: number
  /** Given: what had come by the end of this day. */
  readonly asOf: PlainDate | undefined
  /** What the address asked for, when it is no day of the calendar. */
  readonly wrongDate: string | undefined
  /** There are too many contributions to count them as of a day, or the phrases of a group, while somebody waits. */
  readonly isTooLarge: boolean
  /** What a group says more often than all others; undefined where no group is chosen. */
  readonly keyTerms: readonly KeyTerm[] | undefined
  readonly due: number
  readonly isBehind: boolean
}

/** What the address narrows the counts to; undefined where it names no cycle. */
export async function loadTermChoice(request: PageRequest): Promise<TermChoice | undefined> {
  const inCycle = await loadCycle(request, 'contributions')
  if (inCycle === undefined) return undefined
  const languages = await listTermLanguages(request.db, inCycle.cycle.id)
  const asked = request.query['in-language']
  const language = languages.find((each) => each.language === asked)?.language ?? languages[0]?.language ?? inCycle.forum.language
  const choices = await listChoices(request, inCycle)
  const chosen = choices.find(({ value }) => value === request.query['in']) ?? ALL
  const scope = { cycleId: inCycle.cycle.id, language, dimension: chosen.dimension, group: chosen.group }
  return { ...inCycle, languages, language, choices, chosen, scope, phrases: request.query['show'] === 'phrases' }
}

/** All answers: its words are those of the page, not of a group. */
const ALL: ScopeChoice = { value: '', label: '', dimension: 'all', group: '' }

async function listChoices({ db, view }: PageRequest, { forum, cycle }: InCycle): Promise<ScopeChoice[]> {
  const calls = await listCalls(db, cycle.id)
  const group = (dimension: ScopeDimension, key: string): ScopeChoice => ({ value: `${dimension}:${key}`, label: keyTitle(view, forum, key), dimension, group: key })
  return [
    ...calls.flatMap((call) =>
      call.questions.map((question): ScopeChoice => ({
        value: `question:${call.slug}/${question.number}`, label: calls.length > 1 ? `${call.title}, ${question.number}: ${question.text}` : `${question.number}: ${question.text}`, dimension: 'question', group: question.id,
      })),
    ),
    ...[...forum.stakeholderGroups.map(({ key }) => key), NOT_RECORDED].map((key) => group('stakeholderGroup', key)),
    ...[...forum.regionalGroups.map(({ key }) => key), NO_REGIONAL_GROUP, NOT_RECORDED].map((key) => group('regionalGroup', key)),
  ]
}

/** The terms of a cycle, as the address asks for them. */
export async function loadTerms(request: PageRequest): Promise<TermsData | undefined> {
  const choice = await loadTermChoice(request)
  if (choice === undefined) return undefined
  const { db, query } = request
  const { scope, phrases } = choice
  const limit = LIMITS.find((each) => String(each) === query['limit']) ?? DEFAULT_LIMIT
  const asked = query['asOf'] ?? ''
  const asOf = readDay(asked)
  // The phrases of a group or a question are counted when asked for, as is what had come by a day.
  const isAnew = asOf !== undefined || (phrases && scope.dimension !== 'all')
  const then = isAnew ? await countTermsAsOf(db, scope, asOf ?? null, { phrases, limit }) : undefined
  const [size, terms, progress] = await Promise.all([then?.size ?? findScopeSize(db, scope), then?.terms ?? listTerms(db, scope, { phrases, limit }), findTermProgress(db, choice.forum.id)])
  const isGroup = scope.dimension !== 'all' && then === undefined
  return {
    ...choice, ...progress, size, limit, asOf, wrongDate: asked !== '' && asOf === undefined ? asked : undefined, isTooLarge: isAnew && then === undefined,
    cut: cutTerms(terms, limit),
    // A word of one contribution alone says what its author says, not what the group does; of a group of few that cannot be told apart.
    keyTerms: isGroup ? await listKeyTerms(db, scope, { phrases, limit: 25, least: LIKELIHOOD_LIMIT, inContributions: Math.min(2, size.contributions) }) : undefined,
  }
}

/** The address of the answers in which a term stands. */
export function rowsHref(data: TermChoice, word: string): string {
  const query = new URLSearchParams({ word, 'in-language': data.language, ...(data.chosen.value === '' ? {} : { in: data.chosen.value }) })
  return `/${data.forum.slug}/${data.cycle.slug}/terms/rows?${query.toString()}`
}

/** A language in words; what could not be told is said so. */
export function writeTermLanguage(view: View, language: string): string {
  return language === 'und' ? view.t('terms.language.unknown') : languageName(language, view.lang)
}

export function termsJson(data: TermsData): object {
  if (data.wrongDate !== undefined) return { error: 'not-a-date', reason: 'asOf is no day of the calendar. It is written year-month-day, such as 2017-10-11.', asOf: data.wrongDate }
  const own = ({ label, count, contributions, forms }: CutTerms['terms'][number]) => ({ word: label, count, contributions, forms })
  return {
    forum: data.forum.slug,
    cycle: data.cycle.slug,
    language: data.language,
    languages: data.languages,
    in: data.chosen.value === '' ? 'all' : data.chosen.value,
    asOf: data.asOf ?? null,
    counted: data.isBehind || data.due > 0 ? 'in progress' : 'all',
    waiting: data.due,
    words: data.size.words,
    contributions: data.size.contributions,
    terms: data.cut.terms.map(own),
    cutAt: data.cut.cutAt ?? null,
    tied: data.cut.tied.map(own),
    moreThanOthers: data.keyTerms?.map((term) => ({ ...own(term), logLikelihood: round(term.likelihood), logRatio: round(term.ratio), others: term.others })) ?? null,
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** An answer with the places at which a word stands in it. */
export interface FoundAnswer {
  readonly answer: Answer
  readonly question: string
  readonly count: number
  readonly contexts: readonly InContext[]
}

export interface TermRowsData extends TermChoice {
  readonly word: string
  readonly answers: number
  readonly contributions: number
  readonly size: ScopeSize
  readonly page: number
  readonly found: readonly FoundAnswer[]
}

export const PAGE = 50
const CONTEXTS = 3

/** The answers in which a word of the address stands, each with its places. */
export async function loadTermRows(request: PageRequest): Promise<TermRowsData | undefined> {
  const choice = await loadTermChoice(request)
  const word = request.query['word'] ?? ''
  if (choice === undefined || word === '' || word.length > 200) return undefined
  const { db } = request
  const rules = rulesOf(choice.language, await listTermRules(db, choice.forum.id))
  const page = Math.max(1, Math.min(10_000, Math.trunc(Number(request.query['page'] ?? '1')) || 1))
  const key = keyOfWord(word, rules)
  const { answers, contributions, places } = await listTermPlaces(db, choice.scope, key, { offset: (page - 1) * PAGE, limit: PAGE })
  const said = await listAnswers(db, choice.cycle.id, { contributionIds: places.map(({ contributionId }) => contributionId) })
  const questions = new Map<Id, string>((await listCalls(db, choice.cycle.id)).flatMap((call) => call.questions.map((question) => [question.id, question.text])))
  const found = places.flatMap(({ contributionId, number, count }) => {
    const answer = said.find((each) => each.contributionId === contributionId && each.number === number)
    // Withdrawn since it was counted.
    if (answer === undefined || answer.text === '') return []
    return [{ answer, question: questions.get(answer.questionId) ?? '', count, contexts: findInContext(answer.text, key, rules, CONTEXTS) }]
  })
  return { ...choice, word, answers, contributions, size: await findScopeSize(db, choice.scope), page, found }
}

/** What a word of an address is gathered under: it is counted as if it stood in a text. */
function keyOfWord(word: string, rules: Rules): string {
  return listWords(word, rules.language).map(({ form }) => rules.keyOf(form)).join(' ')
}

