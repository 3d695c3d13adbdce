import { IntlMessageFormat } from 'intl-messageformat'
import sentences from '../../messages/en/meetings.json' with { type: 'json' }
import type { Finding } from '../meetings/report-findings/model.ts'
import { writeDate, writeWeekday } from '../shared/time.ts'

/** A finding of the checks on reports as a sentence, and where it is. */
export function tellFinding(finding: Finding): { readonly place: string; readonly sentence: string } {
  const place = finding.annex ?? (finding.paragraph === null ? 'the report' : `¶ ${finding.paragraph}`)
  return { place, sentence: `"${finding.words}": ${say(`meetings.report.finding.${finding.kind}`, argumentsOf(finding))}` }
}

function argumentsOf(finding: Finding): Record<string, string | number> {
  const { paragraph: _paragraph, annex: _annex, words: _words, kind: _kind, ...more } = finding
  return Object.fromEntries(Object.entries(more).map(([name, value]): [string, string | number] => [name, name === 'weekday' ? writeWeekday(Number(value), 'en') : /^\d{4}-\d{2}-\d{2}$/u.test(String(value)) ? writeDate(value as Parameters<typeof writeDate>[0], 'en') : (value as string | number)]))
}

export function say(key: keyof typeof sentences, args: Readonly<Record<string, string | number>> = {}): string {
  return String(new IntlMessageFormat(sentences[key], 'en').format(args))
}
