import { isClosed } from '../../../calls/questions/model.ts'
import { questionsFor } from '../../../calls/variants/model.ts'
import type { Call } from '../../../calls/model.ts'
import { tallyQuestion, type QuestionResult } from '../../../contributions/choices/model.ts'
import { countChoices, type CallCounts } from '../../../contributions/choices/queries.ts'
import { stringify } from 'csv-stringify/sync'
import type { Id } from '../../../shared/ids.ts'
import { loadCall, type InCall } from '../../calls/data.ts'
import type { PageRequest } from '../../page.tsx'

export interface ResultsData extends InCall {
  /** Contributions counted. */
  readonly counted: number
  readonly results: readonly QuestionResult[]
}

/** What was chosen in answer to the closed questions of a call; undefined where there is no such call. */
export async function loadResults(request: PageRequest): Promise<ResultsData | undefined> {
  const inCall = await loadCall(request)
  if (inCall === undefined) return undefined
  const { call } = inCall
  const counts = await countChoices(request.db, call.id)
  const counted = [...counts.byVariant.values()].reduce((total, count) => total + count, 0)
  const results = call.questions.filter(isClosed).map((question) => tallyQuestion(question, counts.counts, counts.answered.get(question.id) ?? 0, askedIn(call, counts, question.id)))
  return { ...inCall, counted, results }
}

/** Contributions to versions of the call that asked the question, or that answered it nevertheless. */
function askedIn(call: Call, counts: CallCounts, questionId: Id): number {
  const asking = [...counts.byVariant].filter(([variantId]) => questionsFor(call, call.variants.find(({ id }) => id === variantId)).some(({ id }) => id === questionId))
  return Math.max(asking.reduce((total, [, count]) => total + count, 0), counts.answered.get(questionId) ?? 0)
}

export function toJson({ forum, cycle, call, counted, results }: ResultsData): object {
  return {
    forum: forum.slug,
    cycle: cycle.slug,
    call: call.slug,
    contributions: counted,
    questions: results.map(({ question, answered, asked, options, mean, median }) => ({
      number: question.number,
      text: question.text,
      kind: question.kind,
      answered,
      asked,
      ...(question.kind === 'rating' ? { mean, median } : {}),
      options: options.map(({ number, text, count, share, meanPlace, points }) => ({ number, text, count, share, ...(question.kind === 'ranking' ? { meanPlace, points } : {}) })),
    })),
  }
}

/** The same as a table, a line for each option (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe. */
export function toCsv({ results }: ResultsData): string {
  const head = ['question', 'questionText', 'kind', 'answered', 'asked', 'option', 'optionText', 'count', 'share', 'meanPlace', 'points']
  const rows = results.flatMap(({ question, answered, asked, options }) =>
    options.map((option) => [question.number, question.text, question.kind, answered, asked, option.number, option.text, option.count, round(option.share), round(option.meanPlace), option.points]),
  )
  return stringify([head, ...rows], { record_delimiter: '\r\n', escape_formulas: true })
}

function round(number: number | null): number | null {
  return number === null ? null : Math.round(number * 10_000) / 10_000
}
