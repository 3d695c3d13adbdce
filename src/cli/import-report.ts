import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Forum } from '../forums/model.ts'
import { findForum, listCycles } from '../forums/queries.ts'
import { PARTS } from '../meetings/model.ts'
import { findMeeting, listMeetings } from '../meetings/queries.ts'
import { importReport, type ReportTarget } from '../meetings/report-import/commands.ts'
import { reportToKeep } from '../meetings/report-import/model.ts'
import { listedNames, readReport, type ReadReport } from '../meetings/report-reading/model.ts'
import { reportText } from '../meetings/report-text/model.ts'
import { transact } from '../platform/database.ts'
import { createExtractor } from '../platform/extractor.ts'
import { checkReport } from '../procedures/check-report.ts'
import { SYSTEM } from '../record/model.ts'
import { primaryLanguage } from '../shared/words.ts'
import type { Installation } from './installation.ts'
import { say, tellFinding } from './report-sentences.ts'
import { refusedWhole, type Outcome, type Verb } from './verb.ts'

type Options = Readonly<Record<string, string | boolean | undefined>>

/**
 * `convoke import report FORUM FILE`: reads a report (text, DOCX, PDF …), says what it holds and what the checks see in it, and keeps it
 * with its meeting: the one named, else the one of the day that it names. With `--look` nothing is kept.
 */
export const importReportVerb: Verb = {
  usage: 'import report FORUM FILE [--meeting SLUG] [--cycle CYCLE] [--title TITLE] [--language TAG] [--look]',
  words: ['import', 'report'],
  options: { meeting: 'value', cycle: 'value', title: 'value', language: 'value', look: 'flag' },
  arguments: [2, 2],
  run: importFile,
}

/** Reads the file, and unless it is only looked at keeps the report: `args` are the forum and the file. */
export async function importFile(installation: Pick<Installation, 'db' | 'clock'>, [slug = '', file = '']: readonly string[], options: Options): Promise<Outcome> {
  const forum = await findForum(installation.db, slug)
  if (forum === undefined) return refuse(`There is no forum "${slug}" here.`, 'forum')
  const language = primaryLanguage(typeof options['language'] === 'string' ? options['language'] : forum.language)
  const text = await readText(file)
  if ('problem' in text) return refuse(text.problem, 'file')
  const report = readReport(text.text, language)
  const target = await findTarget(installation, forum, report, options)
  const days = 'target' in target && target.target.kind === 'here' ? ((await findMeeting(installation.db, forum.id, target.target.slug))?.sittings.map(({ date }) => date) ?? []) : []
  const findings = await checkReport(installation.db, forum, { language, ...report, heldOn: days, names: listedNames(report.annexes) })
  const told = describe(file, report, findings.map(tellFinding))
  const own = { paragraphs: report.paragraphs.length, footnotes: report.footnotes.length, addresses: report.addresses, annexes: report.annexes.map(({ title, kind, asOf, rows }) => ({ title, kind, asOf, entries: rows.length })), findings: findings.map((finding) => ({ ...finding, ...tellFinding(finding) })) }
  if (options['look'] === true) return { exit: 0, result: { read: 1, taken: 0, refused: [], ...own }, text: told }
  if ('problem' in target) return { exit: 1, result: { ...refusedWhole(target.problem, 'meeting', own), read: 1 }, text: [...told, target.problem] }
  const words = new Map(PARTS.map((part) => [say(`meetings.part.${part}`).toLowerCase(), part]))
  const kept = await transact(installation.db, (tx) => importReport(tx, SYSTEM, { forumId: forum.id, target: target.target, report: reportToKeep(report, words), source: basename(file) }, installation.clock()))
  if ('refusal' in kept) return { exit: 1, result: { ...refusedWhole(say(`meetings.report.refusal.${kept.refusal}`), 'meeting', own), read: 1 }, text: [...told, say(`meetings.report.refusal.${kept.refusal}`)] }
  return { exit: 0, result: { read: 1, taken: 1, refused: [], meeting: kept.slug, ...own }, text: [...told, `Kept as the report of ${forum.slug}/meetings/${kept.slug}.`] }
}

async function readText(file: string): Promise<{ text: string } | { problem: string }> {
  const extractor = createExtractor()
  const read = await extractor.extractStyled(resolve(file), basename(file))
  if (read.outcome === 'refused') return { problem: `${file} cannot be read: ${read.reason}.` }
  if (read.outcome === 'no-text') return { problem: `There are no words in ${file}.` }
  // Of a text the lines themselves tell more than what was made of them.
  return { text: read.format === 'text' || read.format === 'markdown' ? new TextDecoder().decode(await readFile(file)) : reportText(read) }
}

async function findTarget({ db }: Pick<Installation, 'db'>, forum: Forum, report: ReadReport, options: Options): Promise<{ target: ReportTarget } | { problem: string }> {
  const meetings = await listMeetings(db, forum.id)
  const named = typeof options['meeting'] === 'string' ? options['meeting'] : undefined
  const day = report.heldOn ?? report.date
  const ofDay = meetings.filter(({ sittings }) => sittings.some(({ date }) => date === day))
  const found = named === undefined ? (ofDay.length === 1 ? ofDay[0] : undefined) : meetings.find(({ slug }) => slug === named)
  if (found !== undefined) return { target: { kind: 'here', slug: found.slug, revision: found.revision } }
  if (named !== undefined && options['cycle'] === undefined) return { problem: `There is no meeting "${named}" here. To enter it, name its cycle with --cycle.` }
  const cycle = (await listCycles(db, forum.id)).find(({ slug }) => slug === options['cycle'])
  if (cycle === undefined) return { problem: 'No meeting of that day is here, or several are. Name one with --meeting, or a cycle with --cycle for a new one.' }
  if (day === null) return { problem: 'The report does not say when its meeting was. Enter the meeting first, and name it with --meeting.' }
  const title = typeof options['title'] === 'string' ? options['title'] : (report.title[0] ?? `Meeting of ${day}`)
  return { target: { kind: 'new', slug: named ?? `${day}-meeting`, title: title.slice(0, 200), meetingKind: 'virtual', cycleIds: [cycle.id], date: day } }
}

function describe(file: string, report: ReadReport, findings: readonly { place: string; sentence: string }[]): string[] {
  const unnumbered = report.paragraphs.filter(({ number }) => number === null).length
  return [
    `${basename(file)}: ${report.paragraphs.length - unnumbered} numbered paragraphs${unnumbered === 0 ? '' : `, ${unnumbered} without a number`}, ${report.footnotes.length} footnotes, ${report.addresses.length} addresses, ${report.annexes.length} annexes.`,
    ...report.annexes.map(({ title, kind, asOf, rows }) => `  ${title} (${kind}, ${rows.length} entries${asOf === null ? '' : `, as of ${asOf}`})`),
    ...findings.map(({ place, sentence }) => `  ${place}: ${sentence}`),
    `${findings.length} findings.`,
  ]
}

function refuse(reason: string, field: string): Outcome {
  return { exit: 1, result: refusedWhole(reason, field), text: [reason] }
}
