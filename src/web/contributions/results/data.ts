import { isClosed } from '../../../calls/questions/model.ts'
import { questionsFor } from '../../../calls/variants/model.ts'
import type { Call } from '../../../calls/model.ts'
import { tallyQuestion, type OptionResult, type QuestionResult } from '../../../contributions/choices/model.ts'
import { countChoices, type CallCounts } from '../../../contributions/choices/queries.ts'
import { stringify } from 'csv-stringify/sync'
import type { Id } from '../../../shared/ids.ts'
import { loadCall, type InCall } from '../../calls/data.ts'
import { parts } from '../../../calls/translations/model.ts'
import { excerpt } from '../../../shared/text.ts'
import { formatNumber } from '../../../shared/numbers.ts'
import { dateInZone, writeShortDate } from '../../../shared/time.ts'
import type { PageRequest } from '../../page.tsx'
import { drawBars } from '../../ui/bar-chart.tsx'
import type { Sheet } from '../pictures/data.ts'

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

/** The contributions behind a number: `chose` is a question, or an option of one. */
export function rowsAddress({ forum, cycle, call }: ResultsData, chose: string): string {
  return `/${forum.slug}/${cycle.slug}/contributions?${new URLSearchParams({ call: call.slug, chose }).toString()}`
}

/** What the bar of an option stands for: its points in a ranking, else how often it was chosen. */
export function sizeOf(option: OptionResult): number {
  return option.points ?? option.count
}

const WIDTH = 760

/** What was chosen in answer to one question, to be kept as a picture or a table: day and source stand in it. */
export function sheetOf({ view, now }: PageRequest, data: ResultsData, result: QuestionResult): Sheet {
  const { t } = view
  const { question, answered, asked, options } = result
  const isRanking = question.kind === 'ranking'
  const write = (option: OptionResult): string => {
    const count = formatNumber(view.lang, sizeOf(option))
    return isRanking || option.share === null ? count : `${count} (${formatNumber(view.lang, option.share, { style: 'percent', maximumFractionDigits: 0 })})`
  }
  const said = (option: OptionResult): string => data.say(parts.option(question.number, option.number), option.text).text
  return {
    title: `${question.number}. ${excerpt(data.say(parts.question(question.number), question.text).text.replace(/\s+/gu, ' '), 140)}`,
    notes: [
      `${t('contributions.results.answered', { answered, asked })}${isRanking ? ` ${t('contributions.results.points')}.` : ''}`,
      t('figures.sheet.as-of', { date: writeShortDate(dateInZone(now, 'UTC'), view.lang), count: data.counted, forum: data.forum.title, cycle: data.cycle.title }),
      t('figures.sheet.source', { address: `${view.publicUrl}/${data.forum.slug}/${data.cycle.slug}/calls/${data.call.slug}/results#q${question.number}` }),
    ],
    drawing: drawBars(options.map((option) => ({ label: said(option), count: sizeOf(option), written: write(option), voice: 1 })), { width: WIDTH }),
    rows: [
      [t('contributions.results.option'), ...(isRanking ? [t('contributions.results.points'), t('contributions.results.placed'), t('contributions.results.mean-place')] : [t('contributions.results.count'), t('figures.csv.base'), t('figures.csv.percent')])],
      ...options.map((option) => [said(option), ...(isRanking ? [option.points ?? 0, option.count, round(option.meanPlace) ?? ''] : [option.count, answered, option.share === null ? '' : Math.round(option.share * 10_000) / 100])]),
    ],
  }
}
