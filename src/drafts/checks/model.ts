import type { PlainDate } from '../../shared/time.ts'
import { findDates } from '../../shared/written-dates.ts'
import { checkCrossReferences, type Earlier } from '../cross-references/model.ts'
import { checkDates } from '../dates/model.ts'
import { checkNames, type NameIndex } from '../names/model.ts'
import { checkNotes } from '../notes/model.ts'
import { listWordsOf, noticeOf, type CheckedText, type Notice, type Words } from '../notices/model.ts'
import { checkSums } from '../sums/model.ts'
import { checkTallies, statesTallies, type TallyFacts } from '../tallies/model.ts'

/** Everything that a text is held against. */
export interface CheckFacts {
  readonly language: string
  readonly years: readonly number[]
  readonly tallies: TallyFacts
  readonly names: NameIndex
  readonly earlier: Earlier | undefined
  /** The day up to which contributions are reflected, where the text is a version that names one. */
  readonly cutOff: PlainDate | null
}

/** What is wrong in a text, in reading order. */
export function checkText(text: CheckedText, facts: CheckFacts): Notice[] {
  const all = listWordsOf(text, facts.language)
  const notices = [
    ...checkDates(all, facts.years), ...checkTallies(all, facts.tallies), ...checkSums(all), ...checkCutOff(all, facts), ...checkNotes(all), ...checkCrossReferences(all, text, facts.earlier), ...checkNames(all, facts.names),
  ]
  const places = new Map<string, number>(all.map((words, at) => [words.paragraph?.id ?? words.section, at]))
  const placeOf = (notice: Notice): number => places.get(notice.paragraph ?? notice.section ?? '') ?? 0
  return notices.sort((a, b) => placeOf(a) - placeOf(b) || a.from - b.from)
}

/** Numbers of contributions without the day as of which they were counted: named beside them, in their section, or with the version. */
function checkCutOff(all: readonly Words[], { tallies, cutOff }: CheckFacts): Notice[] {
  const [today] = tallies.counts
  if (cutOff !== null || today === undefined || today.total.atMost === 0) return []
  const stated = statesTallies(all, tallies.groups)
  if (stated === undefined) return []
  const isDated = all.some(({ section, text, language }) => section === stated.section && findDates(text, language).length > 0)
  return isDated ? [] : [noticeOf(stated, { kind: 'no-cut-off' })]
}
