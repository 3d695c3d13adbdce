import type { Tx } from '../../platform/database.ts'
import type { Question } from '../../calls/questions/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Choice } from './model.ts'

/** True when every choice is of a question asked, of options that it has, none twice, and one alone where only one can be chosen. */
export function areChoicesOf(questions: readonly Question[], choices: readonly Choice[]): boolean {
  return choices.every(({ questionId, options }) => {
    const question = questions.find(({ id }) => id === questionId)
    const known = question?.options.map(({ number }) => number) ?? []
    const isOne = question?.kind === 'one' || question?.kind === 'rating'
    return question !== undefined && options.every((option) => known.includes(option)) && new Set(options).size === options.length && (!isOne || options.length <= 1)
  })
}

/** The rows of what was chosen in a contribution. In a ranking each option keeps its place. */
export function choiceRows(contributionId: Id, questions: readonly Question[], choices: readonly Choice[]) {
  return choices.flatMap(({ questionId, options }) => {
    const isRanked = questions.find(({ id }) => id === questionId)?.kind === 'ranking'
    return options.map((option, index) => ({ contribution_id: contributionId, question_id: questionId, option_number: option, place: isRanked ? index + 1 : null }))
  })
}

/** Writes what was chosen in a contribution, as part of the command that takes it. */
export async function insertChoices(tx: Tx, contributionId: Id, questions: readonly Question[], choices: readonly Choice[]): Promise<void> {
  const rows = choiceRows(contributionId, questions, choices)
  if (rows.length > 0) await tx.insertInto('contributions_choice').values(rows).execute()
}
