/** The series of citable references within a cycle: C contributions, R comments in review, P passages, F findings, L references of the library, N pinned figures; and of its forum: A actions. */
export type Series = 'C' | 'R' | 'P' | 'F' | 'L' | 'N' | 'A'

/** A citable reference, e.g. `2017/C-14`. Assigned once, never reused. */
export function formatRef(cycle: string, series: Series, number: number): string {
  return `${cycle}/${series}-${number}`
}

/** The reference of one answer of a contribution, e.g. `2017/C-14/2`. */
export function formatAnswerRef(cycle: string, contribution: number, answer: number): string {
  return `${formatRef(cycle, 'C', contribution)}/${answer}`
}

/** The number of the contribution whose answer a reference within a cycle names: 14 for `C-14/2`; null where it names none. */
export function contributionOfAnswer(ref: string): number | null {
  const match = /(?:^|\/)C-([1-9][0-9]{0,8})\/[0-9]+$/u.exec(ref)
  return match === null ? null : Number(match[1])
}

/** Reads the last part of an address or a citation, e.g. `C-14`, `c-14`; undefined when it is none of the series asked for. */
export function parseNumber(series: Series, text: string): number | undefined {
  const match = new RegExp(`^${series}-([1-9][0-9]{0,8})$`, 'iu').exec(text)
  return match === null ? undefined : Number(match[1])
}
