import { listCalls } from '../../../calls/queries.ts'
import type { Question } from '../../../calls/model.ts'
import type { Answer } from '../../../contributions/model.ts'
import { findAnswers } from '../../../contributions/queries.ts'
import { listAnsweredLanguages } from '../../../contributions/wordings/queries.ts'
import { findNames } from '../../../people/queries.ts'
import type { Id } from '../../../shared/ids.ts'
import { listLineage } from '../../../synthesis/changes/queries.ts'
import type { ThemeLineage } from '../../../synthesis/codebook/model.ts'
import { isReadable } from '../../../synthesis/similar/queries.ts'
import type { SuggestedGroup } from '../../../synthesis/suggested-groups/model.ts'
import { listSuggestedGroups } from '../../../synthesis/suggested-groups/queries.ts'
import type { InCycle } from '../../forums/data.ts'
import type { PageRequest } from '../../page.tsx'
import { loadCycleAtDesk } from '../data.ts'
import { isBehind } from '../similar/data.ts'

/** A group with those of its answers that anyone may read now. */
export interface ShownGroup extends SuggestedGroup {
  readonly answers: readonly Answer[]
}

export interface AskedQuestion {
  /** In the address: the call's slug and the question's number. */
  readonly key: string
  readonly call: string
  readonly question: Question
}

export interface GroupsData extends InCycle {
  readonly questions: readonly AskedQuestion[]
  readonly asked: AskedQuestion | undefined
  readonly languages: readonly { readonly language: string; readonly answers: number }[]
  /** Those that wait, and those that somebody decided on, the latest first. */
  readonly open: readonly ShownGroup[]
  readonly decided: readonly ShownGroup[]
  readonly lineage: readonly ThemeLineage[]
  readonly names: ReadonlyMap<Id, string>
  readonly isBehind: boolean
}

/** How many that were decided on are shown. */
const DECIDED = 50

/** The groups put forward for a question of the cycle: the one asked for (`?question=call/1`), else the first. */
export async function loadGroups(request: PageRequest): Promise<GroupsData | 'forbidden' | undefined> {
  const inCycle = await loadCycleAtDesk(request)
  if (typeof inCycle !== 'object') return inCycle
  const { db, query } = request
  const { id } = inCycle.cycle
  const questions = (await listCalls(db, id)).flatMap((call) => call.questions.filter(({ kind }) => kind === 'open').map((question) => ({ key: `${call.slug}/${question.number}`, call: call.title, question })))
  const asked = query['question'] === undefined ? questions[0] : questions.find(({ key }) => key === query['question'])
  if (asked === undefined && query['question'] !== undefined) return undefined
  const groups = asked === undefined ? [] : await listSuggestedGroups(db, id, asked.question.id)
  const shown = await showGroups(request, groups)
  const decided = shown.filter(({ decision }) => decision !== null).reverse().slice(0, DECIDED)
  const names = await findNames(db, groups.flatMap(({ madeBy, decidedBy }) => [madeBy, decidedBy]).filter((person) => person !== null))
  const languages = asked === undefined ? [] : await listAnsweredLanguages(db, { cycleId: id, questionId: asked.question.id })
  return { ...inCycle, questions, asked, languages, open: shown.filter(({ decision }) => decision === null), decided, lineage: await listLineage(db, id), names, isBehind: await isBehind(request, inCycle) }
}

async function showGroups({ db }: PageRequest, groups: readonly SuggestedGroup[]): Promise<ShownGroup[]> {
  const answers = new Map((await findAnswers(db, groups.flatMap(({ answerIds }) => answerIds))).filter(isReadable).map((answer) => [answer.id, answer]))
  return groups.map((group) => ({ ...group, answers: group.answerIds.flatMap((id) => answers.get(id) ?? []) }))
}
