import type { Notice, Problem, ProblemKind } from '../../drafts/notices/model.ts'
import type { Id } from '../../shared/ids.ts'
import type { Unit } from '../../trace/coverage/model.ts'

/** What the gate looks at, in the order in which it is shown. */
export const GATE_KINDS = ['ground', 'fates', 'contests', 'dates', 'numbers', 'notes', 'references', 'round', 'comments', 'suggestions', 'cut-off', 'names'] as const
export type GateKind = (typeof GATE_KINDS)[number]

/**
 * What a line does to publishing. `bars`: nothing is published before it is mended. `residue`: it is published with what is missing when
 * the desk says so, and the edition says so too. `warns`: it is shown, and that is all.
 */
export const GATE_LEVELS: Readonly<Record<GateKind, 'bars' | 'residue' | 'warns'>> = {
  ground: 'bars', fates: 'residue', contests: 'residue', dates: 'residue', numbers: 'residue', notes: 'residue', references: 'residue', round: 'warns', comments: 'warns', suggestions: 'warns', 'cut-off': 'warns', names: 'warns',
}

const LINE_OF: Readonly<Record<ProblemKind, GateKind>> = {
  weekday: 'dates', 'no-such-day': 'dates', tally: 'numbers', total: 'numbers', 'no-cut-off': 'cut-off', 'empty-note': 'notes', 'mark-without-note': 'notes', 'note-without-mark': 'notes',
  'broken-reference': 'references', 'reference-to-itself': 'references', 'no-such-paragraph': 'references', 'no-such-section': 'references', renumbered: 'references', name: 'names',
}

export function lineOf(problem: Pick<Problem, 'kind'>): GateKind {
  return LINE_OF[problem.kind]
}

/** A contest that nobody has answered: the sentence and the contribution, as they are cited. */
export interface OpenContest {
  readonly subject: string
  readonly source: string
}

/** What stands between a version and its publication, as counted from the rows. */
export interface Gate {
  readonly units: number
  readonly accounted: number
  readonly groundless: readonly { readonly id: Id<'paragraph'>; readonly number: number }[]
  /** Input without an outcome. */
  readonly residue: readonly Unit[]
  readonly contests: readonly OpenContest[]
  readonly notices: readonly Notice[]
  /** Whether a round of the right of correction still takes answers. */
  readonly isRoundOpen: boolean
  /** Comments of the cycle without a response, cited or not. */
  readonly openComments: number
  /** Changes to the document that somebody suggested and nobody has decided. */
  readonly openSuggestions: number
  /** The version names no day up to which contributions are reflected, though there are some. */
  readonly isWithoutCutOff: boolean
}

/** How much each line has, those with nothing too. */
export function countGate(gate: Gate): Map<GateKind, number> {
  const counts = new Map<GateKind, number>(GATE_KINDS.map((kind) => [kind, 0]))
  for (const { problem } of gate.notices) counts.set(lineOf(problem), (counts.get(lineOf(problem)) ?? 0) + 1)
  counts.set('ground', gate.groundless.length)
  counts.set('fates', gate.residue.length)
  counts.set('contests', gate.contests.length)
  counts.set('round', gate.isRoundOpen ? 1 : 0)
  counts.set('comments', gate.openComments)
  counts.set('suggestions', gate.openSuggestions)
  counts.set('cut-off', (counts.get('cut-off') ?? 0) + (gate.isWithoutCutOff ? 1 : 0))
  return counts
}

/** The kinds of what is missing with which a version can be published only when the desk says so. */
export function residueKinds(gate: Gate): GateKind[] {
  return [...countGate(gate)].filter(([kind, count]) => count > 0 && GATE_LEVELS[kind] === 'residue').map(([kind]) => kind)
}

/** What did not agree when an edition was published, beside input without an outcome: part of its annex. */
export type Shortcoming = { readonly kind: 'contest' } & OpenContest | { readonly kind: 'check'; readonly paragraph: number | null; readonly words: string; readonly problem: Problem }

/** What is kept of a gate with an edition published with a residue. */
export function shortcomingsOf(gate: Gate): Shortcoming[] {
  const found = gate.notices.filter(({ problem }) => GATE_LEVELS[lineOf(problem)] === 'residue')
  return [
    ...gate.contests.map((contest): Shortcoming => ({ kind: 'contest', ...contest })),
    ...found.map((notice): Shortcoming => ({ kind: 'check', paragraph: notice.number, words: notice.text, problem: notice.problem })),
  ]
}

/** Which line of the gate a shortcoming belongs to. */
export function kindOf(shortcoming: Shortcoming): GateKind {
  return shortcoming.kind === 'contest' ? 'contests' : lineOf(shortcoming.problem)
}
