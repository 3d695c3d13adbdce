import type { z } from 'zod'
import { PROBLEM_KINDS, type Problem } from '../../drafts/notices/model.ts'
import { date, group, integer, listOf, oneOf, optional, optionalFlag, optionalShortText, verbatim } from '../../shared/folder-fields.ts'
import { within, type FolderScope, type Place } from '../../shared/folder.ts'
import type { Shortcoming } from '../gate/model.ts'
import { problemSchema } from '../gate/schema.ts'

const number = () => optional(integer())

/** What did not agree when an edition was published: a contest (`contested` by `source`), or what a check found in a paragraph. */
export const shortcomingsField = listOf(
  group({
    contested: optionalShortText(),
    source: optionalShortText(),
    paragraph: optional(integer(1)),
    words: optional(verbatim()),
    found: optional(oneOf(PROBLEM_KINDS as readonly [Problem['kind'], ...Problem['kind'][]])),
    date: optional(date()),
    weekday: optional(integer(1, 7)),
    isYearAssumed: optionalFlag(),
    group: optionalShortText(),
    stated: number(),
    counted: number(),
    asOf: optional(date()),
    sum: number(),
    mark: number(),
    number: number(),
    last: number(),
    now: number(),
    written: optionalShortText(),
    known: optionalShortText(),
  }),
)
type Items = z.output<typeof shortcomingsField>

/** Reads them; says where one is neither a contest nor something that a check can find. */
export function completeShortcomings(scope: FolderScope, items: Items, place: Place): Shortcoming[] {
  return items.flatMap(({ contested, source, paragraph, words, found, ...facts }, index): Shortcoming[] => {
    if (found === undefined) {
      if (contested !== undefined && source !== undefined) return [{ kind: 'contest', subject: contested, source }]
      scope.mistake(within(place, index), 'should have contested and source, or found.')
      return []
    }
    const parsed = problemSchema.safeParse(readProblem(found, facts))
    if (parsed.success) return [{ kind: 'check', paragraph: paragraph ?? null, words: words ?? '', problem: parsed.data }]
    scope.mistake(within(place, index), `is not what a check of the kind ${found} finds.`)
    return []
  })
}

/** What is left out stands for nothing known, or for no. */
function readProblem(kind: Problem['kind'], facts: Omit<Items[number], 'contested' | 'source' | 'paragraph' | 'words' | 'found'>): object {
  const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
  if (kind === 'tally') return { kind, group: null, ...given }
  if (kind === 'renumbered') return { kind, now: null, ...given }
  return kind === 'weekday' ? { kind, isYearAssumed: false, ...given } : { kind, ...given }
}

/** The same as a file has them: what is null or false is left out. */
export function writeShortcoming(shortcoming: Shortcoming): object {
  if (shortcoming.kind === 'contest') return { contested: shortcoming.subject, source: shortcoming.source }
  const { kind, ...facts } = shortcoming.problem
  const told = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== false))
  return { ...(shortcoming.paragraph === null ? {} : { paragraph: shortcoming.paragraph }), ...(shortcoming.words === '' ? {} : { words: shortcoming.words }), found: kind, ...told }
}
