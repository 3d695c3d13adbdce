import { loadNameIndex } from '../drafts/checks/queries.ts'
import { checkNames } from '../drafts/names/model.ts'
import type { Words } from '../drafts/notices/model.ts'
import type { Forum } from '../forums/model.ts'
import { findUnreached } from '../meetings/link-check/queries.ts'
import { checkReport as checkByItself } from '../meetings/report-checks/model.ts'
import type { CheckedReport, Finding } from '../meetings/report-findings/model.ts'
import type { Reader } from '../platform/database.ts'
import type { Id } from '../shared/ids.ts'
import { findAddresses } from '../shared/web-addresses.ts'

/** What can be seen to be wrong in a report by rule: in itself, and where a name in it is nearly one that the forum knows. */
export async function checkReport(db: Reader, forum: Pick<Forum, 'id'>, report: CheckedReport): Promise<Finding[]> {
  const own = checkByItself(report)
  const index = await loadNameIndex(db, forum.id)
  const said = new Set(own.flatMap((finding) => (finding.kind === 'name' ? [finding.words] : [])))
  const near = stretchesOf(report).flatMap(({ text, paragraph, annex }) => {
    const words: Words = { paragraph: null, section: '' as Id<'section'>, text, language: report.language }
    return checkNames([words], index).flatMap((notice): Finding[] => {
      if (notice.problem.kind !== 'name' || [...said].some((name) => name.includes(notice.text))) return []
      said.add(notice.text)
      return [{ paragraph, annex, words: notice.text, kind: 'name', known: notice.problem.known }]
    })
  })
  return [...own, ...near, ...(await findDeadLinks(db, report))]
}

/** Addresses in its text that could not be reached for a while, where links are looked after. */
async function findDeadLinks(db: Reader, report: CheckedReport): Promise<Finding[]> {
  const places = [...stretchesOf(report), ...report.footnotes.map(({ text }) => ({ text, paragraph: null, annex: null }))].flatMap(({ text, paragraph, annex }) => findAddresses(text).map((words) => ({ paragraph, annex, words })))
  const unreached = await findUnreached(db, places.map(({ words }) => words))
  return places.flatMap((place): Finding[] => {
    const since = unreached.get(place.words)
    return since === undefined ? [] : [{ ...place, kind: 'unreached', since }]
  })
}

function stretchesOf({ paragraphs, annexes }: CheckedReport): { text: string; paragraph: number | null; annex: string | null }[] {
  return [
    ...paragraphs.map(({ text, number }) => ({ text, paragraph: number, annex: null })),
    ...annexes.flatMap(({ title, text }) => text.split('\n').map((line) => ({ text: line, paragraph: null, annex: title }))),
  ]
}
