import type { PlainDate } from '../../shared/time.ts'
import { parseParticipants, type Annex, type Footnote, type Paragraph, type Part, type Participant } from '../model.ts'
import type { ReadReport } from '../report-reading/model.ts'

/** A report as it will be kept. */
export interface ReportToKeep {
  readonly reportDate: PlainDate | null
  readonly paragraphs: readonly Omit<Paragraph, 'id'>[]
  readonly footnotes: readonly Footnote[]
  readonly annexes: readonly Annex[]
  /** Who took part, where an annex lists them. */
  readonly participants: readonly Participant[]
}

/** Letters of an annex's title at most. */
const TITLE = 300

/** What is kept of a report that was read. `words` maps lower-case words in brackets to parts: `(Facilitator)`. */
export function reportToKeep(report: ReadReport, words: ReadonlyMap<string, Part>): ReportToKeep {
  const people = report.annexes.filter(({ kind }) => kind === 'participants').flatMap(({ rows }) => rows.map((row) => row.join(' / ')))
  return {
    reportDate: report.date,
    paragraphs: report.paragraphs,
    footnotes: report.footnotes,
    // A heading that nothing follows is no annex.
    annexes: report.annexes.filter(({ text }) => text !== '').map(({ title, asOf, text }) => ({ title: title.slice(0, TITLE), asOf, text })),
    participants: parseParticipants(people.join('\n'), words),
  }
}
