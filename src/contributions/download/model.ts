import type { Call } from '../../calls/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import { excerpt } from '../../shared/text.ts'
import { asPublished, hasPublicName, hasPublicText, standingOf, type Contribution, type Contributor } from '../model.ts'

/** What became of an answer, of a file, or of a contribution as a whole: the passages marked in it and its fate, in words. */
export interface Outcome {
  readonly passages: readonly { readonly ref: string; readonly start: number; readonly end: number; readonly page: string | null; readonly themes: readonly string[] }[]
  readonly fate: { readonly fate: string; readonly by: readonly string[]; readonly reason: string | null } | null
}

/** One contribution with all that a table of contributions says of it. */
export interface DownloadRow {
  readonly contribution: Contribution
  readonly mail: string | null
  /** As they may be shown: redacted words are blackened for the public. */
  readonly answers: ReadonlyMap<Id, string>
  /** What was chosen in answer to closed questions, in words. */
  readonly choices: ReadonlyMap<Id, string>
  /** Those who sent it together with the one it is named after. */
  readonly others: readonly Contributor[]
  readonly amendments: number
  /** The answers' own ids, by question, and those of the files: what `outcomes` are found by. */
  readonly answerIds: ReadonlyMap<Id, Id>
  readonly fileIds: readonly Id[]
  /** Files of which words are redacted: the desk alone has them. */
  readonly redactedFiles: ReadonlySet<Id>
  readonly outcomes: ReadonlyMap<Id, Outcome>
  /** The campaign whose letter it is, `2017/K-1`. */
  readonly campaign: string | null
  readonly files: readonly { readonly name: string; readonly mediaType: string; readonly size: number; readonly sha256: string; readonly position: number }[]
}

/** What anyone may have of it: as the pages show it. */
export function toPublicRow(row: DownloadRow): DownloadRow {
  const isOpen = hasPublicText(row.contribution)
  return {
    ...row,
    contribution: asPublished(row.contribution),
    mail: null,
    answers: isOpen ? row.answers : new Map(),
    choices: isOpen ? row.choices : new Map(),
    files: isOpen ? row.files : [],
    others: hasPublicName(row.contribution) ? row.others : [],
    campaign: isOpen ? row.campaign : null,
    // What became of it is said of every contribution; where its words are marked, only where they may be read.
    outcomes: isOpen ? row.outcomes : new Map([...row.outcomes].map(([id, { fate }]) => [id, { passages: [], fate }])),
  }
}

/** A table's make: whose questions are its columns, and into how many cells the longest answer of each has to go. */
export interface DownloadShape {
  readonly cycle: string
  readonly calls: readonly Call[]
  /** Whether it has what only the desk may see. */
  readonly isFull: boolean
  /** More than one where a spreadsheet's cell cannot hold the longest answer to a question. */
  readonly parts: ReadonlyMap<Id, number>
}

const COLUMNS = ['ID', 'Call', 'Contributor', 'Organisation', 'Capacity', 'Country', 'Stakeholder group', 'Regional group', 'Channel', 'Language', 'Consent', 'Received', 'Late', 'Withdrawn', 'Withdrawn because', 'Standing', 'Label', 'State', 'Together with', 'Amendments', 'Amended', 'Cut-offs', 'Campaign'] as const
/** Characters of a question that stand in its column's name. */
const NAMED = 120

/** The names of the columns: the importer knows them all again. */
export function downloadHeader({ calls, isFull, parts }: DownloadShape): string[] {
  const questions = calls.flatMap((call) => call.questions.flatMap((question) => {
    const name = `${calls.length > 1 ? `${call.slug}, ` : ''}Answer ${question.number}: ${excerpt(question.text.replace(/\s+/gu, ' '), NAMED)}`
    return Array.from({ length: parts.get(question.id) ?? 1 }, (_, part) => (part === 0 ? name : `${name}, part ${part + 1}`))
  }))
  const outcomes = calls.flatMap((call) => call.questions.flatMap(({ number }) => [`Passages in ${nameAnswer(calls, call, number)}`, `What became of ${nameAnswer(calls, call, number)}`]))
  return [...COLUMNS, ...(isFull ? ['Mail'] : []), 'Files', ...questions, ...outcomes, 'Passages in files', 'What became of the whole']
}

function nameAnswer(calls: readonly Call[], call: Call, number: number): string {
  return `${calls.length > 1 ? `${call.slug}, ` : ''}answer ${number}`
}

