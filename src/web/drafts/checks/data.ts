import { LRUCache } from 'lru-cache'
import { checkText } from '../../../drafts/checks/model.ts'
import { loadCheckFacts, loadNameIndex } from '../../../drafts/checks/queries.ts'
import type { Document, Version } from '../../../drafts/model.ts'
import type { NameIndex } from '../../../drafts/names/model.ts'
import type { CheckedText, Notice, Problem } from '../../../drafts/notices/model.ts'
import { loadWorkingText } from '../../../drafts/queries.ts'
import type { Cycle, Forum } from '../../../forums/model.ts'
import type { Reader } from '../../../platform/database.ts'
import { readStamp } from '../../../record/queries.ts'
import { formatNumber } from '../../../shared/numbers.ts'
import { writeShortDate, writeWeekday, type Instant } from '../../../shared/time.ts'
import type { View } from '../../context.ts'
import type { PageRequest } from '../../page.tsx'
import { loadDocumentDesk, type InDocument } from '../data.ts'

export interface ChecksData extends InDocument {
  readonly notices: readonly Notice[]
}

/** What is wrong in the working text of a document, for those who write it. */
export async function loadChecks(request: PageRequest): Promise<ChecksData | 'forbidden' | undefined> {
  const data = await loadDocumentDesk(request)
  if (data === undefined || data === 'forbidden') return data
  return { ...data, notices: await checkWorking(request.db, data, data.document, request.now) }
}

interface Place {
  readonly forum: Forum
  readonly cycle: Cycle
}

export async function checkWorking(db: Reader, place: Place, document: Document, now: Instant): Promise<Notice[]> {
  return check(db, place, { document, text: await loadWorkingText(db, document.id) }, now)
}

/** The same of a text that was read already: a version's, or the working text. */
export async function check(
  db: Reader,
  place: Place,
  of: { readonly document: Pick<Document, 'id' | 'language'>; readonly version?: Pick<Version, 'number' | 'cutOff'>; readonly text: CheckedText },
  now: Instant,
): Promise<Notice[]> {
  const names = await readNames(db, place.forum)
  return checkText(of.text, await loadCheckFacts(db, place, { ...of, names }, now))
}

/** Gathered once for each state of the forum's record: whatever changes a name is an act, and an editor asks every few seconds. */
const gathered = new LRUCache<string, { readonly stamp: string; readonly names: NameIndex }>({ max: 10 })

export async function readNames(db: Reader, forum: Forum): Promise<NameIndex> {
  const stamp = await readStamp(db, forum.id)
  const known = gathered.get(forum.id)
  if (known?.stamp === stamp) return known.names
  const names = await loadNameIndex(db, forum.id)
  gathered.set(forum.id, { stamp, names })
  return names
}

/** What a notice says, in the reader's language. */
export function sentenceOf(view: View, problem: Problem): string {
  const { t, lang } = view
  switch (problem.kind) {
    case 'weekday': {
      const [date, weekday] = [writeShortDate(problem.date, lang), writeWeekday(problem.weekday, lang)]
      return problem.isYearAssumed ? t('checks.weekday.assumed', { year: problem.date.slice(0, 4), date, weekday }) : t('checks.weekday', { date, weekday })
    }
    case 'tally': {
      const { group, stated, counted, asOf } = problem
      const told = { stated: formatNumber(lang, stated), counted: formatNumber(lang, counted), date: writeShortDate(asOf, lang) }
      return group === null ? t('checks.tally.all', told) : t('checks.tally', { ...told, group })
    }
    case 'total':
      return t('checks.total', { stated: formatNumber(lang, problem.stated), sum: formatNumber(lang, problem.sum) })
    case 'mark-without-note':
    case 'note-without-mark':
      return t(`checks.${problem.kind}`, { mark: problem.mark })
    case 'no-such-paragraph':
    case 'no-such-section':
      return t(`checks.${problem.kind}`, { number: problem.number, last: problem.last })
    case 'renumbered':
      return problem.now === null ? t('checks.renumbered.gone', { number: problem.number }) : t('checks.renumbered', { number: problem.number, now: problem.now })
    case 'name':
      return t('checks.name', { known: problem.known })
    default:
      return t(`checks.${problem.kind}`)
  }
}

/** A notice as the editor and programs read it. Places are code points of the paragraph's text, or of the section's title. */
export function noticeAsData(view: View, { paragraph, section, number, text, from, to, problem }: Notice): object {
  return { paragraph, section, number, kind: problem.kind, text, from, to, message: sentenceOf(view, problem) }
}
