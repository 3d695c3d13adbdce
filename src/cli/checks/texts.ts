import { checkText } from '../../drafts/checks/model.ts'
import { loadCheckFacts, loadNameIndex } from '../../drafts/checks/queries.ts'
import type { Document } from '../../drafts/model.ts'
import type { NameIndex } from '../../drafts/names/model.ts'
import type { CheckedText, Notice, Problem } from '../../drafts/notices/model.ts'
import { listDocuments, loadWorkingText } from '../../drafts/queries.ts'
import { listVersions, loadFrozenText } from '../../drafts/versions/queries.ts'
import type { Cycle } from '../../forums/model.ts'
import { systemClock } from '../../platform/clock.ts'
import { writeDate, writeWeekday } from '../../shared/time.ts'
import { overCycles, type Check, type Checked, type Found, type Scope } from './check.ts'

/** Working texts and the latest version of each document agree with the calendar, with the rows, with the register and with themselves. */
export const checkTexts: Check = {
  name: 'texts',
  run: async (scope) => {
    const names = await loadNameIndex(scope.db, scope.forum.id)
    return overCycles(scope, (cycle) => checkCycle(scope, cycle, names))
  },
}

async function checkCycle(scope: Scope, cycle: Cycle, names: NameIndex): Promise<Checked> {
  const findings: Found[] = []
  let checked = 0
  for (const document of await listDocuments(scope.db, cycle.id)) {
    const working = await loadWorkingText(scope.db, document.id)
    const found = await look(scope, cycle, { document, text: working, names })
    const [latest] = await listVersions(scope.db, document.id)
    const frozen = latest === undefined ? [] : await loadFrozenText(scope.db, latest.id)
    const inVersion = latest === undefined ? [] : await look(scope, cycle, { document, version: latest, text: frozen, names })
    checked += [...working, ...frozen].reduce((sum, { paragraphs }) => sum + paragraphs.length, 0)
    findings.push(...tell(`${cycle.slug} ${document.slug}`, found), ...(latest === undefined ? [] : tell(`${cycle.slug} ${document.slug} version ${latest.number}`, inVersion)))
  }
  return { checked, findings }
}

async function look({ db, forum }: Scope, cycle: Cycle, of: { document: Document; version?: Awaited<ReturnType<typeof listVersions>>[number]; text: CheckedText; names: NameIndex }): Promise<Notice[]> {
  return checkText(of.text, await loadCheckFacts(db, { forum, cycle }, of, systemClock()))
}

function tell(text: string, notices: readonly Notice[]): Found[] {
  return notices.map(({ number, text: words, problem }) => ({
    subject: number === null ? `${text}, a heading` : `${text} ¶ ${number}`,
    sentence: words === '' ? sentenceOf(problem) : `"${words}": ${sentenceOf(problem)}`,
    serious: false,
  }))
}

function sentenceOf(problem: Problem): string {
  switch (problem.kind) {
    case 'weekday':
      return `${problem.isYearAssumed ? `If ${problem.date.slice(0, 4)} is meant, it is ` : 'It is '}a ${writeWeekday(problem.weekday, 'en')}: ${writeDate(problem.date, 'en')}.`
    case 'no-such-day':
      return 'There is no such day.'
    case 'tally':
      return `The rows give ${problem.counted}${problem.group === null ? '' : ` for ${problem.group}`} as of ${problem.asOf}.`
    case 'total':
      return `The parts add up to ${problem.sum}.`
    case 'no-cut-off':
      return 'It says how many contributions there are, but not as of which day.'
    case 'empty-note':
      return 'A footnote has no words.'
    case 'mark-without-note':
      return `There is no note ${problem.mark}.`
    case 'note-without-mark':
      return `Nothing refers to note ${problem.mark}.`
    case 'broken-reference':
      return 'A reference leads to what was removed.'
    case 'reference-to-itself':
      return 'It refers to itself.'
    case 'no-such-paragraph':
      return `The last paragraph is ¶ ${problem.last}.`
    case 'no-such-section':
      return `The last section is section ${problem.last}.`
    case 'renumbered':
      return problem.now === null ? `What was ¶ ${problem.number} in the version before was removed.` : `What was ¶ ${problem.number} in the version before is now ¶ ${problem.now}.`
    case 'name':
      return `Known here as "${problem.known}".`
  }
}
