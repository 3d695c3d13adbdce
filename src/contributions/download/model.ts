import type { Call } from '../../calls/model.ts'
import type { Id } from '../../shared/ids.ts'
import { formatRef } from '../../shared/refs.ts'
import { excerpt } from '../../shared/text.ts'
import { asPublished, hasPublicText, standingOf, type Contribution } from '../model.ts'

/** One contribution with all that a table of contributions says of it. */
export interface DownloadRow {
  readonly contribution: Contribution
  readonly mail: string | null
  /** As they may be shown: redacted words are blackened for the public. */
  readonly answers: ReadonlyMap<Id, string>
  /** What was chosen in answer to closed questions, in words. */
  readonly choices: ReadonlyMap<Id, string>
  readonly files: readonly { readonly name: string; readonly mediaType: string; readonly size: number; readonly sha256: string; readonly position: number }[]
}

/** What anyone may have of it: as the pages show it. */
export function toPublicRow(row: DownloadRow): DownloadRow {
  const isOpen = hasPublicText(row.contribution)
  return { contribution: asPublished(row.contribution), mail: null, answers: isOpen ? row.answers : new Map(), choices: isOpen ? row.choices : new Map(), files: isOpen ? row.files : [] }
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

const COLUMNS = ['ID', 'Call', 'Contributor', 'Organisation', 'Capacity', 'Country', 'Stakeholder group', 'Regional group', 'Channel', 'Language', 'Consent', 'Received', 'Late', 'Withdrawn', 'Withdrawn because', 'Standing', 'Label'] as const
/** Characters of a question that stand in its column's name. */
const NAMED = 120

/** The names of the columns: the importer knows them all again. */
export function downloadHeader({ calls, isFull, parts }: DownloadShape): string[] {
  const questions = calls.flatMap((call) => call.questions.flatMap((question) => {
    const name = `${calls.length > 1 ? `${call.slug}, ` : ''}Answer ${question.number}: ${excerpt(question.text.replace(/\s+/gu, ' '), NAMED)}`
    return Array.from({ length: parts.get(question.id) ?? 1 }, (_, part) => (part === 0 ? name : `${name}, part ${part + 1}`))
  }))
  return [...COLUMNS, ...(isFull ? ['Mail'] : []), 'Files', ...questions]
}

/** One contribution as cells, in the order of the header. */
export function downloadCells({ contribution, mail, answers, choices, files }: DownloadRow, { cycle, calls, isFull, parts }: DownloadShape): string[] {
  const texts = calls.flatMap((call) => call.questions.flatMap(({ id }) => cutText([answers.get(id), choices.get(id)].filter((text) => text !== undefined && text !== '').join('\n\n'), parts.get(id) ?? 1)))
  const standing = standingOf(contribution)
  return [
    formatRef(cycle, 'C', contribution.number), calls.find(({ id }) => id === contribution.callId)?.slug ?? '', contribution.contributor ?? '', contribution.organisation ?? '', contribution.capacity ?? '',
    contribution.country ?? '', contribution.stakeholderGroup ?? '', contribution.regionalGroup ?? '', contribution.channel, contribution.language ?? '', contribution.consent,
    contribution.receivedAt ?? contribution.receivedBy, contribution.isLate ? 'late' : '', contribution.withdrawnAt ?? '', contribution.withdrawnReason ?? '', standing === 'stands' ? '' : standing, contribution.label ?? '',
    ...(isFull ? [mail ?? ''] : []), files.map(({ name }) => name.replaceAll(/[;,|]/gu, '_')).join('; '), ...texts,
  ]
}

/** One contribution as an object, for a line of JSON. */
export function downloadJson({ contribution, mail, answers, choices, files }: DownloadRow, { cycle, calls, isFull }: DownloadShape): object {
  const { id: _id, cycleId: _cycleId, callId, number, ...said } = contribution
  const call = calls.find((each) => each.id === callId)
  return {
    ref: formatRef(cycle, 'C', number),
    call: call?.slug ?? null,
    ...said,
    ...(isFull ? { mail } : {}),
    answers: (call?.questions ?? []).flatMap((question) => {
      const [text, chosen] = [answers.get(question.id), choices.get(question.id)]
      return text === undefined && chosen === undefined ? [] : [{ number: question.number, question: question.text, ...(text === undefined ? {} : { text }), ...(chosen === undefined ? {} : { chosen }) }]
    }),
    files,
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