/** One contribution as cells, in the order of the header. */
export function downloadCells(row: DownloadRow, { cycle, calls, isFull, parts }: DownloadShape): string[] {
  const { contribution, mail, answers, choices, files } = row
  const texts = calls.flatMap((call) => call.questions.flatMap(({ id }) => cutText([answers.get(id), choices.get(id)].filter((text) => text !== undefined && text !== '').join('\n\n'), parts.get(id) ?? 1)))
  const standing = standingOf(contribution)
  return [
    formatRef(cycle, 'C', contribution.number), calls.find(({ id }) => id === contribution.callId)?.slug ?? '', contribution.contributor ?? '', contribution.organisation ?? '', contribution.capacity ?? '',
    contribution.country ?? '', contribution.stakeholderGroup ?? '', contribution.regionalGroup ?? '', contribution.channel, contribution.language ?? '', contribution.consent,
    contribution.receivedAt ?? contribution.receivedBy, contribution.isLate ? 'late' : '', contribution.withdrawnAt ?? '', contribution.withdrawnReason ?? '', standing === 'stands' ? '' : standing, contribution.label ?? '',
    contribution.state, row.others.map(writeOther).join('; '), row.amendments === 0 ? '' : String(row.amendments), contribution.amendedAt ?? '', cutOffsOf(contribution, calls).join('; '), row.campaign ?? '',
    ...(isFull ? [mail ?? ''] : []), files.map(({ name }) => name.replaceAll(/[;,|]/gu, '_')).join('; '), ...texts, ...outcomeCells(row, calls),
  ]
}

function outcomeCells({ contribution, answerIds, fileIds, outcomes }: DownloadRow, calls: readonly Call[]): string[] {
  const ofAnswers = calls.flatMap((call) => call.questions.flatMap(({ id }) => {
    const outcome = outcomes.get(answerIds.get(id) ?? id)
    return [writePassages(outcome), writeFate(outcome)]
  }))
  return [...ofAnswers, fileIds.map((id) => writePassages(outcomes.get(id))).filter((text) => text !== '').join('; '), writeFate(outcomes.get(contribution.id))]
}

function writePassages(outcome: Outcome | undefined): string {
  return (outcome?.passages ?? []).map(({ ref }) => ref).join('; ')
}

function writeFate(outcome: Outcome | undefined): string {
  if (outcome?.fate == null) return ''
  const { fate, by, reason } = outcome.fate
  return `${fate}${by.length === 0 ? '' : `: ${by.join('; ')}`}${reason === null ? '' : ` (${reason})`}`
}

/** One of several contributors, in one cell with the others: name, organisation and country. */
function writeOther({ name, organisation, country }: Contributor): string {
  const who = [name, organisation].filter((part) => part !== null).join(', ').replaceAll(';', ',')
  return country === null ? who : `${who} (${country})`
}

/** The cut-offs of its call that take it in. */
function cutOffsOf({ callId, receivedBy }: Contribution, calls: readonly Call[]): string[] {
  return (calls.find(({ id }) => id === callId)?.cutOffs ?? []).filter(({ on }) => receivedBy <= on).map(({ slug }) => slug)
}

/** One contribution as an object, for a line of JSON. */
export function downloadJson(row: DownloadRow, { cycle, calls, isFull }: DownloadShape): object {
  const { contribution, mail, answers, choices, files, outcomes } = row
  const { id: _id, cycleId: _cycleId, callId, number, ...said } = contribution
  const call = calls.find((each) => each.id === callId)
  return {
    ref: formatRef(cycle, 'C', number),
    call: call?.slug ?? null,
    ...said,
    ...(isFull ? { mail } : {}),
    others: row.others.map(({ contributionId: _contribution, ...other }) => other),
    amendments: row.amendments,
    cutOffs: cutOffsOf(contribution, calls),
    campaign: row.campaign,
    fate: outcomes.get(contribution.id)?.fate ?? null,
    answers: (call?.questions ?? []).flatMap((question) => {
      const [text, chosen, outcome] = [answers.get(question.id), choices.get(question.id), outcomes.get(row.answerIds.get(question.id) ?? question.id)]
      if (text === undefined && chosen === undefined && outcome?.fate == null) return []
      return [{ number: question.number, question: question.text, ...(text === undefined ? {} : { text }), ...(chosen === undefined ? {} : { chosen }), passages: outcome?.passages ?? [], fate: outcome?.fate ?? null }]
    }),
    files: files.map((file, place) => ({ ...file, passages: outcomes.get(row.fileIds[place] ?? contribution.id)?.passages ?? [] })),
  }
}

/** UTF-16 units of one cell: somewhat less than a spreadsheet can hold, for what is written before it. */
const CELL = 32_000

/** Into how many cells a text of so many characters has to go. */
export function countParts(length: number): number {
  return Math.max(1, Math.ceil(length / (CELL - 2000)))
}

/** Cuts a text for so many cells, never within a character, nor where white space would be lost at an edge. */
export function cutText(text: string, parts: number): string[] {
  const cut: string[] = []
  let rest = text
  for (let part = 1; part < parts; part++) {
    let at = Math.min(rest.length, CELL)
    while (at < rest.length && at > CELL - 1900 && !/^\S\S$/u.test(rest.slice(at - 1, at + 1))) at--
    cut.push(rest.slice(0, at))
    rest = rest.slice(at)
  }
  return [...cut, rest]
}
